"""How whole numbers of a unit are shown to people: yuan, percent, days, yes and no; and what a person types back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Final

from subsidy.explain.values import FLAGS, UNKNOWN
from subsidy.language.types import Type
from subsidy.messages import Label, Language
from subsidy.workbook.days import FIRST_DAY, SHIFT
from subsidy.workbook.given import quoted

DAY: Final = "yyyy-mm-dd"
WHOLE: Final = "0"
DIGITS: Final = "0000000"


def number_format(type_: Type, unit: Fraction) -> str:
    """The spreadsheet's number format of a value of this type."""
    if type_.base == "date":
        return DAY
    if type_.base != "number":
        return "@"
    if type_.dimension.yuan:
        return "#,##0.00" if (unit * 100).denominator == 1 else "#,##0.00######"
    if type_.percent:
        return "0.00######%"
    return "0" if unit.denominator == 1 else "0.########"


def exact_format(type_: Type, known: Any = None) -> str:
    """The number format of a value as formulas have it; a spreadsheet shows no day before its first."""
    if type_.base == "date" and known is not None and known < FIRST_DAY:
        return WHOLE
    return {"date": DAY, "number": WHOLE}.get(type_.base, "")


def whole_format(known: Iterable[Any]) -> str:
    """The number format of a helper cell that holds values like these: flags have none."""
    return WHOLE if any(isinstance(value, int) and not isinstance(value, bool) for value in known) else ""


def shown(text: str, type_: Type, unit: Fraction, language: Language) -> str:
    """The formula that shows an exact value to people, or says that it is unknown."""
    return f"IF(ISNA({text}),{quoted(UNKNOWN.say(language))},{_known(text, type_, unit, language)})"


def shown_value(value: Any, type_: Type, unit: Fraction, language: Language) -> Any:
    """What `shown` comes to, of a known value or None."""
    if value is None:
        return UNKNOWN.say(language)
    if isinstance(value, bool):
        return FLAGS[value].say(language)
    if isinstance(value, str):
        return (type_.choices or {}).get(value, Label(value, value)).say(language)
    return float(value * unit) if type_.base == "number" else value


def _known(text: str, type_: Type, unit: Fraction, language: Language) -> str:
    if type_.base == "flag":
        yes, no = (quoted(FLAGS[flag].say(language)) for flag in (True, False))
        return f"IF({text},{yes},{no})"
    if type_.base == "text":
        return labelled(text, type_.choices, language)
    if type_.base == "date":
        return text
    times = f"*{unit.numerator}" if unit.numerator != 1 else ""
    return f"{text}{times}/{unit.denominator}" if unit.denominator != 1 else f"{text}{times}"


def labelled(text: str, choices: Mapping[str, Label] | None, language: Language) -> str:
    """The label of a code; the code itself where it has none."""
    if not choices:
        return text
    codes, labels = _row(choices), _row(label.say(language) for label in choices.values())
    return f"IFERROR(INDEX({labels},MATCH({text},{codes},0)),{text})"


def exact(cell: str, type_: Type, unit: Fraction, bounds: tuple[int, int], language: Language) -> str:
    """The whole number, day, text or flag that is typed into a cell; unknown where there is none, or beyond bounds."""
    if type_.base == "flag":
        yes, no = (quoted(FLAGS[flag].say(language)) for flag in (True, False))
        return f"IF({cell}={yes},TRUE,IF({cell}={no},FALSE,NA()))"
    if type_.base == "text" and type_.choices:
        codes, labels = _row(type_.choices), _row(label.say(language) for label in type_.choices.values())
        return f"INDEX({codes},MATCH({cell},{labels},0))"
    if type_.base == "text":
        return f'IF(ISBLANK({cell}),NA(),{cell}&"")'
    low, high = (float(end * unit) for end in bounds)
    if type_.base == "date":
        whole, low, high = f"INT({cell})", low - SHIFT, high - SHIFT
    else:
        whole = f"ROUND({cell}*{1 / unit},0)" if unit != 1 else f"ROUND({cell},0)"
    return f"IF(AND(ISNUMBER({cell}),{cell}>={low:.15g},{cell}<={high:.15g}),{whole},NA())"


def typed(value: Any, type_: Type, unit: Fraction, language: Language) -> Any:
    """What stands in the cell of a fact that is known; None where it is not."""
    if value is None:
        return None
    if type_.base == "date":
        return date.fromordinal(value)
    if type_.base in ("text", "flag"):
        return shown_value(value, type_, unit, language)
    return float(value * unit)


def exact_value(value: Any, type_: Type) -> Any:
    """A value as formulas have it."""
    return value - SHIFT if type_.base == "date" and value is not None else value


def _row(items: Any) -> str:
    return "{" + ",".join(quoted(item) for item in items) + "}"
