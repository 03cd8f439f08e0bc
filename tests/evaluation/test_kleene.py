"""The laws of strong three-valued logic."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.evaluation.interpret import interpret
from subsidy.evaluation.kleene import all_of, any_of, opposite
from tests.evaluation.small import facts, program

ANSWERS = (True, False, None)
FLAGS = st.lists(st.sampled_from(ANSWERS), max_size=5)

AND = {
    (True, True): True,
    (True, False): False,
    (True, None): None,
    (False, False): False,
    (False, None): False,
    (None, None): None,
}
OR = {
    (True, True): True,
    (True, False): True,
    (True, None): True,
    (False, False): False,
    (False, None): None,
    (None, None): None,
}


@pytest.mark.parametrize(("a", "b"), tuple(product(ANSWERS, ANSWERS)))
def test_the_truth_tables(a: bool | None, b: bool | None) -> None:
    pair = (a, b) if (a, b) in AND else (b, a)
    assert all_of((a, b)) is AND[pair]
    assert any_of((a, b)) is OR[pair]


@pytest.mark.parametrize(("a", "b", "c"), tuple(product(ANSWERS, ANSWERS, ANSWERS)))
def test_formulas_follow_the_truth_tables(a: bool | None, b: bool | None, c: bool | None) -> None:
    made = program({}, ["flag_a and flag_b", "flag_a or flag_b", "not flag_a", "flag_a and flag_b and flag_c"])
    run = interpret(made, facts(flag_a=a, flag_b=b, flag_c=c))
    pair = (a, b) if (a, b) in AND else (b, a)
    both = AND[pair]
    assert run.rules[:3] == (both, OR[pair], {True: False, False: True, None: None}[a])
    assert run.rules[3] is AND[(both, c) if (both, c) in AND else (c, both)]


@given(FLAGS)
def test_the_order_of_the_parts_is_all_the_same(flags: list[bool | None]) -> None:
    assert all_of(flags) is all_of(flags[::-1])
    assert any_of(flags) is any_of(flags[::-1])


@given(FLAGS)
def test_de_morgan(flags: list[bool | None]) -> None:
    assert opposite(all_of(flags)) is any_of(map(opposite, flags))
    assert opposite(any_of(flags)) is all_of(map(opposite, flags))


@given(FLAGS, FLAGS)
def test_parts_of_parts_are_parts(left: list[bool | None], right: list[bool | None]) -> None:
    assert all_of([all_of(left), all_of(right)]) is all_of(left + right)
    assert any_of([any_of(left), any_of(right)]) is any_of(left + right)


@given(FLAGS, st.data())
def test_what_is_decided_stays_decided_when_more_is_known(flags: list[bool | None], data: st.DataObject) -> None:
    filled = [data.draw(st.booleans()) if flag is None else flag for flag in flags]
    for fold in (all_of, any_of):
        assert fold(flags) in (None, fold(filled))


@given(FLAGS)
def test_unknown_means_that_both_answers_are_possible(flags: list[bool | None]) -> None:
    worlds = product(*[(True, False) if flag is None else (flag,) for flag in flags])
    answers = [(all(world), any(world)) for world in worlds]
    for fold, possible in ((all_of, {a for a, _ in answers}), (any_of, {a for _, a in answers})):
        assert fold(flags) is (possible.pop() if len(possible) == 1 else None)


def test_of_nothing_all_hold_and_none() -> None:
    assert all_of(()) is True
    assert any_of(()) is False
