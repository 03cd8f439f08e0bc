"""Prepared facts for a program, drawn where its rules and amounts turn: at its own constants, one to either side."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from subsidy.facts import FactType
from subsidy.language.nodes import Constant, Texts
from subsidy.language.walk import walk
from subsidy.scheme.program import Program


def prepared_for(program: Program) -> st.SearchStrategy[tuple[Any, ...]]:
    """Facts in the order of the program's inputs, mostly known."""
    found = [n for tree in (*program.values, *program.rules) for n in walk(tree.node)]
    numbers = {n.value for n in found if isinstance(n, Constant) and type(n.value) is int}
    texts = {n.value for n in found if isinstance(n, Constant) and isinstance(n.value, str)}
    texts |= {option for n in found if isinstance(n, Texts) for option in n.options}

    def value(fact: FactType) -> st.SearchStrategy[Any]:
        scalar = fact.scalar
        assert scalar is not None
        if scalar.kind.name == "flag":
            return st.booleans()
        if scalar.kind.name == "text":
            return st.sampled_from(sorted(scalar.choices) or [*sorted(texts), "其他"])
        low, high = scalar.low, scalar.high
        if scalar.kind.name == "date":
            near = st.integers(735_000, 739_600).filter(lambda day: low <= day <= high)  # the years 2013 to 2025
        else:
            near = st.integers(low, min(high, low + 10**11)) | st.integers(low, min(high, low + 2_000))
        edges = sorted(n + d for n in {*numbers, low, high} for d in (-1, 0, 1) if low <= n + d <= high)
        return st.one_of(near, near, st.sampled_from(edges))

    def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        return st.integers(0, 14).flatmap(lambda n: st.none() if n == 0 else strategy)

    columns = []
    for used in program.inputs:
        fact = program.vocabulary[used.path]
        if used.fields is None:
            columns.append(maybe(value(fact)))
        else:
            assert fact.fields is not None
            record = st.tuples(*(maybe(value(fact.fields[f.removesuffix("_")])) for f in used.fields))
            columns.append(maybe(st.lists(record, max_size=3).map(tuple)))
    return st.tuples(*columns)
