"""The engine: an application in, a decision out.

`evaluate` finds the edition and decides; whoever decides many loans under one edition keeps an `Evaluator`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any

from subsidy.documents import Document
from subsidy.evaluation.conclusion import Status, outcome_of, plans
from subsidy.evaluation.decision import Decision, decided
from subsidy.evaluation.direct import Direct, direct_reader
from subsidy.evaluation.governing import Candidates, candidates
from subsidy.evaluation.prepare import Prepared, preparer
from subsidy.evaluation.runner import runner
from subsidy.evaluation.shortcut import Shortcut, shortcut
from subsidy.facts import Application, Vocabulary, read_application
from subsidy.messages import Message, msg
from subsidy.quantities.fen import yuan_of, yuan_text
from subsidy.scheme.library import LoadedEdition, Scheme
from subsidy.scheme.unknown import refuse_unknown_readings


class Evaluator:
    """One edition with its readings chosen (the others at their default), ready to decide any number of applications.

    `answer` goes from mapping to mapping, `decide` from an `Application` to a `Decision`. In steps: `prepare` turns an
    application into whole numbers, from which `conclude` makes the decision and `amount` the sum alone. It holds no
    state between applications and may be shared by threads.

    Raises `UnknownNameError` for a reading or choice that the edition does not have, `InputError` for its formulas.
    """

    def __init__(self, edition: LoadedEdition, readings: Mapping[str, str] | None = None) -> None:
        self.edition = edition
        self.program = edition.program(readings)
        self.prepare = preparer(self.program)
        self.run = runner(self.program)
        self.plans = plans(self.program)
        self._names = [b.name for b in self.program.benefits]

    @cached_property
    def _read(self) -> Direct:
        return direct_reader(self.program)

    @cached_property
    def _shortcut(self) -> Shortcut:
        return shortcut(self.program, self.plans)

    def decide(self, application: Application, notices: tuple[Message, ...] = ()) -> Decision:
        """The decision under this edition, whether or not it governs: if it does not, its first rule fails."""
        return self.conclude(application, self.prepare(application), notices)

    def conclude(self, application: Application, prepared: Prepared, notices: tuple[Message, ...] = ()) -> Decision:
        """`decide` for facts that are prepared already."""
        return decided(application, self.run(prepared), self.plans, self.again, notices)

    def again(self, application: Application, readings: Mapping[str, str]) -> Decision:
        """The decision under the same edition with other readings."""
        return evaluator_of(self.edition, readings).decide(application)

    def answer(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """A mapping in, a mapping out: `outcome`, `benefits` by name, and `total`.

        Amounts are entitlements as decimal strings in yuan (`"26000.00"`), None while they are open.
        Checks only the facts that this edition reads, as long as they are complete; where one is missing or wrong, all
        of them are read as by `evaluate`. Raises `InputError`.
        """
        prepared = self._read(facts)
        if prepared is None:
            prepared = self.prepare(as_application(facts, self.edition.vocabulary))
        results = self.conclusion(prepared)
        statuses = [status for status, _ in results]
        amounts = [None if status == "open" else yuan_text(fen) for status, fen in results]
        if len(results) == 1:
            total = amounts[0]
        else:
            whole = _sum(results)
            total = None if whole is None else str(whole)
        return {
            "outcome": outcome_of(statuses),
            "benefits": dict(zip(self._names, amounts, strict=True)),
            "total": total,
        }

    def amount(self, prepared: Prepared) -> Decimal | None:
        """The sum of the entitlements in yuan, without anything that explains it; None while one of them is open."""
        return _sum(self.conclusion(prepared))

    def conclusion(self, prepared: Prepared) -> Sequence[tuple[Status, int]]:
        """Each benefit's status and its entitlement in fen (0 while it is open), in the order of the scheme."""
        facts, complete = prepared
        if complete:
            try:
                return self._shortcut(facts)
            except ZeroDivisionError:
                pass
        run = self.run(prepared)
        return [plan.result(run.rules, run.values[plan.amount]) for plan in self.plans]


def evaluate(
    scheme: Scheme,
    application: Application | Mapping[str, Any],
    *,
    edition: str | None = None,
    readings: Mapping[str, str] | None = None,
) -> Decision:
    """Decides one application under the edition that governs it, or under the one named.

    `application` may be a mapping with the keys of an application document, its values texts (`200万元`) or exact
    Python values. A reading may be one of any of the scheme's editions.

    Raises `InputError` for facts that cannot be read, `UnknownNameError` for an edition, reading or choice that does
    not exist, `SeveralEditionsError` where several editions govern.
    """
    facts = as_application(application, scheme.vocabulary)
    chosen = readings or {}
    refuse_unknown_readings(chosen, scheme.definitions.values())
    found = Candidates((scheme.edition(edition),)) if edition else candidates(scheme, facts)
    decisions = [_decide(e, facts, chosen, found.notices) for e in found.editions]
    return next((d for d in decisions if d.outcome != "ineligible"), decisions[0])


def _decide(
    edition: LoadedEdition, facts: Application, chosen: Mapping[str, str], notices: tuple[Message, ...]
) -> Decision:
    own = own_readings(edition, chosen)
    others = [name for name in chosen if name not in own]
    if others:
        unread = msg(
            "{edition} has no reading {names}, so what was chosen changes nothing", edition=edition.name, names=others
        )
        notices = (*notices, unread)
    return evaluator_of(edition, own).decide(facts, notices)


def evaluator_of(edition: LoadedEdition, readings: Mapping[str, str]) -> Evaluator:
    """The edition's evaluator for these readings, made once."""
    return edition.kept(Evaluator, frozenset(readings.items()), lambda: Evaluator(edition, readings))


def as_application(facts: Application | Mapping[str, Any], vocabulary: Vocabulary) -> Application:
    """The facts in the vocabulary's own model. Raises `InputError` with everything wrong with them."""
    if isinstance(facts, vocabulary.model):
        return facts
    data: Any = facts
    if isinstance(facts, Application):
        data = facts.model_dump(by_alias=True, exclude_none=True)
    elif isinstance(facts, Mapping):
        data = dict(facts)
    return read_application(Document.of(data), vocabulary)


def _sum(results: Sequence[tuple[Status, int]]) -> Decimal | None:
    """The entitlements in yuan together; None while one of them is open."""
    total = 0
    for status, fen in results:
        if status == "open":
            return None
        total += fen
    return yuan_of(total)


def own_readings(edition: LoadedEdition, readings: Mapping[str, str]) -> dict[str, str]:
    """Of the readings chosen for a scheme, those that an edition has."""
    return {name: choice for name, choice in readings.items() if name in edition.definition.readings}
