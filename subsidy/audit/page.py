"""An audit on one page: how much agrees, what differs and why, what else was found, with what it was recomputed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from subsidy.audit.auditing import Audit, Audited, Explained
from subsidy.audit.cause import Stage
from subsidy.audit.findings import Check, Finding
from subsidy.audit.lines import DIFFERENT, VERDICTS, Sum, Verdict
from subsidy.audit.summed import NONE, OPEN, by_cause, leading_cause, together
from subsidy.batch.receipt import engine
from subsidy.explain.values import Joined, verbatim
from subsidy.messages import Label, Message, Sayable, msg
from subsidy.quantities.fen import yuan_of
from subsidy.report.page import Block, Field, Fields, Heading, Item, Items, Page, Paragraph, Table, Title, Tone
from subsidy.report.phrases import Yuan, in_yuan
from subsidy.scheme.program import Program

STAGES: Final[Mapping[Stage, Label]] = {
    "payable": Label("实补金额（限额之后）", "amounts payable, after the limits"),
    "entitlement": Label("应补金额（限额之前）", "amounts due, before the limits"),
}
FEW: Final = 20
"""Differences of a scheme, and findings of a kind, on a page that is not to hold them all."""
_MOST_CAUSES: Final = 4
_MARKS: Final[Mapping[Verdict, tuple[str, Tone]]] = {
    "over": ("↑", "bad"),
    "under": ("↓", "bad"),
    "not-eligible": ("✗", "bad"),
    "not-claimed": ("○", "open"),
    "not-recomputed": ("?", "open"),
}


def audit_page(audit: Audit, most: int | None = None, written: Path | None = None) -> Page:
    """All of it, or at most so many differences of a scheme and findings of a kind; `written` is the file that holds
    all of it.
    """
    blocks: list[Block] = [title(audit)]
    for audited in audit.schemes:
        blocks += _scheme(audited, audit)
        blocks += _differences(audited, audit, most, written)
    if audit.findings:
        blocks.append(Heading(msg("Found within the batch")))
        blocks += [_found(check, found, audit, most) for check, found in audit.findings]
    notes = [note for audited in audit.schemes for note in audited.notes]
    if notes:
        blocks += [Heading(msg("Please note")), Items(tuple(Item(note, "!", "open") for note in notes))]
    if written is not None:
        blocks += [Heading(msg("Written")), Fields((Field(msg("report"), verbatim(str(written))),))]
    return (*blocks, Heading(msg("Recomputed with")), _made_with(audit))


def title(audit: Audit) -> Title:
    """How much agrees, and whether something else was found."""
    lines = sum(s.lines for audited in audit.schemes for s in audited.sums.values())
    agree = sum(audited.sums["agree"].lines for audited in audit.schemes if "agree" in audited.sums)
    found = sum(len(rows) for _, rows in audit.findings)
    if agree == lines and not found:
        return Title(msg("All {count} amounts agree, and nothing else was found", count=lines), "good")
    words = msg("{agree} of {count} amounts agree; findings: {found}", agree=agree, count=lines, found=found)
    return Title(words, "bad" if audit.differs else "open")


def _scheme(audited: Audited, audit: Audit) -> Iterator[Block]:
    rows = Counter(audited.ledger.get_column("edition").drop_nulls().to_list())
    editions = [msg("{edition} ({count} rows)", edition=name, count=rows[name]) for name in audited.programs]
    yield Heading(audited.scheme.title)
    yield Fields(
        (
            Field(msg("compared"), STAGES[audit.terms.stage]),
            Field(msg("editions"), Joined(tuple(editions), msg(", "))),
        )
    )
    if lead := leading_cause([e for e in audited.explained if e.verdict in DIFFERENT]):
        yield Items((Item(lead, "▶", "bad"),))
    yield _sums(audited.sums)


def _sums(sums: Mapping[Verdict, Sum]) -> Table:
    """What cannot be recomputed stands below the line, and is no part of the sum."""
    header = (msg("in yuan"), msg("number"), msg("claimed amount"), msg("recomputed"), msg("difference"))
    rows = [_sum(VERDICTS[verdict], found) for verdict, found in sums.items() if verdict != OPEN]
    rows.append(_sum(msg("together"), together(sums)))
    if OPEN in sums:
        found, unknown = sums[OPEN], verbatim("")
        rows.append((VERDICTS[OPEN], verbatim(str(found.lines)), in_yuan(found.claimed), unknown, unknown))
    return Table(header, tuple(rows))


def _made_with(audit: Audit) -> Fields:
    """Enough to tell whether it was recomputed with the same rules."""
    fields = [Field(msg("engine"), verbatim(engine()))]
    tables: dict[str, str] = {}
    for audited in audit.schemes:
        for edition, program in audited.programs.items():
            fields.append(Field(verbatim(f"{audited.scheme.name}@{edition}"), verbatim(program.sha256)))
            fields += [Field(msg("overlay"), verbatim(sha256)) for sha256 in program.overlays]
            fields += [Field(label, choice) for label, choice in _chosen(program)]
            tables |= {name: table.sha256 for name, table in program.tables.items()}
    fields += [Field(msg("rate table {table}", table=name), verbatim(sha256)) for name, sha256 in tables.items()]
    return Fields(tuple(fields))


def _chosen(program: Program) -> Iterator[tuple[Sayable, Sayable]]:
    """The readings that were not left at their default."""
    for name, reading in program.edition.readings.items():
        if program.readings[name] != reading.default:
            yield reading.label, reading.choice_labels[program.readings[name]]


def _sum(label: Sayable, found: Sum) -> tuple[Sayable, ...]:
    amounts = (found.claimed, found.right, found.claimed - found.right)
    return (label, verbatim(str(found.lines)), *map(in_yuan, amounts))


def _differences(audited: Audited, audit: Audit, most: int | None, written: Path | None) -> Iterator[Block]:
    if not audited.explained:
        return
    different = [e for e in audited.explained if e.verdict in DIFFERENT]
    if different:
        yield Heading(msg("Differences by likely cause"))
        yield _by_cause(different)
    yield Heading(msg("What does not agree"))
    yield Items(tuple(_difference(e, audited, audit) for e in audited.explained[:most]))
    yield from _rest(len(audited.explained), most, written)


def _by_cause(different: Sequence[Explained]) -> Table:
    header = (msg("likely cause, in yuan"), msg("number"), msg("too much"), msg("too little"))
    rows = ((one.label, verbatim(str(one.lines)), in_yuan(one.over), in_yuan(one.under)) for one in by_cause(different))
    return Table(header, tuple(rows))


def _difference(explained: Explained, audited: Audited, audit: Audit) -> Item:
    mark, tone = _MARKS[explained.verdict]
    verdict, amounts = VERDICTS[explained.verdict], _amounts(explained)
    row, benefit = audit.terms.names(explained.row), audited.benefits.get(explained.benefit)
    if benefit is None:
        text = msg("{row}: {verdict}; {amounts}", row=row, verdict=verdict, amounts=amounts)
    else:
        text = msg("{row}, {benefit}: {verdict}; {amounts}", row=row, benefit=benefit, verdict=verdict, amounts=amounts)
    return Item(text, mark, tone, below=(*explained.why, *causes_in_words(explained, _MOST_CAUSES)))


def _amounts(explained: Explained) -> Message:
    claimed = msg("no amount") if explained.claimed is None else in_yuan(explained.claimed)
    if explained.right is None:
        return msg("claimed {claimed}", claimed=claimed)
    if explained.verdict == OPEN:  # what is claimed cannot be read
        return msg("recomputed {right}", right=in_yuan(explained.right))
    difference = (explained.claimed or 0) - explained.right
    right, by = in_yuan(explained.right), Yuan(yuan_of(abs(difference)))
    if difference > 0:
        return msg("claimed {claimed}, recomputed {right}: {by} too much", claimed=claimed, right=right, by=by)
    return msg("claimed {claimed}, recomputed {right}: {by} too little", claimed=claimed, right=right, by=by)


def causes_in_words(explained: Explained, most: int | None = None) -> tuple[Sayable, ...]:
    """One likely cause; or several, of which none is certain; or that there is none."""
    if not explained.causes:
        return (NONE,) if explained.is_searched and not explained.is_unclaimed else ()
    if len(explained.causes) == 1:
        return (msg("likely cause: {cause}", cause=explained.causes[0].words),)
    said = tuple(msg("possible: {cause}", cause=cause.words) for cause in explained.causes[:most])
    left = len(explained.causes) - len(said)
    more = (msg("possible: {count} more", count=left),) if left else ()
    return (msg("several explain it exactly, and none is certain"), *said, *more)


def _found(check: Check, found: Sequence[Finding], audit: Audit, most: int | None) -> Items:
    below = [finding.words for finding in found[:most]]
    left = len(found) - len(below)
    more = [msg("{count} more", count=left)] if left else []
    text = msg("{check} ({count}): {criterion}", check=check.label, count=len(found), criterion=check.criterion)
    return Items((Item(text, "▲", "open", below=(*below, *more)),))


def _rest(count: int, most: int | None, written: Path | None) -> Iterator[Paragraph]:
    if most is not None and count > most:
        said = msg("{count} more; {option} writes all of them to a file", count=count - most, option="--out")
        if written is not None:
            said = msg("{count} more in {file}", count=count - most, file=written)
        yield Paragraph(said, "faint")
