"""The decisions of a set, and what is left to each while the limits are applied: whole fen, since parts must sum."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from subsidy.evaluation.decision import Decision
from subsidy.evaluation.receipt import facts_hash
from subsidy.explain.values import verbatim
from subsidy.facts import Application
from subsidy.language.nodes import Node
from subsidy.messages import Sayable, msg
from subsidy.quantities.fen import fen_of
from subsidy.scheme.limits import BoundLimit


@dataclass(eq=False)
class Entry:
    """One decision. `due` is what is left of each benefit, in fen; `counted` what is left of a measure, by its formula.

    `number` is its position in the set, `identity` the application that it decides: its id, else the hash of its facts;
    `copy` tells decisions of one scheme on one application apart. `order` is what no permutation of the set changes:
    who comes before whom where nothing else decides. `open` are the benefits whose payable cannot be told.
    """

    decision: Decision
    number: int
    identity: str
    copy: int
    order: tuple[Any, ...]
    due: dict[str, int]
    counted: dict[str, int] = field(default_factory=dict)
    open: set[str] = field(default_factory=set)

    @cached_property
    def scheme(self) -> str:
        return self.decision.scheme

    @property
    def is_incomplete(self) -> bool:
        return self.decision.outcome == "incomplete"

    @property
    def name(self) -> Sayable:
        return verbatim(self.decision.id) if self.decision.id else msg("application {number}", number=self.number + 1)

    @cached_property
    def limits(self) -> dict[str, BoundLimit]:
        return {limit.name: limit for limit in self.decision.program.limits}

    def exact(self, node: Node) -> Fraction | None:
        """A formula of its own scheme in the base unit (yuan); None while it is unknown."""
        value = self.decision.run.value_of(node)
        return value * node.unit if isinstance(value, int) else None


def entries_of(decisions: Sequence[Decision]) -> list[Entry]:
    """The decisions in their order."""
    told = [told_by(decision.application) for decision in decisions]
    filed = Counter((d.scheme, by) for d, by in zip(decisions, told, strict=True))
    copies: Counter[tuple[str, str]] = Counter()
    entries = []
    for number, (decision, by) in enumerate(zip(decisions, told, strict=True)):
        alone = filed[decision.scheme, by] == 1
        content = "" if alone and decision.id else facts_hash(decision.application)
        identity = decision.id or content
        due = {b.name: fen_of(b.entitlement) for b in decision.benefits if b.entitlement}
        order = (by, decision.scheme, decision.edition, _amounts(decision), content)
        entries.append(Entry(decision, number, identity, copies[decision.scheme, identity], order, due))
        copies[decision.scheme, identity] += 1
    return entries


def told_by(application: Application) -> str:
    """By what an application comes before another where nothing else decides: its id; without one, and so before those
    that have one, its lender, contract, borrower's code and name, which no id can be.
    """
    filing, loan, borrower = application.application, application.loan, application.borrower
    if filing and filing.id:
        return filing.id
    contract = loan.contract if loan else None
    code, name = (borrower.uscc, borrower.name) if borrower else (None, None)
    return "\n".join(("", lender_of(application) or "", contract or "", code or "", name or ""))


def lender_of(application: Application) -> str | None:
    loan, year = application.loan, application.lender_year
    return (loan.lender if loan else None) or (year.lender if year else None)


def _amounts(decision: Decision) -> tuple[tuple[bool, Decimal], ...]:
    """What is not known comes first."""
    amounts = [b.entitlement for b in sorted(decision.benefits, key=lambda b: b.name)]
    return tuple((a is not None, a or Decimal(0)) for a in amounts)
