"""What kind of value a node of the tree has, and how kinds combine.

Numbers carry a dimension (yuan, days, months, years), so `money * share` is money and `money + share`
is refused. A percentage written in a scheme and the figure 0 are *loose*: like an untyped constant they take
the dimension of what they are added to or compared with, since a notice writes "LPR + 50BP" without saying per year.
A figure without a unit is *bare*: a count, never a share, so that a percent sign that was forgotten is found.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from subsidy.kinds import DAY, MONTH, NUMBER, PER_YEAR, YUAN, Dimension, Kind
from subsidy.messages import Label, Message, msg

Base = Literal["number", "date", "text", "texts", "flag", "records"]
Looseness = Literal["", "percent", "zero", "bare"]


@dataclass(frozen=True, slots=True)
class Type:
    """`choices` are the codes a text may take, when they are known; `percent` says how a number is shown."""

    base: Base
    dimension: Dimension = NUMBER
    percent: bool = False
    loose: Looseness = ""
    choices: Mapping[str, Label] | None = None

    @property
    def is_money(self) -> bool:
        return self.base == "number" and self.dimension == YUAN


FLAG_TYPE: Final = Type("flag")
DATE_TYPE: Final = Type("date")
MONEY_TYPE: Final = Type("number", YUAN)
RATE_TYPE: Final = Type("number", PER_YEAR, percent=True)
DAYS_TYPE: Final = Type("number", DAY)
MONTHS_TYPE: Final = Type("number", MONTH)
COUNT_TYPE: Final = Type("number")

_DIMENSION_WORDS: Final[Mapping[Dimension, Message]] = {
    YUAN: msg("money"),
    PER_YEAR: msg("annual rate"),
    NUMBER: msg("number or share"),
    DAY: msg("days"),
    MONTH: msg("months"),
    DAY / Dimension(years=1): msg("days per year"),
    MONTH / Dimension(years=1): msg("months per year"),
}
_BASE_WORDS: Final[Mapping[str, Message]] = {
    "date": msg("date"),
    "text": msg("text"),
    "texts": msg("set of texts"),
    "flag": msg("yes or no"),
    "records": msg("list of records"),
}


def of_kind(kind: Kind, choices: Mapping[str, Label] | None = None) -> Type:
    """The type of a fact of this kind."""
    if kind.dimension is None:
        return Type(kind.name, choices=choices)  # type: ignore[arg-type]  # date, text and flag are bases too
    return Type("number", kind.dimension, percent=kind.name in ("rate", "share"))


def described(type_: Type) -> Message:
    """The type in words, for diagnostics."""
    if type_.base != "number":
        return _BASE_WORDS[type_.base]
    if type_.loose == "bare":
        return msg("a number without a unit")
    known = _DIMENSION_WORDS.get(type_.dimension)
    if known is not None:
        return known
    parts = [f"{unit}^{power}" for unit, power in zip(type_.dimension._fields, type_.dimension, strict=True) if power]
    return msg("a number in {unit}", unit="·".join(parts))


def joined(left: Type, right: Type) -> Type | None:
    """The common type of two values that are added, compared or are branches of one choice; None if there is none."""
    if left.base != right.base:
        return None
    if left.base != "number":
        return left if left.choices == right.choices else Type(left.base)
    if (left.loose == "bare" and right.percent) or (right.loose == "bare" and left.percent):
        return None
    if left.dimension == right.dimension:
        return Type(
            "number",
            left.dimension,
            percent=left.percent or right.percent,
            loose=left.loose if left.loose == right.loose else "",
        )
    if _adapts(left, right):
        return right
    return left if _adapts(right, left) else None


def _adapts(value: Type, to: Type) -> bool:
    return value.loose == "zero" or (value.loose == "percent" and to.dimension == PER_YEAR)
