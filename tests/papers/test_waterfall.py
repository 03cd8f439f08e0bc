"""Waterfalls: what each step took, against amounts worked out by hand and against the engine's own named values."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy import Decision, apply_limits
from subsidy.kinds import YUAN
from subsidy.messages import msg
from subsidy.papers.waterfall import Station, Waterfall, waterfalls
from subsidy.quantities.fen import fen_of
from tests.papers.examples import worked_examples
from tests.report.decisions import agreed_claim, claim, wuhan


def told(decision: Decision) -> list[list[tuple[str, int]]]:
    """What each station is called and shows, in fen."""
    found = waterfalls(decision, apply_limits([decision]).settled[0])
    return [[(s.label.say("en"), s.fen) for s in waterfall.stations] for waterfall in found]


def test_a_product_is_taken_apart_factor_by_factor() -> None:
    assert told(wuhan()) == [
        [
            ("counted principal", 200_000_000),
            ("× share (2.6%)", 5_200_000),
            ("× counted months (6 months) ÷ one year (12 months)", 2_600_000),
            ("subsidy", 2_600_000),
        ]
    ]


def test_a_cap_shows_what_it_took() -> None:
    assert told(wuhan({"over_limit": "first_part"}, loan__principal="5,000,001元", loan__flows=None))[0][:3] == [
        ("loan principal", 500_000_100),
        ("at most limit on the loan's principal (5,000,000.00 yuan)", 500_000_000),
        ("counted principal", 500_000_000),
    ]


def test_a_part_that_others_bear_and_what_is_suspended() -> None:
    """50% and 30% of 100.01 are borne by others; the last share is what is left."""
    assert told(agreed_claim(lender_year__losses="4万元")) == [
        [
            ("principal lost", 10_001),
            ("its part: 1 - 50% - 30% (20%)", 2_000),
            ("the government's part", 2_000),
            ("suspended", 0),
        ],
        [("principal lost", 10_001), ("its part: 30%", 3_000), ("aid", 3_000), ("suspended", 0)],
    ]


def test_what_a_limit_took_comes_last() -> None:
    """One loan an enterprise and edition; of two equal ones the first by number stays."""
    kept, cut = wuhan(), wuhan(application__id="WH-2024-0002")
    settled = apply_limits([kept, cut]).settled
    (unchanged,), (reduced,) = (waterfalls(s.decision, s) for s in settled)
    assert [s.fen for s in unchanged.stations][-1] == 2_600_000
    assert [(s.label.say("en"), s.fen) for s in reduced.stations[-3:]] == [
        ("subsidy", 2_600_000),
        ("one loan per enterprise", 0),
        ("payable", 0),
    ]


def test_nothing_to_draw() -> None:
    assert waterfalls(wuhan(loan__rate="3.10%")) == ()
    assert waterfalls(wuhan(loan__principal=None)) == ()
    assert [w.benefit.name for w in waterfalls(claim(loan__product="科担贷"))] == []


@pytest.mark.parametrize("settled", [False, True])
def test_every_worked_example_adds_up_to_its_amount(settled: bool) -> None:
    drawn = 0
    for decision in worked_examples():
        run = decision.run
        named = {
            (value.label, run.value_of(value.node) * value.node.unit)  # type: ignore[operator]
            for value in decision.program.values
            if value.node.type.dimension == YUAN and run.value_of(value.node) is not None
        }
        after = apply_limits([decision]).settled[0] if settled else None
        for waterfall in waterfalls(decision, after):
            drawn += 1
            first, *_, last = waterfall.stations
            benefit = waterfall.benefit
            assert first.named
            assert first.fen + sum(waterfall.changes()) == last.fen
            wanted = {"granted": benefit.entitlement, "open": benefit.computed}.get(benefit.status)
            if not (after and after.cuts):
                assert last.after == (wanted or 0)
            labels = {label for label, _ in named}
            stations = [(s.label, s.after) for s in waterfall.stations if s.named and s.label in labels]
            assert set(stations) <= named
            amount = next(e.amount for e in decision.program.benefits if e.name == benefit.name)
            label = next(value.label for value in decision.program.values if value.name == amount)
            assert (label, benefit.computed) in stations
    assert drawn > 300


amounts = st.fractions(-1000, 1000, max_denominator=7)


@given(st.lists(amounts, min_size=2, max_size=9), st.just(wuhan().benefits[0]))
def test_what_is_shown_adds_up_whatever_is_between(after: list[Fraction], benefit: object) -> None:
    stations = tuple(Station(msg("step"), amount, named=False, cite="") for amount in after)
    found = Waterfall(benefit, stations)  # type: ignore[arg-type]
    assert stations[0].fen + sum(found.changes()) == stations[-1].fen
    assert all(abs(Fraction(s.fen, 100) - s.after) <= Fraction(1, 200) for s in stations)


def test_amounts_of_many_digits_stay_exact() -> None:
    decision = wuhan({"over_limit": "first_part"}, loan__principal="999,999,999,999.99元", loan__flows=None)
    (found,) = waterfalls(decision)
    assert found.stations[0].fen == fen_of(decision.application.loan.principal)  # type: ignore[union-attr,arg-type]
