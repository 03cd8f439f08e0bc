"""What a reader of a decision should beware of: warnings, and what was not judged."""

from __future__ import annotations

from subsidy.evaluation import Decision
from subsidy.messages import msg
from subsidy.report.page import Item


def warnings(decision: Decision) -> tuple[Item, ...]:
    """What the decision itself warns of."""
    return tuple(Item(warning, "!", "open") for warning in decision.warnings)


def limits(decision: Decision) -> tuple[Item, ...]:
    """The limits that bind several loans, which one decision cannot judge."""
    return tuple(
        Item(msg("not judged here, since it binds several loans: {limit}", limit=limit.label), cite=limit.cite)
        for limit in decision.program.edition.limits.values()
    )
