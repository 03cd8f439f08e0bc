"""Where formulas look up a reference rate: in which table, and for which days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from subsidy.language.kernels import RATE_KERNELS
from subsidy.language.nodes import Apply, Node, Quote
from subsidy.language.walk import walk


def look_ups(trees: Iterable[Node]) -> Iterator[tuple[str, tuple[Node, ...]]]:
    """Each look-up: the name of the table, and the formula of its day, or of its first day and that after its last."""
    for node in (node for tree in trees for node in walk(tree)):
        if isinstance(node, Quote):
            yield node.table, (node.on,)
        elif isinstance(node, Apply) and node.kernel in RATE_KERNELS:
            yield node.static[0], node.arguments[-2:]
