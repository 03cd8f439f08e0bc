"""The summary of a batch as plain data for other programs. Amounts are yuan as decimal strings; labels are said."""

from __future__ import annotations

from dataclasses import dataclass

from subsidy.batch.receipt import BatchReceipt
from subsidy.batch.result import BatchResult, Count, RejectKind
from subsidy.messages import Language
from subsidy.quantities.fen import yuan_of


@dataclass(frozen=True, slots=True)
class BenefitSumRecord:
    """`open` rows have an entitlement, `unsettled` ones a payable that is not known; they are in no sum."""

    name: str
    label: str
    entitlement: str
    payable: str
    open: int
    unsettled: int


@dataclass(frozen=True, slots=True)
class LimitSumRecord:
    name: str
    label: str
    taken: str
    groups: int
    rows: int


@dataclass(frozen=True, slots=True)
class CountRecord:
    name: str
    label: str
    rows: int


@dataclass(frozen=True, slots=True)
class RejectRecord:
    """Rows rejected for one reason; `file`, `row` and `found` are of the first."""

    field: str
    label: str | None
    problem: str
    allowed: str | None
    rows: int
    file: str
    row: int
    found: str


@dataclass(frozen=True, slots=True)
class WrittenRecord:
    out: str | None
    receipt: str | None
    rejects: str | None
    report: str | None


@dataclass(frozen=True, slots=True)
class SummaryRecord:
    scheme: str
    title: str
    rows: int
    decided: int
    rejected: int
    outcomes: dict[str, int]
    benefits: list[BenefitSumRecord]
    limits: list[LimitSumRecord]
    reasons: list[CountRecord]
    missing: list[CountRecord]
    rejects: list[RejectRecord]
    notices: list[str]
    written: WrittenRecord
    receipt: BatchReceipt


def summary_record(result: BatchResult, language: Language) -> SummaryRecord:
    """The result said in a language; `dataclasses.asdict` makes it ready for `json`."""

    def counts(found: tuple[Count, ...]) -> list[CountRecord]:
        return [CountRecord(c.name, c.label.say(language), c.rows) for c in found]

    return SummaryRecord(
        scheme=result.scheme,
        title=result.title.say(language),
        rows=result.rows,
        decided=result.decided,
        rejected=result.rejected,
        outcomes={str(outcome): rows for outcome, rows in result.outcomes.items()},
        benefits=[
            BenefitSumRecord(
                b.name, b.label.say(language), _yuan(b.due_fen), _yuan(b.payable_fen), b.open_, b.unsettled
            )
            for b in result.benefits
        ],
        limits=[
            LimitSumRecord(m.name, m.label.say(language), _yuan(m.taken_fen), m.groups, m.rows) for m in result.limits
        ],
        reasons=counts(result.reasons),
        missing=counts(result.missing),
        rejects=[reject_record(kind, language) for kind in result.rejects],
        notices=[notice.say(language) for notice in result.notices],
        written=WrittenRecord(*(str(place) if place else None for place in result.written)),
        receipt=result.receipt,
    )


def reject_record(kind: RejectKind, language: Language) -> RejectRecord:
    """Rows rejected for one reason, said in a language."""
    return RejectRecord(
        kind.field,
        kind.label.say(language) if kind.label else None,
        kind.problem.say(language),
        kind.remedy.say(language) if kind.remedy else None,
        kind.rows,
        kind.place.file,
        kind.place.row,
        kind.found,
    )


def _yuan(fen: int) -> str:
    return str(yuan_of(fen))
