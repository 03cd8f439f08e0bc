"""What is payable after the limits, and which limit took what from whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple, Self

from subsidy.evaluation.decision import Decision
from subsidy.kinds import YUAN
from subsidy.limits.grouping import KeyValue
from subsidy.messages import Label, Language, Message, Sayable
from subsidy.quantities import format_quantity
from subsidy.quantities.fen import fen_of, total_of, yuan_of
from subsidy.scheme.definition import Payee
from subsidy.scheme.limits import Key, Unit

_COUNTED: Final[Mapping[Unit, tuple[Label, Label]]] = {
    "loan": (Label("笔", " loan"), Label("笔", " loans")),
    "benefit": (Label("项", " benefit"), Label("项", " benefits")),
    "scheme": (Label("个方案", " scheme"), Label("个方案", " schemes")),
    "year": (Label("个年度", " year"), Label("个年度", " years")),
}


class Extent(NamedTuple):
    """An amount of yuan, exact, or a number of what a limit counts."""

    value: Decimal
    unit: Unit

    @classmethod
    def of(cls, whole: int, unit: Unit) -> Self:
        """Of whole fen, or of a number."""
        return cls(yuan_of(whole) if unit == "yuan" else Decimal(whole), unit)

    def say(self, language: Language) -> str:
        """With its unit: `1,000.00 yuan`, `2 loans`."""
        if self.unit == "yuan":
            return format_quantity(Fraction(self.value), YUAN, language)
        return f"{self.value}{_COUNTED[self.unit][self.value != 1].say(language)}"


class Payable(NamedTuple):
    """What is paid of a benefit, in yuan. `amount` is None while it cannot be told: the application is incomplete, or
    a limit cannot be judged; `provisional` is then what it is if that limit does not bind.
    """

    name: str
    label: Label
    payee: Payee
    entitlement: Decimal | None
    amount: Decimal | None
    provisional: Decimal | None


class Cut(NamedTuple):
    """What a limit took from a benefit of the decision at the position `number` of the set, in yuan."""

    number: int
    scheme: str
    limit: str
    benefit: str
    before: Decimal
    after: Decimal
    words: Message
    cite: str

    @property
    def taken(self) -> Decimal:
        """By how much the benefit is less, in yuan."""
        return yuan_of(fen_of(self.before) - fen_of(self.after))


class LimitResult(NamedTuple):
    """A limit in one group. `ceiling`, `used` (before), `claimed`, `paid` and `remaining` are of one unit.

    `ceiling` and `remaining` are None where the limit cannot be judged, or is a `ratio`, which has no ceiling.
    """

    scheme: str
    name: str
    label: Label
    cite: str
    keys: tuple[Key, ...]
    group: tuple[KeyValue, ...]
    ceiling: Extent | None
    ratio: Fraction | None
    used: Extent
    claimed: Extent
    paid: Extent
    remaining: Extent | None
    cuts: tuple[Cut, ...]


class Settled(NamedTuple):
    """One decision after the limits; `name` is its application's id, or its number in the set."""

    decision: Decision
    name: Sayable
    payables: tuple[Payable, ...]
    cuts: tuple[Cut, ...]

    @property
    def total(self) -> Decimal | None:
        """The sum of the payables in yuan; None while one of them cannot be told."""
        return _sum([p.amount for p in self.payables])

    @property
    def is_as_due(self) -> bool:
        """Whether the limits leave what the decision says."""
        return self.total == self.decision.total


@dataclass(frozen=True, slots=True)
class Settlement:
    """A set of decisions after the limits, in the order in which they were given; `limits` in the order applied."""

    settled: tuple[Settled, ...]
    limits: tuple[LimitResult, ...]
    warnings: tuple[Message, ...]

    @property
    def total(self) -> Decimal | None:
        """What is payable in all, in yuan; None while a part of it cannot be told."""
        return _sum([s.total for s in self.settled])

    def of(self, decision: Decision) -> Settled | None:
        """What became of a decision; None where it is not of the set."""
        return next((settled for settled in self.settled if settled.decision is decision), None)


def group_in_words(keys: tuple[Key, ...]) -> Sayable:
    """``borrower, scheme and year``; 每户借款人在本方案下每年."""
    *others, last = (key.label.en for key in keys)
    return Label("".join(k.label.zh for k in keys), f"{', '.join(others)} and {last}" if others else last)


def _sum(amounts: list[Decimal | None]) -> Decimal | None:
    known = [a for a in amounts if a is not None]
    return total_of(known) if len(known) == len(amounts) else None
