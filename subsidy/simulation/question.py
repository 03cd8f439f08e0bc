"""What a simulation is asked: which loans, under which scheme, and what would be otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from subsidy.batch.expected import expected_rows
from subsidy.batch.question import Progress, Reading, quietly
from subsidy.batch.result import RejectKind
from subsidy.batch.source import Source
from subsidy.batch.tally import RejectTally
from subsidy.columns import BatchEvaluator
from subsidy.diagnostics import Diagnostic, refuse_if_any
from subsidy.language.thresholds import thresholds
from subsidy.messages import Sayable, msg
from subsidy.scheme.library import Scheme, Schemes
from subsidy.simulation.comparison import PRINCIPAL, Comparing, Comparison
from subsidy.simulation.supposed import supposing

USUAL_BOUNDS: Final = tuple(Fraction(yuan) for yuan in (1_000_000, 3_000_000, 5_000_000, 10_000_000))
"""Bands for telling loans apart where a scheme's own text makes no difference by the principal."""


@dataclass(frozen=True, slots=True)
class Case:
    """An edition and readings to decide under (None, nothing: as the scheme has it), and parameters of other values."""

    edition: str | None = None
    readings: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def says_nothing(self) -> bool:
        return self.edition is None and not self.readings and not self.parameters


@dataclass(frozen=True, slots=True)
class Question:
    """`after` is what is supposed; it is compared with the scheme as it is."""

    reading: Reading
    schemes: Schemes
    scheme: str
    after: Case


@dataclass(frozen=True, slots=True)
class Simulation:
    """What came of it. Of the `rows` of the tables `rejected` could not be decided, for these `rejects`.

    `bounds` are the principals in fen at which the bands end.
    """

    question: Question
    comparison: Comparison
    bounds: tuple[int, ...]
    rows: int
    rejected: int
    rejects: tuple[RejectKind, ...]
    notices: tuple[Sayable, ...]

    @property
    def scheme(self) -> Scheme:
        return self.question.schemes[self.question.scheme]


def simulate(question: Question, progress: Progress = quietly) -> Simulation:
    """Decides every loan of the tables twice.

    Raises `InputError` for tables and values that cannot be used and where nothing is supposed, `UnknownNameError` for
    a scheme, edition, reading or choice that does not exist.
    """
    if question.after.says_nothing:
        remedy = msg("give --set, --reading or --edition")
        refuse_if_any([Diagnostic("nothing", msg("nothing is supposed, so nothing would change"), remedy=remedy)])
    scheme = question.schemes[question.scheme]
    before = _evaluator(question, scheme, Case())
    after = _evaluator(question, supposing(scheme, question.after.parameters, question.after.edition), question.after)
    source = Source(question.reading, question.schemes.vocabulary)
    bounds = bounds_of((before, after))
    comparing, rejects, read = Comparing(before, after, bounds), RejectTally(source.vocabulary), 0
    expected = sum(map(expected_rows, source.loans))
    for rows in source.rows():
        rejects.count((*rows.faults, *rows.placed(comparing.take(rows.facts))), rows.place)
        read += rows.frame.height
        progress(min(read, expected), expected)
    if not read:
        refuse_if_any([Diagnostic("no-rows", msg("there are no rows to decide"))])
    return Simulation(question, comparing.comparison(), bounds, read, rejects.rows, rejects.kinds, source.notices)


def bounds_of(evaluators: Iterable[BatchEvaluator]) -> tuple[int, ...]:
    """The principals in fen at which the editions make a difference, in order; the usual ones where none does."""
    trees = [tree for evaluator in evaluators for e in evaluator.evaluators.values() for tree in e.program.trees]
    return tuple(sorted(int(yuan * 100) for yuan in thresholds(trees, PRINCIPAL) or USUAL_BOUNDS))


def _evaluator(question: Question, scheme: Scheme, case: Case) -> BatchEvaluator:
    products = question.schemes.products
    return BatchEvaluator(scheme, edition=case.edition, readings=case.readings, products=products)
