"""What alternatives are made of: a program, the places in it that can be changed, and how a change is said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from subsidy.audit.rewriting import Change, every_part, rewritten
from subsidy.evaluation.layout import layout_of
from subsidy.explain import in_words
from subsidy.language.nodes import Node
from subsidy.messages import Label, Sayable
from subsidy.scheme.library import LoadedEdition, Scheme
from subsidy.scheme.program import Program, Value

Kind = Literal[
    "reading",
    "edition",
    "limit",
    "rounding",
    "days",
    "cap",
    "part",
    "interest",
    "date",
    "rate",
    "branch",
    "bound",
    "condition",
    "benefit",
    "figure",
    "row",
    "coarse",
]
KINDS: Final[Mapping[Kind, Label]] = {
    "reading": Label("口径不同", "another reading"),
    "edition": Label("版本不同", "another edition"),
    "limit": Label("限额", "the limits"),
    "rounding": Label("取舍", "rounding"),
    "days": Label("计日计月", "days and months"),
    "cap": Label("上限下限", "a cap or a floor"),
    "part": Label("漏项", "a part left out"),
    "interest": Label("利息范围", "which interest"),
    "date": Label("起止日期", "which day"),
    "rate": Label("利率", "which rate"),
    "branch": Label("取值档次", "which case"),
    "bound": Label("界限归属", "a bound"),
    "condition": Label("条件", "conditions"),
    "benefit": Label("补贴项", "which benefits"),
    "figure": Label("数字", "figures"),
    "row": Label("串行", "another row"),
    "coarse": Label("取到大整数（说服力弱）", "a round figure (weak)"),
}
"""The kinds of cause, the likeliest first."""


class Otherwise(NamedTuple):
    """What is otherwise, and in which way, where it may be so in several: ``day count: actual days over 365``."""

    what: Sayable
    way: Sayable | None = None


class Alternative(NamedTuple):
    """Another way to work out an amount: what is otherwise, and the program that does it."""

    kind: Kind
    otherwise: Otherwise
    program: Program


class Site(NamedTuple):
    """A node that an amount rests on, and the named value in whose formula it stands."""

    value: Value
    node: Node


@dataclass(frozen=True, slots=True)
class Ground:
    """One edition of a scheme with its readings chosen: what the alternatives are alternatives to."""

    scheme: Scheme
    edition: LoadedEdition
    readings: Mapping[str, str]
    program: Program

    def amounts(self) -> list[Value]:
        """The values that are the amount of a benefit."""
        names = {benefit.amount for benefit in self.program.benefits}
        return [value for value in self.program.values if value.name in names]

    def values(self) -> list[Value]:
        """The values that an amount needs, in the order of the program."""
        layout, amounts = layout_of(self.program), self.amounts()
        needed = {i for amount in amounts for i in layout.needed(amount.node)}
        needed |= {layout.values[amount.name] for amount in amounts}
        return [self.program.values[i] for i in sorted(needed)]

    def sites(self) -> Iterator[Site]:
        """Every node that an amount rests on, each once."""
        seen: set[int] = set()
        for value in self.values():
            for node in every_part(value.node):
                if id(node) not in seen:
                    seen.add(id(node))
                    yield Site(value, node)

    def said(self, node: Node) -> Sayable:
        return in_words(node, self.program)

    def otherwise(self, kind: Kind, change: Change, what: Sayable, way: Sayable | None = None) -> Iterator[Alternative]:
        """The alternative whose values are changed so; nothing where the change changes nothing, or makes no sense."""
        program = rewritten(self.program, change)
        if program is not None:
            yield Alternative(kind, Otherwise(what, way), program)
