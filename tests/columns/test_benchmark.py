"""The columns of the benchmark are exact: the engine's, and those written by hand beside it."""

import pytest

from bench.contest import contest
from bench.loans import loans
from bench.yardstick import oracle

pytest.importorskip("numpy")


def test_no_amount_is_wrong() -> None:
    from bench.columns import EXACT

    standings = contest(EXACT, oracle, loans(3_000), rounds=1)
    assert [(standing.name, standing.wrong) for standing in standings] == [(name, 0) for name in EXACT]
