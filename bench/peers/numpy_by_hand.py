"""The peers' scheme over numpy's arrays, written by hand, in whole numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bench.contest import Fen, Run
from bench.loans import Loan
from bench.peers.by_hand import CAP_FEN, HALVES, LARGEST_FEN, MARGIN_BP, YEAR_BP, frame
from bench.yardstick import PRODUCT


def with_numpy(loans: Sequence[Loan]) -> Run:
    """Texts are compared beforehand: an array of them is slow, and nobody keeps one."""
    given = frame(loans)
    matches = (given.get_column("product") == PRODUCT).to_numpy()
    principal, rate, lpr, days, interest = (given.get_column(name).to_numpy() for name in given.columns[1:])

    def run() -> Fen:
        eligible = matches & (rate <= lpr + MARGIN_BP) & (principal <= LARGEST_FEN)
        lesser = np.minimum(interest * YEAR_BP, principal * lpr * days)
        return Fen(np.where(eligible, np.minimum((lesser + YEAR_BP) // HALVES, CAP_FEN), 0))

    return run
