"""What a change of editions does: every worked case of either is decided under both, as if each of them governed it.

A case lies within its own edition's days. Under the other one its days count as right too: those that the edition
governs, and what it presumes, such as a filing window.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from subsidy.diagnostics import InputError
from subsidy.evaluation.cases import edition_of
from subsidy.evaluation.conclusion import Outcome
from subsidy.evaluation.decision import Decision, decided
from subsidy.evaluation.evaluator import evaluator_of
from subsidy.evaluation.run import Run
from subsidy.facts import Application, read_application
from subsidy.messages import Label
from subsidy.scheme.cases import Example, case_paths, read_examples
from subsidy.scheme.governs import GOVERNS
from subsidy.scheme.library import LoadedEdition, Scheme, Schemes, load_edition


class Answer(NamedTuple):
    """An outcome with its total in yuan, and why: the conditions that fail, or the facts that are missing."""

    outcome: Outcome
    total: Decimal | None
    reasons: tuple[Label, ...]


class CaseEffect(NamedTuple):
    """A worked case of one of two editions, and what each of them gives."""

    name: Label
    edition: str
    source: str
    before: Answer
    after: Answer

    @property
    def is_changed(self) -> bool:
        return self.before[:2] != self.after[:2]


def effects(schemes: Schemes, scheme: Scheme, before: str, after: str) -> list[CaseEffect]:
    """For every worked case of the two editions, in the order of the files. Raises `InputError`, `UnknownNameError`."""
    both = [scheme.edition(before), scheme.edition(after)]
    return [
        _effect(example, schemes, scheme, both)
        for path in case_paths(edition.document for edition in both)
        for example in read_examples(path, scheme.definitions)
        if example.edition in (before, after)
    ]


def _effect(example: Example, schemes: Schemes, scheme: Scheme, both: list[LoadedEdition]) -> CaseEffect:
    application = read_application(example.application, scheme.vocabulary, schemes.products)
    before, after = (_answer(_supplied(edition, example, scheme), example, application) for edition in both)
    return CaseEffect(example.case.name.label, example.edition, example.source, before, after)


def _supplied(edition: LoadedEdition, example: Example, scheme: Scheme) -> LoadedEdition:
    """An edition with what the case supplies, where that fits it."""
    if edition.name == example.edition:
        return edition_of(example, scheme)
    try:
        return load_edition(edition.definition, edition.document, edition.tables, example.overlays)
    except InputError:
        return edition


def _answer(edition: LoadedEdition, example: Example, application: Application) -> Answer:
    readings = _known(example.case.readings, edition)
    evaluator = evaluator_of(edition, readings)
    run = evaluator.run(evaluator.prepare(application))
    decision = decided(
        application, _on_its_days(run, edition.name == example.edition), evaluator.plans, evaluator.again
    )
    return Answer(decision.outcome, decision.total, tuple(_reasons(decision)))


def _on_its_days(run: Run, is_own: bool) -> Run:
    """The rule of the edition's days, which is the first, holds; under another edition, what is presumed does too."""
    first, *others = zip(run.program.rules, run.rules, strict=True)
    assert first[0].name == GOVERNS
    return replace(run, rules=(True, *(known if is_own or not rule.presumed else True for rule, known in others)))


def _known(readings: Mapping[str, str], edition: LoadedEdition) -> dict[str, str]:
    known = edition.definition.readings
    return {name: choice for name, choice in readings.items() if name in known and choice in known[name].choices}


def _reasons(decision: Decision) -> list[Label]:
    if decision.outcome == "incomplete":
        return [fact.label for fact in decision.missing]
    if decision.outcome == "eligible":
        return []
    effect = "suspend" if decision.outcome == "suspended" else "refuse"
    rules = zip(decision.program.rules, decision.run.rules, strict=True)
    return list(dict.fromkeys(rule.label for rule, known in rules if known is False and rule.otherwise == effect))
