"""A set of applications after the limits, on one page: what is payable, which limit took what, what to mind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from subsidy.evaluation import Decision
from subsidy.limits import Cut, LimitResult, Settled, Settlement
from subsidy.messages import Message, Sayable, msg
from subsidy.report.caution import to_mind
from subsidy.report.page import Block, Heading, Item, Items, Page, Table, Title
from subsidy.report.phrases import Yuan, edition_name, yuan_if_known

_COLUMNS: Final = (msg("application"), msg("due"), msg("payable"), msg("scheme"))


def settlement_page(settlement: Settlement, left_out: Sequence[str] = ()) -> Page:
    """What is payable of each application, then the limits that took something, and what to mind.

    `left_out` are the files of applications that could not be settled with them.
    """
    head, *payables = _payables(settlement)
    return (head, *_without(left_out), *payables, *_limits(settlement), *_cautions(settlement))


def _without(files: Sequence[str]) -> Iterator[Block]:
    if files:
        text = msg(
            "settled without {files}, which cannot be used; with the whole the limits may take otherwise", files=files
        )
        yield Items((Item(text, "!", "open"),))


def _payables(settlement: Settlement) -> Iterator[Block]:
    total = settlement.total
    if total is None:
        yield Title(msg("Payable after the limits: not known yet"), "open")
    else:
        yield Title(msg("Payable after the limits: {amount}", amount=Yuan(total)), "good" if total else "bad")
    rows = [s for s in settlement.settled if s.decision.total != 0]
    if rows:
        yield Table(_COLUMNS, tuple(map(_row, rows)))


def _row(settled: Settled) -> tuple[Sayable, ...]:
    decision = settled.decision
    amounts = (yuan_if_known(decision.total), yuan_if_known(settled.total))
    return (settled.name, *amounts, edition_name(decision.program.edition))


def _limits(settlement: Settlement) -> Iterator[Block]:
    bound = [result for result in settlement.limits if result.cuts]
    if bound:
        yield Heading(msg("Limits that took something"))
        yield Items(tuple(_limit(result, settlement) for result in bound))


def _limit(result: LimitResult, settlement: Settlement) -> Item:
    group, (claimed, paid) = [v.shown for v in result.group], (result.claimed, result.paid)
    text = msg("{limit} ({group}): {paid} of {claimed}", limit=result.label, group=group, paid=paid, claimed=claimed)
    settled = settlement.settled
    below = tuple(
        msg("{application}: {words}", application=s.name, words=cut_in_words(cut, s.decision))
        for cut in result.cuts
        for s in (settled[cut.number],)
    )
    return Item(text, "−", "bad", result.cite, below)


def cut_in_words(cut: Cut, decision: Decision) -> Message:
    """What was taken from an application; from which benefit, where it has several."""
    labels = {benefit.name: benefit.label for benefit in decision.benefits}
    return msg("{name}: {value}", name=labels[cut.benefit], value=cut.words) if len(labels) > 1 else cut.words


def _cautions(settlement: Settlement) -> Iterator[Block]:
    return to_mind(Item(warning, "!", "open") for warning in settlement.warnings)
