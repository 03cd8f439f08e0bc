"""Decisions that were kept as JSON, made again: whether with the same things, and whether with the same result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from subsidy.audit.proof import (
    Part,
    Proof,
    Recorded,
    edition_at_hand,
    edition_parts,
    engine_part,
    is_same,
    readings_at_hand,
)
from subsidy.diagnostics import Diagnostic, InputError
from subsidy.documents import Document, read_document, validate
from subsidy.evaluation import Decision, Outcome
from subsidy.evaluation.decision import OUTCOMES
from subsidy.evaluation.evaluator import evaluator_of
from subsidy.evaluation.receipt import facts_hash, receipt
from subsidy.explain.values import verbatim
from subsidy.facts import Application, read_application
from subsidy.messages import Sayable, msg
from subsidy.quantities import format_money
from subsidy.scheme.library import Schemes


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class KeptReceipt(Recorded):
    engine: str
    facts_sha256: str


class KeptBenefit(_Kept):
    entitlement: Decimal | None = None


class KeptDecision(_Kept):
    """What `calc --format json` keeps of a decision, as far as it is needed to make it again."""

    application: str | None = None
    scheme: str
    edition: str
    outcome: Outcome
    benefits: Mapping[str, KeptBenefit]
    receipt: KeptReceipt
    file: str | None = None


class _KeptDecisions(_Kept):
    decisions: tuple[KeptDecision, ...]


class Change(NamedTuple):
    """What came out otherwise: as it was kept, and as it is now."""

    what: Sayable
    kept: Sayable | str
    now: Sayable | str


class Redecided(NamedTuple):
    """A decision made again; `file` is the application it was made from now; `changes` are in the result."""

    kept: KeptDecision
    file: str
    proof: Proof
    changes: tuple[Change, ...]

    @property
    def is_altered(self) -> bool:
        """Whether the record was altered: what is the same gives the same."""
        return bool(self.changes) and is_same(self.proof)


def kept_decisions(document: Document) -> tuple[KeptDecision, ...]:
    """The decisions in what `calc --format json` printed. Raises `InputError`."""
    data = document.data
    if isinstance(data, dict) and "decisions" in data:
        return validate(_KeptDecisions, document).decisions
    return (validate(KeptDecision, document),)


def redecided(kept: Sequence[KeptDecision], files: Sequence[Path], schemes: Schemes) -> tuple[Redecided, ...]:
    """Each decision made again from the application with the recorded facts, else from the one it was made from then.

    `files` are the applications; without them, those that the decisions name. Raises `InputError` for applications that
    cannot be read, or where it cannot be told which is meant.
    """
    names = [str(file) for file in files] or list(dict.fromkeys(k.file for k in kept if k.file))
    applications = {name: _application(Path(name), schemes) for name in names}
    return tuple(_redecided(k, applications, schemes) for k in kept)


def _application(path: Path, schemes: Schemes) -> Application:
    return read_application(read_document(path), schemes.vocabulary, schemes.products)


def _redecided(kept: KeptDecision, applications: Mapping[str, Application], schemes: Schemes) -> Redecided:
    file = _file_of(kept, applications)
    application, recorded = applications[file], kept.receipt
    parts = list(edition_parts(kept.edition, recorded, schemes, kept.scheme))
    facts = Part("facts_sha256", msg("facts of {file}", file=file), recorded.facts_sha256, facts_hash(application))
    edition = edition_at_hand(schemes, kept.scheme, kept.edition)
    if edition is None:
        now = msg("there is no such edition")
        change = Change(msg("outcome"), OUTCOMES[kept.outcome], now)
        return Redecided(kept, file, (*parts, facts), (change,))
    decision = evaluator_of(edition, readings_at_hand(edition, recorded.readings)).decide(application)
    engine = engine_part(recorded.engine, receipt(decision.program, application).engine)
    return Redecided(kept, file, (engine, *parts, facts), tuple(_changes(kept, decision)))


def _file_of(kept: KeptDecision, applications: Mapping[str, Application]) -> str:
    by_facts = [name for name, a in applications.items() if facts_hash(a) == kept.receipt.facts_sha256]
    by_id = [n for n, a in applications.items() if kept.application and _id(a) == kept.application]
    for names in (by_facts, by_id, [name for name in applications if name == kept.file], list(applications)):
        if len(names) == 1 or (names and names is by_facts):
            return names[0]
    what = kept.application or f"{kept.scheme}@{kept.edition}"
    problem = msg("it is not said from which application the decision {what} was made", what=what)
    raise InputError([Diagnostic("application", problem, remedy=msg("give the application's file as CLAIMED"))])


def _id(application: Application) -> str | None:
    return application.application.id if application.application else None


def _changes(kept: KeptDecision, now: Decision) -> Iterator[Change]:
    if kept.outcome != now.outcome:
        yield Change(msg("outcome"), OUTCOMES[kept.outcome], OUTCOMES[now.outcome])
    found = {benefit.name: benefit for benefit in now.benefits}
    for name in dict.fromkeys((*kept.benefits, *found)):
        before = kept.benefits[name].entitlement if name in kept.benefits else None
        after = found[name].entitlement if name in found else None
        if before != after:
            yield Change(found[name].label if name in found else verbatim(name), _amount(before), _amount(after))


def _amount(amount: Decimal | None) -> Sayable:
    return msg("not known") if amount is None else msg("{amount} yuan", amount=format_money(amount))
