"""One value, said exactly: what formulas, reasons and reports show of a fact, a parameter or a result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

from subsidy.kinds import NUMBER, PER_YEAR
from subsidy.language.nodes import Node
from subsidy.language.scope import Bounded
from subsidy.language.types import DAYS_TYPE, Type
from subsidy.messages import Label, Language, Message, Sayable, msg, visible
from subsidy.quantities import format_date, format_money, format_points, format_quantity
from subsidy.quantities.units import Shown

UNKNOWN: Final = msg("unknown")
FLAGS: Final[Mapping[bool, Message]] = {True: msg("yes"), False: msg("no")}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in the base unit of its type's dimension, with its unit: ``26,000.00 yuan``, ``4.15%``, ``6 months``."""

    value: Fraction
    type: Type

    def say(self, language: Language) -> str:
        dimension = self.type.dimension
        if dimension == PER_YEAR:  # rates are quoted with at least two decimals, as money is
            return format_money(self.value * 100, language) + "%"
        if dimension == NUMBER and not self.type.percent and self.value.denominator == 1:
            return str(self.value)  # a count may be a year, which has no thousands separator
        shown: Shown | None = "percent" if dimension == NUMBER and self.type.percent else None
        return format_quantity(self.value, dimension, language, shown)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of yuan inside a formula, where the unit would only stand in the way: ``2,000,000.00``."""

    value: Fraction

    def say(self, language: Language) -> str:
        return format_money(self.value, language)


@dataclass(frozen=True, slots=True)
class Points:
    """A difference of shares or rates: ``0.45pp``."""

    value: Fraction

    def say(self, language: Language) -> str:
        return format_points(self.value, language)


@dataclass(frozen=True, slots=True)
class Joined:
    """Several sayables with the same words between them."""

    items: tuple[Sayable, ...]
    joint: Message

    def say(self, language: Language) -> str:
        return self.joint.say(language).join(item.say(language) for item in self.items)


def value_in_words(value: int | str | bool | None, of: Node | Bounded) -> Sayable:
    """A value of a node or of a fact: numbers are whole numbers of its unit, dates are ordinals, None is unknown.

    Money has its unit, thousands separators and at least two decimals; what no decimal can hold is a fraction.
    """
    if value is None:
        return UNKNOWN
    if isinstance(value, bool):
        return FLAGS[value]
    if isinstance(value, str):
        return choice_in_words(value, of.type.choices)
    if of.type.base == "date":
        return verbatim(format_date(date.fromordinal(value)))
    return Figure(value * of.unit, of.type)


def choice_in_words(value: str, choices: Mapping[str, Label] | None) -> Sayable:
    """A text by its label, where it is one of the known choices."""
    return (choices or {}).get(value) or verbatim(value)


def difference_in_words(value: Fraction, type_: Type) -> Sayable:
    """How far apart two values of a type are, without a sign; dates are days apart."""
    if type_.base == "date":
        return Figure(abs(value), DAYS_TYPE)
    if type_.percent and type_.dimension in (NUMBER, PER_YEAR):
        return Points(abs(value))
    return Figure(abs(value), type_)


def is_decimal(value: Fraction) -> bool:
    """Whether a decimal number holds the value."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def verbatim(text: str) -> Label:
    """A text that is the same in every language."""
    shown = visible(text)
    return Label(shown, shown)
