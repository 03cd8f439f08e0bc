"""A decision as plain data for other programs: the JSON contract, which `docs/json.md` describes key by key.

Keys, codes and hashes are the same in every language; labels and sentences are said in one. Amounts are yuan as decimal
strings, never numbers, so that no reader turns them into binary floats.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from subsidy.evaluation import Decision, Outcome, Status
from subsidy.evaluation.decision import BenefitResult, ReadingResult, RuleResult, StepResult, Verdict
from subsidy.evaluation.receipt import Receipt, receipt
from subsidy.kinds import NUMBER
from subsidy.language.nodes import Node
from subsidy.messages import Language
from subsidy.quantities import format_money, format_quantity
from subsidy.report.facts_used import facts_used
from subsidy.scheme.definition import Edition, Effect, Payee, Standing
from subsidy.scheme.program import Condition


@dataclass(frozen=True, slots=True)
class BenefitRecord:
    payee: Payee
    label: str
    status: Status
    entitlement: str | None
    computed: str | None


@dataclass(frozen=True, slots=True)
class RuleRecord:
    name: str
    label: str
    verdict: Verdict
    otherwise: Effect
    reason: str | None
    cite: str
    benefit: str


@dataclass(frozen=True, slots=True)
class StepRecord:
    name: str
    label: str
    formula: str
    numbers: str
    result: str
    value: str | bool | None
    cite: str
    benefit: str


@dataclass(frozen=True, slots=True)
class MissingRecord:
    path: str
    label: str


@dataclass(frozen=True, slots=True)
class AlternativeRecord:
    choice: str
    label: str
    outcome: Outcome
    total: str | None


@dataclass(frozen=True, slots=True)
class ReadingRecord:
    name: str
    label: str
    choice: str
    choice_label: str
    cite: str
    alternatives: list[AlternativeRecord]


@dataclass(frozen=True, slots=True)
class StandingRecord:
    name: str
    label: str
    standing: Standing
    cite: str


@dataclass(frozen=True, slots=True)
class LimitRecord:
    name: str
    label: str
    at_most: str | None
    ratio: str | None
    per: list[str]
    cite: str


@dataclass(frozen=True, slots=True)
class ReceiptRecord:
    engine: str
    scheme: str
    edition: str
    scheme_sha256: str
    overlays_sha256: list[str]
    tables_sha256: dict[str, str]
    readings: dict[str, str]
    facts_sha256: str


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    application: str | None
    scheme: str
    edition: str
    outcome: Outcome
    benefits: dict[str, BenefitRecord]
    total: str | None
    rules: list[RuleRecord]
    steps: list[StepRecord]
    missing: list[MissingRecord]
    readings: list[ReadingRecord]
    standing: list[StandingRecord]
    warnings: list[str]
    limits: list[LimitRecord]
    receipt: ReceiptRecord


@dataclass(frozen=True, slots=True)
class FactRecord:
    path: str
    label: str
    values: list[str]


@dataclass(frozen=True, slots=True)
class ChoiceRecord:
    name: str
    label: str
    cite: str
    choice: str
    choices: dict[str, str]


@dataclass(frozen=True, slots=True)
class SourceRecord:
    name: str
    title: str
    issuer: str | None
    number: str | None
    issued: str | None
    standing: Standing
    url: str | None


@dataclass(frozen=True, slots=True)
class DerivationRecord:
    """What `explain` says besides the decision."""

    facts: list[FactRecord]
    choices: list[ChoiceRecord]
    sources: list[SourceRecord]


def decision_record(decision: Decision, language: Language) -> DecisionRecord:
    """The decision, its labels and sentences said in a language; `dataclasses.asdict` makes it ready for `json`."""
    return DecisionRecord(
        application=decision.id,
        scheme=decision.scheme,
        edition=decision.edition,
        outcome=decision.outcome,
        benefits={b.name: _benefit(b, language) for b in decision.benefits},
        total=digits(decision.total),
        rules=[
            _rule(rule, condition, language)
            for rule, condition in zip(decision.rules, decision.program.rules, strict=True)
        ],
        steps=[
            _step(step, _exact(decision.run.value_of(value.node), value.node), language)
            for step, value in zip(decision.steps, decision.program.values, strict=True)
        ],
        missing=[MissingRecord(m.path, m.label.say(language)) for m in decision.missing],
        readings=[_reading(r, language) for r in decision.readings],
        standing=[StandingRecord(s.name, s.label.say(language), s.standing, s.cite) for s in decision.standing],
        warnings=[w.say(language) for w in decision.warnings],
        limits=_limits(decision.program.edition, language),
        receipt=receipt_record(receipt(decision.program, decision.application)),
    )


def derivation_record(decision: Decision, language: Language) -> DerivationRecord:
    """The facts that were read, every reading with all its choices, and the sources."""
    program = decision.program
    return DerivationRecord(
        facts=[
            FactRecord(f.path, f.label.say(language), [v.say(language) for v in f.values]) for f in facts_used(decision)
        ],
        choices=[
            ChoiceRecord(
                name,
                r.label.say(language),
                r.cite,
                program.readings[name],
                {choice: label.say(language) for choice, label in r.choice_labels.items()},
            )
            for name, r in program.edition.readings.items()
        ],
        sources=[
            SourceRecord(name, s.title, s.issuer, s.number, s.issued, s.standing, s.url)
            for name, s in program.sources.items()
        ],
    )


def _benefit(benefit: BenefitResult, language: Language) -> BenefitRecord:
    label, status = benefit.label.say(language), benefit.status
    return BenefitRecord(benefit.payee, label, status, digits(benefit.entitlement), digits(benefit.computed))


def _rule(rule: RuleResult, condition: Condition, language: Language) -> RuleRecord:
    reason = None if rule.reason is None else rule.reason.say(language)
    label = rule.label.say(language)
    return RuleRecord(rule.name, label, rule.verdict, condition.otherwise, reason, rule.cite, rule.benefit)


def _step(step: StepResult, value: str | bool | None, language: Language) -> StepRecord:
    return StepRecord(
        name=step.name,
        label=step.label.say(language),
        formula=step.formula.say(language),
        numbers=step.numbers.say(language),
        result=step.result.say(language),
        value=value,
        cite=step.cite,
        benefit=step.benefit,
    )


def _reading(reading: ReadingResult, language: Language) -> ReadingRecord:
    return ReadingRecord(
        reading.name,
        reading.label.say(language),
        reading.choice,
        reading.choice_label.say(language),
        reading.cite,
        [AlternativeRecord(a.choice, a.label.say(language), a.outcome, digits(a.total)) for a in reading.alternatives],
    )


def _limits(edition: Edition, language: Language) -> list[LimitRecord]:
    return [
        LimitRecord(name, limit.label.say(language), limit.at_most, limit.ratio, list(limit.per), limit.cite)
        for name, limit in edition.limits.items()
    ]


def receipt_record(made: Receipt) -> ReceiptRecord:
    """The receipt as JSON has it."""
    return ReceiptRecord(
        made.engine,
        made.scheme,
        made.edition,
        made.scheme_sha256,
        list(made.overlays_sha256),
        dict(made.tables_sha256),
        dict(made.readings),
        made.facts_sha256,
    )


def digits(number: Decimal | None) -> str | None:
    """With all its digits and no power of ten: ``26000.00``; None stays None."""
    return None if number is None else f"{number:f}"


def _exact(value: int | str | bool | None, of: Node) -> str | bool | None:
    """A value for programs: a decimal, or a fraction (16/3) where none is exact; a day as 2024-07-01.

    Numbers are yuan, days, months, or plain: 2.6% is 0.026.
    """
    if value is None or isinstance(value, bool | str):
        return value
    if of.type.base == "date":
        return date.fromordinal(value).isoformat()
    number = value * of.unit
    plain = format_money(number) if of.type.is_money else format_quantity(number, NUMBER, "en", "plain")
    return str(number) if "/" in plain else plain.replace(",", "")
