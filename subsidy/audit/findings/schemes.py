"""The same loan under two schemes, and other public money for it that no condition looks at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from subsidy.audit.findings.found import Books, Finding, claimed, first_known, loans, row_numbers
from subsidy.facts.aid import AID_KINDS, LEVELS, Aid
from subsidy.messages import Message, Sayable, msg
from subsidy.quantities import format_money

_OTHER_AID: Final = "other_aid"


def two_schemes(books: Books) -> Iterator[Finding]:
    """A contract at its lender for which something is claimed under more than one scheme."""
    for group in loans(books.paid_for):
        schemes = group.get_column("scheme").unique(maintain_order=True).to_list()
        if len(schemes) > 1:
            words = msg(
                "contract {contract} under {schemes}: {rows}; claimed together {amount} yuan",
                contract=first_known(group, "contract"),
                schemes=[books.trying[name].scheme.title for name in schemes],
                rows=books.names(row_numbers(group)),
                amount=format_money(claimed(group)),
            )
            yield Finding(row_numbers(group), words)


def other_aid(books: Books) -> Iterator[Finding]:
    """Rows that name other aid for the loan, under editions whose conditions do not look at it."""
    for row, scheme in books.paid_for.filter("has_other_aid").select("row", "scheme").iter_rows():
        trying = books.trying[scheme]
        if all(used.path != _OTHER_AID for used in trying.ground(row).program.inputs):
            given = trying.applications[row].other_aid or ()
            yield Finding((row,), msg("{row}: {aid}", row=books.name(row), aid=[_aid(aid) for aid in given]))


def _aid(aid: Aid) -> Message:
    unknown = msg("not named")
    return msg(
        "{program} ({level}, {kind}, {amount})",
        program=aid.program or unknown,
        level=LEVELS[aid.level] if aid.level else unknown,
        kind=AID_KINDS[aid.kind] if aid.kind else unknown,
        amount=_amount(aid),
    )


def _amount(aid: Aid) -> Sayable:
    if aid.amount is None:
        return msg("amount not given")
    return msg("{amount} yuan", amount=format_money(aid.amount))
