"""What a reader of a decision should beware of: warnings, and what was not judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from subsidy.evaluation import Decision
from subsidy.limits import Settled
from subsidy.messages import msg
from subsidy.report.page import Block, Heading, Item, Items


def to_mind(items: Iterable[Item]) -> Iterator[Block]:
    """Points to beware of, where there are any."""
    if found := tuple(items):
        yield Heading(msg("Please note"))
        yield Items(found)


def warnings(decision: Decision) -> tuple[Item, ...]:
    """What the decision itself warns of."""
    return tuple(Item(warning, "!", "open") for warning in decision.warnings)


def limits(decision: Decision, settled: Settled | None) -> tuple[Item, ...]:
    """The limits that bind several loans, which one decision cannot judge; none where a settlement judges them."""
    return (
        ()
        if settled is not None
        else tuple(
            Item(msg("not judged here, since it binds several loans: {limit}", limit=limit.label), cite=limit.cite)
            for limit in decision.program.edition.limits.values()
        )
    )
