"""What is worked out in a short way while causes are looked for is what decisions and `apply_limits` give."""

from __future__ import annotations

import pytest

from subsidy.audit.alternatives import TIERS
from subsidy.audit.relimited import other_limits, stricter_limits
from subsidy.audit.trying import Trying, entitlements, left, payables
from subsidy.batch.applications import Applications
from subsidy.evaluation.decision import decided
from subsidy.limits import apply_limits
from subsidy.scheme.library import Scheme, load_schemes
from tests.audit.rows import DAYS, FLOWS, MONTHS, SCHEMES, Row, by_days, by_flows, by_months, facts_frame, renamed
from tests.commands.run import ROOT

BUDGET = load_schemes(ROOT / "tests" / "shapes" / "schemes")["jia/budget"]


def months() -> dict[int, Row]:
    """Some alone, some of one borrower, one incomplete, one that was granted something before."""
    one = {"borrower__name": "一户有限公司"}
    granted = [{"scheme": MONTHS, "year": "2024", "amount": "1万元"}]
    others: tuple[Row, ...] = (
        {},
        {},
        one,
        one | {"principal": "8000000"},
        {"rate": None},
        one | {"rate": None},
        {"granted": granted},
    )
    return {n: by_months(n, **renamed(**other)) for n, other in enumerate(others, 1)}


def days() -> dict[int, Row]:
    """Half a billion is above what one enterprise may get."""
    principals = ("2345678", "500000000", "20000000", "5000000")
    return {n: by_days(n, **renamed(principal=p, borrower__name="甲")) for n, p in enumerate(principals, 1)}


def flows() -> dict[int, Row]:
    granted = [{"scheme": FLOWS, "year": "2021", "amount": "40万元"}]
    return {1: by_flows(1), 2: by_flows(2, granted=granted), 3: by_flows(3, **renamed(principal="90000000"))}


def pot() -> dict[int, Row]:
    paid = {2: "60000", 3: "50000", 4: "70000"}
    return {
        row: {
            "application.submitted_on": f"2024-09-0{row}",
            "loan.contract": str(row),
            "loan.disbursed_on": "2024-02-01",
            "loan.interest_paid": interest,
        }
        for row, interest in paid.items()
    }


CASES = [
    (SCHEMES[MONTHS], "2024", months(), [(1,), (2,), (3, 4, 6), (5,), (7,)]),
    (SCHEMES[DAYS], list(SCHEMES[DAYS].editions)[-1], days(), [(1,), (1, 2), (1, 3, 4), (2,)]),
    (SCHEMES[FLOWS], list(SCHEMES[FLOWS].editions)[-1], flows(), [(1,), (2,), (3,), (1, 2, 3)]),
    (BUDGET, list(BUDGET.editions)[-1], pot(), [(2, 3, 4), (3,)]),
]


def trying(scheme: Scheme, edition: str, rows: dict[int, Row], bound: tuple[int, ...]) -> Trying:
    applications = Applications(facts_frame(rows), scheme.vocabulary)
    return Trying(scheme, {}, applications, dict.fromkeys(rows, edition).get, lambda _: bound)


@pytest.mark.parametrize(("scheme", "edition", "rows", "groups"), CASES, ids=[case[0].name for case in CASES])
def test_what_is_left_of_a_row_by_other_ways(
    scheme: Scheme, edition: str, rows: dict[int, Row], groups: list[tuple[int, ...]]
) -> None:
    cut, whole = 0, 0
    for bound in groups:
        tried = trying(scheme, edition, rows, bound)
        for row in bound:
            application, again = tried.applications[row], tried.evaluator(row).again
            ways = [tried.way(row, a.program) for tier in range(len(TIERS)) for a in tried.tier(row, tier)]
            for way in sorted(ways, key=lambda way: sum(fen for _, fen in tried.due(row, way))):
                decision = decided(application, way.run(way.prepare(application)), way.plans, again)
                due = tried.due(row, way)
                amounts = (None if status == "open" else fen for status, fen in due)
                assert dict(zip(way.benefits, amounts, strict=True)) == entitlements(decision)
                settled = apply_limits([decision if r == row else tried.decision(r) for r in bound]).settled
                found = payables(settled[bound.index(row)])
                assert tried.payable(row, way, due) == found
                cut += found != entitlements(decision)
                whole += found == entitlements(decision)
    assert cut
    assert whole


@pytest.mark.parametrize(("scheme", "edition", "rows", "groups"), CASES[:3], ids=[case[0].name for case in CASES[:3]])
def test_limits_that_took_nothing_matter_only_when_they_are_stricter(
    scheme: Scheme, edition: str, rows: dict[int, Row], groups: list[tuple[int, ...]]
) -> None:
    met = 0
    for bound in groups:
        tried = trying(scheme, edition, rows, bound)
        stands = tried.as_it_stands(bound)
        met += stands.is_whole
        if stands.is_whole:
            decisions = [tried.decision(row) for row in bound]
            stricter = {change.otherwise.what.say("en") for change in stricter_limits(decisions)}
            for change in other_limits(decisions):
                if change.otherwise.what.say("en") not in stricter:
                    assert left(bound, [change.change(d) for d in decisions]).payable == stands.payable
    assert met
