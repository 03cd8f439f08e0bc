"""One application at a time, beside other rule engines."""

from __future__ import annotations

from typing import Final

from bench.entries import Entry, hold
from bench.loans import loans
from bench.yardstick import oracle

ENTRIES: Final = (
    Entry("Decimal loop (yardstick)", "bench.yardstick:decimal_loop"),
    Entry("subsidy, prepared facts", "bench.ours.single:prepared"),
    Entry("subsidy, dict to dict", "bench.ours.single:dict_to_dict"),
    Entry("subsidy, full trace", "bench.ours.single:full_trace"),
    Entry("ZEN expression", "bench.peers.zen_rules:expression", "zen-engine", is_exact=False),
    Entry("ZEN expression, JSON text", "bench.peers.zen_rules:expression_from_text", "zen-engine", is_exact=False),
    Entry("ZEN graph, full trace", "bench.peers.zen_rules:graph_with_trace", "zen-engine", is_exact=False),
    Entry("ZEN batch, full trace", "bench.peers.zen_rules:batch_with_trace", "zen-engine", is_exact=False),
    Entry("JsonLogic", "bench.peers.jsonlogic:single", "json-logic-qubit", is_exact=False),
    Entry("rule-engine, decimals", "bench.peers.rules:with_decimals", "rule-engine", is_exact=False),
)


def run(count: int, rounds: int) -> list[str]:
    sample = loans(count)
    return hold("One application at a time", ENTRIES, sample, [*map(oracle, sample)], rounds)
