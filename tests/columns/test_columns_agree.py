"""On random programs and random facts, known and unknown, columns say what the reference evaluator says."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from subsidy.evaluation.interpret import interpret
from tests.columns.frames import columns_of
from tests.evaluation.formulas import prepared, programs
from tests.evaluation.test_evaluators_agree import compiled

pl = pytest.importorskip("polars")


@settings(max_examples=50)
@given(programs(), st.lists(st.one_of(prepared(unknown=True), prepared(unknown=False)), min_size=1, max_size=12))
def test_columns_agree_with_the_interpreter(parts: Any, cases: list[tuple[Any, ...]]) -> None:
    program = compiled(*parts)
    runs = [interpret(program, facts) for facts in cases]
    values, rules = columns_of(program, cases)
    assert values == [run.values for run in runs]
    assert rules == [run.rules for run in runs]


@settings(max_examples=60)
@given(programs(), st.lists(prepared(unknown=False), min_size=1, max_size=12))
def test_columns_agree_where_everything_is_known(parts: Any, cases: list[tuple[Any, ...]]) -> None:
    program = compiled(*parts)
    runs = [interpret(program, facts) for facts in cases]
    values, rules = columns_of(program, cases)
    assert (values, rules) == ([run.values for run in runs], [run.rules for run in runs])
