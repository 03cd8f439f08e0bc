"""Where things stand: a run is plain tuples, so that facts and values are found by position."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from subsidy.language.nodes import Named, Node
from subsidy.language.walk import walk
from subsidy.scheme.program import Program


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """The positions of a program's facts (by path), record fields (by the list's path and the field) and values."""

    program: Program
    facts: Mapping[str, int]
    fields: Mapping[str, int]
    values: Mapping[str, int]

    def needed(self, node: Node) -> list[int]:
        """The values that a node needs, and those that they need, in the order of the program."""
        found: set[int] = set()
        waiting = [node]
        while waiting:
            named = {self.values[n.name] for n in walk(waiting.pop()) if isinstance(n, Named)}
            waiting += [self.program.values[i].node for i in named - found]
            found |= named
        return sorted(found)


def layout_of(program: Program) -> Layout:
    return Layout(
        program,
        {used.path: i for i, used in enumerate(program.inputs)},
        {f"{used.path}.{field}": i for used in program.inputs for i, field in enumerate(used.fields or ())},
        {value.name: i for i, value in enumerate(program.values)},
    )
