"""What a decision concludes from its rules and amounts: granted, refused, suspended, open; and what it says besides."""

from __future__ import annotations

import copy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from subsidy import Decision, InputError, Schemes, SeveralEditionsError, UnknownNameError, evaluate, load_schemes
from subsidy.report.missing import how_to_supply

HERE = Path(__file__).parent
OVERLAY = """
overlay: jia/loss
sources: {deal: {title: 虚构的合作协议, issued: "2024-05", standing: agreement}}
parameters: {lag: {is: 90天, cite: deal 第三条}}
"""
CLAIM: dict[str, Any] = {
    "application": {"id": "C-1", "submitted_on": "2024-07-01"},
    "loan": {"product": "科保贷"},
    "claim": {"made_on": "2024-06-30", "overdue_since": "2024-03-31", "principal_lost": "100.01元"},
    "lender_year": {"losses": "3万元", "enrolled": "100万元"},
}


@pytest.fixture(scope="module")
def schemes() -> Schemes:
    return load_schemes(HERE / "schemes")


@pytest.fixture(scope="module")
def agreed(tmp_path_factory: pytest.TempPathFactory) -> Schemes:
    overlay = tmp_path_factory.mktemp("overlay") / "deal.yaml"
    overlay.write_text(OVERLAY, encoding="utf-8")
    return load_schemes(HERE / "schemes", overlays=[overlay])


def decide(schemes: Schemes, **changes: object) -> Decision:
    """The claim decided, with facts changed by path (`claim__made_on`); None takes one away."""
    facts = copy.deepcopy(CLAIM)
    for path, value in changes.items():
        record, key = path.split("__")
        if value is None:
            del facts[record][key]
        else:
            facts[record][key] = value
    return evaluate(schemes["jia/loss"], facts)


def statuses(decision: Decision) -> dict[str, tuple[str, Decimal | None]]:
    return {b.name: (b.status, b.entitlement) for b in decision.benefits}


def test_all_granted(agreed: Schemes) -> None:
    decision = decide(agreed)
    assert decision.outcome == "eligible"
    # 100.01 shared 50 : 30 : 20 is 50.005, 30.003, 20.002: the odd fen goes to the largest remainder, the insurer's.
    assert statuses(decision) == {
        "compensation": ("granted", Decimal("20.00")),
        "late": ("granted", Decimal("30.00")),
    }
    assert {
        v.name: x for v, x in zip(decision.program.values, decision.run.values, strict=True) if "loss." in v.name
    } == {
        "loss.insurer": 5001,
        "loss.bank": 3000,
        "loss.government": 2000,
    }
    assert decision.total == Decimal("50.00")
    assert decision.missing == ()


@pytest.mark.parametrize(
    ("cite", "message"),
    [("deal", "the citation names no clause"), ("dael 第三条", "no source is named dael")],
)
def test_what_an_overlay_supplies_is_cited_like_what_is_published(tmp_path: Path, cite: str, message: str) -> None:
    overlay = tmp_path / "deal.yaml"
    overlay.write_text(OVERLAY.replace("cite: deal 第三条", f"cite: {cite}"), encoding="utf-8")
    with pytest.raises(InputError) as refused:
        load_schemes(HERE / "schemes", overlays=[overlay])
    assert [(d.code, str(d.message), d.field) for d in refused.value.diagnostics] == [
        ("citation", message, "parameters.lag.cite")
    ]


def test_an_unpublished_parameter_keeps_its_benefit_open(schemes: Schemes) -> None:
    decision = decide(schemes)
    assert decision.outcome == "incomplete"
    assert statuses(decision) == {"compensation": ("granted", Decimal("20.00")), "late": ("open", None)}
    assert [m.path for m in decision.missing] == ["parameter:lag"]
    assert decision.missing[0].label.zh == "逾期天数"
    assert decision.total is None


@pytest.mark.parametrize(
    ("losses", "outcome"), [("3万元", "eligible"), ("30000.01元", "suspended"), ("3.01万元", "suspended")]
)
def test_suspended_from_one_fen_above_the_limit(agreed: Schemes, losses: str, outcome: str) -> None:
    decision = decide(agreed, lender_year__losses=losses)
    assert decision.outcome == outcome
    if outcome == "suspended":
        assert decision.total == Decimal("0.00")
        assert [b.computed for b in decision.benefits] == [Decimal("20.00"), Decimal("30.00")]
        assert [r.name for r in decision.rules if r.verdict == "fails"] == ["calm", "quiet"]
        assert any("20.00" in w.say("zh") for w in decision.warnings)


@pytest.mark.parametrize(("share", "total"), [("0%", "100.01"), ("50%", "50.00"), ("100%", "0.00")])
def test_a_bearer_has_what_the_others_leave(schemes: Schemes, share: str, total: str) -> None:
    decision = evaluate(schemes["jia/shares"], {"claim": {**CLAIM["claim"], "bank_share": share}})
    assert decision.total == Decimal(total)


@pytest.mark.parametrize("share", ["100.000001%", "150%", "1000000%"])
def test_shares_that_are_more_than_the_whole_leave_it_open(schemes: Schemes, share: str) -> None:
    decision = evaluate(schemes["jia/shares"], {"claim": {**CLAIM["claim"], "bank_share": share}})
    assert decision.outcome == "incomplete"
    assert [m.path for m in decision.missing] == ["shares:claim.bank_share"]
    assert "claim.bank_share" in str(how_to_supply(decision.missing[0], decision.program))


def test_a_refusal_outweighs_a_suspension(agreed: Schemes) -> None:
    decision = decide(agreed, lender_year__losses="5万元", loan__product="科担贷")
    assert decision.outcome == "ineligible"
    assert {b.status for b in decision.benefits} == {"refused"}


def test_one_benefit_refused_the_other_granted(agreed: Schemes) -> None:
    decision = decide(agreed, claim__overdue_since="2024-04-02")  # 89 days
    assert decision.outcome == "eligible"
    assert statuses(decision)["late"] == ("refused", Decimal("0.00"))
    assert decision.total == Decimal("20.00")


def test_a_warning_does_not_decide(agreed: Schemes) -> None:
    assert not any("预警线" in w.say("zh") for w in decide(agreed, lender_year__losses="1万元").warnings)
    warned = decide(agreed, lender_year__losses="10000.01元")
    assert warned.outcome == "eligible"
    assert any("预警线" in w.say("zh") for w in warned.warnings)


def test_a_presumed_rule_is_told_and_refuses_when_it_is_known_to_fail(agreed: Schemes) -> None:
    presumed = decide(agreed, application__submitted_on=None)
    assert presumed.outcome == "eligible"
    assert {r.name: r.verdict for r in presumed.rules}["filed"] == "presumed"
    assert any("申报日" in w.say("zh") for w in presumed.warnings)
    assert decide(agreed, application__submitted_on="2024-06-29").outcome == "ineligible"


def test_a_divisor_of_zero_leaves_the_rule_open(agreed: Schemes) -> None:
    decision = decide(agreed, lender_year__enrolled="0元", lender_year__losses="0元")
    assert decision.outcome == "incomplete"
    assert [m.path for m in decision.missing] == ["zero:lender_year.enrolled"]


def test_standing_names_what_is_weaker_than_official(agreed: Schemes) -> None:
    standing = {note.name: note.standing for note in decide(agreed).standing}
    assert standing == {"loss_limit": "assumed", "loss_warn": "assumed", "lag": "agreement"}


@pytest.mark.parametrize(
    ("made_on", "outcome"),
    [
        ("2023-12-31", "ineligible"),
        ("2024-01-01", "eligible"),
        ("2024-12-31", "eligible"),
        ("2025-01-01", "ineligible"),
    ],
)
def test_the_days_governed_are_the_first_rule(agreed: Schemes, made_on: str, outcome: str) -> None:
    decision = decide(
        agreed, claim__made_on=made_on, claim__overdue_since="2023-01-01", application__submitted_on=made_on
    )
    assert decision.outcome == outcome
    assert decision.rules[0].name == "governs"
    assert (decision.rules[0].verdict == "fails") == (outcome == "ineligible")
    assert bool(decision.notices) == (outcome == "ineligible")


def test_an_unknown_governing_day_is_asked_for(agreed: Schemes) -> None:
    decision = decide(agreed, claim__made_on=None)
    assert decision.outcome == "incomplete"
    assert decision.missing[0].path == "claim.made_on"
    assert decision.notices


def test_several_editions_govern(schemes: Schemes) -> None:
    scheme = schemes["wuhan/tech-loan-subsidy"]
    days = {"signed_on": "2019-07-01", "disbursed_on": "2019-07-10", "settled_on": "2021-08-10"}
    with pytest.raises(SeveralEditionsError) as raised:
        evaluate(scheme, {"loan": days})
    assert raised.value.editions == ("2019", "2022")
    assert evaluate(scheme, {"loan": days}, edition="2022").edition == "2022"


def test_names_that_do_not_exist(schemes: Schemes) -> None:
    scheme = schemes["wuhan/tech-loan-subsidy"]
    for wrong in ({"edition": "2023"}, {"readings": {"loan_month": "started"}}, {"readings": {"loan_months": "start"}}):
        with pytest.raises(UnknownNameError):
            evaluate(scheme, {}, **wrong)  # type: ignore[arg-type]
    with pytest.raises(UnknownNameError, match="did you mean jia/loss"):
        schemes["jia/los"]


def test_all_that_is_wrong_with_the_facts_at_once(schemes: Schemes) -> None:
    with pytest.raises(InputError) as raised:
        decide(schemes, claim__principal_lost=0.1, loan__product="科保贷", lender_year__losses="3%", claim__made="x")
    assert sorted(d.field for d in raised.value.diagnostics) == [
        "claim.made",
        "claim.principal_lost",
        "lender_year.losses",
    ]


@pytest.mark.parametrize("facts", [[], "loan", None, 3])
def test_facts_are_keys_with_values(schemes: Schemes, facts: Any) -> None:
    with pytest.raises(InputError, match="expected keys with values"):
        evaluate(schemes["jia/loss"], facts)


def test_a_decision_is_printed_in_brief(agreed: Schemes) -> None:
    printed = repr(decide(agreed))
    assert "outcome='eligible'" in printed
    assert "Program(" not in printed
    assert "Quote(" not in printed
