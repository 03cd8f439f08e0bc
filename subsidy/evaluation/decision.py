"""The answer for one application under one edition, and everything that explains it.

What decides is computed at once; words, alternatives and the receipt are worked out when they are asked for, so a batch
does not pay for explanations that nobody reads.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Final, Literal, NamedTuple

from subsidy.evaluation.conclusion import Outcome, Plan, Status, entitled, outcome_of
from subsidy.evaluation.missing import label_of, missing, unsettled
from subsidy.evaluation.run import Run
from subsidy.evaluation.warnings import warnings_of
from subsidy.explain import in_words, value_in_words, why_fails, with_numbers
from subsidy.facts import Application
from subsidy.messages import Label, Message, Sayable
from subsidy.quantities.fen import total_of
from subsidy.scheme.definition import STANDINGS, Payee, Standing
from subsidy.scheme.program import Condition, Program, Value

Verdict = Literal["holds", "fails", "unknown", "presumed"]
OUTCOMES: Final[Mapping[Outcome, Label]] = {
    "eligible": Label("符合条件", "eligible"),
    "ineligible": Label("不符合条件", "ineligible"),
    "incomplete": Label("资料不全，尚不能核定", "incomplete: facts are missing"),
    "suspended": Label("暂停支付", "suspended"),
}
VERDICTS: Final[Mapping[Verdict, Label]] = {
    "holds": Label("符合", "holds"),
    "fails": Label("不符合", "fails"),
    "unknown": Label("待定", "unknown"),
    "presumed": Label("推定符合", "presumed"),
}
_VERDICT_OF: Final[Mapping[bool | None, Verdict]] = {True: "holds", False: "fails", None: "unknown"}


class BenefitResult(NamedTuple):
    """`entitlement` is in yuan, exact; 0 where the benefit is refused or suspended, None while it is open.

    `computed` is the amount that the steps give, whatever the rules say; None if it is unknown.
    """

    name: str
    label: Label
    payee: Payee
    entitlement: Decimal | None
    status: Status
    computed: Decimal | None


class RuleResult(NamedTuple):
    """A rule's verdict; `reason` says why it fails, by how much. `benefit` is empty for rules of the whole scheme."""

    name: str
    label: Label
    verdict: Verdict
    reason: Sayable | None
    cite: str
    benefit: str


class StepResult(NamedTuple):
    """A named value: its formula in words, the numbers put in, the result in words, and the clause."""

    name: str
    label: Label
    formula: Sayable
    numbers: Sayable
    result: Sayable
    cite: str
    benefit: str


class MissingFact(NamedTuple):
    """A fact to ask for, by its path in the application."""

    path: str
    label: Label


class Alternative(NamedTuple):
    """What another choice of a reading would give."""

    choice: str
    label: Label
    outcome: Outcome
    total: Decimal | None


class ReadingResult(NamedTuple):
    """A reading on which the answer depended."""

    name: str
    label: Label
    choice: str
    choice_label: Label
    cite: str
    alternatives: tuple[Alternative, ...]


class StandingNote(NamedTuple):
    """A figure that was used though its source is weaker than the issuer's own."""

    name: str
    label: Label
    standing: Standing
    cite: str

    @property
    def standing_label(self) -> Label:
        return STANDINGS[self.standing]


@dataclass(frozen=True)
class Decision:
    """The decision on one application. Amounts are entitlements: limits that bind several loans come after them.

    `outcome` is `eligible`, `ineligible`, `incomplete` or `suspended`; `benefits` are in the order of the scheme.
    `again` decides an application under the same edition with other readings; `run` is what each formula came to.
    """

    application: Application
    run: Run = field(repr=False)
    outcome: Outcome
    benefits: tuple[BenefitResult, ...]
    again: Callable[[Application, Mapping[str, str]], Decision] = field(repr=False)
    notices: tuple[Message, ...] = ()

    @property
    def program(self) -> Program:
        """The edition as it was compiled, with its readings chosen."""
        return self.run.program

    @property
    def id(self) -> str | None:
        """The application's number, if it was given."""
        return self.application.application.id if self.application.application else None

    @property
    def scheme(self) -> str:
        """The scheme's name."""
        return self.program.edition.scheme

    @property
    def edition(self) -> str:
        """The name of the edition that was applied."""
        return self.program.edition.edition

    @property
    def total(self) -> Decimal | None:
        """The sum of the entitlements in yuan; None while one of them cannot be told."""
        known = [b.entitlement for b in self.benefits if b.entitlement is not None]
        return total_of(known) if len(known) == len(self.benefits) else None

    @cached_property
    def rules(self) -> tuple[RuleResult, ...]:
        """The conditions in the order of the scheme; the first is `governs`: the days of the edition."""
        return tuple(self._rule(c, known) for c, known in zip(self.program.rules, self.run.rules, strict=True))

    def _rule(self, condition: Condition, known: bool | None) -> RuleResult:
        reason = why_fails(condition.node, self.run) if known is False else None
        verdict = verdict_of(condition, known)
        return RuleResult(condition.name, condition.label, verdict, reason, condition.cite, condition.benefit)

    @cached_property
    def steps(self) -> tuple[StepResult, ...]:
        """Tiers, definitions and the steps of benefits, each after those that it needs."""
        return tuple(self._step(v) for v in self.program.values)

    def _step(self, value: Value) -> StepResult:
        node, run = value.node, self.run
        result = value_in_words(run.value_of(node), node)
        words = in_words(node, self.program)
        return StepResult(value.name, value.label, words, with_numbers(node, run), result, value.cite, value.benefit)

    @cached_property
    def missing(self) -> tuple[MissingFact, ...]:
        """The facts that would settle the outcome and the amounts; empty when nothing is open."""
        if self.outcome != "incomplete":
            return ()
        run = self.run
        nodes = unsettled(run, [b.name for b in self.benefits if b.status == "open"])
        paths = dict.fromkeys(path for node in nodes for path in missing(node, run))
        return tuple(MissingFact(path, label_of(path, run.program)) for path in paths)

    @cached_property
    def readings(self) -> tuple[ReadingResult, ...]:
        """The readings of which another choice would change the outcome or the amount."""
        used = [name for name in self.program.edition.readings if name in self.program.readings_used]
        return tuple(r for name in used if (r := self._reading(name)).alternatives)

    def _reading(self, name: str) -> ReadingResult:
        reading = self.program.edition.readings[name]
        choices, chosen = reading.choice_labels, self.program.readings[name]
        others = {c: self.again(self.application, {**self.program.readings, name: c}) for c in choices if c != chosen}
        different = tuple(
            Alternative(c, choices[c], d.outcome, d.total)
            for c, d in others.items()
            if (d.outcome, d.total) != (self.outcome, self.total)
        )
        return ReadingResult(name, reading.label, chosen, choices[chosen], reading.cite, different)

    @cached_property
    def standing(self) -> tuple[StandingNote, ...]:
        """The parameters used whose source is weaker than official."""
        program = self.program
        notes = [(n, p, program.sources[p.source].standing) for n, p in program.parameters.items() if not p.unpublished]
        return tuple(StandingNote(n, p.label, s, p.cite) for n, p, s in notes if s != "official")

    @cached_property
    def warnings(self) -> tuple[Message, ...]:
        """What the reader should know besides: the edition taken, a rate beyond the last quote, presumptions."""
        return (*self.notices, *warnings_of(self))


def decided(
    application: Application,
    run: Run,
    concluding: Sequence[Plan],
    again: Callable[[Application, Mapping[str, str]], Decision],
    notices: tuple[Message, ...] = (),
) -> Decision:
    """The outcome and the entitlements that follow from a run."""
    results = tuple([_result(plan, run) for plan in concluding])
    return Decision(application, run, outcome_of([r.status for r in results]), results, again, notices)


def _result(plan: Plan, run: Run) -> BenefitResult:
    amount = run.values[plan.amount]
    status, computed = plan.status(run.rules, amount), plan.yuan(amount)
    return BenefitResult(*plan.benefit[:3], entitled(status, computed), status, computed)


def verdict_of(condition: Condition, known: bool | None) -> Verdict:
    return "presumed" if known is None and condition.presumed else _VERDICT_OF[known]
