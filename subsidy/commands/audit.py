"""`subsidy audit`: claimed amounts recomputed, what differs with its likely cause, what else is odd."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final, get_args

import click

from subsidy.audit import Audit, Stage
from subsidy.audit.batch_proof import is_of_batch, kept_batch
from subsidy.audit.page import FEW, audit_page
from subsidy.audit.proof import Proof, is_same
from subsidy.audit.proof_page import proof_blocks, redecided_page
from subsidy.audit.record import audit_record, redecided_records
from subsidy.audit.redecided import Redecided, kept_decisions, redecided
from subsidy.audit.run import AuditQuestion, AuditReport, asked_by, run_audit
from subsidy.batch import Reading
from subsidy.commands import options
from subsidy.commands.deciding import Form
from subsidy.commands.language import spoken
from subsidy.commands.output import show_json, show_page, write_whole
from subsidy.commands.reading_options import reading_tables_called
from subsidy.commands.spoken import Command, Option
from subsidy.diagnostics import Diagnostic, InputError
from subsidy.documents import read_document
from subsidy.messages import msg
from subsidy.report.markdown import as_markdown
from subsidy.report.page import Page
from subsidy.report.terminal import as_text
from subsidy.scheme.library import load_schemes
from subsidy.workshop import Made, publish, workshop

OPEN: Final = 4
DIFFERENT: Final = 7
FOUND: Final = 8
"""Exit codes: something cannot be recomputed; an amount differs; amounts agree, but something else was found."""
_WIDE: Final = 110


@click.command(
    "audit",
    cls=Command,
    help=msg(
        "Recomputes the amounts claimed in the tables CLAIMED..., one application a row, and compares them to the "
        "fen. The claimed amount is the column payable or entitlement, or one that is called as forms call it in "
        "Chinese; --claimed names another. CLAIMED may be an output of batch, with --facts the "
        "tables it came from.\n\n"
        "For each difference it tries what would give the claimed amount exactly: another reading or edition, another "
        "rounding, days counted otherwise, no limit, a wrong unit, another row; and it looks for what is odd within "
        "the batch: contracts and enterprises twice, loans beyond a limit, split or overlapping ones. Of several "
        "schemes, give one --scheme for each CLAIMED.\n\n"
        "With --receipt it proves that a decision (JSON of calc) or a batch (OUT.receipt.json) was made with the "
        "engine, scheme files, rate tables, readings and facts of now, or says what has changed and what that "
        "changes.\n\n"
        "The exit code is 0 when everything agrees and nothing is found, 7 when an amount differs, 4 when one cannot "
        "be recomputed, 8 when amounts agree but something else is found or has changed, 2 when an input cannot be "
        "used."
    ),
    examples=(
        "subsidy audit claims.xlsx --scheme city/scheme --out report.xlsx",
        "subsidy audit decisions.csv --facts loans.csv --scheme city/scheme",
        "subsidy audit a.csv b.csv --scheme city/one --scheme city/two",
        "subsidy audit --receipt decisions.csv.receipt.json",
    ),
)
@reading_tables_called("[CLAIMED]...", is_required=False)
@click.option(
    "--scheme",
    "names",
    cls=Option,
    metavar="NAME",
    multiple=True,
    help=msg("Recompute under this scheme; one for all CLAIMED, or one for each."),
)
@click.option(
    "--claimed", "heading", cls=Option, metavar="HEADING", help=msg("The column that holds the claimed amounts.")
)
@click.option(
    "--amounts",
    "stage",
    cls=Option,
    type=click.Choice(get_args(Stage)),
    help=msg("Whether they are amounts after the limits or before; otherwise as the heading says."),
)
@click.option(
    "--facts",
    cls=Option,
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help=msg("The applications, where CLAIMED holds only amounts; may be repeated."),
)
@click.option(
    "--receipt",
    cls=Option,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=msg("Prove what a decision or a batch was made with, from this file."),
)
@click.option(
    "--out",
    cls=Option,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=msg("Write the whole report to this file: .xlsx, .json, .txt or .md."),
)
@options.edition_of_it
@options.reading
@options.overlay
@options.schemes
@options.output
@options.lang
def command(
    reading: Reading,
    names: Sequence[str],
    heading: str | None,
    stage: Stage | None,
    facts: Sequence[Path],
    receipt: Path | None,
    out: Path | None,
    edition: str | None,
    readings: Mapping[str, str],
    overlays: Sequence[Path],
    folders: Sequence[Path],
    form: Form,
) -> None:
    schemes = load_schemes(*folders, overlays=overlays)
    question = AuditQuestion(schemes, tuple(names), reading, tuple(facts), heading, stage, edition, readings)
    _refuse_place(out, (*reading.inputs, *facts))
    if receipt is None:
        found = run_audit(question)
    else:
        document = read_document(receipt)
        if not is_of_batch(document):
            _redecide(redecided(kept_decisions(document), reading.inputs, schemes), form, out)
            return
        kept = kept_batch(document)
        found = run_audit(asked_by(kept, question, receipt), kept)
    _report(found, form, out)


def _report(found: AuditReport, form: Form, out: Path | None) -> None:
    for notice in found.notices:
        click.echo(notice.say(spoken()), err=True)
    if out is not None:
        _WRITERS[out.suffix.lower()](found, out)
    if form == "json":
        show_json(asdict(audit_record(found.audit, spoken(), found.proof)))
    else:
        show_page(_page(found, FEW), form)
    click.get_current_context().exit(_code(found.audit, found.proof))


def _redecide(results: Sequence[Redecided], form: Form, out: Path | None) -> None:
    if out is not None:
        raise click.UsageError(msg("--out goes with tables; decisions made again are printed").say(spoken()))
    if form == "json":
        show_json([asdict(record) for record in redecided_records(results, spoken())])
    else:
        show_page(redecided_page(results), form)
    is_changed = not all(is_same(result.proof) for result in results)
    code = DIFFERENT if any(result.changes for result in results) else FOUND if is_changed else 0
    click.get_current_context().exit(code)


def _code(audit: Audit, proof: Proof) -> int:
    """The most serious."""
    if audit.differs:
        return DIFFERENT
    if audit.is_open:
        return OPEN
    return FOUND if audit.findings or not is_same(proof) else 0


def _page(found: AuditReport, most: int | None = None) -> Page:
    return (*audit_page(found.audit, most), *(proof_blocks(found.proof) if found.proof else ()))


def _refuse_place(out: Path | None, read: Sequence[Path]) -> None:
    """Raises `InputError` for a report whose name is of no known form, or that is read."""
    if out is None:
        return
    if out.suffix.lower() not in _WRITERS:
        problem = msg("{file}: no report can be written to a file of this name", file=out)
        remedy = msg("let it end in one of {forms}", forms=list(_WRITERS))
        raise InputError([Diagnostic("form", problem, remedy=remedy)])
    if any(out.resolve() == path.resolve() for path in read):
        raise InputError([Diagnostic("place", msg("{file} is read, so it cannot be written to", file=out))])


def _workbook(found: AuditReport, out: Path) -> None:
    from subsidy.audit.workbook import write_workbook  # only this form needs it

    with workshop(out) as folder:
        made = Made(folder / out.name, out)
        write_workbook(found.audit, made.path, spoken(), found.proof)
        publish([made])


def _json(found: AuditReport, out: Path) -> None:
    record = asdict(audit_record(found.audit, spoken(), found.proof))
    write_whole(out, json.dumps(record, ensure_ascii=False, indent=2) + "\n")


_WRITERS: Final[Mapping[str, Callable[[AuditReport, Path], None]]] = {
    ".xlsx": _workbook,
    ".json": _json,
    ".txt": lambda found, out: write_whole(out, as_text(_page(found), spoken(), _WIDE)),
    ".md": lambda found, out: write_whole(out, as_markdown(_page(found), spoken())),
}
