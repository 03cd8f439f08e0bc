"""What a formula may name: the parser asks a `Scope`, the scheme's compiler is one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from subsidy.language.nodes import Node
from subsidy.language.types import Type


@dataclass(frozen=True, slots=True)
class Bounded:
    """The static side of a fact or of a record's field: its type, unit and bounds (whole numbers of the unit)."""

    type: Type
    unit: Fraction
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class RecordList:
    """A fact that is a list of records: its path and the fields of a record."""

    path: str
    fields: Mapping[str, Bounded]


class Scope(Protocol):
    def value(self, name: str) -> Node | None:
        """The node that a (dotted) name stands for; None if there is no such name. Raises `FormulaError`."""

    def records(self, path: str) -> RecordList | None:
        """The list of records at a path; None if there is none."""

    def reference_rate(self, table: str, tenor: str, on: Node) -> Node | None:
        """The quote of a reference-rate table; None if there is no such table. Raises `FormulaError` for the tenor."""

    def names(self) -> Collection[str]:
        """Every name, for "did you mean"."""

    def tables(self) -> Collection[str]:
        """The reference-rate tables, which are called like functions."""
