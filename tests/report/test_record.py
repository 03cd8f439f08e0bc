"""The JSON contract: the documented keys and no other, amounts as decimal strings, the same in every language."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import asdict, fields, is_dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from pydantic import TypeAdapter

from subsidy import Decision
from subsidy.report import record
from subsidy.report.record import DecisionRecord, DerivationRecord, decision_record, derivation_record
from subsidy.report.record_schema import decision_schema
from tests.report.decisions import ROOT, agreed_claim, claim, every_kind, wuhan

DECISIONS = every_kind()
EACH = pytest.mark.parametrize("decision", DECISIONS.values(), ids=DECISIONS.keys())
RECORDS = [r for r in vars(record).values() if is_dataclass(r) and r.__module__ == record.__name__]


def data(decision: Decision) -> dict[str, Any]:
    """What a reader of the JSON text gets."""
    said = asdict(decision_record(decision, "zh")) | asdict(derivation_record(decision, "zh"))
    read = json.loads(json.dumps(said, ensure_ascii=False))
    assert isinstance(read, dict)
    return read


def documented() -> dict[str, set[str]]:
    """The keys of each table of docs/json.md, by the heading above it."""
    found: dict[str, set[str]] = {}
    heading = ""
    for line in (ROOT / "docs" / "json.md").read_text("utf-8").splitlines():
        if line.startswith("#"):
            heading = line.strip("# `")
        elif key := re.match(r"\| `(\w+)` \|", line):
            found.setdefault(heading, set()).add(key[1])
    return found


def shape(value: Any) -> Any:
    """The structure and the codes of a record, without what is said in a language."""
    return (
        {k: shape(v) for k, v in value.items() if k not in SAID}
        if isinstance(value, dict)
        else ([shape(v) for v in value] if isinstance(value, list) else value)
    )


SAID = {"label", "choice_label", "reason", "formula", "numbers", "result", "warnings", "values", "choices"}


@EACH
@pytest.mark.parametrize(("kind", "made"), [(DecisionRecord, decision_record), (DerivationRecord, derivation_record)])
def test_it_fits_its_schema(decision: Decision, kind: type, made: Callable[..., Any]) -> None:
    text = json.dumps(asdict(made(decision, "en")))
    TypeAdapter(kind).validate_json(text, strict=True, extra="forbid")


@EACH
def test_it_holds_no_number(decision: Decision) -> None:
    def numbers(value: Any) -> list[Any]:
        if isinstance(value, dict):
            return [n for v in value.values() for n in numbers(v)]
        if isinstance(value, list):
            return [n for v in value for n in numbers(v)]
        return [value] if isinstance(value, int | float) and not isinstance(value, bool) else []

    assert numbers(data(decision)) == []


@EACH
def test_languages_change_labels_alone(decision: Decision) -> None:
    zh, en = (asdict(decision_record(decision, language)) for language in ("zh", "en"))
    assert shape(zh) == shape(en)


@EACH
def test_amounts_are_yuan_with_two_decimals_and_sum_up(decision: Decision) -> None:
    found = data(decision)
    amounts = [benefit["entitlement"] for benefit in found["benefits"].values()]
    assert all(a is None or re.fullmatch(r"-?\d+\.\d\d", a) for a in (*amounts, found["total"]))
    if None in amounts:
        assert found["total"] is None
    else:
        assert sum(map(Decimal, amounts)) == Decimal(found["total"])
    assert found["total"] == (None if decision.total is None else str(decision.total))


def test_every_key_is_documented_under_its_heading() -> None:
    tables = documented()
    for kind, heading in HEADINGS.items():
        assert tables[heading] == {field.name for field in fields(kind)}, heading
    assert set(HEADINGS.values()) <= set(tables)


HEADINGS = {
    DecisionRecord: "A decision",
    record.BenefitRecord: "benefits",
    record.RuleRecord: "rules",
    record.StepRecord: "steps",
    record.MissingRecord: "missing",
    record.ReadingRecord: "readings",
    record.AlternativeRecord: "readings[].alternatives",
    record.StandingRecord: "standing",
    record.LimitRecord: "limits",
    record.ReceiptRecord: "receipt",
    DerivationRecord: "What explain adds",
    record.FactRecord: "facts",
    record.ChoiceRecord: "choices",
    record.SourceRecord: "sources",
}


def test_every_record_has_a_heading() -> None:
    assert set(RECORDS) == set(HEADINGS)


def test_the_schema_requires_every_key() -> None:
    schema = decision_schema()
    assert set(schema["required"]) == set(schema["properties"]) >= {field.name for field in fields(DecisionRecord)}
    assert all(
        set(part["required"]) == set(part["properties"]) for part in schema["$defs"].values() if "properties" in part
    )


def test_values_are_exact() -> None:
    steps = {step["name"]: step["value"] for step in data(wuhan({"loan_months": "thirtieths"}))["steps"]}
    assert steps["loan_subsidy.principal"] == "2000000.00"
    assert steps["loan_subsidy.share"] == "0.026"
    assert Fraction(steps["loan_subsidy.months"]) == Fraction(184, 30)
    assert steps["loan_subsidy.amount"] == "26577.78"
    assert steps["lpr_on"] == "2023-08-01"
    assert steps["extended"] is False


def test_what_is_unknown_is_null() -> None:
    found = data(wuhan(loan__disbursed_on=None))
    assert found["outcome"] == "incomplete"
    assert found["total"] is None
    assert {step["name"]: step["value"] for step in found["steps"]}["actual_months"] is None
    assert found["missing"] == [{"path": "loan.disbursed_on", "label": "放款日"}]


def test_a_benefit_says_its_status_and_what_would_be_due() -> None:
    found = data(agreed_claim(lender_year__losses="4万元"))
    assert found["benefits"]["compensation"] == {
        "payee": "lender",
        "label": "风险补偿",
        "status": "suspended",
        "entitlement": "0.00",
        "computed": "20.00",
    }


def test_rules_say_what_they_do_when_they_fail() -> None:
    rules = {rule["name"]: (rule["verdict"], rule["otherwise"]) for rule in data(claim())["rules"]}
    assert rules["quiet"] == ("fails", "warn")
    assert rules["calm"] == ("holds", "suspend")


def test_the_receipt_names_what_the_decision_was_made_with() -> None:
    decision = wuhan()
    found = data(decision)["receipt"]
    assert (found["scheme"], found["edition"]) == ("wuhan/tech-loan-subsidy", "2024")
    assert found["scheme_sha256"] == decision.program.sha256
    assert found["tables_sha256"] == {"lpr": decision.program.tables["lpr"].sha256}
    assert found["readings"]["loan_months"] == "completed"
    assert len(found["facts_sha256"]) == 64
