"""The records: what is written is read back the same, and what is not given is not known."""

import json
from typing import Any

import pytest
from hypothesis import given
from pydantic import ValidationError

from subsidy.documents import parse_document
from subsidy.facts import VOCABULARY, Application, FactType
from subsidy.kinds import MOST_RECORDS
from tests.facts.random_facts import records

EVERY = [f for fact in VOCABULARY.values() for f in (fact, *(fact.fields or {}).values())]
SCALAR = [fact for fact in EVERY if fact.scalar]


@given(records(VOCABULARY))
def test_what_is_written_is_read_back_the_same(facts: dict[str, Any]) -> None:
    application = Application.model_validate(facts)
    data = application.as_data()
    assert Application.model_validate(data) == application
    document = parse_document(json.dumps(data, ensure_ascii=False), "f") if data else None
    assert document is None or Application.model_validate(document.data) == application
    assert Application.model_validate_json(application.model_dump_json(by_alias=True)) == application
    assert Application.model_validate(application.model_dump()) == application


@given(records(VOCABULARY))
def test_what_is_written_says_what_was_given_and_no_more(facts: dict[str, Any]) -> None:
    assert keys(Application.model_validate(facts).as_data()) == keys(facts)


def keys(value: Any) -> Any:
    """The keys of a tree without its values; a list by its length."""
    if isinstance(value, dict):
        return {key: keys(inner) for key, inner in value.items()}
    return [keys(inner) for inner in value] if isinstance(value, list) else None


def test_facts_are_written_as_people_write_them() -> None:
    application = Application.model_validate(
        {
            "loan": {
                "principal": "200万元",
                "rate": "月利率3.5‰",
                "rate_terms": {"kind": "浮动", "spread": "-50bp"},
                "signed_on": "2023年8月1日",
                "extensions": [{"from": "2024/1/1", "to": "2024.2.1", "kind": "展期", "epidemic": "是"}],
                "flows": [],
            },
            "other_aid": [{"year": "2024年度", "level": "市级", "amount": "0"}],
        }
    )
    assert application.as_data() == {
        "loan": {
            "principal": "2000000.00",
            "rate": "4.2%",
            "rate_terms": {"kind": "floating", "spread": "-0.5%"},
            "signed_on": "2023-08-01",
            "extensions": [{"from": "2024-01-01", "to": "2024-02-01", "kind": "ordinary", "epidemic": True}],
            "flows": [],
        },
        "other_aid": [{"year": 2024, "level": "municipal", "amount": "0.00"}],
    }


def test_what_is_not_given_is_not_known_and_an_empty_list_is() -> None:
    application = Application.model_validate({"loan": {"flows": [], "extensions": None}, "cover": {}})
    assert application.borrower is None
    assert application.loan is not None
    assert application.loan.flows == ()
    assert application.loan.extensions is application.loan.principal is None
    assert application != Application.model_validate({"loan": {"flows": []}})


def test_a_record_cannot_be_changed() -> None:
    application = Application.model_validate({"loan": {"principal": "1"}})
    with pytest.raises(ValidationError):
        application.loan = None
    with pytest.raises(ValidationError):
        application.loan.principal = None  # type: ignore[misc,union-attr]


def test_a_list_ends_where_sums_are_still_proved() -> None:
    grant = {"scheme": "x", "year": 2024, "amount": "1"}
    full = Application.model_validate({"granted": [grant] * MOST_RECORDS})
    assert full.granted is not None
    assert len(full.granted) == MOST_RECORDS
    with pytest.raises(ValidationError, match="granted"):
        Application.model_validate({"granted": [grant] * (MOST_RECORDS + 1)})


@pytest.mark.parametrize("fact", SCALAR, ids=lambda fact: fact.path)
def test_an_example_can_be_read(fact: FactType) -> None:
    assert fact.scalar is not None
    read = fact.scalar.read(fact.example)
    assert fact.scalar.read(fact.scalar.write(read)) == read


@pytest.mark.parametrize("fact", EVERY, ids=lambda fact: fact.path)
def test_a_fact_has_a_name_in_each_language(fact: FactType) -> None:
    for label in filter(None, (fact.label, fact.help)):
        assert any("\u4e00" <= letter <= "\u9fff" for letter in label.zh)
        assert label.en.isascii()
        assert label.en.strip()


def test_only_a_field_of_a_lists_record_is_required() -> None:
    assert [fact.path for fact in VOCABULARY.values() if fact.required] == []
    Application.model_validate({})
