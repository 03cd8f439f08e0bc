"""An audit as plain data for other programs: the JSON contract, which `docs/audit.md` describes key by key.

Keys, codes and hashes are the same in every language; labels and sentences are said in one. Amounts are yuan as decimal
strings, never numbers, so that no reader turns them into binary floats.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from subsidy.audit.alternatives import Kind
from subsidy.audit.auditing import Audit, Audited, Explained
from subsidy.audit.cause import Stage
from subsidy.audit.findings import Check, Finding
from subsidy.audit.lines import DIFFERENT, Sum, Verdict
from subsidy.audit.proof import Proof
from subsidy.audit.redecided import Redecided
from subsidy.audit.summed import by_cause
from subsidy.batch.receipt import EditionRecord, edition_records, engine
from subsidy.messages import Language, said
from subsidy.quantities.fen import yuan_text


@dataclass(frozen=True, slots=True)
class SumRecord:
    amounts: int
    claimed: str
    recomputed: str


@dataclass(frozen=True, slots=True)
class TotalsRecord:
    claimed: str
    recomputed: str
    over: str
    under: str


@dataclass(frozen=True, slots=True)
class CauseRecord:
    kind: Kind
    words: str


@dataclass(frozen=True, slots=True)
class CommonRecord:
    kind: Kind
    words: str
    amounts: int
    over: str
    under: str


@dataclass(frozen=True, slots=True)
class DifferenceRecord:
    file: str
    row: int
    loan: str | None
    benefit: str
    verdict: Verdict
    claimed: str | None
    recomputed: str | None
    why: list[str]
    causes: list[CauseRecord]
    searched: bool


@dataclass(frozen=True, slots=True)
class SchemeRecord:
    scheme: str
    title: str
    editions: dict[str, EditionRecord]
    sums: dict[Verdict, SumRecord]
    totals: TotalsRecord
    causes: list[CommonRecord]
    differences: list[DifferenceRecord]
    notes: list[str]


@dataclass(frozen=True, slots=True)
class RowRecord:
    file: str
    row: int


@dataclass(frozen=True, slots=True)
class FoundRecord:
    rows: list[RowRecord]
    words: str


@dataclass(frozen=True, slots=True)
class FindingsRecord:
    check: str
    label: str
    criterion: str
    found: list[FoundRecord]


@dataclass(frozen=True, slots=True)
class PartRecord:
    part: str
    label: str
    recorded: str | None
    found: str | None
    same: bool


@dataclass(frozen=True, slots=True)
class AuditRecord:
    engine: str
    compared: Stage
    schemes: list[SchemeRecord]
    findings: list[FindingsRecord]
    receipt: list[PartRecord]


@dataclass(frozen=True, slots=True)
class ChangeRecord:
    what: str
    recorded: str
    now: str


@dataclass(frozen=True, slots=True)
class RedecidedRecord:
    application: str | None
    file: str
    scheme: str
    edition: str
    receipt: list[PartRecord]
    changes: list[ChangeRecord]


def audit_record(audit: Audit, language: Language, proof: Proof = ()) -> AuditRecord:
    """The audit, its labels and sentences said in a language; `dataclasses.asdict` makes it ready for `json`."""
    return AuditRecord(
        engine(),
        audit.terms.stage,
        [_scheme(audited, audit, language) for audited in audit.schemes],
        [_findings(check, found, audit, language) for check, found in audit.findings],
        _proof(proof, language),
    )


def redecided_records(results: Sequence[Redecided], language: Language) -> list[RedecidedRecord]:
    """Decisions made again, as plain data."""
    return [
        RedecidedRecord(
            result.kept.application,
            result.file,
            result.kept.scheme,
            result.kept.edition,
            _proof(result.proof, language),
            [ChangeRecord(*(said(part, language) for part in change)) for change in result.changes],
        )
        for result in results
    ]


def _proof(proof: Proof, language: Language) -> list[PartRecord]:
    return [PartRecord(p.part, p.label.say(language), p.recorded, p.found, p.is_same) for p in proof]


def _scheme(audited: Audited, audit: Audit, language: Language) -> SchemeRecord:
    return SchemeRecord(
        audited.scheme.name,
        audited.scheme.title.say(language),
        edition_records(audited.programs.values()),
        {v: SumRecord(s.lines, yuan_text(s.claimed), yuan_text(s.right)) for v, s in audited.sums.items()},
        _totals(audited),
        list(_common(audited, language)),
        [_difference(explained, audit, language) for explained in audited.explained],
        [note.say(language) for note in audited.notes],
    )


def _totals(audited: Audited) -> TotalsRecord:
    """Over and under are those of the amounts that can be recomputed, line by line."""
    apart = [(e.claimed or 0) - (e.right or 0) for e in audited.explained if e.verdict in DIFFERENT]
    known = [s for v, s in audited.sums.items() if v != "not-recomputed"]
    every: list[Sum] = list(audited.sums.values())
    return TotalsRecord(
        yuan_text(sum(s.claimed for s in every)),
        yuan_text(sum(s.right for s in known)),
        yuan_text(sum(a for a in apart if a > 0)),
        yuan_text(-sum(a for a in apart if a < 0)),
    )


def _common(audited: Audited, language: Language) -> Iterator[CommonRecord]:
    for found in by_cause(e for e in audited.explained if e.verdict in DIFFERENT):
        if found.cause:
            words, over, under = found.cause.words.say(language), yuan_text(found.over), yuan_text(found.under)
            yield CommonRecord(found.cause.kind, words, found.lines, over, under)


def _difference(explained: Explained, audit: Audit, language: Language) -> DifferenceRecord:
    place = audit.terms.names.place(explained.row)
    return DifferenceRecord(
        place.file,
        place.row,
        audit.terms.names.loan(explained.row),
        explained.benefit,
        explained.verdict,
        None if explained.claimed is None else yuan_text(explained.claimed),
        None if explained.right is None else yuan_text(explained.right),
        [why.say(language) for why in explained.why],
        [CauseRecord(cause.kind, cause.words.say(language)) for cause in explained.causes],
        explained.is_searched,
    )


def _findings(check: Check, found: tuple[Finding, ...], audit: Audit, language: Language) -> FindingsRecord:
    place = audit.terms.names.place
    return FindingsRecord(
        check.code,
        check.label.say(language),
        check.criterion.say(language),
        [
            FoundRecord([RowRecord(*place(row)) for row in finding.rows], finding.words.say(language))
            for finding in found
        ],
    )
