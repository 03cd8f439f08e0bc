"""How a page on a decision begins and how it ends: the verdict, and the amount in figures and in capitals."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Final, NamedTuple

from subsidy.evaluation import Decision, Outcome, Status
from subsidy.evaluation.decision import OUTCOMES, BenefitResult
from subsidy.explain.values import Joined, verbatim
from subsidy.limits import Settled
from subsidy.messages import Message, Sayable, msg
from subsidy.quantities.fen import fen_of, total_of, yuan_of
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


class Verdict(NamedTuple):
    """The outcome in one sentence, with the amount where there is one."""

    text: Message
    tone: Tone
    mark: str


def verdict(decision: Decision, settled: Settled | None = None) -> Verdict:
    """What is due; where the limits leave something else, what is payable first."""
    outcome, due = decision.outcome, decision.total
    if settled is None or settled.is_as_due or due is None:
        return Verdict(_VERDICTS[outcome](decision), TONES[outcome], MARKS[outcome])
    if settled.total is None:
        text = msg("Eligible, but what the limits leave of {due} is not known yet", due=Yuan(due))
        return Verdict(text, "open", MARKS["incomplete"])
    if not settled.total:
        text = msg("Eligible, but nothing is payable: the limits take all of {due}", due=Yuan(due))
        return Verdict(text, "bad", MARKS["suspended"])
    taken = Yuan(yuan_of(fen_of(due) - fen_of(settled.total)))
    text = msg(
        "Payable: {payable} (due {due}, of which the limits take {taken})",
        payable=Yuan(settled.total),
        due=Yuan(due),
        taken=taken,
    )
    return Verdict(text, "good", MARKS["eligible"])


def answer(outcome: Outcome, total: Decimal | None) -> Sayable:
    """An outcome in a few words: the amount, or why there is none."""
    return Yuan(total) if outcome == "eligible" and total is not None else OUTCOMES[outcome]


def head(decision: Decision, settled: Settled | None = None) -> Iterator[Block]:
    """The verdict, and what it is about: scheme and edition, application, borrower."""
    said = verdict(decision, settled)
    yield Title(said.text, said.tone)
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
    yield Paragraph(sum_due(decision), "strong")


def sum_due(decision: Decision) -> Message:
    """What is due to whom before the limits, in one sentence."""
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
