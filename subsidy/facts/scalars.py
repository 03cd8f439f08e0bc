"""The types of single facts: how a value is read, written and described, one table row each.

They are plain validators (one Python call a field, no schema around it), since a bank reads sixty thousand
applications a second. Numbers and dates go through `subsidy.quantities`; texts, choices and codes are read here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Context, Decimal
from difflib import get_close_matches
from functools import lru_cache
from typing import Annotated, Any, Final

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from subsidy import kinds
from subsidy.diagnostics import SubsidyError
from subsidy.kinds import Kind
from subsidy.messages import Label, Message, msg
from subsidy.quantities import count, day, days, flag, format_percent, money, months, rate, share

LONGEST_TEXT: Final = 200
_EXACT: Final = Context(prec=40)  # the caller's context may hold fewer digits than an amount has


class FactError(SubsidyError, ValueError):
    """A value that no fact of its type can have; `code` is the diagnostic's, `remedy` says what to write instead."""

    def __init__(self, code: str, message: Message, remedy: Message | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.remedy = remedy


@dataclass(frozen=True, slots=True, eq=False)
class Scalar:
    """A type of single values, as the metadata of an `Annotated` type.

    `low` and `high` are the least and greatest value in the units of the kind; `form` is the JSON schema. `label` is
    what its values are, where people say that better than its kind does.
    """

    kind: Kind
    read: Callable[[object], Any]
    write: Callable[[Any], object]
    form: Mapping[str, Any]
    low: int
    high: int
    choices: Mapping[str, Label] = field(default_factory=dict)
    label: Label | None = None

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        written = core_schema.plain_serializer_function_ser_schema(self.write, when_used="json")
        return core_schema.no_info_plain_validator_function(self.read, serialization=written)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return dict(self.form)


def text(value: object) -> str:
    """A text of 1 to 200 characters on one line, without the spaces around it. Raises `FactError`."""
    if not isinstance(value, str):
        raise FactError("value", msg("a text is wanted here, found {found}", found=type(value).__name__))
    stripped = value.strip()
    if 0 < len(stripped) <= LONGEST_TEXT and (stripped.isprintable() or not any(map(_is_invisible, stripped))):
        return stripped
    if not stripped:
        raise FactError("value", msg("this text is empty"), msg("leave the key out if the value is not known"))
    if len(stripped) > LONGEST_TEXT:
        found = len(stripped)
        raise FactError("value", msg("a text of {found} characters; at most {most}", found=found, most=LONGEST_TEXT))
    sign = next(filter(_is_invisible, stripped))
    raise FactError("value", msg("the character {code} cannot stand in this text", code=f"U+{ord(sign):04X}"))


def _is_invisible(character: str) -> bool:
    """Controls, format characters such as a change of direction, half surrogates, and other lines' ends."""
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp")


@lru_cache(maxsize=65_536)  # the same enterprises recur, and the check costs more than all the rest of a borrower
def _checked_uscc(code: str) -> str:
    from stdnum.cn import uscc
    from stdnum.exceptions import InvalidChecksum, ValidationError

    try:
        return str(uscc.validate(code))
    except InvalidChecksum:
        right = uscc.calc_check_digit(code)
        raise FactError(
            "uscc",
            msg("{found} is no unified social credit code: the check character is wrong", found=code),
            msg("with these 17 characters it would be {right}", right=right),
        ) from None
    except ValidationError:
        raise FactError(
            "uscc",
            msg("{found} is no unified social credit code", found=code),
            msg("it has 18 digits and capital letters, the first 8 of them digits, without I, O, S, V and Z"),
        ) from None


def credit_code(value: object) -> str:
    """统一社会信用代码 (GB 32100-2015), 18 characters with a check character. Raises `FactError`."""
    return _checked_uscc(text(value))


def choice(choices: Mapping[str, Label]) -> Scalar:
    """A text that is one of these codes; the label in either language may be written instead."""
    spellings = {said: code for code, label in choices.items() for said in (*label, code)}

    def read(value: object) -> str:
        code = spellings.get(value) if isinstance(value, str) else None
        return code if code is not None else read_unusual(value)

    def read_unusual(value: object) -> str:
        found = text(value)
        code = spellings.get(found) or spellings.get(found.lower())
        if code is None:
            near = get_close_matches(found, spellings, n=1)
            labels = tuple(choices.values())
            remedy = msg("did you mean {word}?", word=near[0]) if near else msg("allowed are {words}", words=labels)
            raise FactError("unknown-choice", msg("{found} is not allowed here", found=found), remedy)
        return code

    return Scalar(kinds.TEXT, read, str, {"enum": list(spellings)}, 0, 0, choices)


def bounded(scalar: Scalar, least: Any = None, most: Any = None) -> Scalar:
    """The same type between narrower bounds, both of them allowed; None leaves a side as it is."""

    def read(value: object) -> Any:
        found = scalar.read(value)
        if least is not None and found < least:
            said = msg("{found} is too small", found=str(scalar.write(found)))
            raise FactError("bounds", said, msg("at least {bound} is allowed", bound=str(scalar.write(least))))
        if most is not None and found > most:
            said = msg("{found} is too large", found=str(scalar.write(found)))
            raise FactError("bounds", said, msg("at most {bound} is allowed", bound=str(scalar.write(most))))
        return found

    return replace(
        scalar,
        read=read,
        low=scalar.low if least is None else in_units(scalar.kind, least),
        high=scalar.high if most is None else in_units(scalar.kind, most),
    )


def to_units(kind: Kind) -> Callable[[Any], int] | None:
    """How a value becomes the whole number of its kind's units that programs compute with; None: it is that already."""
    if kind is kinds.DATE:
        return date.toordinal
    if kind.unit == 1:
        return None
    per_unit, multiply = Decimal(kind.unit.denominator), _EXACT.multiply
    return lambda value: int(multiply(value, per_unit))


def in_units(kind: Kind, value: Any) -> Any:
    """A value as programs compute with it: a whole number of its kind's units, an ordinal, a text, a flag."""
    convert = to_units(kind)
    return value if convert is None else convert(value)


def _year(value: object) -> int:
    return count(value.strip().removesuffix("度").removesuffix("年") if isinstance(value, str) else value)


def _number(pattern: str) -> dict[str, Any]:
    return {"type": ["string", "number"], "pattern": pattern}


def _text(pattern: str) -> dict[str, Any]:
    return {"type": "string", "pattern": pattern}


def _scalar(kind: Kind, read: Callable[[object], Any], write: Callable[[Any], object], form: dict[str, Any]) -> Scalar:
    return Scalar(kind, read, write, form, kind.low, kind.high)


_NUMERAL: Final = r"[0-9][0-9,]*(\.[0-9]+)?"
_PERCENT: Final = rf"{_NUMERAL} *(%|‰|[pP][pP]|[bB][pP][sS]?|个?基点|个?百分点)"

_MIDNIGHT: Final = r"(( +|T)0?0:00(:00(\.0+)?)?)?"

_FLAG_WORDS: Final = ("true", "false", "yes", "no", "是", "否", "有", "无")

_MONEY: Final = _scalar(
    kinds.MONEY, money, "{:f}".format, _number(rf"^(¥|人民币)? *{_NUMERAL} *[千万百亿]*(元|圆|yuan|RMB|CNY)?$")
)
_RATE: Final = _scalar(
    kinds.RATE, rate, format_percent, _text(rf"^(?![0-9,. ]*‰$)(年利率|月利率|年化)? *{_PERCENT}(/[年月])?$")
)
_SHARE: Final = _scalar(kinds.SHARE, share, format_percent, _text(rf"^[-+]?{_PERCENT}$"))
_COUNT: Final = _scalar(kinds.COUNT, count, int, _number(r"^[0-9][0-9,]*[千万百亿]*$"))
_DAYS: Final = _scalar(kinds.DAYS, days, int, _number(r"^[0-9][0-9,]* *(天|日|days?)?$"))
_MONTHS: Final = _scalar(kinds.MONTHS, months, int, _number(r"^[0-9][0-9,]* *(个月|年|months?|years?)?$"))
_DAY: Final = _scalar(
    kinds.DATE,
    day,
    date.isoformat,
    _text(rf"^[0-9]{{4}} *([-/.年] *[0-9]{{1,2}} *[-/.月] *[0-9]{{1,2}}日?|[0-9]{{4}}){_MIDNIGHT}$"),
)
_FLAG: Final = _scalar(kinds.FLAG, flag, bool, {"enum": [True, False, *_FLAG_WORDS]})
_TEXT: Final = _scalar(kinds.TEXT, text, str, {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT})
_CREDIT_CODE: Final = _scalar(kinds.TEXT, credit_code, str, _text("^[0-9]{8}[0-9A-HJ-NPQRTUWXY]{10}$"))

Money = Annotated[Decimal, _MONEY]
Rate = Annotated[Decimal, _RATE]
Share = Annotated[Decimal, _SHARE]
Count = Annotated[int, _COUNT]
Days = Annotated[int, _DAYS]
Months = Annotated[int, _MONTHS]
Day = Annotated[date, _DAY]
Flag = Annotated[bool, _FLAG]
Text = Annotated[str, _TEXT]
CreditCode = Annotated[str, _CREDIT_CODE]
_YEAR: Final = replace(_COUNT, read=_year, form=_number("^[0-9]{4}(年度?)?$"), label=Label("年份", "calendar year"))
Year = Annotated[int, bounded(_YEAR, 1949, 2199)]
# Points above a reference rate, or below it: written like a share, used like a rate.
Spread = Annotated[Decimal, bounded(replace(_SHARE, kind=kinds.RATE), Decimal(-1), Decimal(1))]

SCALARS: Final[Mapping[str, tuple[type, Scalar]]] = {
    "money": (Decimal, _MONEY),
    "rate": (Decimal, _RATE),
    "share": (Decimal, _SHARE),
    "count": (int, _COUNT),
    "days": (int, _DAYS),
    "months": (int, _MONTHS),
    "date": (date, _DAY),
    "flag": (bool, _FLAG),
    "text": (str, _TEXT),
}
