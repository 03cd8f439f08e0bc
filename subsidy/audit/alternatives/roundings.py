"""Rounding otherwise: in another direction, to a coarser step, earlier, or only once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from fractions import Fraction
from typing import Final

from subsidy.audit.alternatives.ground import Alternative, Ground, Kind, Site
from subsidy.audit.rewriting import Change, instead, parts
from subsidy.kinds import DAY, MONTH, YUAN, Dimension
from subsidy.language.arithmetic import divide, multiply, rounded
from subsidy.language.errors import FormulaError
from subsidy.language.nodes import DivideByConstant, Multiply, Node, Ratio, Round
from subsidy.language.types import MONEY_TYPE
from subsidy.messages import Message, msg
from subsidy.quantities import Quantity
from subsidy.rounding import ROUNDINGS

_FEN: Final = Fraction(1, 100)
_DIRECTIONS: Final = ("half-up", "half-even", "half-down", "down", "up")  # of what is never below zero
_ALIKE: Final = {"floor": "down", "ceiling": "up"}
_STEPS: Final = (Fraction(1, 10), *map(Fraction, (1, 10, 100)))
_ROUND_FIGURES: Final = tuple(map(Fraction, (1_000, 10_000)))
"""Steps to which no scheme rounds, and by which almost any round figure would be explained."""
_PLACES: Final = (2, 4)
_COARSE: Final = ("down", "half-up", "up")
_TIMES: Final = {DAY: msg("one day"), MONTH: msg("one month"), Dimension(years=1): msg("one year")}
_PRODUCTS: Final = (Multiply, DivideByConstant, Ratio)


def roundings(ground: Ground) -> Iterator[Alternative]:
    rounds = [site for site in ground.sites() if isinstance(site.node, Round)]
    yield from _directions(ground, rounds)
    yield from _never_before(ground, rounds)
    yield from _earlier(ground)


def _directions(ground: Ground, rounds: list[Site]) -> Iterator[Alternative]:
    for value, node in rounds:
        assert isinstance(node, Round)
        for direction in _others(node):
            what = msg("{step} rounded otherwise", step=value.label)
            changed = instead({id(node): _turned(node, direction)})
            yield from ground.otherwise("rounding", changed, what, ROUNDINGS[direction])


def all_roundings(ground: Ground) -> Iterator[Alternative]:
    """Every rounding in one direction."""
    if sum(isinstance(site.node, Round) for site in ground.sites()) > 1:
        for direction in _DIRECTIONS:
            yield from ground.otherwise("rounding", _all_turned(direction), msg("every rounding"), ROUNDINGS[direction])


def _others(node: Round) -> list[str]:
    stated = _ALIKE.get(node.direction, node.direction)
    return [direction for direction in _DIRECTIONS if direction != stated]


def _turned(node: Round, direction: str) -> Node:
    return rounded(node.of, direction, node.unit, node.type)


def _all_turned(direction: str) -> Change:
    def change(_: Node, made: Node) -> Node:
        turns = isinstance(made, Round) and direction in _others(made)
        return _turned(made, direction) if turns and isinstance(made, Round) else made

    return change


def coarser_roundings(ground: Ground) -> Iterator[Alternative]:
    """The amount to a coarser step, from what its own rounding starts from."""
    yield from _to_steps(ground, "rounding", _STEPS)


def round_figures(ground: Ground) -> Iterator[Alternative]:
    """The same to steps that are no evidence by themselves."""
    yield from _to_steps(ground, "coarse", _ROUND_FIGURES)


def _to_steps(ground: Ground, kind: Kind, steps: Sequence[Fraction]) -> Iterator[Alternative]:
    for value in ground.amounts():
        of = value.node.of if isinstance(value.node, Round) else value.node
        what = msg("{step} rounded more coarsely", step=value.label)
        for step in steps:
            for direction in _COARSE if step > value.node.unit else ():
                changed = instead({id(value.node): rounded(of, direction, step, MONEY_TYPE)})
                way = msg("to {unit} ({how})", unit=Quantity(step, YUAN, "plain"), how=ROUNDINGS[direction])
                yield from ground.otherwise(kind, changed, what, way)


def _never_before(ground: Ground, rounds: list[Site]) -> Iterator[Alternative]:
    """Without the roundings on the way, all of them or one: the amount alone is rounded."""
    ends = {id(value.node) for value in ground.amounts()}
    inner = [site for site in rounds if id(site.node) not in ends]
    every = {id(node) for _, node in inner}
    yield from ground.otherwise("rounding", _unrounded(every), msg("rounded only once, at the end"))
    if len(inner) > 1:
        for value, node in inner:
            yield from ground.otherwise("rounding", _unrounded({id(node)}), msg("{step} not rounded", step=value.label))


def _unrounded(places: Collection[int]) -> Change:
    return lambda node, made: made.of if id(node) in places and isinstance(made, Round) else made


def _earlier(ground: Ground) -> Iterator[Alternative]:
    """Rounded to the fen on the way: a part of a product, or what is due for one day or month."""
    for value, top in _products(ground):
        for part in _inner(top):
            words = msg("{step}: {part} rounded on the way", step=value.label, part=ground.said(part))
            yield from ground.otherwise("rounding", instead({id(part): _rounded(part)}), words)
        for time, direction, made in _each_time(top):
            what = msg("{step}: what {time} comes to rounded first", step=value.label, time=time)
            yield from ground.otherwise("rounding", instead({id(top): made}), what, ROUNDINGS[direction])
        for places, made in _part_of_year(top):
            what = msg("{step}: the part of a year rounded to {places} decimals first", step=value.label, places=places)
            yield from ground.otherwise("rounding", instead({id(top): made}), what)


def _products(ground: Ground) -> Iterator[Site]:
    """The products of money that are not a part of another product."""
    within = {id(part) for _, node in ground.sites() if isinstance(node, _PRODUCTS) for part in parts(node)}
    for site in ground.sites():
        if isinstance(site.node, _PRODUCTS) and id(site.node) not in within and site.node.type.is_money:
            yield site


def _inner(top: Node) -> Iterator[Node]:
    """The parts of a product that are money and no whole fen."""
    for part in parts(top):
        if isinstance(part, _PRODUCTS):
            if part.type.is_money and (isinstance(part, Ratio) or (part.unit / _FEN).denominator > 1):
                yield part
            yield from _inner(part)


def _each_time(top: Node) -> Iterator[tuple[Message, str, Node]]:
    """What one day or month comes to, rounded in a direction, times the days or months."""
    above, below = _factors(top)
    for i, factor in enumerate(above):
        if factor.type.dimension in _TIMES and len(above) > 1:
            rest = [*above[:i], *above[i + 1 :]]
            for direction in ("half-up", "down"):
                made = _times(rest, below, factor, direction)
                if made is not None:
                    yield _TIMES[factor.type.dimension], direction, made


def _part_of_year(top: Node) -> Iterator[tuple[int, Node]]:
    """What days or months are of a year, rounded, times all the rest."""
    above, below = _factors(top)
    for i, factor in enumerate(above):
        for j, length in enumerate(below):
            if factor.type.dimension in (DAY, MONTH) and len(above) > 1 and not length.type.is_money:
                others, under = [*above[:i], *above[i + 1 :]], [*below[:j], *below[j + 1 :]]
                for places in _PLACES:
                    with suppress(FormulaError):
                        part = divide(factor, length)
                        part = rounded(part, "half-up", Fraction(1, 10**places), part.type)
                        yield places, _product([*others, part], under)


def _factors(node: Node) -> tuple[list[Node], list[Node]]:
    """What is multiplied, and what it is divided by."""
    if not isinstance(node, _PRODUCTS):
        return [node], []
    first, second = parts(node)
    (above, below), (others, under) = _factors(first), _factors(second)
    return (
        ([*above, *others], [*below, *under]) if isinstance(node, Multiply) else ([*above, *under], [*below, *others])
    )


def _times(above: list[Node], below: list[Node], factor: Node, direction: str) -> Node | None:
    try:
        product = _product(above, below)
        return multiply(rounded(product, direction, _FEN, product.type), factor)
    except FormulaError:
        return None


def _product(above: Sequence[Node], below: Sequence[Node]) -> Node:
    """Raises `FormulaError` for what has no meaning."""
    product = above[0]
    for node in above[1:]:
        product = multiply(product, node)
    for node in below:
        product = divide(product, node)
    return product


def _rounded(node: Node) -> Node:
    return rounded(node, "half-up", _FEN, node.type)
