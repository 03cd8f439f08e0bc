"""Facts that cannot all be true, with the nearest facts that can."""

from collections.abc import Callable
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.diagnostics import Diagnostic
from subsidy.documents import Document
from subsidy.facts import VOCABULARY, Application
from subsidy.facts.contradictions import CHECKS, contradictions

CONSISTENT: dict[str, Any] = {
    "application": {"submitted_on": "2024-07-08"},
    "borrower": {"qualifications": [{"kind": "x", "from": "2022-11-09", "to": "2025-11-08"}]},
    "loan": {
        "principal": "100",
        "signed_on": "2023-08-01",
        "disbursed_on": "2023-08-10",
        "matures_on": "2024-02-10",
        "settled_on": "2024-05-10",
        "interest_paid": "3.00",
        "extensions": [{"from": "2024-02-10", "to": "2024-05-10", "kind": "ordinary"}],
        "flows": [
            {"on": "2023-08-02", "kind": "premium", "amount": "5"},
            {"on": "2023-08-10", "kind": "drawdown", "amount": "60"},
            {"on": "2023-09-10", "kind": "drawdown", "amount": "40"},
            {"on": "2023-09-21", "kind": "interest", "amount": "1"},
            {"on": "2024-05-10", "kind": "interest", "amount": "2"},
            {"on": "2024-05-10", "kind": "penalty", "amount": "9"},
            {"on": "2024-03-10", "kind": "principal", "amount": "30"},
            {"on": "2024-05-10", "kind": "principal", "amount": "70"},
            {"on": "2024-06-10", "kind": "fee", "amount": "1"},
        ],
    },
    "cover": {"kind": "insurance", "premium": "5", "fee": "0", "from": "2023-08-10", "to": "2024-05-10"},
    "other_aid": [],
}


def found(facts: dict[str, Any]) -> list[Diagnostic]:
    document = Document.of(facts, "f")
    return contradictions(Application.model_validate(facts), document)


def changed(path: str, value: object) -> dict[str, Any]:
    """The consistent facts with one of them changed; `loan.flows.3.amount` is the fourth flow's."""
    facts = deepcopy(CONSISTENT)
    *keys, last = (int(key) if key.isdigit() else key for key in path.split("."))
    holder: Any = facts
    for key in keys:
        holder = holder[key]
    holder[last] = value
    return facts


def codes(facts: dict[str, Any]) -> set[str]:
    return {diagnostic.code for diagnostic in found(facts)}


def test_consistent_facts_contradict_nothing() -> None:
    assert found(CONSISTENT) == []
    assert found({}) == []


# For each check: a fact, the last value that is allowed, the first that is not, and where the blame falls.
EDGES = [
    ("disbursed-before-signed", "loan.signed_on", "2023-08-10", "2023-08-11", "loan.disbursed_on"),
    ("matures-before-signed", "loan.matures_on", "2023-08-01", "2023-07-31", "loan.matures_on"),
    ("matures-before-disbursed", "loan.matures_on", "2023-08-10", "2023-08-09", "loan.matures_on"),
    ("settled-before-signed", "loan.settled_on", "2023-08-01", "2023-07-31", "loan.settled_on"),
    ("settled-before-disbursed", "loan.settled_on", "2023-08-10", "2023-08-09", "loan.settled_on"),
    ("submitted-before-signed", "application.submitted_on", "2023-08-01", "2023-07-31", "application.submitted_on"),
    ("cover-ends-before-it-starts", "cover.to", "2023-08-10", "2023-08-09", "cover.to"),
    (
        "qualification-ends-before-it-starts",
        "borrower.qualifications.0.to",
        "2022-11-09",
        "2022-11-08",
        "borrower.qualifications[0].to",
    ),
    ("extension-ends-before-it-starts", "loan.extensions.0.to", "2024-02-10", "2024-02-09", "loan.extensions[0].to"),
    ("flow-before-disbursement", "loan.flows.1.on", "2023-08-10", "2023-08-09", "loan.flows[1].on"),
    ("flow-before-disbursement", "loan.flows.3.on", "2023-08-10", "2023-08-09", "loan.flows[3].on"),
    ("flow-after-settlement", "loan.flows.4.on", "2024-05-10", "2024-05-11", "loan.flows[4].on"),
    ("flow-after-settlement", "loan.flows.5.on", "2024-05-10", "2024-05-11", "loan.flows[5].on"),
    ("flows-out-of-order", "loan.flows.3.on", "2024-05-10", "2024-05-11", "loan.flows[4].on"),
    ("flows-out-of-order", "loan.flows.7.on", "2024-03-10", "2024-03-09", "loan.flows[7].on"),
    ("drawn-above-principal", "loan.principal", "100", "99.99", "loan.flows"),
    ("drawn-above-principal", "loan.flows.2.amount", "40", "40.01", "loan.flows"),
    ("repaid-above-drawn", "loan.flows.7.amount", "70", "70.01", "loan.flows"),
    ("settled-but-not-repaid", "loan.flows.7.amount", "70", "69.99", "loan.settled_on"),
    ("interest-differs", "loan.interest_paid", "3", "3.01", "loan.interest_paid"),
    ("interest-differs", "loan.flows.3.amount", "1.00", "0.99", "loan.interest_paid"),
    ("cost-of-another-cover", "cover.fee", "0", "0.01", "cover.fee"),
    ("cost-of-another-cover", "cover.kind", "insurance", "guarantee", "cover.premium"),
    ("cost-of-another-cover", "cover.kind", "insurance", "none", "cover.premium"),
]


@pytest.mark.parametrize(("code", "path", "allowed", "wrong", "blamed"), EDGES)
def test_a_check_begins_at_its_edge(code: str, path: str, allowed: str, wrong: str, blamed: str) -> None:
    assert code not in codes(changed(path, allowed))
    (diagnostic,) = (d for d in found(changed(path, wrong)) if d.code == code)
    assert diagnostic.field == blamed
    assert diagnostic.say("en")
    assert diagnostic.say("zh")


def test_every_check_has_an_edge_and_names_known_facts() -> None:
    assert {edge[0] for edge in EDGES} == {check.code for check in CHECKS}
    for check in CHECKS:
        assert set(check.paths) <= set(VOCABULARY)


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("loan.settled_on", "2023-08-09", "settled on 2023-08-09 is before disbursed on 2023-08-10"),
        ("loan.flows.3.on", "2023-08-09", "interest on 2023-08-09, before the loan was disbursed on 2023-08-10"),
        ("loan.flows.4.on", "2024-05-11", "interest on 2024-05-11, after the loan was settled on 2024-05-10"),
        ("loan.flows.7.on", "2024-03-09", "principal on 2024-03-09 stands after 2024-03-10"),
        ("loan.principal", "99.99", "drawdowns of 100.00 are above the principal 99.99"),
        ("loan.flows.7.amount", "1070", "repayments of principal of 1,100.00 are above the 100.00 drawn"),
        ("loan.flows.7.amount", "60", "settled on 2024-05-10, but the repayments of principal are 90.00 of 100.00"),
        ("loan.interest_paid", "3.01", "interest paid is 3.01, but the flows of interest add up to 3.00"),
        ("cover.kind", "guarantee", "premium of 5.00, but the kind of cover is guarantee"),
        ("borrower.qualifications.0.to", "2022-11-08", "ends on 2022-11-08, before it begins on 2022-11-09"),
    ],
)
def test_a_contradiction_says_both_sides(path: str, value: str, said: str) -> None:
    assert said in [d.message.say("en") for d in found(changed(path, value))]


def test_flows_of_different_kinds_may_stand_in_any_order() -> None:
    facts = deepcopy(CONSISTENT)
    facts["loan"]["flows"].sort(key=lambda flow: (flow["kind"], flow["on"]))
    assert found(facts) == []


@pytest.mark.parametrize(("days", "wrong"), [((5, 3, 4), [1]), ((3, 5, 4), [2]), ((5, 4, 3), [1, 2]), ((3, 3, 4), [])])
def test_only_a_step_back_is_out_of_order(days: tuple[int, ...], wrong: list[int]) -> None:
    flows = [{"on": f"2024-01-0{day}", "kind": "interest", "amount": "1"} for day in days]
    assert [d.field for d in found({"loan": {"flows": flows}})] == [f"loan.flows[{position}].on" for position in wrong]


def test_repayments_are_held_against_the_principal_when_no_drawdown_is_listed() -> None:
    for repaid, code in (("100.01", {"repaid-above-drawn"}), ("100", set()), ("99.99", {"settled-but-not-repaid"})):
        flows = [{"on": "2024-05-10", "kind": "principal", "amount": repaid}]
        facts = changed("loan.flows", flows)
        assert codes(facts) == code
        del facts["loan"]["settled_on"]
        assert codes(facts) == code - {"settled-but-not-repaid"}


def test_interest_is_held_against_an_empty_list_but_not_against_a_list_of_other_flows() -> None:
    assert codes(changed("loan.flows", [])) == {"interest-differs"}
    assert codes(changed("loan.flows", CONSISTENT["loan"]["flows"][:3])) == set()


def paths(value: Any, keys: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every key of the facts, the keys inside their lists' records left out."""
    return [(*keys, key) for key in value] + [
        path for key, inner in value.items() if isinstance(inner, dict) for path in paths(inner, (*keys, key))
    ]


@given(st.sets(st.sampled_from(paths(CONSISTENT))))
def test_what_is_not_known_contradicts_nothing(unknown: set[tuple[Any, ...]]) -> None:
    facts = deepcopy(CONSISTENT)
    for path in unknown:
        holder: Any = facts
        for key in path[:-1]:
            holder = (holder or {}).get(key)
        if holder:
            holder[path[-1]] = None
    assert found(facts) == []


day = st.dates(date(2023, 1, 1), date(2023, 1, 4))

ORDERED: dict[str, Callable[[dict[str, date]], bool]] = {
    "disbursed-before-signed": lambda d: d["disbursed_on"] < d["signed_on"],
    "matures-before-signed": lambda d: d["matures_on"] < d["signed_on"],
    "matures-before-disbursed": lambda d: d["matures_on"] < d["disbursed_on"],
    "settled-before-signed": lambda d: d["settled_on"] < d["signed_on"],
    "settled-before-disbursed": lambda d: d["settled_on"] < d["disbursed_on"],
}


@given(st.fixed_dictionaries({f"{name}_on": day for name in ("signed", "disbursed", "matures", "settled")}))
def test_days_contradict_exactly_when_they_are_out_of_order(days: dict[str, date]) -> None:
    assert codes({"loan": days}) == {code for code, wrong in ORDERED.items() if wrong(days)}


@given(st.integers(-40, 40))
def test_a_flow_of_debt_lies_within_the_life_of_the_loan(shift: int) -> None:
    start, end = date(2023, 8, 10), date(2023, 8, 20)
    on = date(2023, 8, 15) + timedelta(shift)
    flow = {"on": on, "kind": "interest", "amount": "1"}
    expected = {"flow-before-disbursement"} if on < start else {"flow-after-settlement"} if on > end else set()
    assert codes({"loan": {"disbursed_on": start, "settled_on": end, "flows": [flow]}}) == expected
