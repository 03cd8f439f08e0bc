"""The figures at which a fact makes a difference: what it is compared with, capped at, or divided into bands by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from subsidy.language import nodes
from subsidy.language.nodes import Constant, Fact, Node
from subsidy.language.walk import walk


def thresholds(trees: Iterable[Node], path: str) -> frozenset[Fraction]:
    """The constants that stand beside a fact, in its base unit (yuan)."""
    found: set[Fraction] = set()
    for sides in (sides for tree in trees for node in walk(tree) if (sides := list(_sides(node)))):
        bare = [_bare(side) for side in sides]
        if any(isinstance(side, Fact) and side.path == path for side in bare):
            found |= {s.value * s.unit for s in bare if isinstance(s, Constant) and isinstance(s.value, int)}
    return frozenset(found)


def _sides(node: Node) -> Iterator[Node]:
    if isinstance(node, nodes.Compare):
        yield from (node.left, node.right)
    elif isinstance(node, nodes.Smallest | nodes.Largest):
        yield from node.items
    elif isinstance(node, nodes.Banded | nodes.Sliced):
        yield node.subject
        yield from (band.end for band in node.bands if band.end is not None)


def _bare(node: Node) -> Node:
    return _bare(node.of) if isinstance(node, nodes.Rescaled) else node
