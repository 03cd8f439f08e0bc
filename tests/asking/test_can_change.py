"""A fact is asked for only if, for some way that the rest may turn out, it changes the answer: tried out in full."""

from __future__ import annotations

from itertools import product
from typing import Any, TypeAlias

from hypothesis import given, settings
from hypothesis import strategies as st

from subsidy.asking import Questionnaire
from tests.asking.answering import answers, decisions
from tests.asking.small import SCHEME, Small, small_schemes

World: TypeAlias = tuple[bool, ...]


def truth(small: Small) -> dict[World, Any]:
    """The answer for every way the facts may be."""
    schemes = small.library()
    model = schemes.vocabulary.model

    def facts(world: World) -> dict[str, Any]:
        flags = dict(zip((fact.partition(".")[2] for fact in small.facts), world, strict=True))
        return {"application": {"submitted_on": "2024-07-01"}, "flags": flags}

    worlds = product((False, True), repeat=len(small.facts))
    return {w: answers(decisions(schemes[SCHEME], model.model_validate(facts(w)))) for w in worlds}


@settings(max_examples=40)
@given(small_schemes(), st.lists(st.booleans(), min_size=8, max_size=8))
def test_what_is_asked_can_change_the_answer_and_nothing_else_can(small: Small, turns: list[bool]) -> None:
    answer_of = truth(small)
    asking = Questionnaire(small.library(), SCHEME)
    possible = list(answer_of)
    first = asking.next_question()
    assert first is not None
    assert first.path == "application.submitted_on"
    asking.answer("2024-07-01")
    for turn in turns:
        question = asking.next_question()
        if question is None:
            break
        at = small.facts.index(question.path)
        assert any(answer_of[w] != answer_of[(*w[:at], not w[at], *w[at + 1 :])] for w in possible)
        asking.answer("是" if turn else "否")
        possible = [world for world in possible if world[at] == turn]
    assert asking.next_question() is None
    settled = answers(asking.decisions)
    assert all(answer_of[world] == settled for world in possible)
