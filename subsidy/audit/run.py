"""An audit from end to end: tables are read, recomputed and compared, and a batch's receipt is proved on the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from subsidy.audit.auditing import Audit, Terms, audit
from subsidy.audit.batch_proof import KeptBatch, Search, batch_proof
from subsidy.audit.cause import Stage
from subsidy.audit.intake import Asked, taken
from subsidy.audit.names import Names
from subsidy.audit.proof import Proof
from subsidy.batch import Reading
from subsidy.batch.question import Progress, quietly
from subsidy.diagnostics import Diagnostic, InputError, SubsidyError
from subsidy.messages import Sayable, msg
from subsidy.scheme.library import Schemes
from subsidy.scheme.unknown import refuse_unknown_readings


class AskedWronglyError(SubsidyError, ValueError):
    """What is asked does not fit together."""


@dataclass(frozen=True, slots=True)
class AuditQuestion:
    """`reading` are the tables with the claimed amounts, `scheme` the one of all of them or one for each; `facts` the
    applications, where they are in tables of their own. `heading` names the column of the claimed amounts, `stage` says
    whether they are amounts after the limits; None: as the headings say.
    """

    schemes: Schemes
    scheme: tuple[str, ...]
    reading: Reading
    facts: tuple[Path, ...] = ()
    heading: str | None = None
    stage: Stage | None = None
    edition: str | None = None
    readings: Mapping[str, str] = field(default_factory=dict)


class AuditReport(NamedTuple):
    """`proof` is empty without a receipt; `notices` are what the headings of the tables leave to say."""

    audit: Audit
    proof: Proof
    notices: tuple[Sayable, ...]


def run_audit(question: AuditQuestion, kept: KeptBatch | None = None, progress: Progress = quietly) -> AuditReport:
    """Audits what is asked; `kept` is the receipt of the batch whose output is audited (see `asked_by`).

    Raises `AskedWronglyError`, `UnknownNameError`, `InputError` for tables that cannot be used, `OSError` for files.
    """
    rejected = kept.rejects.rows if kept and kept.rejects else 0
    asked = [replace(one, rejected=rejected) for one in _asked(question)]
    refuse_unknown_readings(question.readings, [e for one in asked for e in one.scheme.definitions.values()])
    names = Names()
    found = [taken(one, names) for one in asked]
    stages = {one.stage for one in found}
    if len(stages) > 1:
        after, before = (
            [str(path) for a, t in zip(asked, found, strict=True) if t.stage == stage for path in a.reading.inputs]
            for stage in ("payable", "entitlement")
        )
        problem = msg(
            "amounts after the limits in {after}, before them in {before}; choose with {option}",
            after=after,
            before=before,
            option="--amounts",
        )
        raise AskedWronglyError(problem)
    terms = Terms(stages.pop(), names, question.edition, question.readings, question.schemes.products)
    proof: Proof = ()
    if kept is not None:
        files, reading = found[0].files, question.reading
        proof = batch_proof(kept, question.schemes, files, reading.mapping, reading.inputs[0])
    notices = tuple(notice for one in found for notice in one.notices)
    return AuditReport(audit([one.claims for one in found], terms, progress), proof, notices)


def asked_by(kept: KeptBatch, question: AuditQuestion, receipt: Path) -> AuditQuestion:
    """What a batch's receipt asks to be recomputed, where the question does not say otherwise.

    Raises `InputError` with every file that is nowhere to be found.
    """
    reading, search = question.reading, Search(receipt)
    if kept.options.map is not None and reading.mapping is None:
        problem = msg("the batch was read with a map of headings, of which the receipt holds the hash alone")
        raise InputError([Diagnostic("no-map", problem, remedy=msg("give it with {option}", option="--map"))])
    claimed = reading.inputs
    if not claimed:
        if kept.output is None:
            problem = msg("the receipt names no output: say what was claimed")
            raise InputError([Diagnostic("no-output", problem, remedy=msg("give CLAIMED"))])
        claimed = (search.file(kept.output, "CLAIMED"),)
    facts, flows = question.facts, reading.flows
    for file in kept.inputs:
        if file.file == kept.options.flows:
            flows = flows or search.file(file, "--flows")
        elif not question.facts:
            facts += (search.file(file, "--facts"),)
    search.end()
    return replace(
        question,
        scheme=question.scheme or (kept.scheme,),
        reading=Reading(
            claimed, reading.mapping, reading.sheet or kept.options.sheet, flows, reading.none or kept.options.none
        ),
        facts=facts,
        edition=question.edition or kept.edition,
        readings=question.readings or kept.readings,
    )


def _asked(question: AuditQuestion) -> Iterator[Asked]:
    """The tables of each scheme together, so that its limits bind them together."""
    inputs, names = question.reading.inputs, question.scheme
    if not inputs or not names:
        raise AskedWronglyError(msg("give the tables CLAIMED and --scheme, or --receipt"))
    if len(names) not in (1, len(inputs)):
        problem = msg("give one --scheme for all tables, or one for each of the {count}", count=len(inputs))
        raise AskedWronglyError(problem)
    several = len(set(names)) > 1
    for option, given in (("--facts", question.facts), ("--edition", question.edition)):
        if several and given:
            raise AskedWronglyError(msg("{option} goes with one scheme alone", option=option))
    pairs = list(zip(names if len(names) > 1 else names * len(inputs), inputs, strict=True))
    for name in dict.fromkeys(name for name, _ in pairs):
        own = tuple(path for other, path in pairs if other == name)
        reading = replace(question.reading, inputs=own)
        yield Asked(question.schemes[name], reading, question.facts, question.heading, question.stage)
