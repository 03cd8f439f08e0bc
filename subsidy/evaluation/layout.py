"""Where things stand: a run is plain tuples, so that facts and values are found by position."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from subsidy.scheme.program import Program


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """The positions of a program's facts (by path), record fields (by the list's path and the field) and values."""

    program: Program
    facts: Mapping[str, int]
    fields: Mapping[str, int]
    values: Mapping[str, int]


def layout_of(program: Program) -> Layout:
    return Layout(
        program,
        {used.path: i for i, used in enumerate(program.inputs)},
        {f"{used.path}.{field}": i for used in program.inputs for i, field in enumerate(used.fields or ())},
        {value.name: i for i, value in enumerate(program.values)},
    )
