"""The decisions of a set, and what is left to each while the limits are applied: whole fen, since parts must sum."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from subsidy.evaluation.decision import Decision
from subsidy.evaluation.receipt import facts_hash
from subsidy.explain.values import verbatim
from subsidy.language.nodes import Node
from subsidy.messages import Sayable, msg
from subsidy.quantities.fen import fen_of
from subsidy.scheme.limits import BoundLimit


@dataclass(eq=False)
class Entry:
    """One decision. `due` is what is left of each benefit, in fen; `counted` what is left of a measure, by its formula.

    `number` is its position in the set, `identity` the application that it decides: its id, else the hash of its facts;
    `copy` tells decisions of one scheme on one application apart. `order` is what no permutation of the set changes.
    `open` are the benefits whose payable cannot be told.
    """

    decision: Decision
    number: int
    identity: str
    copy: int
    order: tuple[str, ...]
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
    filed = Counter((d.scheme, d.id) for d in decisions)
    copies: Counter[tuple[str, str]] = Counter()
    entries = []
    for number, decision in enumerate(decisions):
        alone = decision.id is not None and filed[decision.scheme, decision.id] == 1
        content = "" if alone else facts_hash(decision.application)
        identity = decision.id or content
        due = {b.name: fen_of(b.entitlement) for b in decision.benefits if b.entitlement}
        order = (identity, decision.scheme, decision.edition, content)
        entries.append(Entry(decision, number, identity, copies[decision.scheme, identity], order, due))
        copies[decision.scheme, identity] += 1
    return entries
