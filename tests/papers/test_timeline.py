"""A loan over time: its days, its balance, the rates, windows and spans, found in the tree and in the facts."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from subsidy import Decision, evaluate
from subsidy.papers.timeline import Span, Timeline, pieces, timeline
from subsidy.steps import steps
from tests.papers.examples import worked_examples
from tests.report.decisions import example, schemes, wuhan


def day(ordinal: int | None) -> str | None:
    return None if ordinal is None else date.fromordinal(ordinal).isoformat()


def of(decision: Decision) -> Timeline:
    found = timeline(decision)
    assert found is not None
    return found


def told(spans: tuple[Span, ...]) -> list[tuple[str, str, str | None, str | None]]:
    return [(s.kind, s.label.say("en"), day(s.first), day(s.last)) for s in spans]


def test_the_example_has_its_days_its_balance_and_both_rates() -> None:
    found = of(wuhan())
    assert (day(found.first), day(found.last)) == ("2023-08-01", "2024-07-08")
    assert [(day(on), label.say("en")) for on, label in found.days] == [
        ("2023-08-01", "signed on"),
        ("2023-08-10", "disbursed on"),
        ("2024-02-10", "matures on"),
        ("2024-02-10", "settled on"),
        ("2024-07-08", "submitted on"),
    ]
    assert [(day(a), day(b), value) for a, b, value in pieces(found.balance, found.first, found.last)] == [
        ("2023-08-01", "2023-08-10", 0),
        ("2023-08-10", "2024-02-10", 2_000_000),
        ("2024-02-10", "2024-07-08", 0),
    ]
    contract, lpr = found.rates
    assert (contract.label.say("zh"), contract.values.values, day(contract.until)) == (
        "合同年利率",
        (Fraction(415, 10_000),),
        "2024-02-10",
    )
    assert lpr.label.say("zh") == "1年期LPR"
    assert [(day(a), value) for a, _, value in pieces(lpr.values, found.first, lpr.until)] == [
        ("2023-08-01", Fraction(355, 10_000)),
        ("2023-08-21", Fraction(345, 10_000)),
    ]


def test_windows_are_rules_with_fixed_days_and_spans_are_what_functions_run_over() -> None:
    assert told(of(wuhan()).spans) == [
        ("window", "settled on within the days that this edition governs", "2023-07-01", "2024-06-30"),
        ("window", "filed within the filing window", "2024-07-02", "2024-07-16"),
        ("counted", "actual loan months", "2023-08-10", "2024-02-10"),
    ]


def test_prolongations_are_spans_of_their_own() -> None:
    extensions = [{"from": "2024-02-10", "to": "2024-05-10", "kind": "展期"}]
    facts = example(loan__extensions=extensions, loan__settled_on="2024-05-10", loan__flows=None)
    found = of(evaluate(schemes()["beijing/first-loan-subsidy"], facts, edition="2025"))
    assert ("record", "prolongations", "2024-02-10", "2024-05-10") in told(found.spans)


def test_repayments_lower_the_balance_on_their_day() -> None:
    flows = [
        {"on": "2023-08-10", "kind": "drawdown", "amount": "200万元"},
        {"on": "2023-12-21", "kind": "principal", "amount": "50万元"},
        {"on": "2024-02-10", "kind": "principal", "amount": "150万元"},
    ]
    found = of(wuhan(loan__flows=flows, loan__interest_paid="4万元"))
    assert [value for _, _, value in pieces(found.balance, found.first, found.last)] == [0, 2_000_000, 1_500_000, 0]


def test_a_loan_that_runs_on_is_owed_to_the_end() -> None:
    found = of(wuhan(loan__settled_on=None, loan__flows=None))
    assert [value for _, _, value in pieces(found.balance, found.first, found.last)][-1] == 2_000_000


def test_nothing_to_draw_without_principal_beginning_or_end() -> None:
    for facts in (
        {"loan__principal": None, "loan__flows": None},
        {"loan__disbursed_on": None, "loan__flows": None},
        {"loan__settled_on": None, "loan__matures_on": None, "loan__flows": None},
    ):
        assert timeline(wuhan(**facts)) is None
    assert timeline(evaluate(schemes()["wuhan/tech-loan-subsidy"], {})) is None


def test_every_worked_example_has_its_days_in_order_and_its_quotes_from_the_table() -> None:
    drawn = 0
    for decision in worked_examples():
        found = timeline(decision)
        if found is None:
            continue
        drawn += 1
        assert found.first < found.last
        assert all(found.first <= on <= found.last for on, _ in found.days)
        for rate in found.rates:
            for first, until, value in pieces(rate.values, found.first, rate.until):
                assert first < until
                if rate.is_reference:
                    tables = decision.program.tables.values()
                    quoted = {
                        t.at(n, date.fromordinal(d)).rate for t in tables for n in t.tenors for d in (first, until - 1)
                    }
                    assert value in quoted
    assert drawn > 300


changes = st.lists(st.tuples(st.integers(1, 400), st.fractions(0, 9)), min_size=1, unique_by=lambda change: change[0])


@given(changes, st.integers(1, 400), st.integers(0, 200))
def test_pieces_say_of_each_day_what_the_steps_say(found: list[tuple[int, Fraction]], first: int, days: int) -> None:
    values = steps(sorted(found))
    by_day = {day: value for a, b, value in pieces(values, first, first + days) for day in range(a, b)}
    assert by_day == {day: values.at(day) for day in range(first, first + days) if day >= values.days[0]}
