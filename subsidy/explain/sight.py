"""One run, seen from where a formula stands: the whole application, or one record of a list in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from subsidy.language.nodes import Gather, Node, Ratio
from subsidy.scheme.program import Program

if TYPE_CHECKING:  # a decision explains itself, so the evaluator imports this package
    from subsidy.evaluation.run import Run

Value: TypeAlias = int | str | bool | None


@dataclass(frozen=True, slots=True)
class Sight:
    """`records`: the record that each enclosing gather looks at, by level; `number`: the innermost one's, from 1."""

    run: Run
    records: Mapping[int, tuple[Value, ...]] = field(default_factory=dict)
    number: int = 0

    @property
    def program(self) -> Program:
        return self.run.program

    def value(self, node: Node) -> Value:
        """A whole number of the node's unit, an ordinal, a text or a flag; None if it is unknown."""
        return self.run.value_of(node, self.records)

    def exact(self, node: Node) -> Fraction | None:
        """A number or date in the base unit of its dimension; None if it is unknown, or a quotient by 0."""
        if isinstance(node, Ratio):
            above, below = self.exact(node.numerator), self.exact(node.denominator)
            return above / below if above is not None and below else None
        value = self.value(node)
        return value * node.unit if isinstance(value, int) else None

    def within(self, gather: Gather) -> tuple[Sight, ...]:
        """The records of a list, one sight each; none where the list is unknown."""
        records = self.run.facts[self.run.layout.facts[gather.path]] or ()
        return tuple(
            replace(self, records={**self.records, gather.level: record}, number=number)
            for number, record in enumerate(records, 1)
        )
