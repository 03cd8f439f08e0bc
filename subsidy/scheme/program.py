"""A scheme's edition with the readings chosen, compiled: what every evaluator runs and every report explains."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from subsidy.facts.vocabulary import Vocabulary
from subsidy.language.nodes import Node
from subsidy.messages import Label
from subsidy.rates import RateTable
from subsidy.scheme.definition import Edition, Effect, Parameter, Payee, Source
from subsidy.scheme.limits import BoundLimit


@dataclass(frozen=True, slots=True)
class Input:
    """A fact that the program reads. `fields` are the fields read of a list of records; None for a plain fact."""

    path: str
    fields: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """A named value: a tier, a definition, a part of a split (`losses.bank`) or a benefit's step (`subsidy.months`).

    `benefit` is empty for tiers and definitions; `formula` is the author's text; `cite` is the source's key and clause.
    """

    name: str
    label: Label
    cite: str
    formula: str
    node: Node
    benefit: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """An eligibility rule; of one benefit, or (`benefit` empty) of the whole edition."""

    name: str
    label: Label
    cite: str
    formula: str
    node: Node
    presumed: bool = False
    benefit: str = ""
    otherwise: Effect = "refuse"


class Entitlement(NamedTuple):
    """A benefit: its payee, and the value that is its amount."""

    name: str
    label: Label
    payee: Payee
    amount: str


@dataclass(frozen=True, slots=True)
class Program:
    """`values` stand in an order in which each needs only those before it; `rules` may name any of them.

    `parameters` and `readings_used` are those that the program needs; `readings` the choice made for every reading.
    `labels` names facts and record fields (by dotted path), parameters, readings, tiers, definitions and steps.
    `sha256` is the hash of the scheme file's bytes, `overlays` those of the overlay files.
    """

    edition: Edition
    vocabulary: Vocabulary
    tables: Mapping[str, RateTable]
    readings: Mapping[str, str]
    values: tuple[Value, ...]
    rules: tuple[Condition, ...]
    benefits: tuple[Entitlement, ...]
    inputs: tuple[Input, ...]
    parameters: Mapping[str, Parameter]
    readings_used: frozenset[str]
    sources: Mapping[str, Source]
    labels: Mapping[str, Label]
    sha256: str
    overlays: tuple[str, ...] = ()
    limits: tuple[BoundLimit, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.edition.scheme}@{self.edition.edition}"

    @property
    def trees(self) -> tuple[Node, ...]:
        """The formulas of its rules, then those of its values."""
        return tuple(part.node for parts in (self.rules, self.values) for part in parts)
