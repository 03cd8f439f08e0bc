"""What the property tests of interest search through: loans in fen, rates in hundredths of a basis point."""

from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

from hypothesis import strategies as st

from subsidy.interest import Flow
from subsidy.rates import load_rate_tables

LPR = load_rate_tables(Path(__file__).parents[2] / "schemes" / "rates")["lpr"]
FIRST = date(2022, 1, 28)
LAST = date(2023, 6, 30)
LENGTH = (LAST - FIRST).days

DAYS = st.integers(0, LENGTH).map(lambda n: FIRST + timedelta(n))
WINDOWS = st.tuples(DAYS, DAYS).map(lambda days: (min(days), max(days)))
AMOUNTS = st.integers(1, 10**11).map(lambda fen: Fraction(fen, 100))
RATES = st.integers(0, 300_000).map(lambda n: Fraction(n, 10**6))
SHARES = st.integers(0, 100).map(lambda n: Fraction(n, 100))


@st.composite
def _drawn_and_repaid(draw: st.DrawFn) -> tuple[list[Flow], list[Flow]]:
    """Drawdowns, and repayments that never exceed what was drawn by their day; often several a day."""
    days = st.integers(0, 40).map(lambda n: FIRST + timedelta(n * 11))
    drawn = draw(st.lists(st.builds(Flow, days, AMOUNTS), max_size=4))
    repaid: list[Flow] = []
    for flow in drawn:
        left = flow.amount
        for part in draw(st.lists(st.integers(0, 100), max_size=3)):
            amount = Fraction(left) * part / 100
            repaid.append(Flow(flow.on + timedelta(draw(st.integers(0, 12)) * 11), amount))
            left -= amount
    return drawn, repaid


DRAWN_AND_REPAID = _drawn_and_repaid()
RATE_STEPS = st.lists(st.tuples(DAYS, RATES), max_size=5, unique_by=lambda step: step[0]).map(
    lambda steps: ((date(2000, 1, 1), Fraction(1, 20)), *sorted(steps))
)
