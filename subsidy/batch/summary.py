"""A batch on one page: outcomes, amounts, limits, why rows were refused, what is missing, what was rejected."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from subsidy.batch.receipt import EditionRecord
from subsidy.batch.result import BatchResult, Count, RejectKind
from subsidy.evaluation.decision import OUTCOMES
from subsidy.explain.values import Joined, verbatim
from subsidy.messages import Message, Sayable, msg
from subsidy.quantities.fen import yuan_of
from subsidy.report.noticed import noticed
from subsidy.report.page import Block, Field, Fields, Heading, Item, Items, Page, Paragraph, Table, Title
from subsidy.report.phrases import Yuan, in_yuan
from subsidy.report.verdict import MARKS, TONES

_MOST: Final = 10
_HASH: Final = 12
_LONGEST: Final = 40


def summary(result: BatchResult) -> Page:
    """The page of a batch."""
    return tuple(block for part in _PARTS for block in part(result))


def _title(result: BatchResult) -> Iterator[Block]:
    decided, rejected = _number(result.decided), _number(result.rejected)
    if result.rejected:
        yield Title(msg("Rows decided: {decided}; rejected: {rejected}", decided=decided, rejected=rejected), "open")
    else:
        yield Title(msg("Rows decided: {decided}; none rejected", decided=decided), "good")
    yield Paragraph(Joined((result.title, verbatim(result.scheme)), msg(" · ")), "faint")


def _outcomes(result: BatchResult) -> Iterator[Block]:
    if result.outcomes:
        yield Heading(msg("Outcomes"))
        yield Items(
            tuple(
                Item(msg("{name}: {value}", name=OUTCOMES[outcome], value=_rows(rows)), MARKS[outcome], TONES[outcome])
                for outcome, rows in result.outcomes.items()
            )
        )


def _amounts(result: BatchResult) -> Iterator[Block]:
    rows: list[tuple[Sayable, int, int]] = [(b.label, b.due_fen, b.payable_fen) for b in result.benefits]
    if len(rows) > 1:
        rows.append((msg("together"), result.due_fen, result.payable_fen))
    yield Heading(msg("Amounts in yuan"))
    yield Table(
        (msg("benefit"), msg("due"), msg("payable")),
        tuple((label, in_yuan(due), in_yuan(payable)) for label, due, payable in rows),
    )
    unsettled = [
        msg("{benefit}: not known yet, and in no sum: {rows}", benefit=b.label, rows=_rows(b.unsettled))
        for b in result.benefits
        if b.unsettled
    ]
    if unsettled:
        yield Items(tuple(Item(text, "?", "open") for text in unsettled))


def _limits(result: BatchResult) -> Iterator[Block]:
    if result.limits:
        yield Heading(msg("Limits that took something"))
        took = [
            msg("{limit}: {amount} ({rows})", limit=m.label, amount=Yuan(yuan_of(m.taken_fen)), rows=_rows(m.rows))
            for m in result.limits
        ]
        yield Items(tuple(Item(text, "−", "bad") for text in took))


def _reasons(result: BatchResult) -> Iterator[Block]:
    whole = tuple(count for count in result.reasons if not count.benefit)
    yield from _commonest(msg("Why rows are refused, the commonest first"), msg("reason"), whole)
    for benefit in result.benefits:
        own = tuple(count for count in result.reasons if count.benefit == benefit.name)
        yield from _commonest(msg("Why they get no {benefit}", benefit=benefit.label), msg("reason"), own)


def _missing(result: BatchResult) -> Iterator[Block]:
    return _commonest(msg("What is still to be known, the commonest first"), msg("fact"), result.missing)


def _commonest(heading: Message, what: Message, counts: tuple[Count, ...]) -> Iterator[Block]:
    if counts:
        yield Heading(heading)
        rows = tuple((verbatim(_number(c.rows)), c.label, verbatim(c.name)) for c in counts[:_MOST])
        yield Table((msg("rows"), what, msg("code")), rows)
        yield from _more(len(counts))


def _rejects(result: BatchResult) -> Iterator[Block]:
    if result.rejects:
        yield Heading(msg("Why rows were rejected, each with its first row"))
        several = len(result.receipt.inputs) > 1
        yield Items(tuple(_reject(kind, is_of_several=several) for kind in result.rejects[:_MOST]))
        yield from _more(len(result.rejects))


def _reject(kind: RejectKind, *, is_of_several: bool) -> Item:
    text = kind.problem if kind.label is None else msg("{name}: {value}", name=kind.label, value=kind.problem)
    found = kind.found if len(kind.found) <= _LONGEST else kind.found[:_LONGEST] + "…"
    row = msg("row {row}", row=kind.place.row)
    where = msg("{file}, {row}", file=kind.place.file, row=row) if is_of_several else row
    first = msg("{where}: found {found}", where=where, found=verbatim(found)) if found.strip() else where
    below = (first,) if kind.remedy is None else (first, kind.remedy)
    counted = msg("{problem} ({rows})", problem=text, rows=_rows(kind.rows))
    return Item(counted, "✗", "bad", kind.field, below)


def _more(kinds: int) -> Iterator[Block]:
    if kinds > _MOST:
        yield Paragraph(msg("and {count} more kinds", count=kinds - _MOST), "faint")


def _to_mind(result: BatchResult) -> Iterator[Block]:
    if result.notices:
        yield Heading(msg("Please note"))
        yield Items(tuple(map(noticed, result.notices)))


def _written(result: BatchResult) -> Iterator[Block]:
    places = zip((msg("decisions"), msg("receipt"), msg("rejects"), msg("report")), result.written, strict=True)
    fields = tuple(Field(name, verbatim(str(place))) for name, place in places if place)
    if fields:
        yield Heading(msg("Written"))
        yield Fields(fields)


def _made_with(result: BatchResult) -> Iterator[Block]:
    receipt = result.receipt
    parts: list[Sayable] = [verbatim(receipt.engine)]
    for name, edition in receipt.editions.items():
        parts += _edition(name, edition)
    yield Paragraph(Joined(tuple(parts), msg("; ")), "faint")


def _edition(name: str, edition: EditionRecord) -> Iterator[Sayable]:
    yield msg("edition {name} ({hash})", name=name, hash=edition.scheme_sha256[:_HASH])
    for overlay in edition.overlays_sha256:
        yield msg("overlay ({hash})", hash=overlay[:_HASH])
    for table, digest in edition.tables_sha256.items():
        yield msg("table {name} ({hash})", name=table, hash=digest[:_HASH])
    for reading, choice in edition.readings.items():
        yield verbatim(f"{reading}={choice}")


def _rows(count: int) -> Message:
    return msg("1 row") if count == 1 else msg("{count} rows", count=_number(count))


def _number(count: int) -> str:
    return f"{count:,}"


_PARTS: Final[tuple[Callable[[BatchResult], Iterator[Block]], ...]] = (
    _title,
    _outcomes,
    _amounts,
    _limits,
    _reasons,
    _missing,
    _rejects,
    _to_mind,
    _written,
    _made_with,
)
