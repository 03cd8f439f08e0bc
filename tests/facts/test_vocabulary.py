"""Paths and their types, and what a scheme may declare besides."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, ValidationError

from subsidy import kinds
from subsidy.diagnostics import InputError, Place
from subsidy.documents import parse_document, validate
from subsidy.facts import VOCABULARY, Application, DeclaredFact, FactPath, Vocabulary, accessor, read_application
from subsidy.facts.records import Record, note_of
from subsidy.messages import Label


class Scheme(BaseModel):
    """As much of a scheme as declares facts."""

    model_config = ConfigDict(extra="forbid")

    facts: dict[FactPath, DeclaredFact]


def declared(text: str) -> dict[str, DeclaredFact]:
    return validate(Scheme, parse_document(f"facts:\n{text}", "s")).facts


def extended(text: str) -> Vocabulary:
    return VOCABULARY.extended(declared(text))


def problems(text: str) -> list[tuple[str, str]]:
    with pytest.raises(InputError) as caught:
        extended(text)
    assert caught.value.say("zh")
    return [(d.code, str(d)) for d in caught.value.diagnostics]


GROWTH = "  borrower.output_growth: {type: share, zh: 产值增速, en: output growth}\n"
PURCHASES = "  purchases: {list: {amount: {type: money, zh: 金额, en: amount}, on: {type: date, zh: 日期, en: date}}}\n"


def test_a_path_has_the_kind_of_its_field() -> None:
    expected = {
        "application.id": kinds.TEXT,
        "application.submitted_on": kinds.DATE,
        "borrower.uscc": kinds.TEXT,
        "loan.principal": kinds.MONEY,
        "loan.rate": kinds.RATE,
        "loan.rate_terms": None,
        "loan.rate_terms.spread": kinds.RATE,
        "loan.settled_on": kinds.DATE,
        "loan.interest_paid": kinds.MONEY,
        "loan.flows": None,
        "cover.kind": kinds.TEXT,
        "cover.from": kinds.DATE,
    }
    assert {path: VOCABULARY[path].kind for path in expected} == expected


def test_bounds_come_from_the_kind_unless_the_type_is_narrower() -> None:
    bounds = {path: (fact.scalar.low, fact.scalar.high) for path, fact in VOCABULARY.items() if fact.scalar}
    assert bounds["loan.principal"] == (kinds.MONEY.low, kinds.MONEY.high)
    assert bounds["loan.rate_terms.spread"] == (-(10**8), 10**8)
    aid = VOCABULARY["other_aid"].fields
    assert aid is not None
    assert aid["year"].scalar is not None
    assert (aid["year"].scalar.low, aid["year"].scalar.high) == (1949, 2199)


def test_a_list_has_the_fields_of_its_records_and_a_record_has_none() -> None:
    flows = VOCABULARY["loan.flows"]
    assert flows.kind is None
    assert flows.fields is not None
    assert {key: fact.path for key, fact in flows.fields.items()} == {
        "on": "loan.flows.on",
        "kind": "loan.flows.kind",
        "amount": "loan.flows.amount",
    }
    assert all(fact.required for fact in flows.fields.values())
    assert flows.fields["kind"].choices["interest"] == Label("利息", "interest")
    assert "loan.flows.amount" not in VOCABULARY
    assert VOCABULARY.find("loan.flows.amount") is flows.fields["amount"]
    assert VOCABULARY.find("loan.flows.x") is VOCABULARY.find("x.y") is VOCABULARY.find("") is None
    assert (VOCABULARY["loan"].fields, VOCABULARY["loan"].scalar) == (None, None)


def test_a_path_is_found_in_either_spelling() -> None:
    assert VOCABULARY["borrower.class_"] is VOCABULARY["borrower.class"]
    assert VOCABULARY["borrower.class"].name == "borrower.class_"
    assert VOCABULARY["loan.principal"].name == "loan.principal"
    assert VOCABULARY["cover.from_"].path == "cover.from"


def test_paths_stand_in_the_order_of_the_models() -> None:
    paths = list(VOCABULARY)
    assert paths[:3] == ["application", "application.id", "application.submitted_on"]
    assert paths.index("loan") + 1 == paths.index("loan.contract")
    assert len(paths) == len(VOCABULARY) == len(set(paths))


def test_a_field_without_a_name_is_a_mistake_of_the_model() -> None:
    class Bare(Record):
        x: int = 1

    with pytest.raises(TypeError):
        note_of(Bare.model_fields["x"])


def test_a_declared_fact_is_like_any_other() -> None:
    vocabulary = extended(GROWTH + PURCHASES + "  borrower.from: {type: date, zh: 起, en: from, example: 2024-01-01}\n")
    assert set(vocabulary) - set(VOCABULARY) == {"borrower.output_growth", "purchases", "borrower.from"}
    growth = vocabulary["borrower.output_growth"]
    assert (growth.kind, growth.label) == (kinds.SHARE, Label("产值增速", "output growth"))
    assert vocabulary["borrower.from"].name == "borrower.from_"
    assert vocabulary["borrower.from"].example == "2024-01-01"
    text = (
        "borrower: {output_growth: 25.4%, city: 武汉, from: 2024-01-01}\npurchases: [{amount: 5万元, on: 2025-09-01}]"
    )
    application = read_application(parse_document(text, "f"), vocabulary)
    assert isinstance(application, Application)
    assert application.as_data() == {
        "borrower": {"city": "武汉", "output_growth": "25.4%", "from": "2024-01-01"},
        "purchases": [{"amount": "50000.00", "on": "2025-09-01"}],
    }
    assert accessor("borrower.output_growth")(application) == Decimal("0.254")
    assert vocabulary.model.model_validate(application.as_data()) == application
    with pytest.raises(InputError, match=r"did you mean output_growth\?"):
        read_application(parse_document("borrower: {output_grwth: 1%}", "f"), vocabulary)
    with pytest.raises(InputError, match="output_growth is not known here"):
        read_application(parse_document("borrower: {output_growth: 1%}", "f"))


def test_a_declared_fact_may_stand_in_a_list_or_in_a_record_of_its_own() -> None:
    vocabulary = extended(
        "  loan.flows.purpose: {type: text, zh: 用途, en: purpose, choices: {plant: {zh: 设备, en: equipment}}}\n"
        "  institution.balance: {type: money, zh: 余额, en: balance}\n"
    )
    flows = vocabulary["loan.flows"].fields
    assert flows is not None
    assert list(flows) == ["on", "kind", "amount", "purpose"]
    assert flows["purpose"].choices == {"plant": Label("设备", "equipment")}
    assert vocabulary["institution"].scalar is None
    text = "loan: {flows: [{on: 2024-01-01, kind: 本金, amount: 1, purpose: 设备}]}\ninstitution: {balance: 1亿元}"
    data = read_application(parse_document(text, "f"), vocabulary).as_data()
    assert data["loan"]["flows"][0]["purpose"] == "plant"
    assert data["institution"] == {"balance": "100000000.00"}


def test_bounds_are_declared_in_the_words_of_the_type() -> None:
    vocabulary = extended("  loan.share: {type: share, zh: 占比, en: share, at_least: 0%, at_most: 100%}\n")
    scalar = vocabulary["loan.share"].scalar
    assert scalar is not None
    assert (scalar.low, scalar.high) == (0, 10**8)
    model = vocabulary.model
    for fits in ("0%", "100%"):
        model.model_validate({"loan": {"share": fits}})
    for text, bound in (("-0.01%", "at least 0% is allowed"), ("100.01%", "at most 100% is allowed")):
        with pytest.raises(InputError, match=bound):
            read_application(parse_document(f"loan: {{share: {text}}}", "f"), vocabulary)


def test_two_schemes_do_not_see_each_others_facts() -> None:
    first, second = extended(GROWTH), extended(PURCHASES)
    assert "purchases" not in first
    assert "borrower.output_growth" not in second
    assert "borrower.output_growth" not in VOCABULARY
    both = first.extended(declared(PURCHASES))
    assert {"purchases", "borrower.output_growth"} <= set(both)
    assert issubclass(both.model, first.model)


def test_the_same_fact_may_be_declared_twice_but_not_as_another() -> None:
    vocabulary = extended(GROWTH + PURCHASES)
    assert vocabulary.extended(declared(GROWTH + PURCHASES)) is vocabulary
    assert VOCABULARY.extended(declared("  loan.principal: {type: money, zh: 本金, en: principal}\n")) is VOCABULARY
    assert VOCABULARY.extended({}) is VOCABULARY


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("  loan.principal: {type: share, zh: 本金, en: principal}", "loan.principal is money, not share"),
        (
            "  loan.principal: {type: money, zh: 本金, en: x, at_most: 1元}",
            "loan.principal already means loan principal",
        ),
        ("  loan.flows.kind: {type: text, zh: 种类, en: kind}", "loan.flows.kind already means kind of payment"),
        ("  loan.flows: {list: {on: {type: date, zh: 日, en: day}}}", "loan.flows already means cash flows"),
        ("  loan: {type: text, zh: 贷款, en: loan}", "loan already means loan"),
        ("  loan.principal.x: {type: text, zh: 甲, en: x}", "loan.principal is no record, so it holds no x"),
        (
            "  a: {type: text, zh: 甲, en: x}\n  a.b.c: {type: text, zh: 甲, en: x}",
            "a is no record, so it holds no c",
        ),
        (
            "  a.b: {type: text, zh: 甲, en: x}\n  a: {type: text, zh: 甲, en: x}",
            "a is declared as a value and as a record",
        ),
        (PURCHASES + "  purchases.vat: {type: money, zh: 税, en: tax}", "purchases is no record"),
    ],
)
def test_a_path_that_means_something_else_is_refused(text: str, reason: str) -> None:
    ((code, said),) = problems(text)
    assert code == "declared-twice"
    assert reason in said


def test_a_clash_with_another_schemes_list_is_found_in_depth() -> None:
    other = PURCHASES.replace("type: date", "type: text")
    with pytest.raises(InputError, match="purchases already means purchases"):
        extended(PURCHASES).extended(declared(other))


def test_all_clashes_are_told_at_once_with_their_places() -> None:
    facts = declared(
        "  loan.rate: {type: text, zh: 甲, en: x}\n  loan.x: {type: text, zh: 甲, en: x}\n"
        "  loan.signed_on: {type: text, zh: 甲, en: x}"
    )
    with pytest.raises(InputError) as caught:
        VOCABULARY.extended(facts, lambda path: Place("s", len(path), 1))
    assert [(d.field, d.place) for d in caught.value.diagnostics] == [
        ("loan.rate", Place("s", 9, 1)),
        ("loan.signed_on", Place("s", 14, 1)),
    ]


@pytest.mark.parametrize(
    ("declaration", "reason"),
    [
        ("{zh: 甲, en: x}", "either a type or a list"),
        ("{type: text, list: {}, zh: 甲, en: x}", "either a type or a list"),
        ("{type: text, zh: 甲}", "write zh and en"),
        ("{type: money, zh: 甲, en: x, choices: {a: {zh: 甲, en: a}}}", "only a text has choices"),
        ("{type: text, zh: 甲, en: x, at_least: a}", "only numbers and dates have bounds"),
        ("{type: flag, zh: 甲, en: x, at_most: yes}", "only numbers and dates have bounds"),
        ("{list: {a: {type: text, zh: 甲, en: x}}, at_most: 1}", "only numbers and dates have bounds"),
        ("{type: money, zh: 甲, en: x, at_least: 50%}", "expected money"),
        ("{type: money, zh: 甲, en: x, at_least: 2元, at_most: 1元}", "no value is allowed between 2.00 and 1.00"),
        ("{type: mony, zh: 甲, en: x}", "did you mean money?"),
        ("{type: text, zh: 甲, en: x, choises: {}}", "did you mean choices?"),
        ("{list: {Bad-Key: {type: text, zh: 甲, en: x}}}", "Bad-Key is not allowed here"),
        ("{list: {class_: {type: text, zh: 甲, en: x}}}", "class_ is not allowed here"),
    ],
)
def test_a_declaration_that_makes_no_sense_is_refused(declaration: str, reason: str) -> None:
    with pytest.raises(InputError) as caught:
        declared(f"  loan.x: {declaration}")
    assert reason in str(caught.value)
    assert all(d.place and d.place.line == 2 for d in caught.value.diagnostics)


@pytest.mark.parametrize("path", ["loan..x", "Loan", "loan.x_", "_x", "1x", "loan.x.", "x y", "甲"])
def test_a_path_is_made_of_plain_words(path: str) -> None:
    with pytest.raises(InputError, match="is not allowed here"):
        declared(f"  '{path}': {{type: text, zh: 甲, en: x}}")


@pytest.mark.parametrize("key", ["class", "from", "copy", "json", "model_fields", "schema", "as_data"])
def test_a_key_that_python_keeps_for_itself_can_be_declared(key: str) -> None:
    vocabulary = extended(f"  loan.{key}: {{type: count, zh: 甲, en: x}}")
    application: Any = vocabulary.model.model_validate({"loan": {key: "3"}})
    assert accessor(f"loan.{key}")(application) == 3
    assert application.as_data() == {"loan": {key: 3}}
    assert vocabulary[f"loan.{key}"].name == f"loan.{key}_"


def test_a_declaration_cannot_be_changed() -> None:
    (fact,) = declared(GROWTH).values()
    with pytest.raises(ValidationError):
        fact.type = "money"
