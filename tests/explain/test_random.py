"""Whatever the formula and the facts, there are words for it, and the numbers shown come to the value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from hypothesis import assume, event, given, settings

from subsidy.evaluation.interpret import interpret
from subsidy.evaluation.run import Run
from subsidy.explain import in_words, why_fails, why_holds, with_numbers
from subsidy.language.nodes import If, Node
from subsidy.language.walk import walk
from subsidy.messages import LANGUAGES, Label, Sayable
from subsidy.scheme.program import Program
from tests.evaluation.formulas import prepared, programs
from tests.evaluation.small import FACTS, LISTS, PARAMETERS, Formula, RefusedError, program
from tests.explain.reckoning import reckoned

NAMES = [
    *(f"v{i}" for i in range(3)),
    *FACTS,
    *PARAMETERS,
    *LISTS,
    *(f"{path}.{field.removesuffix('_')}" for path, fields in LISTS.items() for field in fields),
]
LABELS = {name: Label(f"项目{i}", f"Item-{i}") for i, name in enumerate(NAMES)}
"""Labels that cannot be taken for a path, for a figure or for the other language."""

GIVEN_IN_ENGLISH = r"LPR|30E/360|red|green|blue|tech|small"
RAW = re.compile("|".join([*(re.escape(n) for n in NAMES if "_" in n or "." in n), r"\bv\d", "None", "[{}]"]))
"""What must never be said; that no other name is said, the Chinese shows."""


def explained(values: dict[str, tuple[str, Formula]], rules: list[str]) -> Program:
    try:
        made = program({name: formula for name, (_, formula) in values.items()}, rules)
    except RefusedError:
        assume(False)
        raise
    return replace(made, labels=LABELS)


def nodes_of(made: Program) -> list[Node]:
    return [v.node for v in made.values] + [r.node for r in made.rules]


def every_explanation(node: Node, run: Run) -> Iterator[Sayable]:
    yield in_words(node, run.program)
    yield with_numbers(node, run)
    if node.type.base == "flag":
        value = run.value_of(node)
        if value is not None:
            event(f"{type(node).__name__} {value}")
            yield why_holds(node, run) if value else why_fails(node, run)


@given(programs(), prepared(unknown=True))
@settings(max_examples=50)
def test_everything_can_be_said_in_either_language(
    written: tuple[dict[str, tuple[str, Formula]], list[str]], facts: tuple[Any, ...]
) -> None:
    run = interpret(explained(*written), facts)
    for node in nodes_of(run.program):
        for words in every_explanation(node, run):
            zh, en = (words.say(language) for language in LANGUAGES)
            assert zh
            assert not RAW.search(zh), zh
            assert not RAW.search(en), en
            assert not re.search("[a-zA-Z]", re.sub(GIVEN_IN_ENGLISH, "", zh)), zh
            assert not re.search("[\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]", en), en


@given(programs(), prepared(unknown=False))
@settings(max_examples=50)
def test_the_numbers_come_to_the_value(
    written: tuple[dict[str, tuple[str, Formula]], list[str]], facts: tuple[Any, ...]
) -> None:
    run = interpret(explained(*written), facts)
    for node in nodes_of(run.program):
        value = run.value_of(node)
        if isinstance(value, int) and not isinstance(value, bool) and not _chooses(node):
            event(type(node).__name__)
            assert reckoned(with_numbers(node, run).say("en")) == value * node.unit


def _chooses(node: Node) -> bool:
    """A choice says beside the numbers why its branch was taken; what is looked up is not spelled out."""
    return any(isinstance(n, If) for n in walk(node))
