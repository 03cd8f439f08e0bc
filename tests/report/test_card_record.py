"""A card as data: everything that the card says, keyed by the scheme's own names."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from subsidy.messages import LANGUAGES, Language
from subsidy.report.card_record import card_record
from tests.report.decisions import agreed, schemes

EDITIONS = [pytest.param(e, id=f"{s.name}@{e.name}") for s in schemes().values() for e in s.editions.values()]


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_of_the_edition_is_in_it(edition: object, language: Language) -> None:
    program = edition.program()  # type: ignore[attr-defined]
    definition = program.edition
    found = json.loads(json.dumps(asdict(card_record(program, language)), default=str))
    assert (found["scheme"], found["edition"]) == (definition.scheme, definition.edition)
    assert found["governs"]["first_day"] == str(definition.governs.from_)
    assert list(found["parameters"]) == list(definition.parameters)
    for name, parameter in definition.parameters.items():
        written = list(parameter.is_) if isinstance(parameter.is_, tuple) else parameter.is_
        assert found["parameters"][name]["value"] == (None if parameter.unpublished else written)
    assert {n: r["default"] for n, r in found["readings"].items()} == {
        n: r.default for n, r in definition.readings.items()
    }
    conditions = [c["name"] for c in found["conditions"]]
    assert conditions == list(definition.eligibility)
    for name, benefit in definition.benefits.items():
        given = found["benefits"][name]
        assert given["payee"] == benefit.pays
        assert [s["name"] for s in given["steps"]] == [f"{name}.{step}" for step in benefit.steps]
        assert [c["name"] for c in given["conditions"]] == list(benefit.eligibility)
    assert list(found["limits"]) == list(definition.limits)
    assert [fact["path"] for fact in found["facts"]] == [program.vocabulary[i.path].path for i in program.inputs]
    assert list(found["sources"]) == list(program.sources)
    assert found["sha256"] == program.sha256


def test_what_an_overlay_supplies_has_a_value() -> None:
    program = agreed()["jia/loss"].edition("2024").program()
    assert all(figure.value is not None for figure in card_record(program, "en").parameters.values())
