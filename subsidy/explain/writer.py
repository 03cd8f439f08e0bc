"""How phrases are put together: a table from kinds of node to words, and parentheses only where they are needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, NamedTuple, TypeAlias

from subsidy.language.nodes import Constant, Node
from subsidy.messages import Label, Sayable, msg
from subsidy.scheme.program import Program


class Level(IntEnum):
    """How tightly a phrase holds together; inside a tighter one it needs parentheses."""

    CLAUSE = 0
    OR = 1
    AND = 2
    COMPARISON = 3
    NEGATIVE = 4
    SUM = 5
    PRODUCT = 6
    ATOM = 7


class Phrase(NamedTuple):
    """The words of a node, and how tightly they hold together."""

    words: Sayable
    level: Level = Level.ATOM

    def at(self, level: Level) -> Sayable:
        """The words where a phrase of this level is wanted."""
        return self.words if self.level >= level else msg("({inner})", inner=self.words)


Table: TypeAlias = Mapping[type[Node], Callable[[Any, Any], Phrase]]
"""Kind of node -> function of a writer and such a node."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Says the nodes of a program's formulas, each as its row of the table does."""

    program: Program
    table: Table

    def phrase(self, node: Node) -> Phrase:
        return self.table[type(node)](self, node)

    def at(self, node: Node, level: Level) -> Sayable:
        return self.phrase(node).at(level)

    def all_at(self, items: Iterable[Node], level: Level) -> tuple[Sayable, ...]:
        return tuple(self.at(item, level) for item in items)

    def name(self, name: str) -> Label:
        """What a fact, parameter, tier, definition or step is called; a path's key has no underscore at its end."""
        return self.program.labels[name.removesuffix("_")]

    def title(self, constant: Constant) -> Label | None:
        """What stands for a constant; None where its value shall be seen."""
        return self.name(constant.name) if constant.name else None
