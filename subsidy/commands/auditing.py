"""What `subsidy audit` answers: pages, records and files of an audit, and the exit code."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

import click

from subsidy.audit import Audit
from subsidy.audit.batch_proof import KeptBatch, is_of_batch, kept_batch
from subsidy.audit.page import FEW, audit_page
from subsidy.audit.proof import Proof, is_same
from subsidy.audit.proof_page import first_cause, proof_blocks, redecided_page
from subsidy.audit.record import audit_record, redecided_records
from subsidy.audit.redecided import Redecided, kept_decisions, redecided
from subsidy.audit.run import AuditQuestion, AuditReport, asked_by, run_audit
from subsidy.commands.deciding import Form
from subsidy.commands.language import spoken
from subsidy.commands.output import show_json, show_page, write_whole
from subsidy.commands.progress import progress_bar
from subsidy.diagnostics import Diagnostic, InputError
from subsidy.documents import read_document
from subsidy.messages import msg
from subsidy.report.markdown import as_markdown
from subsidy.report.page import Item, Items, Page
from subsidy.report.terminal import as_text
from subsidy.workshop import Made, publish, workshop

OPEN: Final = 4
DIFFERENT: Final = 7
FOUND: Final = 8
"""Exit codes: something cannot be recomputed; an amount differs; amounts agree, but something else was found."""
_WIDE: Final = 110


def answer(question: AuditQuestion, receipt: Path | None, out: Path | None, form: Form) -> None:
    """Audits what is asked, says and writes what came of it, and ends the command with its code."""
    inputs = question.reading.inputs
    _refuse_place(out, (*inputs, *question.facts))
    if receipt is None:
        _report(_audited(question), form, out)
        return
    document = read_document(receipt)
    if is_of_batch(document):
        kept = kept_batch(document)
        _report(_audited(asked_by(kept, question, receipt), kept), form, out)
    else:
        _redecide(redecided(kept_decisions(document), inputs, question.schemes), form, out)


def _audited(question: AuditQuestion, kept: KeptBatch | None = None) -> AuditReport:
    with progress_bar(msg("looking for causes")) as progress:
        return run_audit(question, kept, progress)


def _report(found: AuditReport, form: Form, out: Path | None) -> None:
    for notice in found.notices:
        click.echo(notice.say(spoken()), err=True)
    if out is not None:
        _WRITERS[out.suffix.lower()](found, out)
    if form == "json":
        show_json(asdict(audit_record(found.audit, spoken(), found.proof)))
    else:
        show_page(_page(found, FEW, out), form)
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


def _page(found: AuditReport, most: int | None = None, written: Path | None = None) -> Page:
    title, *rest = audit_page(found.audit, most, written)
    cause = first_cause(found.proof) if found.audit.differs else None
    lead = [Items((Item(cause, "▶", "bad"),))] if cause else []
    return (title, *lead, *rest, *(proof_blocks(found.proof) if found.proof else ()))


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
