"""Each way of limiting, on sets small enough to work out by hand."""

from __future__ import annotations

from decimal import Decimal

from subsidy.limits import apply_limits
from tests.limits.town import loan, paid, settle, town, warned


def test_without_limits_everything_is_payable() -> None:
    settlement = settle(town(), loan("1", "100", "20"), loan("2", "30.01"))
    assert paid(settlement) == {"1": "120.00", "2": "30.01"}
    assert settlement.total == Decimal("150.01")
    assert (settlement.limits, settlement.warnings) == ((), ())


def test_nothing_in_nothing_out() -> None:
    settlement = apply_limits([])
    assert (settlement.settled, settlement.total) == ((), Decimal("0.00"))


def test_one_loan_a_borrower_the_largest() -> None:
    one = town("{at_most: 1笔, per: [borrower, edition], keep: largest}")
    settlement = settle(one, loan("1", "100"), loan("2", "90", "20"), loan("3", "5", borrower="B"))
    assert paid(settlement) == {"1": "0.00", "2": "110.00", "3": "5.00"}
    (cut,) = settlement.settled[0].cuts
    assert (cut.limit, cut.taken, cut.after, cut.cite) == ("limit_0", Decimal("100.00"), Decimal("0.00"), "notice 三")


def test_equal_loans_of_one_borrower_are_told_apart_by_their_ids() -> None:
    one = town("{at_most: 1 loan, per: [borrower, edition], keep: largest}")
    settlement = settle(one, loan("2", "100"), loan("1", "100"))
    assert paid(settlement) == {"2": "0.00", "1": "100.00"}
    assert warned(settlement) == []


def test_one_loan_a_year_by_the_date_that_is_named() -> None:
    one = town("{at_most: 1笔, per: [borrower, year_of(loan.disbursed_on)], keep: largest}")
    settlement = settle(
        one,
        loan("1", "10", loan__disbursed_on="2023-12-31"),
        loan("2", "20", loan__disbursed_on="2024-01-01"),
        loan("3", "30", loan__disbursed_on="2024-06-30"),
    )
    assert paid(settlement) == {"1": "10.00", "2": "0.00", "3": "30.00"}


def test_a_years_amount_of_an_enterprise_is_shared_to_the_fen() -> None:
    cap = town("{at_most: 100元, per: [borrower, year_of(loan.settled_on)]}")
    settlement = settle(cap, loan("1", "50"), loan("2", "50", "50"), loan("3", "100", borrower="B"))
    assert paid(settlement) == {"1": "33.33", "2": "66.67", "3": "100.00"}
    (a, b) = settlement.limits
    assert [p.amount for p in settlement.settled[1].payables] == [Decimal("33.34"), Decimal("33.33")]
    assert (a.claimed.value, a.paid.value, a.remaining and a.remaining.value) == (150, 100, 0)
    assert (b.claimed.value, b.paid.value, b.remaining and b.remaining.value) == (100, 100, 0)
    assert b.cuts == ()


def test_a_limit_of_some_benefits_leaves_the_others() -> None:
    """深圳: premium at most so much a year, and all together at most so much."""
    both = town("{at_most: 30元, per: [borrower], of: [premium]}", "{at_most: 100元, per: [borrower]}")
    settlement = settle(both, loan("1", "90", "40"))
    assert [str(p.amount) for p in settlement.settled[0].payables] == ["75.00", "25.00"]
    assert [c.limit for c in settlement.settled[0].cuts] == ["limit_0", "limit_1", "limit_1"]


def test_limits_are_applied_in_the_order_written() -> None:
    pot, own = "{at_most: 100元, per: [scheme]}", "{at_most: 50元, per: [borrower]}"
    loans = (loan("1", "150"), loan("2", "50", borrower="B"))
    assert paid(settle(town(own, pot), *loans)) == {"1": "50.00", "2": "50.00"}
    assert paid(settle(town(pot, own), *loans)) == {
        "1": "50.00",
        "2": "25.00",
    }  # the pot comes first, and is not used up


def test_first_come_first_served() -> None:
    pot = town("{at_most: 100元, per: [scheme], keep: first, by: application.submitted_on}")
    early, late = (
        {"application": {"id": "z", "submitted_on": "2024-07-01"}},
        {"application": {"id": "a", "submitted_on": "2024-07-02"}},
    )
    settlement = settle(pot, {**loan("a", "80", borrower="B"), **late}, {**loan("z", "80"), **early})
    assert paid(settlement) == {"a": "20.00", "z": "80.00"}
    assert warned(settlement) == []


def test_first_come_on_one_day_is_said_to_rest_on_the_number() -> None:
    pot = town("{at_most: 100元, per: [scheme], keep: first, by: application.submitted_on}")
    settlement = settle(pot, loan("2", "80"), loan("1", "80", borrower="B"), loan("3", "10", borrower="C"))
    assert paid(settlement) == {"2": "20.00", "1": "80.00", "3": "0.00"}
    (warning,) = warned(settlement)
    assert "does not say who of these comes first" in warning
    assert "(1, 2, 3)" in warning


def test_who_does_not_say_his_date_comes_last() -> None:
    pot = town("{at_most: 100元, per: [scheme], keep: first, by: application.submitted_on}")
    settlement = settle(pot, loan("1", "80", application__submitted_on=None), loan("2", "80", borrower="B"))
    assert paid(settlement) == {"1": "20.00", "2": "80.00"}
    assert ["submitted on is not given" in w for w in warned(settlement)] == [True]


def test_no_parts_where_the_limit_says_so() -> None:
    pot = town("{at_most: 100元, per: [scheme], keep: largest, partial: no}")
    settlement = settle(pot, loan("1", "60"), loan("2", "70", borrower="B"), loan("3", "30", borrower="C"))
    assert paid(settlement) == {"1": "0.00", "2": "70.00", "3": "30.00"}


def test_principal_beyond_the_limit_scales_what_it_gives() -> None:
    """At most 150万 of an enterprise's principal counts; the second loan counts with a half of its own."""
    keep = "keep: first, by: loan.settled_on, round: half-up 0.01元"
    counted = town(f"{{at_most: 150万元, on: loan.principal, per: [borrower], {keep}}}")
    settlement = settle(
        counted,
        loan("1", "100", loan__settled_on="2024-03-01"),
        loan("2", "33.33", "10", loan__settled_on="2024-03-02"),
    )
    assert paid(settlement) == {"1": "100.00", "2": "21.67"}  # 16.665 up, and 5
    (result,) = settlement.limits
    assert (result.claimed.say("en"), result.paid.say("en")) == ("2,000,000.00 yuan", "1,500,000.00 yuan")


def test_principal_beyond_the_limit_is_refused_where_there_are_no_parts() -> None:
    counted = town("{at_most: 150万元, on: loan.principal, per: [borrower], keep: largest, partial: no}")
    settlement = settle(counted, loan("1", "100"), loan("2", "90", loan__principal="50万元"), loan("3", "95"))
    assert paid(settlement) == {"1": "100.00", "2": "90.00", "3": "0.00"}


def test_a_measure_below_zero_takes_nothing_and_gives_no_room() -> None:
    parameters = "\n  free: {is: 100万元, cite: notice 三, zh: 免计, en: free}"
    limit = "{at_most: 1元, on: loan.principal - free, per: [scheme], keep: largest, partial: no}"
    loans = loan("1", "5", loan__principal="1"), loan("2", "5", borrower="B", loan__principal="1000003")
    assert paid(settle(town(limit, parameters=parameters), *loans)) == {"1": "5.00", "2": "0.00"}


def test_two_limits_of_one_principal_count_it_once() -> None:
    small = "{at_most: 100万元, on: loan.principal, per: [borrower], round: half-up 0.01元}"
    pot = "{at_most: 200万元, on: loan.principal, per: [scheme], round: half-up 0.01元}"
    loans = (loan("1", "100"), loan("2", "100"), loan("3", "100", borrower="B"))
    assert paid(settle(town(small, pot), *loans)) == {"1": "50.00", "2": "50.00", "3": "100.00"}


def test_a_published_ratio() -> None:
    ratio = town("{ratio: 14.9357779%, per: [scheme], round: half-up 1元}")
    settlement = settle(ratio, loan("1", "1000000"), loan("2", "100", "1", borrower="B"))
    assert paid(settlement) == {"1": "149358.00", "2": "15.00"}  # 149,357.779; 14.94 and 0.15
    assert settlement.limits[0].ceiling is None


def test_rounding_up_never_pays_more_than_what_is_due() -> None:
    ratio = town("{ratio: 99.9%, per: [scheme], round: up 1元}")
    assert paid(settle(ratio, loan("1", "100.50"))) == {"1": "100.50"}


def test_the_highest_benefit_of_an_application_only() -> None:
    highest = town("{at_most: 1项, per: [application], keep: largest}")
    settlement = settle(highest, loan("1", "10", "20"), loan("2", "30", "20"), loan("3", "20", "20"))
    assert paid(settlement) == {"1": "20.00", "2": "30.00", "3": "20.00"}
    assert [str(p.amount) for p in settlement.settled[2].payables] == ["20.00", "0.00"]


def test_at_most_so_many_years() -> None:
    years = town("{at_most: 2个年度, per: [borrower], keep: first, by: loan.settled_on}")
    loans = [loan(str(y), "10", loan__settled_on=f"{y}-05-01") for y in (2024, 2025, 2026)]
    again = loan("again", "10", loan__settled_on="2025-09-01")
    assert paid(settle(years, *loans, again)) == {"2024": "10.00", "2025": "10.00", "2026": "0.00", "again": "10.00"}


def test_a_ceiling_that_is_a_formula() -> None:
    """The lesser of 2% of last year's balance and 1000万."""
    parameters = """
  share: {is: 2%, cite: notice 三, zh: 比例, en: share}
  top: {is: 1000万元, cite: notice 三, zh: 上限, en: ceiling}"""
    limit = "{at_most: 'min(lender_year.balance_before * share, top)', per: [lender, lender_year.year]}"
    year = {"lender": "示例银行", "year": "2024", "balance_before": "5000.49元"}
    settlement = settle(town(limit, parameters=parameters), loan("1", "200", lender_year=year))
    assert paid(settlement) == {"1": "100.00"}  # 100.0098 in whole fen


def test_a_ceiling_in_parameters_and_a_number_of_loans_in_one() -> None:
    parameters = """
  most: {is: 2, cite: notice 三, zh: 笔数, en: number}
  pot: {is: 30元, cite: notice 三, zh: 资金, en: money}"""
    limits = ("{at_most: most 笔, per: [borrower], keep: largest}", "{at_most: pot, per: [scheme]}")
    settlement = settle(town(*limits, parameters=parameters), loan("1", "5"), loan("2", "20"), loan("3", "20"))
    assert paid(settlement) == {"1": "0.00", "2": "15.00", "3": "15.00"}


def test_a_ceiling_that_nobody_published_leaves_the_payables_open() -> None:
    parameters = "\n  pot: {unpublished: yes, type: money, cite: notice 三, zh: 年度资金, en: the year's pot}"
    pot = town("{at_most: pot, per: [scheme]}", "{at_most: 30元, per: [scheme]}", parameters=parameters)
    settlement = settle(pot, loan("1", "20"), loan("2", "20", borrower="B"))
    assert [s.total for s in settlement.settled] == [None, None]
    assert [str(s.payables[0].provisional) for s in settlement.settled] == ["15.00", "15.00"]
    assert settlement.total is None
    assert "cannot be judged without the year's pot" in warned(settlement)[0]
    assert settlement.limits[0].ceiling is None


def test_a_limit_that_binds_on_open_amounts_leaves_the_others_open_too() -> None:
    parameters = "\n  cap: {unpublished: yes, type: money, cite: notice 三, zh: 上限, en: cap}"
    limits = ("{at_most: cap, per: [borrower], of: [premium]}", "{at_most: 30元, per: [scheme]}")
    wide = (limits[0], "{at_most: 300元, per: [scheme]}")
    loans = (loan("1", "20"), loan("2", "20", "1", borrower="B"))
    assert [s.total for s in settle(town(*limits, parameters=parameters), *loans).settled] == [None, None]
    assert [str(s.total) for s in settle(town(*wide, parameters=parameters), *loans).settled] == ["20.00", "None"]


def test_what_was_used_before_by_a_fact() -> None:
    limit = "{at_most: 100元, per: [lender, lender_year.year], used: lender_year.compensated}"
    year = {"lender": "示例银行", "year": "2024", "compensated": "70元"}
    settlement = settle(town(limit), loan("1", "20", lender_year=year), loan("2", "40", borrower="B", lender_year=year))
    assert paid(settlement) == {"1": "10.00", "2": "20.00"}
    assert settlement.limits[0].used.value == 70
    over = {**year, "compensated": "170元"}
    assert paid(settle(town(limit), loan("1", "20", lender_year=over))) == {"1": "0.00"}


def test_applications_that_contradict_each_other_take_the_most_that_was_used() -> None:
    limit = "{at_most: 100元, per: [scheme], used: pool.paid}"
    used = [loan(b, "60", borrower=b, pool={"paid": paid}) for b, paid in (("A", "10"), ("B", "30"))]
    settlement = settle(town(limit), *used)
    assert settlement.total == Decimal("70.00")
    assert "different ceilings" in warned(settlement)[0]


def test_a_loan_of_which_nothing_is_left_takes_no_place() -> None:
    limits = (
        "{at_most: 1笔, per: [borrower], keep: largest}",
        "{at_most: 2笔, per: [scheme], keep: first, by: loan.settled_on}",
    )
    small = loan("1", "10", loan__settled_on="2024-01-01")
    assert paid(settle(town(*limits), small, loan("2", "20"), loan("3", "5", borrower="B"))) == {
        "1": "0.00",
        "2": "20.00",
        "3": "5.00",
    }


def test_applications_that_contradict_each_other_take_the_least_ceiling() -> None:
    limit = "{at_most: pool.balance, per: [scheme]}"
    settlement = settle(
        town(limit), loan("1", "20", pool={"balance": "30"}), loan("2", "20", borrower="B", pool={"balance": "10"})
    )
    assert settlement.total == Decimal("10.00")
    assert "different ceilings" in warned(settlement)[0]
