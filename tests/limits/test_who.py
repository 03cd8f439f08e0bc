"""Who belongs together, who is told by what, and what is said where that is not known."""

from __future__ import annotations

from decimal import Decimal

import pytest

from subsidy.limits import apply_limits
from tests.limits.town import decide, loan, paid, settle, town, warned


def test_the_ineligible_and_the_incomplete_take_nothing() -> None:
    pot = town("{at_most: 100元, per: [scheme]}")
    foreign = loan("3", "500", borrower="C", borrower__city="别市")
    unknown = loan("2", "50", borrower="B", borrower__city=None)
    settlement = settle(pot, loan("1", "80"), unknown, foreign)
    assert paid(settlement) == {"1": "80.00", "2": "None", "3": "0.00"}
    assert settlement.total is None
    assert warned(settlement) == ["limit 0: incomplete, and may change what the others get (2)"]


@pytest.mark.parametrize(
    ("limit", "more"),
    [
        ("{at_most: 130元, per: [scheme]}", {}),  # there is room for both
        ("{at_most: 100元, per: [borrower]}", {}),  # it is another borrower's
        ("{at_most: 100元, per: [scheme], of: [premium]}", {}),  # it has none
        (
            "{at_most: 100元, per: [scheme], keep: first, by: application.submitted_on}",
            {"application__submitted_on": "2024-07-02"},
        ),
        ("{at_most: 2笔, per: [scheme], keep: largest}", {}),
        ("{at_most: 200万元, per: [scheme], on: loan.principal, keep: largest, partial: no}", {}),
    ],
)
def test_an_incomplete_one_that_cannot_change_the_others_is_not_named(limit: str, more: dict[str, str]) -> None:
    settlement = settle(town(limit), loan("1", "80"), loan("2", "50", borrower="B", borrower__city=None, **more))
    assert str(settlement.settled[0].total) == "80.00"
    assert warned(settlement) == []


def test_an_incomplete_one_of_the_same_day_may_come_first() -> None:
    pot = town("{at_most: 100元, per: [scheme], keep: first, by: application.submitted_on}")
    settlement = settle(pot, loan("1", "80"), loan("2", "50", borrower="B", borrower__city=None))
    assert warned(settlement) == ["limit 0: incomplete, and may change what the others get (2)"]


def test_of_an_incomplete_decision_not_even_what_is_known_takes_anything() -> None:
    pot = town("{at_most: 100元, per: [scheme]}")
    settlement = settle(pot, loan("1", "80"), loan("2", "50", cover__premium=None, borrower="B"))
    assert paid(settlement) == {"1": "80.00", "2": "None"}
    assert [p.amount for p in settlement.settled[1].payables] == [None, None]


def test_an_incomplete_one_whose_group_is_not_known_may_be_of_any() -> None:
    one = town("{at_most: 100元, per: [lender]}")
    settlement = settle(one, loan("1", "80"), loan("2", "50", borrower="B", borrower__city=None, loan__lender=None))
    assert warned(settlement) == ["limit 0: incomplete, and may change what the others get (2)"]


def test_a_key_that_is_not_known_is_judged_alone_and_said() -> None:
    one = town("{at_most: 100元, per: [lender]}")
    settlement = settle(one, loan("1", "80"), loan("2", "180", borrower="B", loan__lender=None))
    assert paid(settlement) == {"1": "80.00", "2": "100.00"}
    assert warned(settlement) == ["limit 0: lender is not given; judged each for itself (2)"]


@pytest.mark.parametrize(
    ("per", "fact", "told"),
    [
        ("borrower", "borrower__uscc", "统一社会信用代码"),
        ("year_of(loan.disbursed_on)", "loan__disbursed_on", "放款日"),
        ("borrower.district", "borrower__district", "注册区"),
    ],
)
def test_what_is_to_be_given_is_named(per: str, fact: str, told: str) -> None:
    one = town(f"{{at_most: 100元, per: [{per}]}}")
    settlement = settle(one, loan("1", "80"), loan("2", "80", **{"borrower__name": None, fact: None}))
    (note,) = [w.say("zh") for w in settlement.warnings if "单独核算" in w.say("zh")]
    assert f"“{told}”未填" in note


def test_two_whose_key_is_not_known_are_not_of_one_group() -> None:
    one = town("{at_most: 100元, per: [lender]}")
    settlement = settle(one, *(loan(b, "80", borrower=b, loan__lender=None) for b in "AB"))
    assert paid(settlement) == {"A": "80.00", "B": "80.00"}
    assert warned(settlement) == ["limit 0: lender is not given; judged each for itself (A, B)"]


def test_a_key_that_is_not_known_matters_to_no_loan_that_is_the_only_one() -> None:
    assert warned(settle(town("{at_most: 100元, per: [lender]}"), loan("1", "80", loan__lender=None))) == []


def test_names_are_compared_without_spaces_and_widths() -> None:
    one = town("{at_most: 100元, per: [lender]}")
    settlement = settle(
        one,
        loan("1", "80", loan__lender="示例银行（武汉）"),
        loan("2", "80", borrower="B", loan__lender="示例银行 (武汉)"),
    )
    assert settlement.total == Decimal("100.00")


def test_a_borrower_without_a_code_is_the_one_of_the_same_name() -> None:
    one = town("{at_most: 1笔, per: [borrower], keep: largest}")
    settlement = settle(one, loan("1", "80"), loan("2", "90", borrower__uscc=None))
    assert paid(settlement) == {"1": "0.00", "2": "90.00"}
    assert warned(settlement) == ["limit 0: told only by the borrower's name, without a credit code (A公司)"]


def test_a_name_that_two_enterprises_have_tells_nobody() -> None:
    one = town("{at_most: 1笔, per: [borrower], keep: largest}")
    namesakes = [loan("1", "80"), loan("2", "80", borrower="B", borrower__name="A公司")]
    settlement = settle(one, *namesakes, loan("3", "90", borrower__uscc=None))
    assert paid(settlement) == {"1": "80.00", "2": "80.00", "3": "90.00"}
    assert ["unified social credit code is not given" in w for w in warned(settlement)] == [True]


def test_groups_by_a_fact() -> None:
    one = town("{at_most: 100元, per: [borrower.district]}")
    settlement = settle(
        one,
        loan("1", "80", borrower__district="东区"),
        loan("2", "80", borrower="B", borrower__district="东区"),
        loan("3", "80", borrower="C", borrower__district="西区"),
    )
    assert paid(settlement) == {"1": "50.00", "2": "50.00", "3": "80.00"}


def test_two_decisions_on_one_application_of_one_scheme_are_two_loans() -> None:
    one = town("{at_most: 1笔, per: [borrower], keep: largest}")
    twice = apply_limits(decide(one, loan("1", "80")) * 2)
    assert twice.total == Decimal("80.00")


def test_applications_without_an_id_are_told_by_their_facts() -> None:
    one = town("{at_most: 1笔, per: [borrower], keep: largest}")
    facts = [{k: v for k, v in loan("", "80", loan__contract=c).items() if k != "application"} for c in "AB"]
    there, back = settle(one, *facts), settle(one, *reversed(facts))
    assert [s.total for s in there.settled] == [s.total for s in reversed(back.settled)]
    assert there.total == Decimal("80.00")


def test_applications_with_one_id_are_told_by_their_facts() -> None:
    pot = town("{at_most: 100元, per: [scheme], keep: first, by: application.submitted_on}")
    one, other = loan("1", "80"), loan("1", "90", borrower="B")
    there, back = settle(pot, one, other), settle(pot, other, one)
    assert [s.total for s in there.settled] == [s.total for s in reversed(back.settled)]


def test_another_edition_with_another_key_is_a_limit_of_its_own() -> None:
    old = town("{at_most: 1笔, per: [borrower, year_of(loan.settled_on)], keep: largest}", edition="2023")
    new = town("{at_most: 1笔, per: [borrower, edition], keep: largest}", edition="2024")
    decisions = decide(old, loan("1", "10"), loan("2", "20")) + decide(new, loan("3", "30"), loan("4", "40"))
    assert paid(apply_limits(decisions)) == {"1": "0.00", "2": "20.00", "3": "0.00", "4": "40.00"}


def test_the_life_of_the_method_goes_over_its_editions() -> None:
    life = "{at_most: 100元, per: [borrower, scheme], keep: first, by: loan.settled_on}"
    decisions = decide(town(life, edition="2023"), loan("1", "70", loan__settled_on="2023-05-01"))
    decisions += decide(town(life, edition="2024"), loan("2", "70"))
    assert paid(apply_limits(decisions)) == {"1": "70.00", "2": "30.00"}


def test_an_edition_that_counts_gives_no_ceiling_to_one_that_measures() -> None:
    old = town("{at_most: 1笔, per: [borrower, scheme], keep: largest}", edition="2023")
    new = town("{at_most: 100元, per: [borrower, scheme]}", edition="2024")
    decisions = decide(old, loan("1", "70", loan__settled_on="2023-05-01")) + decide(new, loan("2", "70"))
    assert apply_limits(decisions).total == Decimal("100.00")


def test_editions_that_differ_take_the_latest_and_the_least_and_say_so() -> None:
    old = town("{at_most: 80元, per: [borrower, scheme], keep: largest}", edition="2023")
    new = town("{at_most: 100元, per: [borrower, scheme], keep: first, by: loan.settled_on}", edition="2024")
    decisions = decide(old, loan("1", "70", loan__settled_on="2023-05-01")) + decide(new, loan("2", "75"))
    settlement = apply_limits(decisions)
    assert paid(settlement) == {"1": "70.00", "2": "10.00"}
    assert ["differ" in w for w in warned(settlement)] == [True, True]


def test_editions_of_which_one_measures_something_else_leave_it_open() -> None:
    old = town("{at_most: 100元, per: [borrower, scheme]}", edition="2023")
    new = town("{at_most: 1元, on: loan.principal, per: [borrower, scheme], round: half-up 1元}", edition="2024")
    decisions = decide(old, loan("1", "70", loan__settled_on="2023-05-01"), loan("3", "70", borrower__city=None))
    settlement = apply_limits(decisions + decide(new, loan("2", "70")))
    assert paid(settlement) == {"1": "None", "2": "None", "3": "None"}
    assert [p.provisional for p in settlement.settled[0].payables] == [Decimal("70.00"), Decimal("0.00")]
    assert ["differ" in w for w in warned(settlement)] == [True]


def test_an_edition_without_a_ratio_leaves_its_amounts_open() -> None:
    old = town("{at_most: 100元, per: [borrower, scheme]}", edition="2023")
    new = town("{ratio: 50%, per: [borrower, scheme], round: half-up 1元}", edition="2024")
    decisions = decide(old, loan("1", "70", loan__settled_on="2023-05-01")) + decide(new, loan("2", "70"))
    assert paid(apply_limits(decisions)) == {"1": "None", "2": "35.00"}


def test_what_is_counted_is_counted_also_where_it_cannot_be_judged() -> None:
    parameters = "\n  most: {unpublished: yes, type: count, cite: notice 三, zh: 笔数, en: number}"
    some = town("{at_most: most 笔, per: [borrower], keep: largest}", parameters=parameters)
    (result,) = settle(some, loan("1", "70", "10"), loan("2", "80")).limits
    assert (result.claimed.say("en"), result.paid.say("en"), result.ceiling) == ("2 loans", "2 loans", None)
