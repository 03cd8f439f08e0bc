"""What came out of one application's facts under one program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from subsidy.evaluation.layout import Layout
from subsidy.evaluation.meaning import Answer, Fields, Setting, value
from subsidy.language.nodes import Node
from subsidy.scheme.program import Program


@dataclass(frozen=True, slots=True)
class Run:
    """`facts` in the order of the program's inputs, `values` and `rules` in that of its own; None is unknown."""

    layout: Layout
    facts: tuple[Any, ...]
    values: tuple[Answer, ...]
    rules: tuple[bool | None, ...]

    @property
    def program(self) -> Program:
        return self.layout.program

    def value_of(self, node: Node, records: Mapping[int, Fields] | None = None) -> Answer:
        """The value of any node of the program in this run: a whole number of its unit, an ordinal, a text, a flag.

        `records` gives, by level, the record that each enclosing gather looks at; a field of a record that is not given
        is unknown. `Texts` and `Ratio` have no value: KeyError.
        """
        answer: Answer = value(node, self.setting(records))
        return answer

    def setting(self, records: Mapping[int, Fields] | None = None) -> Setting:
        return Setting(self.layout, self.facts, self.values, records or {})
