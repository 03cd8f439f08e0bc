"""What was granted before counts against the limit of the same scheme and year or life, and once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from subsidy.limits import apply_limits
from tests.limits.town import decide, loan, paid, settle, town, warned

YEAR = "{at_most: 100元, per: [borrower, year_of(loan.settled_on)]}"
LIFE = "{at_most: 100元, per: [borrower, scheme]}"


def grant(year: int = 2024, amount: str = "60", scheme: str = "town/tech", **more: str) -> dict[str, str]:
    return {"scheme": scheme, "year": str(year), "amount": amount, **more}


@pytest.mark.parametrize(
    ("limit", "granted", "expected"),
    [
        (YEAR, [], "90.00"),
        (YEAR, [grant()], "40.00"),
        (YEAR, [grant(2023)], "90.00"),
        (YEAR, [grant(scheme="town/other")], "90.00"),
        (YEAR, [grant(), grant(amount="30")], "10.00"),
        (YEAR, [grant(), grant()], "0.00"),  # two equal grants are two
        (YEAR, [grant(amount="200")], "0.00"),
        (LIFE, [grant(2023), grant(2021, "10.01")], "29.99"),
        ("{at_most: 1笔, per: [borrower, edition], keep: largest}", [grant()], "0.00"),
        ("{at_most: 1笔, per: [borrower, edition], keep: largest}", [grant(2023)], "90.00"),
        ("{at_most: 1笔, per: [borrower, edition], keep: largest}", [grant(2023, edition="2024")], "0.00"),
        ("{at_most: 2笔, per: [borrower, scheme], keep: largest}", [grant(2023)], "90.00"),
        ("{at_most: 100元, per: [borrower, scheme], of: [interest]}", [grant(benefit="interest")], "40.00"),
        ("{at_most: 100元, per: [borrower, scheme], of: [interest]}", [grant(benefit="premium")], "90.00"),
        ("{at_most: 100元, per: [borrower, lender]}", [grant(lender="示例 银行")], "40.00"),
        ("{at_most: 100元, per: [borrower, lender]}", [grant(lender="别家银行")], "90.00"),
        ("{at_most: 100元, per: [borrower], across: [town/other]}", [grant(scheme="town/other")], "40.00"),
        ("{at_most: 2年, per: [borrower], keep: first, by: loan.settled_on}", [grant(2022), grant(2022)], "90.00"),
        ("{at_most: 2年, per: [borrower], keep: first, by: loan.settled_on}", [grant(2022), grant(2023)], "0.00"),
        ("{at_most: 2年, per: [borrower], keep: first, by: loan.settled_on}", [grant(2022), grant(2024)], "90.00"),
        ("{at_most: 50元, per: [scheme]}", [grant()], "50.00"),  # a pot has the grants of everybody, which nobody knows
        ("{at_most: 50元, per: [borrower, application]}", [grant()], "50.00"),
    ],
)
def test_what_counts(limit: str, granted: Sequence[Mapping[str, str]], expected: str) -> None:
    settlement = settle(town(limit), loan("1", "90", granted=granted))
    assert paid(settlement) == {"1": expected}
    assert warned(settlement) == []


@pytest.mark.parametrize("lists", [([grant()], [grant()]), ([grant()], []), ([], [grant()]), ([grant()], None)])
def test_the_same_grant_in_two_applications_counts_once(lists: Sequence[Sequence[Mapping[str, str]] | None]) -> None:
    loans = [loan(str(i), "30", granted=granted) for i, granted in enumerate(lists)]
    settlement = settle(town(LIFE), *loans)
    assert paid(settlement) == {"0": "20.00", "1": "20.00"}
    assert settlement.limits[0].used.value == 60
    assert warned(settlement) == []


@pytest.mark.parametrize(
    ("limit", "one"),
    [
        ("{at_most: 100元, per: [borrower, lender]}", grant()),
        ("{at_most: 100元, per: [borrower], of: [interest]}", grant()),
        ("{at_most: 100元, per: [borrower, borrower.district]}", grant()),
        ("{at_most: 200万元, per: [borrower], on: loan.principal, round: half-up 0.01元}", grant()),
    ],
)
def test_a_grant_that_does_not_say_enough_is_named_and_does_not_count(limit: str, one: Mapping[str, str]) -> None:
    settlement = settle(town(limit), loan("1", "90", granted=[one], borrower__district="东区"))
    assert paid(settlement) == {"1": "90.00"}
    assert warned(settlement) == [
        "limit 0: grants that do not say what it asks (edition, lender, benefit, principal) do not count (A公司)"
    ]


def test_a_grants_own_edition_goes_before_its_year() -> None:
    one = town("{at_most: 1笔, per: [borrower, edition], keep: largest}")
    assert paid(settle(one, loan("1", "90", granted=[grant(2024, edition="2024.1")]))) == {"1": "90.00"}


def test_an_edition_that_is_not_named_by_a_year_needs_the_grants_edition() -> None:
    one = town("{at_most: 1笔, per: [borrower, edition], keep: largest}", edition="2024.1")
    vague = settle(one, loan("1", "90", granted=[grant(2024)]))
    assert (paid(vague), len(warned(vague))) == ({"1": "90.00"}, 1)
    assert paid(settle(one, loan("1", "90", granted=[grant(2023, edition="2024.1")]))) == {"1": "0.00"}


def test_what_is_not_given_is_taken_as_nothing_and_said_once() -> None:
    settlement = settle(
        town(LIFE),
        loan("1", "30", granted=None),
        loan("2", "30", granted=None),
        *(loan(b, "30", borrower=b, granted=None) for b in "BCDEF"),
    )
    assert warned(settlement) == [
        "limit 0: what was granted before is not given; taken as nothing (A公司, B公司, C公司, D公司, E公司, 1 more)"
    ]


def test_a_loan_whose_borrower_is_not_known_is_named_by_its_application() -> None:
    nobodys = loan("1", "30", granted=None)
    del nobodys["borrower"]["name"], nobodys["borrower"]["uscc"]
    said = warned(settle(town(LIFE), nobodys))
    assert said == ["limit 0: what was granted before is not given; taken as nothing (1)"]


def test_nothing_is_said_where_nothing_is_due() -> None:
    refused = loan("1", "30", granted=None, borrower__city="别市")
    assert warned(settle(town(LIFE), refused, loan("2", "0", granted=None))) == []


def test_grants_of_the_scheme_do_not_count_where_the_limit_says_what_was_used() -> None:
    limit = "{at_most: 100元, per: [borrower], used: pool.paid}"
    assert paid(settle(town(limit), loan("1", "90", granted=[grant()], pool={"paid": "5"}))) == {"1": "90.00"}
    unknown = settle(town(limit), loan("1", "90", granted=[grant()]))
    assert unknown.total is None
    assert "paid in the year so far" in warned(unknown)[0]


def test_another_borrowers_grants_do_not_count() -> None:
    loans = (loan("1", "90", granted=[grant()]), loan("2", "90", borrower="B"))
    assert paid(settle(town(LIFE), *loans)) == {"1": "40.00", "2": "90.00"}


def test_grants_of_all_editions_count_against_the_life_of_the_method() -> None:
    decisions = decide(town(LIFE, edition="2023"), loan("1", "30", granted=[grant(2021, "50")]))
    decisions += decide(town(LIFE, edition="2024"), loan("2", "30"))
    assert paid(apply_limits(decisions)) == {"1": "25.00", "2": "25.00"}
