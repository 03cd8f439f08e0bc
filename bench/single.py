"""One application at a time: `python -m bench.single`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Final

import click

from bench import ours, peers
from bench.contest import Contender, contest, table
from bench.loans import loans
from bench.yardstick import decimal_loop, eligible, oracle

EXACT: Final[Mapping[str, Contender]] = {
    "Decimal loop (yardstick)": decimal_loop,
    "subsidy, prepared facts": ours.prepared,
    "subsidy, dict to dict": ours.dict_to_dict,
    "subsidy, full trace": ours.full_trace,
}
PEERS: Final[Mapping[str, Contender]] = {
    "ZEN expression": peers.zen_expression,
    "ZEN expression, JSON text": peers.zen_expression_from_text,
    "ZEN graph, full trace": peers.zen_graph_with_trace,
    "ZEN batch, full trace": peers.zen_batch_with_trace,
    "JsonLogic": peers.jsonlogic,
    "rule-engine, decimals": peers.rule_engine_with_decimals,
}


@click.command()
@click.option("--count", default=10_000, show_default=True, help="Loans in a round.")
@click.option("--rounds", default=7, show_default=True, help="Rounds, of which the median counts.")
def main(count: int, rounds: int) -> None:
    """Prints loans a second, multiples of the yardstick, and wrong amounts as a share of the eligible loans.

    Fails when a contender that must be exact is not.
    """
    sample = loans(count)
    granted = sum(map(eligible, sample))
    standings = contest({**EXACT, **PEERS}, oracle, sample, rounds)
    print(f"{count:,} loans, {granted:,} of them eligible; medians of {rounds} rounds")
    print(table(standings, granted))
    sys.exit(any(standing.wrong for standing in standings if standing.name in EXACT))


if __name__ == "__main__":
    main()
