"""Numbers with their units, as people write them in a policy or a form, read into exact values."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from typing import Final, NamedTuple

from subsidy.diagnostics import did_you_mean
from subsidy.kinds import NUMBER, Dimension
from subsidy.messages import Label, Language, Message, msg
from subsidy.quantities.errors import QuantityError, not_known, quoted
from subsidy.quantities.formats import format_quantity
from subsidy.quantities.units import DIVISORS, LEADS, SCALES, UNITS, Scale, Shown

LONGEST: Final = 100
"""Characters that a number or a date may take; more is refused before it is looked at."""


class Hints(NamedTuple):
    """What an error says instead of what was found: the units that are taken, and how a value is written."""

    units: tuple[str, ...]
    examples: tuple[str | Label, ...]


ANY: Final = Hints(
    ("元", "万元", "亿元", *SCALES, *UNITS),
    (
        Label("200万元", "2000000 yuan"),
        "2.6%",
        "50bp",
        "1.5pp",
        Label("90天", "90 days"),
        Label("12个月", "12 months"),
        Label("360天/年", "360 days/year"),
    ),
)


class Quantity(NamedTuple):
    """An exact value in yuan, days, months and years; `shown` says how a bare number was written."""

    value: Fraction
    dimension: Dimension
    shown: Shown

    def say(self, language: Language) -> str:
        return format_quantity(self.value, self.dimension, language, self.shown)


def parse_quantity(text: str, hints: Hints = ANY) -> Quantity:
    """Reads ``200万元``, ``1,234.50元``, ``2.6%/年``, ``50bp``, ``3年`` (36 months), ``360天/年``, ``1.3倍``, ``1/3``.

    万 and 亿 alone make a plain number. Full-width signs and spaces before units are allowed; exponents and
    misplaced thousands separators are not. Raises `QuantityError`.
    """
    found = _QUANTITY.fullmatch(tidy(text))
    if found is None:
        raise _explain(text, hints)
    scale = SCALES.get(found["scale"], _ONCE)
    value, dimension = scale.factor * _number(found, text), NUMBER
    for word in _words(found["units"], "·"):
        value, dimension = value * UNITS[word].factor, dimension * UNITS[word].dimension
    for word in _words(found["divisors"], "/"):
        dimension /= DIVISORS[word]
    lead = LEADS.get(found["lead"], dimension)
    if dimension == NUMBER:
        dimension = lead
    if dimension != lead or (scale.shown != "plain" and any(power > 0 for power in dimension)):
        raise QuantityError(msg("the parts of {found} contradict each other", found=quoted(text)))
    return Quantity(-value if found["sign"] == "-" else value, dimension, scale.shown)


def tidy(text: str) -> str:
    """In lower case, with full-width signs and odd spaces made ordinary. Raises `QuantityError` when too long."""
    if len(text) > LONGEST:
        raise QuantityError(
            msg(
                "{found} has {length} characters, and at most {longest} are read",
                found=quoted(text),
                length=len(text),
                longest=LONGEST,
            )
        )
    return text.translate(_ORDINARY).strip().lower()


# Not NFKC, which would read 5² as 52.
_ORDINARY: Final = {
    **{wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(map(ord, "\u3000\u00a0\u2002\u2003\u2009\u202f"), " "),
    ord("￥"): "¥",
    ord("−"): "-",
}
_ONCE: Final = Scale(Fraction(1), "plain")


def _any_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_WHOLE: Final = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)"
_QUANTITY: Final = re.compile(
    rf"""(?P<lead>{_any_of(LEADS)})?\ *
    (?P<sign>[+-])?
    (?: (?:(?P<whole>{_WHOLE})(?:又|\ +))? (?P<top>[0-9]+)/(?P<bottom>[0-9]+)
      | (?P<decimal>{_WHOLE}(?:\.[0-9]+)?) )\ *
    (?P<scale>{_any_of(SCALES)})?\ *
    (?P<units>(?:{_any_of(UNITS)})(?:\ *·\ *(?:{_any_of(UNITS)}))*)?
    (?P<divisors>(?:\ */\ *(?:{_any_of(DIVISORS)}))*)""",
    re.VERBOSE,
)
_EXPONENT: Final = re.compile(r"[0-9]e[+-]?[0-9]")
_NUMBER_AND_REST: Final = re.compile(
    rf"(?:{_any_of(LEADS)})? *[+-]?(?P<digits>[0-9][0-9,]*)(?P<decimals>(?:\.[0-9]+)?)(?P<rest>.*)", re.DOTALL
)


def _words(text: str | None, joint: str) -> list[str]:
    return [word.strip() for word in text.split(joint) if word.strip()] if text else []


def _number(found: re.Match[str], text: str) -> Fraction:
    if found["decimal"]:
        return Fraction(Decimal(found["decimal"].replace(",", "")))
    if not int(found["bottom"]):
        raise QuantityError(msg("{found} divides by zero", found=quoted(text)))
    return int((found["whole"] or "0").replace(",", "")) + Fraction(int(found["top"]), int(found["bottom"]))


def _unmisplaced(number: re.Match[str]) -> Message:
    """The number with its thousands told apart; a lone comma before one or two digits may be a decimal point."""
    digits, rest = number["digits"], number["decimals"] + number["rest"]
    whole = f"{int(digits.replace(',', '')):,}{rest}"
    if re.fullmatch(r"[0-9]+,[0-9]{1,2}", digits) and not number["decimals"]:
        return msg("write {low} or {high}, as is meant", low=f"{digits.replace(',', '.')}{rest}", high=whole)
    return msg("write {number}", number=whole)


def _explain(text: str, hints: Hints) -> QuantityError:
    """Why a text is not a quantity."""
    if _EXPONENT.search(tidy(text)):
        return QuantityError(
            msg("{found} is written with an exponent", found=quoted(text)),
            msg("write all its digits"),
        )
    number = _NUMBER_AND_REST.match(tidy(text))
    if number and not re.fullmatch(_WHOLE, number["digits"]):
        return QuantityError(
            msg("the thousands separators of {found} are misplaced", found=quoted(text)), _unmisplaced(number)
        )
    unit = number["rest"].strip() if number else ""
    if unit and not any(letter.isdigit() for letter in unit):
        return QuantityError(
            msg("{found} has an unknown unit: {unit}", found=quoted(text), unit=quoted(unit)), _unit_meant(unit, hints)
        )
    remedy = not_known(text) or _written_so(hints)
    return QuantityError(msg("{found} is not a number with a unit", found=quoted(text)), remedy)


def _unit_meant(found: str, hints: Hints) -> Message:
    """美元 is no slip of the pen for 元: a unit within another word is not what was meant, but %% is %."""
    if not hints.units:
        return _written_so(hints)
    meant = [unit for unit in hints.units if unit not in found or set(found) == set(unit)]
    return did_you_mean(next(iter(get_close_matches(found, meant, n=1)), ""), hints.units)


def _written_so(hints: Hints) -> Message:
    return msg("write for example {examples}", examples=hints.examples)
