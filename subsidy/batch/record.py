"""The summary of a batch as plain data for other programs. Amounts are yuan as decimal strings; labels are said."""

from __future__ import annotations

from dataclasses import dataclass

from subsidy.batch.receipt import BatchReceipt
from subsidy.batch.result import BatchResult, BenefitSum, Count, LimitSum, RejectKind
from subsidy.messages import Language
from subsidy.quantities.fen import yuan_text


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
    """`benefit` is that which a rule alone is of, None where it is of all, and of a fact."""

    name: str
    label: str
    rows: int
    benefit: str | None


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
    return SummaryRecord(
        scheme=result.scheme,
        title=result.title.say(language),
        rows=result.rows,
        decided=result.decided,
        rejected=result.rejected,
        outcomes={str(outcome): rows for outcome, rows in result.outcomes.items()},
        benefits=[_benefit(benefit, language) for benefit in result.benefits],
        limits=[_limit(limit, language) for limit in result.limits],
        reasons=[_count(reason, language) for reason in result.reasons],
        missing=[_count(fact, language) for fact in result.missing],
        rejects=[reject_record(kind, language) for kind in result.rejects],
        notices=[notice.say(language) for notice in result.notices],
        written=WrittenRecord(*(str(place) if place else None for place in result.written)),
        receipt=result.receipt,
    )


def _benefit(benefit: BenefitSum, language: Language) -> BenefitSumRecord:
    due, payable = yuan_text(benefit.due_fen), yuan_text(benefit.payable_fen)
    return BenefitSumRecord(benefit.name, benefit.label.say(language), due, payable, benefit.open_, benefit.unsettled)


def _limit(limit: LimitSum, language: Language) -> LimitSumRecord:
    taken = yuan_text(limit.taken_fen)
    return LimitSumRecord(limit.name, limit.label.say(language), taken, limit.groups, limit.rows)


def _count(count: Count, language: Language) -> CountRecord:
    return CountRecord(count.name, count.label.say(language), count.rows, count.benefit or None)


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
