"""How a page on a decision begins and how it ends: the verdict, and the amount in figures and in capitals."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Final

from subsidy.evaluation import Decision, Outcome, Status
from subsidy.evaluation.decision import OUTCOMES, BenefitResult
from subsidy.explain.values import Joined, verbatim
from subsidy.messages import Message, Sayable, msg
from subsidy.quantities.fen import total_of
from subsidy.report.page import Block, Field, Fields, Heading, Paragraph, Title, Tone
from subsidy.report.phrases import NOT_KNOWN_YET, Yuan, edition_name, in_figures_and_capitals
from subsidy.scheme.definition import PAYEES

TONES: Final[Mapping[Outcome, Tone]] = {
    "eligible": "good",
    "ineligible": "bad",
    "suspended": "open",
    "incomplete": "open",
}
MARKS: Final[Mapping[Outcome, str]] = {"eligible": "✓", "ineligible": "✗", "suspended": "!", "incomplete": "?"}
STATUSES: Final[Mapping[Status, Message]] = {
    "granted": msg("granted"),
    "refused": msg("refused"),
    "suspended": msg("suspended"),
    "open": NOT_KNOWN_YET,
}

_VERDICTS: Final[Mapping[Outcome, Callable[[Decision], Message]]] = {
    "eligible": lambda d: msg("Eligible: {amount}", amount=Yuan(d.total or Decimal())),
    "ineligible": lambda _: msg("Not eligible"),
    "suspended": lambda _: msg("Suspended: nothing is paid for now"),
    "incomplete": lambda d: msg("Cannot be decided yet; still to be known: {count}", count=len(d.missing)),
}


def verdict(decision: Decision) -> Message:
    """The outcome in one sentence, with the amount where there is one."""
    return _VERDICTS[decision.outcome](decision)


def answer(outcome: Outcome, total: Decimal | None) -> Sayable:
    """An outcome in a few words: the amount, or why there is none."""
    return Yuan(total) if outcome == "eligible" and total is not None else OUTCOMES[outcome]


def head(decision: Decision) -> Iterator[Block]:
    """The verdict, and what it is about: scheme and edition, application, borrower."""
    yield Title(verdict(decision), TONES[decision.outcome])
    yield Paragraph(subject(decision), "faint")


def subject(decision: Decision) -> Sayable:
    """What is decided under what: scheme and edition, and application and borrower, where they are named."""
    return Joined((edition_name(decision.program.edition), *_names(decision)), msg(" · "))


def about(decision: Decision) -> Iterator[Block]:
    """What is decided: application and borrower, where they are named."""
    if names := _names(decision):
        yield Paragraph(Joined(names, msg(" · ")), "faint")


def _names(decision: Decision) -> tuple[Sayable, ...]:
    borrower = decision.application.borrower
    return tuple(verbatim(name) for name in (decision.id, borrower and borrower.name) if name)


def amounts(decision: Decision) -> Iterator[Block]:
    """Each benefit where there are several, then the sum in figures and in capitals."""
    if len(decision.benefits) > 1:
        yield Heading(msg("Amounts"))
        yield Fields(tuple(Field(b.label, _amount_of(b)) for b in decision.benefits))
    yield Paragraph(_due(decision), "strong")


def _due(decision: Decision) -> Message:
    payees = list(dict.fromkeys(PAYEES[b.payee] for b in decision.benefits))
    if decision.total is not None:
        return msg("Due to {payees}: {amount}", payees=payees, amount=in_figures_and_capitals(decision.total))
    possible = [b.computed if b.status == "open" else b.entitlement for b in decision.benefits]
    known = [amount for amount in possible if amount is not None]
    if len(known) < len(possible):
        return msg("Due to {payees}: not known yet", payees=payees)
    amount = in_figures_and_capitals(total_of(known))
    return msg("Due to {payees}, if what is open holds: {amount}", payees=payees, amount=amount)


def _amount_of(benefit: BenefitResult) -> Sayable:
    """What is granted and to whom, or why nothing is."""
    if benefit.status != "granted" or benefit.entitlement is None:
        return STATUSES[benefit.status]
    return msg("{amount} to {payee}", amount=Yuan(benefit.entitlement), payee=PAYEES[benefit.payee])
