"""The typed tree. Everything that evaluates, explains or translates a scheme walks these nodes.

A number node's value is a whole number of its `unit`, between `low` and `high` (inclusive). Children of
additions, comparisons and choices are brought to a common unit by `Rescaled`, so that a back end only ever meets whole
numbers. Dates are ordinals, flags are booleans, texts are `str`; an unknown value is None in every back end.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from subsidy.language.types import Type

Comparison = Literal["<", "<=", ">", ">=", "==", "!="]
Gathering = Literal["sum", "any", "all", "count", "min", "max"]


@dataclass(frozen=True, slots=True)
class Node:
    """What every node has. `unit`, `low` and `high` are 1, 0 and 0 for texts and flags."""

    type: Type
    unit: Fraction
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Constant(Node):
    """A value of the scheme. `name` is its parameter or reading; empty for 0, 1 and texts in a formula."""

    value: int | str | bool
    name: str = ""


@dataclass(frozen=True, slots=True)
class Unpublished(Node):
    """A parameter that nobody published and no overlay supplied: always unknown."""

    name: str


@dataclass(frozen=True, slots=True)
class Texts(Node):
    """A set of texts: a parameter, or a list written in a formula."""

    options: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Fact(Node):
    """A fact of the application, by its dotted path."""

    path: str


@dataclass(frozen=True, slots=True)
class Item(Node):
    """A field of the record that an enclosing `Gather` looks at. `level` counts the gathers from outside, from 0."""

    level: int
    field: str
    path: str


@dataclass(frozen=True, slots=True)
class Named(Node):
    """The value of a definition or step, computed before; `name` is qualified (`loan_subsidy.months`)."""

    name: str


@dataclass(frozen=True, slots=True)
class Rescaled(Node):
    """The same quantity in a finer unit: value x `factor`."""

    of: Node
    factor: int


@dataclass(frozen=True, slots=True)
class Add(Node):
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Subtract(Node):
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Multiply(Node):
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class DivideByConstant(Node):
    """Division changes only the unit: the whole number stays that of `of`."""

    of: Node
    by: Constant


@dataclass(frozen=True, slots=True)
class Ratio(Node):
    """A quotient that no static unit can hold. It stands only directly in `Round` or `Compare`.

    `unit` is the unit of numerator / denominator; unknown where the denominator is 0.
    """

    numerator: Node
    denominator: Node


@dataclass(frozen=True, slots=True)
class Round(Node):
    """`of` to a whole number of `unit`; `multiplier`/`divisor` turn of's whole numbers into quotients of that unit."""

    of: Node
    direction: str
    multiplier: int
    divisor: int


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """A comparison of two values in one unit. Against a `Ratio`, both sides were multiplied out: see `shown`."""

    operator: Comparison
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class CompareRatio(Node):
    """`ratio operator right`, judged as numerator x numerator_factor operator right x denominator x right_factor."""

    operator: Comparison
    ratio: Ratio
    right: Node
    numerator_factor: int
    right_factor: int


@dataclass(frozen=True, slots=True)
class OneOf(Node):
    """A text is one of a set."""

    subject: Node
    options: Texts


@dataclass(frozen=True, slots=True)
class And(Node):
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or(Node):
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not(Node):
    of: Node


@dataclass(frozen=True, slots=True)
class If(Node):
    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True)
class Smallest(Node):
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Largest(Node):
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """One row of a tier: from where the row before ends to `end` (None: and above; `inclusive`: end belongs here)."""

    end: Node | None
    inclusive: bool
    value: Node


@dataclass(frozen=True, slots=True)
class Banded(Node):
    """The value of the band in which the subject lies (the whole amount, not slice by slice)."""

    name: str
    subject: Node
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Sliced(Node):
    """Each slice of the subject at its own band's share; `expression` is the sum of the slices."""

    name: str
    subject: Node
    bands: tuple[Band, ...]
    expression: Node


@dataclass(frozen=True, slots=True)
class Quote(Node):
    """A reference rate in force on a day; unknown before the first quote."""

    table: str
    tenor: str
    on: Node


@dataclass(frozen=True, slots=True)
class MonthsBetween(Node):
    """Whole months between two days: `completed` (a begun month does not count) or `started` (it counts whole)."""

    start: Node
    end: Node
    counting: Literal["completed", "started"]


@dataclass(frozen=True, slots=True)
class AddMonths(Node):
    """A day so many months later; a missing day falls to the end of the month."""

    start: Node
    months: Node


@dataclass(frozen=True, slots=True)
class Gather(Node):
    """A fold over a list of records: `where` chooses the records, `value` is what is gathered of each.

    `how` count and any/all: value is the flag that is counted or asked. An unknown list is unknown.
    """

    how: Gathering
    path: str
    level: int
    where: Node | None
    value: Node


@dataclass(frozen=True, slots=True)
class Held(Node):
    """A qualification of this kind is valid on a day; `gather` says so in plain nodes."""

    kind: str
    on: Node
    gather: Gather


@dataclass(frozen=True, slots=True)
class Records(Node):
    """A list of records as such, for a kernel: each record a tuple of these fields, in this order."""

    path: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Apply(Node):
    """A function that the tree does not spell out: `kernel` names its arithmetic, `function` what people call it.

    `static` are its fixed words (a basis, a tenor). Unknown where an argument, or a field of a record, is unknown.
    """

    function: str
    kernel: str
    static: tuple[str, ...]
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class YearOf(Node):
    """The calendar year of a day."""

    day: Node
