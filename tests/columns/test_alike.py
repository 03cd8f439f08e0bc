"""Rows that are taken for alike wait for the same facts, formula by formula; the fewer kinds the better."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from subsidy.columns.alike import Alike
from subsidy.evaluation.interpret import interpret
from subsidy.evaluation.layout import layout_of
from subsidy.evaluation.missing import missing
from subsidy.language.nodes import Band, Banded, Node
from subsidy.scheme.program import Program
from tests.columns.frames import frame_of
from tests.evaluation.formulas import prepared, programs
from tests.evaluation.small import facts, program
from tests.evaluation.test_evaluators_agree import compiled


@settings(max_examples=60)
@given(programs(), st.lists(prepared(unknown=True), min_size=4, max_size=12))
def test_rows_of_a_kind_wait_for_the_same(parts: Any, cases: list[tuple[Any, ...]]) -> None:
    program = compiled(*parts)
    runs = [interpret(program, facts) for facts in cases]
    frame = frame_of(program, cases)
    for node in [part.node for part in (*program.values, *program.rules)]:
        firsts, kinds = Alike(layout_of(program), [node]).kinds(frame)
        waits = [missing(node, run) for run in runs]
        assert waits == [waits[firsts[kind]] for kind in kinds]


def waits_and_kinds(node: Node, made: Program, cases: list[tuple[Any, ...]]) -> tuple[list[tuple[str, ...]], list[int]]:
    waits = [missing(node, interpret(made, case)) for case in cases]
    return waits, Alike(layout_of(made), [node]).kinds(frame_of(made, cases))[1].to_list()


def test_the_band_in_which_a_row_is_decides_what_it_waits_for() -> None:
    made = program({"a": "sum_a", "b": "sum_b", "c": "cap", "d": "hidden"}, [])
    subject, one, cap, other = (value.node for value in made.values)
    bands = (Band(cap, False, one), Band(None, False, other))
    node = Banded(subject.type, subject.unit, subject.low, subject.high, "tier", subject, bands)
    most = cap.value  # type: ignore[attr-defined]
    waits, kinds = waits_and_kinds(node, made, [facts(sum_a=most - 1), facts(sum_a=most), facts(sum_a=most - 2)])
    assert (waits, kinds) == ([("sum_b",), ("parameter:hidden",), ("sum_b",)], [0, 1, 2])


def test_the_day_of_a_quote_that_is_not_there_is_told() -> None:
    made = program({"v": 'lpr_days("1Y", day_a, day_b)'}, [])
    until = date(2024, 1, 1)
    days = [date(2018, 1, 1), date(2018, 1, 2), date(2024, 1, 1), date(2018, 1, 1)]
    waits, kinds = waits_and_kinds(made.values[0].node, made, [facts(day_a=day, day_b=until) for day in days])
    assert waits == [("quote:lpr:1Y:2018-01-01",), ("quote:lpr:1Y:2018-01-02",), (), ("quote:lpr:1Y:2018-01-01",)]
    assert kinds == [0, 1, 2, 0]


def test_what_no_part_of_a_formula_can_see_makes_no_kinds() -> None:
    made = program({"v": "sum_a + sum_b if flag_a else cap"}, [])
    cases = [facts(sum_a=n, flag_a=True) for n in range(5)] + [facts(sum_a=n, flag_a=False) for n in range(5)]
    waits, kinds = waits_and_kinds(made.values[0].node, made, cases)
    assert waits == [("sum_b",)] * 5 + [()] * 5
    assert kinds == [0] * 5 + [1] * 5
