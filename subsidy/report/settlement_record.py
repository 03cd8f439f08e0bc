"""What is payable after the limits, as plain data for other programs: the contract of `docs/json-settlement.md`."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from subsidy.kinds import NUMBER
from subsidy.limits import Cut, Extent, LimitResult, Payable, Settled, Settlement
from subsidy.messages import Language, said
from subsidy.quantities import format_quantity
from subsidy.report.record import digits
from subsidy.scheme.definition import Payee
from subsidy.scheme.limits import Unit


@dataclass(frozen=True, slots=True)
class PayableRecord:
    label: str
    payee: Payee
    entitlement: str | None
    payable: str | None
    provisional: str | None


@dataclass(frozen=True, slots=True)
class SettledRecord:
    application: str | None
    scheme: str
    edition: str
    benefits: dict[str, PayableRecord]
    entitlement: str | None
    payable: str | None


@dataclass(frozen=True, slots=True)
class CutRecord:
    decision: int
    benefit: str
    before: str
    after: str
    words: str


@dataclass(frozen=True, slots=True)
class LimitResultRecord:
    scheme: str
    name: str
    label: str
    cite: str
    group: dict[str, str]
    unit: Unit
    ceiling: str | None
    ratio: str | None
    used: str
    claimed: str
    paid: str
    remaining: str | None
    cuts: list[CutRecord]


@dataclass(frozen=True, slots=True)
class SettlementRecord:
    """`decisions` stand in the order in which they were decided; a cut's `decision` counts them from 0."""

    payable: str | None
    decisions: list[SettledRecord]
    limits: list[LimitResultRecord]
    warnings: list[str]


def settlement_record(settlement: Settlement, language: Language) -> SettlementRecord:
    """The settlement, said in a language; `dataclasses.asdict` makes it ready for `json`."""
    return SettlementRecord(
        digits(settlement.total),
        [_settled(s, language) for s in settlement.settled],
        [_limit(r, language) for r in settlement.limits],
        [w.say(language) for w in settlement.warnings],
    )


def _settled(settled: Settled, language: Language) -> SettledRecord:
    decision = settled.decision
    return SettledRecord(
        decision.id,
        decision.scheme,
        decision.edition,
        {p.name: _payable(p, language) for p in settled.payables},
        digits(decision.total),
        digits(settled.total),
    )


def _payable(payable: Payable, language: Language) -> PayableRecord:
    label, entitlement = payable.label.say(language), digits(payable.entitlement)
    return PayableRecord(label, payable.payee, entitlement, digits(payable.amount), digits(payable.provisional))


def _limit(result: LimitResult, language: Language) -> LimitResultRecord:
    values = zip(result.keys, result.group, strict=True)
    return LimitResultRecord(
        scheme=result.scheme,
        name=result.name,
        label=result.label.say(language),
        cite=result.cite,
        group={key.written: said(value.shown, language) for key, value in values},
        unit=result.claimed.unit,
        ceiling=_extent(result.ceiling),
        ratio=None if result.ratio is None else _plain(result.ratio),
        used=digits(result.used.value) or "",
        claimed=digits(result.claimed.value) or "",
        paid=digits(result.paid.value) or "",
        remaining=_extent(result.remaining),
        cuts=[_cut(cut, language) for cut in result.cuts],
    )


def _cut(cut: Cut, language: Language) -> CutRecord:
    return CutRecord(cut.number, cut.benefit, f"{cut.before:f}", f"{cut.after:f}", cut.words.say(language))


def _plain(ratio: Fraction) -> str:
    """A share as a decimal: 2.6% is 0.026."""
    return format_quantity(ratio, NUMBER, "en", "plain")


def _extent(extent: Extent | None) -> str | None:
    return None if extent is None else digits(extent.value)
