"""Facts that cannot all be true: one row of the table for each way to contradict oneself.

A check is silent about what is not known, and equal dates contradict nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from subsidy.diagnostics import Diagnostic
from subsidy.documents import Document, Keys, dotted
from subsidy.facts.access import accessor, flows_of, interest_from_flows
from subsidy.facts.application import Application
from subsidy.facts.borrower import Qualification
from subsidy.facts.cover import COVER_KINDS
from subsidy.facts.loan import FLOW_KINDS, Extension, Flow, Loan
from subsidy.facts.vocabulary import VOCABULARY
from subsidy.messages import Message, msg
from subsidy.quantities import format_money


class Finding(NamedTuple):
    """A contradiction: the keys of the fact to look at first, and what it contradicts."""

    keys: Keys
    message: Message


class Check(NamedTuple):
    """`code` names it in diagnostics, `paths` are the facts that it compares."""

    code: str
    paths: tuple[str, ...]
    find: Callable[[Application], Iterator[Finding]]


def contradictions(application: Application, document: Document) -> list[Diagnostic]:
    """Every contradiction in an application, with the place of the fact in its document."""
    return [
        Diagnostic(check.code, finding.message, document.place(finding.keys), dotted(finding.keys))
        for check in CHECKS
        for finding in check.find(application)
    ]


def _in_order(code: str, earlier: str, later: str) -> Check:
    """Two days of which one cannot come before the other."""
    first, second = accessor(earlier), accessor(later)

    def find(application: Application) -> Iterator[Finding]:
        start, end = first(application), second(application)
        if isinstance(start, date) and isinstance(end, date) and end < start:
            message = msg(
                "{later} {later_day} is before {earlier} {earlier_day}",
                later=VOCABULARY[later].label,
                later_day=end,
                earlier=VOCABULARY[earlier].label,
                earlier_day=start,
            )
            yield Finding(tuple(later.split(".")), message)

    return Check(code, (earlier, later), find)


def _spans(keys: Keys, spans: tuple[Qualification | Extension, ...] | None) -> Iterator[Finding]:
    for position, span in enumerate(spans or ()):
        if span.from_ is not None and span.to is not None and span.to < span.from_:
            yield Finding(
                (*keys, position, "to"), msg("ends on {to}, before it begins on {start}", to=span.to, start=span.from_)
            )


def _qualification_ends_early(application: Application) -> Iterator[Finding]:
    if application.borrower:
        yield from _spans(("borrower", "qualifications"), application.borrower.qualifications)


def _extension_ends_early(application: Application) -> Iterator[Finding]:
    if application.loan:
        yield from _spans(("loan", "extensions"), application.loan.extensions)


# A fee or a premium may be paid before the money is drawn, or after the debt is settled.
DEBT_FLOWS: Final = frozenset({"drawdown", "principal", "interest", "penalty", "compound"})


def _debt_flows(loan: Loan) -> Iterator[tuple[Keys, Flow]]:
    for position, flow in enumerate(loan.flows or ()):
        if flow.kind in DEBT_FLOWS:
            yield ("loan", "flows", position, "on"), flow


def _flow_before_disbursement(application: Application) -> Iterator[Finding]:
    loan = application.loan
    if loan and loan.disbursed_on:
        for keys, flow in _debt_flows(loan):
            if flow.on < loan.disbursed_on:
                yield Finding(
                    keys,
                    msg(
                        "{kind} on {day}, before the loan was disbursed on {disbursed}",
                        kind=FLOW_KINDS[flow.kind],
                        day=flow.on,
                        disbursed=loan.disbursed_on,
                    ),
                )


def _flow_after_settlement(application: Application) -> Iterator[Finding]:
    loan = application.loan
    if loan and loan.settled_on:
        for keys, flow in _debt_flows(loan):
            if flow.on > loan.settled_on:
                yield Finding(
                    keys,
                    msg(
                        "{kind} on {day}, after the loan was settled on {settled}",
                        kind=FLOW_KINDS[flow.kind],
                        day=flow.on,
                        settled=loan.settled_on,
                    ),
                )


def _flows_out_of_order(application: Application) -> Iterator[Finding]:
    """Within one kind of payment: a day that goes back is a wrong year more often than a loose habit."""
    previous: dict[str, date] = {}
    for position, flow in enumerate((application.loan and application.loan.flows) or ()):
        before = previous.get(flow.kind, flow.on)
        if flow.on < before:
            message = msg(
                "{kind} on {day} stands after {before}", kind=FLOW_KINDS[flow.kind], day=flow.on, before=before
            )
            yield Finding(("loan", "flows", position, "on"), message)
        previous[flow.kind] = flow.on


def _drawn(loan: Loan) -> Decimal | None:
    drawn = flows_of(loan, "drawdown")
    return loan.principal if drawn is None else drawn


def _drawn_above_principal(application: Application) -> Iterator[Finding]:
    if loan := application.loan:
        drawn = flows_of(loan, "drawdown")
        if drawn is not None and loan.principal is not None and drawn > loan.principal:
            message = msg(
                "drawdowns of {drawn} are above the principal {principal}",
                drawn=format_money(drawn),
                principal=format_money(loan.principal),
            )
            yield Finding(("loan", "flows"), message)


def _repaid_above_drawn(application: Application) -> Iterator[Finding]:
    if loan := application.loan:
        repaid, drawn = flows_of(loan, "principal"), _drawn(loan)
        if repaid is not None and drawn is not None and repaid > drawn:
            message = msg(
                "repayments of principal of {repaid} are above the {drawn} drawn",
                repaid=format_money(repaid),
                drawn=format_money(drawn),
            )
            yield Finding(("loan", "flows"), message)


def _settled_but_not_repaid(application: Application) -> Iterator[Finding]:
    if (loan := application.loan) and loan.settled_on:
        repaid, drawn = flows_of(loan, "principal"), _drawn(loan)
        if repaid is not None and drawn is not None and repaid < drawn:
            message = msg(
                "settled on {day}, but the repayments of principal are {repaid} of {drawn}",
                day=loan.settled_on,
                repaid=format_money(repaid),
                drawn=format_money(drawn),
            )
            yield Finding(("loan", "settled_on"), message)


def _interest_differs(application: Application) -> Iterator[Finding]:
    if loan := application.loan:
        listed = interest_from_flows(loan)
        if loan.interest_paid is not None and listed is not None and loan.interest_paid != listed:
            message = msg(
                "interest paid is {stated}, but the flows of interest add up to {listed}",
                stated=format_money(loan.interest_paid),
                listed=format_money(listed),
            )
            yield Finding(("loan", "interest_paid"), message)


_NOT_PAID_FOR: Final = {"insurance": ("fee",), "guarantee": ("premium",), "none": ("premium", "fee")}


def _cost_of_another_cover(application: Application) -> Iterator[Finding]:
    if (cover := application.cover) and cover.kind:
        amounts = {"premium": cover.premium, "fee": cover.fee}
        for key in _NOT_PAID_FOR[cover.kind]:
            amount = amounts[key]
            if amount:
                message = msg(
                    "{cost} of {amount}, but the kind of cover is {kind}",
                    cost=VOCABULARY[f"cover.{key}"].label,
                    amount=format_money(amount),
                    kind=COVER_KINDS[cover.kind],
                )
                yield Finding(("cover", key), message)


CHECKS: Final[tuple[Check, ...]] = (
    _in_order("disbursed-before-signed", "loan.signed_on", "loan.disbursed_on"),
    _in_order("matures-before-signed", "loan.signed_on", "loan.matures_on"),
    _in_order("matures-before-disbursed", "loan.disbursed_on", "loan.matures_on"),
    _in_order("settled-before-signed", "loan.signed_on", "loan.settled_on"),
    _in_order("settled-before-disbursed", "loan.disbursed_on", "loan.settled_on"),
    _in_order("submitted-before-signed", "loan.signed_on", "application.submitted_on"),
    _in_order("cover-ends-before-it-starts", "cover.from", "cover.to"),
    Check("qualification-ends-before-it-starts", ("borrower.qualifications",), _qualification_ends_early),
    Check("extension-ends-before-it-starts", ("loan.extensions",), _extension_ends_early),
    Check("flow-before-disbursement", ("loan.flows", "loan.disbursed_on"), _flow_before_disbursement),
    Check("flow-after-settlement", ("loan.flows", "loan.settled_on"), _flow_after_settlement),
    Check("flows-out-of-order", ("loan.flows",), _flows_out_of_order),
    Check("drawn-above-principal", ("loan.flows", "loan.principal"), _drawn_above_principal),
    Check("repaid-above-drawn", ("loan.flows", "loan.principal"), _repaid_above_drawn),
    Check("settled-but-not-repaid", ("loan.settled_on", "loan.flows", "loan.principal"), _settled_but_not_repaid),
    Check("interest-differs", ("loan.interest_paid", "loan.flows"), _interest_differs),
    Check("cost-of-another-cover", ("cover.kind", "cover.premium", "cover.fee"), _cost_of_another_cover),
)
