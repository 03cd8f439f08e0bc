"""rule-engine, with decimals. A rule has no rounding, so Python rounds after it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP

import rule_engine

from bench.contest import Run
from bench.loans import FEN, Loan
from bench.peers.said import CEILING, ELIGIBLE
from bench.yardstick import CAP, HALF


def with_decimals(loans: Sequence[Loan]) -> Run:
    facts = [loan._asdict() for loan in loans]
    rule = rule_engine.Rule(f"{ELIGIBLE} ? $min([$min([interest, {CEILING}]) * {HALF}, {CAP}]) : 0")
    return lambda: [rule.evaluate(fact).quantize(FEN, ROUND_HALF_UP) for fact in facts]
