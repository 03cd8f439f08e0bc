"""How an amount came about, as stations that money passes: what each share, cap, addition and rounding took or gave.

The stations follow the typed tree from the amount back along the money that it is made of, so no scheme is known here:
of a product the factor that is money, of a cap what is capped, of a choice the branch that was taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import singledispatchmethod
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from subsidy.evaluation.decision import BenefitResult, Decision
from subsidy.explain import arithmetic, in_words
from subsidy.explain.sight import Sight
from subsidy.explain.values import Figure, Joined
from subsidy.kinds import NUMBER
from subsidy.language import nodes
from subsidy.language.nodes import Node
from subsidy.limits import Cut, Settled
from subsidy.messages import Language, Message, Sayable, msg
from subsidy.rounding import ROUNDINGS, round_to
from subsidy.scheme.program import Value


class Station(NamedTuple):
    """An amount in yuan, exact, on its way; `named` where it has a name of its own, else it is what a change left."""

    label: Sayable
    after: Fraction
    named: bool
    cite: str

    @property
    def fen(self) -> int:
        """The amount as it is shown, in whole fen."""
        return int(round_to(self.after * 100, Fraction(1), "half-up"))


class Waterfall(NamedTuple):
    """The stations of one benefit: at least two, the first of them named; the last is what it comes to."""

    benefit: BenefitResult
    stations: tuple[Station, ...]

    def changes(self) -> Iterator[int]:
        """What each station after the first took (below 0) or gave, in fen: together from the first to the last."""
        for before, station in pairwise(self.stations):
            yield station.fen - before.fen


def waterfalls(decision: Decision, settled: Settled | None = None) -> tuple[Waterfall, ...]:
    """One for each benefit that is not refused, is known, and is reached in more than one step."""
    found = (_waterfall(benefit, decision, settled) for benefit in decision.benefits)
    return tuple(waterfall for waterfall in found if waterfall is not None)


def _waterfall(benefit: BenefitResult, decision: Decision, settled: Settled | None) -> Waterfall | None:
    if benefit.status == "refused" or benefit.computed is None:
        return None
    amount = next(e.amount for e in decision.program.benefits if e.name == benefit.name)
    path = _Path(decision)
    try:
        stations = _without_repeats(path.to(path.values[amount]))
    except _UnknownError:
        return None
    if benefit.status == "suspended":
        stations.append(Station(msg("suspended"), Fraction(0), named=False, cite=""))
    cuts = [cut for cut in settled.cuts if cut.benefit == benefit.name] if settled else []
    stations += _limited(cuts, decision)
    return Waterfall(benefit, tuple(stations)) if len(stations) > 1 else None


def _without_repeats(stations: Sequence[Station]) -> list[Station]:
    """Less each named amount that is at once called by another name."""
    kept = [a for a, b in pairwise(stations) if not (a.named and b.named and a.after == b.after)]
    return [*kept, stations[-1]]


def _limited(cuts: Sequence[Cut], decision: Decision) -> Iterator[Station]:
    for cut in cuts:
        label = decision.program.edition.limits[cut.limit].label
        yield Station(label, Fraction(cut.after), named=False, cite=cut.cite)
    if cuts:
        yield Station(msg("payable"), Fraction(cuts[-1].after), named=True, cite="")


class _UnknownError(Exception):
    """Something on the way is unknown, though what it leads to is not."""


@dataclass(frozen=True, slots=True)
class _Valued:
    """A name and its value, or the value alone where that is its name."""

    name: Sayable
    value: Sayable

    def say(self, language: Language) -> str:
        name, value = self.name.say(language), self.value.say(language)
        return value if name == value else msg("{name} ({value})", name=name, value=value).say(language)


class _Path:
    """The way of the money through one run."""

    def __init__(self, decision: Decision) -> None:
        self.program = decision.program
        self.sight = Sight(decision.run)
        self.values = {value.name: value for value in self.program.values}

    def to(self, value: Value) -> list[Station]:
        """The stations to a named value, which is the last of them."""
        stations = self.along(value.node, value.cite)
        last = Station(value.label, self.exact(value.node), named=True, cite=value.cite)
        return [*stations, last] if len(stations) > 1 else [last]

    def exact(self, node: Node) -> Fraction:
        found = self.sight.exact(node)
        if found is None:
            raise _UnknownError
        return found

    def valued(self, node: Node) -> Sayable:
        return _Valued(in_words(node, self.program), Figure(self.exact(node), node.type))

    @singledispatchmethod
    def along(self, node: Node, cite: str) -> list[Station]:
        """The stations to a node that is money. What it is made of is not looked into where no case says how."""
        return [Station(in_words(node, self.program), self.exact(node), named=True, cite=cite)]

    @along.register
    def _(self, node: nodes.Named, cite: str) -> list[Station]:
        return self.to(self.values[node.name])

    @along.register
    def _(self, node: nodes.Rescaled, cite: str) -> list[Station]:
        return self.along(node.of, cite)

    @along.register
    def _(self, node: nodes.If, cite: str) -> list[Station]:
        condition = self.sight.value(node.condition)
        if condition is None:  # the branches agree
            return self.along(node.then, cite)
        return self.along(node.then if condition else node.otherwise, cite)

    @along.register
    def _(self, node: nodes.Round, cite: str) -> list[Station]:
        stations, rounded = self.along(node.of, cite), self.exact(node)
        step = Figure(node.unit, node.type)
        label = msg("rounded {direction} to {step}", direction=ROUNDINGS[node.direction], step=step)
        changed = Station(label, rounded, named=False, cite=cite)
        # To the fen it is no step of its own: what is shown is in fen anyway.
        return (
            [*stations, changed]
            if changed.fen != stations[-1].fen
            else [*stations[:-1], stations[-1]._replace(after=rounded)]
        )

    @along.register
    def _(self, node: nodes.Smallest, cite: str) -> list[Station]:
        return self._bounded(node.items, cite, "at most")

    @along.register
    def _(self, node: nodes.Largest, cite: str) -> list[Station]:
        return self._bounded(node.items, cite, "at least")

    def _bounded(self, items: Sequence[Node], cite: str, bound: _Bound) -> list[Station]:
        """The first item that is no constant, and each other one that moves it."""
        main = next((item for item in items if not isinstance(arithmetic.plain(item), nodes.Constant)), items[0])
        stations = self.along(main, cite)
        says, moves = _BOUNDS[bound]
        for item in items:
            limit = self.sight.exact(item)
            if item is not main and limit is not None and moves(limit, stations[-1].after) != stations[-1].after:
                stations.append(Station(says(self.valued(item)), limit, named=False, cite=cite))
        return stations

    @along.register
    def _(self, node: nodes.Add, cite: str) -> list[Station]:
        return self._and(node, msg("+ {term}", term=in_words(node.right, self.program)), cite)

    @along.register
    def _(self, node: nodes.Subtract, cite: str) -> list[Station]:
        return self._and(node, msg("- {term}", term=in_words(node.right, self.program)), cite)

    def _and(self, node: nodes.Add | nodes.Subtract, label: Sayable, cite: str) -> list[Station]:
        if isinstance(node, nodes.Add) and not self.exact(node.left):
            return self.along(node.right, cite)
        stations = self.along(node.left, cite)
        if self.exact(node.right):
            stations.append(Station(label, self.exact(node), named=False, cite=cite))
        return stations

    @along.register
    def _(self, node: nodes.Apply, cite: str) -> list[Station]:
        """Of an amount that several share, the part."""
        whole, *weights = node.arguments
        if node.kernel != "part":
            return [Station(in_words(node, self.program), self.exact(node), named=True, cite=cite)]
        share = msg("its part: {share}", share=self.valued(weights[int(node.static[0])]))
        return [*self.along(whole, cite), Station(share, self.exact(node), named=False, cite=cite)]

    @along.register
    def _(self, node: nodes.Multiply, cite: str) -> list[Station]:
        return self._product(node, cite)

    @along.register
    def _(self, node: nodes.DivideByConstant, cite: str) -> list[Station]:
        return self._product(node, cite)

    @along.register
    def _(self, node: nodes.Ratio, cite: str) -> list[Station]:
        return self._product(node, cite)

    def _product(self, node: Node, cite: str) -> list[Station]:
        """The money, then its multipliers: each share, and in one those that have units, as months and their year."""
        factors = list(_factors(node))
        main = next((f for f in factors if f.above and f.node.type.is_money), None)
        if main is None:
            return [Station(in_words(node, self.program), self.exact(node), named=True, cite=cite)]
        stations = self.along(main.node, cite)
        for group in _together([f for f in factors if f is not main]):
            after = stations[-1].after
            for factor in group:
                exact = self.exact(factor.node)
                after = after * exact if factor.above else after / exact
            label = Joined(tuple(_SIGNS[f.above](self.valued(f.node)) for f in group), msg(" "))
            stations.append(Station(label, after, named=False, cite=cite))
        return stations


class _Factor(NamedTuple):
    """One of a product; below where it divides."""

    node: Node
    above: bool


def _factors(node: Node) -> Iterator[_Factor]:
    match arithmetic.plain(node):
        case nodes.Multiply(left=left, right=right):
            yield from _factors(left)
            yield from _factors(right)
        case nodes.DivideByConstant(of=above, by=below) | nodes.Ratio(numerator=above, denominator=below):
            yield from _factors(above)
            yield _Factor(below, above=False)
        case _:
            yield _Factor(node, above=True)


def _together(factors: Sequence[_Factor]) -> Iterator[Sequence[_Factor]]:
    """A group for each plain number, in order; one, where its first stands, for all that have units."""
    with_units = [f for f in factors if f.node.type.dimension != NUMBER]
    for factor in factors:
        if factor not in with_units:
            yield [factor]
        elif factor is with_units[0]:
            yield with_units


_Bound = Literal["at most", "at least"]
_BOUNDS: Final[Mapping[_Bound, tuple[Callable[[Sayable], Message], Callable[[Fraction, Fraction], Fraction]]]] = {
    "at most": (lambda limit: msg("at most {limit}", limit=limit), min),
    "at least": (lambda limit: msg("at least {limit}", limit=limit), max),
}
_SIGNS: Final[Mapping[bool, Callable[[Sayable], Message]]] = {
    True: lambda factor: msg("× {factor}", factor=factor),
    False: lambda factor: msg("÷ {factor}", factor=factor),
}
