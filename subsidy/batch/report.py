"""A batch as a report: what it comes to, by what loans have in common, which limits bound, and each of its loans."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final, NamedTuple

import polars as pl

from subsidy.batch.breakdown import DIVISIONS, Breakdown
from subsidy.batch.result import BatchResult
from subsidy.batch.summary import summary
from subsidy.evaluation.decision import OUTCOMES
from subsidy.explain.values import verbatim
from subsidy.facts import Vocabulary
from subsidy.limits.settlement import Extent
from subsidy.messages import Label, Message, Sayable, msg
from subsidy.report.page import Bar, Bars, Block, Heading, Page, Paragraph, Table
from subsidy.report.phrases import in_yuan

_MOST: Final = 20
_NAMES: Final = ("application.id", "loan.contract", "borrower.name")
_HEADINGS: Final[Mapping[str, Message]] = {
    "loan.product": msg("By product"),
    "loan.lender": msg("By lender"),
    "borrower.district": msg("By district"),
}
_NOT_KNOWN: Final = msg("not known yet")


class Loans(NamedTuple):
    """The rows that are shown one by one (`named`, `decisions` and `payables` beside each other), of `of` in all.

    `link` gives what leads to the sheet of a row, by its number and what it is called.
    """

    rows: pl.DataFrame
    of: int
    link: Callable[[int, Sayable], Sayable]


class Findings(NamedTuple):
    """What a report has besides the summary; `limits` is that of `settle`, None where a scheme has none."""

    breakdown: Breakdown
    limits: pl.DataFrame | None
    labels: Mapping[str, Label]
    loans: Loans


def batch_report(result: BatchResult, findings: Findings, vocabulary: Vocabulary) -> Page:
    """The page of a report."""
    blocks = [*summary(result), *_distribution(findings.breakdown)]
    for division in DIVISIONS:
        blocks += _division(findings.breakdown, division, vocabulary)
    return (*blocks, *_limits(findings), *_loans(findings.loans))


def _distribution(breakdown: Breakdown) -> Iterator[Block]:
    bins = breakdown.distribution
    if any(one.rows for one in bins):
        yield Heading(msg("How much the loans are paid"))
        bars = (Bar(_between(one.above, one.up_to), one.rows, _count(one.rows)) for one in bins)
        yield Bars(msg("loans, by what is payable of them"), tuple(bars))


def _between(above: int, up_to: int | None) -> Message:
    if up_to is None:
        return msg("above {low}", low=_short(above))
    if not above:
        return msg("up to {end}", end=_short(up_to))
    return msg("{low} to {end}", low=_short(above), end=_short(up_to))


def _short(fen: int) -> Label:
    """A round amount in as few characters as it takes."""
    yuan = fen // 100
    return Label(f"{Decimal(yuan) / 10_000:f}万元" if yuan >= 10_000 else f"{yuan:,}元", f"{yuan:,}")


def _division(breakdown: Breakdown, division: str, vocabulary: Vocabulary) -> Iterator[Block]:
    shares = breakdown.by(division)
    if not any(share.name is not None for share in shares):
        return
    names: list[Sayable] = [msg("not given") if s.name is None else verbatim(s.name) for s in shares]
    yield Heading(_HEADINGS[division])
    bars = (Bar(n, s.payable_fen, in_yuan(s.payable_fen)) for n, s in zip(names[:_MOST], shares, strict=False))
    yield Bars(msg("payable, in yuan"), tuple(bars))
    yield Table(
        (vocabulary[division].label, msg("loans"), msg("eligible"), msg("due"), msg("payable"), msg("open")),
        tuple(
            (n, _count(s.rows), _count(s.eligible), in_yuan(s.due_fen), in_yuan(s.payable_fen), _count(s.open))
            for n, s in zip(names[:_MOST], shares, strict=False)
        ),
    )
    if len(shares) > _MOST:
        yield Paragraph(msg("and {count} more", count=len(shares) - _MOST), "faint")


def _limits(findings: Findings) -> Iterator[Block]:
    if findings.limits is None:
        return
    bound = findings.limits.filter(pl.col("taken_fen") > 0).sort("taken_fen", descending=True, maintain_order=True)
    if not bound.height:
        return
    yield Heading(msg("Where limits bound"))
    yield Table(
        (
            msg("limit"),
            msg("of"),
            msg("ceiling"),
            msg("used before"),
            msg("claimed"),
            msg("kept"),
            msg("taken, in yuan"),
        ),
        tuple(_bound(row, findings.labels) for row in bound.head(_MOST).iter_rows(named=True)),
    )
    if bound.height > _MOST:
        yield Paragraph(msg("and {count} more", count=bound.height - _MOST), "faint")


def _bound(row: dict[str, Any], labels: Mapping[str, Label]) -> tuple[Sayable, ...]:
    def extent(name: str) -> Sayable:
        value = row[name]
        return verbatim("") if value is None else Extent.of(value, row["unit"])

    extents = (extent(name) for name in ("ceiling", "used", "claimed", "paid"))
    return (labels[row["limit"]], verbatim(row["group"]), *extents, in_yuan(row["taken_fen"]))


def _loans(loans: Loans) -> Iterator[Block]:
    if not loans.rows.height:
        return
    yield Heading(msg("The loans"))
    if loans.rows.height < loans.of:
        shown = msg("the first {shown} of {all}", shown=_count(loans.rows.height), all=_count(loans.of))
        yield Paragraph(shown, "faint")
    yield Table(
        (msg("loan"), msg("outcome"), msg("due"), msg("payable")),
        tuple(_loan(number, row, loans) for number, row in enumerate(loans.rows.iter_rows(named=True))),
    )


def _loan(number: int, row: dict[str, Any], loans: Loans) -> tuple[Sayable, ...]:
    known = [row[name] for name in _NAMES if row.get(name)]
    name: Sayable = verbatim(" · ".join(known)) if known else msg("row {row}", row=row["row"])
    amounts = (_NOT_KNOWN if row[fen] is None else in_yuan(row[fen]) for fen in ("total_fen", "payable_fen"))
    return (loans.link(number, name), OUTCOMES[row["outcome"]], *amounts)


def _count(count: int) -> Sayable:
    return verbatim(f"{count:,}")
