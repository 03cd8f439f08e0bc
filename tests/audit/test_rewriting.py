"""Programs rebuilt: as they were where nothing changes; where something does, as compiling the changed text gives."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from subsidy.audit.alternatives import TIERS, Ground, alternatives
from subsidy.audit.rewriting import every_part, instead, rewritten
from subsidy.audit.trying import entitlements, total
from subsidy.evaluation.conclusion import plans
from subsidy.evaluation.decision import decided
from subsidy.evaluation.evaluator import evaluator_of
from subsidy.evaluation.interpret import interpret
from subsidy.evaluation.prepare import preparer
from subsidy.language import nodes
from subsidy.language.arithmetic import rounded
from subsidy.language.nodes import Node
from subsidy.scheme.definition import Computed, Edition
from subsidy.scheme.library import LoadedEdition
from subsidy.scheme.program import Program
from tests.audit.rows import SCHEMES
from tests.support.applications import complete_applications

EDITIONS = [edition for scheme in SCHEMES.values() for edition in scheme.editions.values()]
EACH = pytest.mark.parametrize("edition", EDITIONS, ids=[f"{e.definition.scheme}@{e.name}" for e in EDITIONS])
TURNED = {"half-up": "down", "down": "half-up", "floor": "ceiling", "ceiling": "floor"}


@EACH
def test_every_node_made_anew_gives_the_same_program(edition: LoadedEdition) -> None:
    def anew(node: Node, made: Node) -> Node:
        return made if isinstance(node, nodes.Named) or made is not node else copy.copy(node)

    program = edition.program()
    assert rewritten(program, anew, anew) == program


@EACH
def test_what_changes_nothing_is_no_program(edition: LoadedEdition) -> None:
    assert rewritten(edition.program()) is None


@EACH
def test_a_rounding_turned_in_the_tree_is_one_turned_in_the_text(edition: LoadedEdition) -> None:
    program = edition.program()
    for keys, step in _rounded(edition.definition):
        direction, _, unit = (step.round_ or "").partition(" ")
        definition = _with(edition.definition, keys, step.model_copy(update={"round_": f"{TURNED[direction]} {unit}"}))
        compiled = LoadedEdition(definition, edition.document, edition.tables, edition.overlays).program()
        (value,) = (value for value in program.values if value.name == ".".join(keys[1:]))
        node = value.node
        assert isinstance(node, nodes.Round)
        changed = rewritten(program, instead({id(node): rounded(node.of, TURNED[direction], node.unit, node.type)}))
        assert changed is not None
        assert _trees(changed) == _trees(compiled)


@EACH
def test_a_part_of_a_choice_taken_in_the_tree_is_one_taken_in_the_text(edition: LoadedEdition) -> None:
    """Where a step is `min(a, b)` of two names, and nothing else."""
    program = edition.program()
    for keys, step in _steps(edition.definition):
        names = step.is_.removeprefix("min(").removesuffix(")").split(", ")
        if (
            not step.is_.startswith("min(")
            or len(names) != 2
            or not all(n.isidentifier() for n in names)
            or step.round_
        ):
            continue
        (value,) = (value for value in program.values if value.name == ".".join(keys[1:]))
        assert isinstance(value.node, nodes.Smallest)
        definition = _with(edition.definition, keys, step.model_copy(update={"is_": names[0]}))
        compiled = LoadedEdition(definition, edition.document, edition.tables, edition.overlays).program()
        changed = rewritten(program, instead({id(value.node): _plain(value.node.items[0])}))
        assert changed is not None
        assert [v.node for v in changed.values if v.name == value.name] == [
            v.node for v in compiled.values if v.name == value.name
        ]


def _plain(node: Node) -> Node:
    return node.of if isinstance(node, nodes.Rescaled) else node


def _trees(program: Program) -> list[Node]:
    return [value.node for value in program.values] + [rule.node for rule in program.rules]


def _steps(definition: Edition) -> Iterator[tuple[tuple[str, ...], Computed]]:
    for name, benefit in definition.benefits.items():
        for step, computed in benefit.steps.items():
            yield ("benefits", name, step), computed


def _rounded(definition: Edition) -> Iterator[tuple[tuple[str, ...], Computed]]:
    return ((keys, step) for keys, step in _steps(definition) if step.round_ is not None)


def _with(definition: Edition, keys: tuple[str, ...], step: Computed) -> Edition:
    _, name, key = keys
    benefit = definition.benefits[name]
    changed = benefit.model_copy(update={"steps": {**benefit.steps, key: step}})
    return definition.model_copy(update={"benefits": {**definition.benefits, name: changed}})


@pytest.mark.parametrize(
    "name", ["wuhan/tech-loan-subsidy", "shenzhen/tech-loan-subsidy", "beijing/first-loan-subsidy"]
)
@given(data=st.data())
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_alternative_gives_whole_fen_or_says_that_it_is_not_known(name: str, data: st.DataObject) -> None:
    scheme = SCHEMES[name]
    edition = list(scheme.editions.values())[-1]
    ground = Ground(scheme, edition, {}, edition.program())
    drawn = data.draw(complete_applications(ground.program))
    application = scheme.vocabulary.model.model_validate(drawn.as_data())  # other editions read other facts
    again: Any = evaluator_of(edition, {}).again
    for alternative in (a for tier in TIERS for a in alternatives(ground, tier)):
        program = alternative.program
        decision = decided(application, interpret(program, preparer(program)(application).facts), plans(program), again)
        due = total(entitlements(decision))
        assert due is None or due == sum(
            int(b.entitlement * 100) for b in decision.benefits if b.entitlement is not None
        )
        assert all(plan.fen >= 1 for plan in plans(program))


@EACH
def test_no_two_alternatives_are_the_same_program(edition: LoadedEdition) -> None:
    scheme = SCHEMES[edition.definition.scheme]
    ground = Ground(scheme, edition, {}, edition.program())
    for tier in TIERS:
        found = alternatives(ground, tier)
        shapes = [(a.program.values, a.program.rules) for a in found]
        assert all(shape != (ground.program.values, ground.program.rules) for shape in shapes)
        assert all(shape not in shapes[:i] for i, shape in enumerate(shapes))


def test_the_parts_of_a_tier_are_those_it_is_built_of() -> None:
    edition = SCHEMES["wuhan/tech-loan-subsidy"].edition("2022")
    (tier,) = (value.node for value in edition.program().values if value.name == "yearly_share")
    assert [type(part) for part in every_part(tier)][:2] == [nodes.Banded, nodes.Fact]
