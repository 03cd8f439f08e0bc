"""Another shape of the calculation: a cap, a floor or another part left out, another case or another band taken."""

from __future__ import annotations

from collections.abc import Iterator

from subsidy.audit.alternatives.ground import Alternative, Ground
from subsidy.audit.rewriting import instead
from subsidy.kinds import NUMBER
from subsidy.language.arithmetic import largest, smallest
from subsidy.language.nodes import Add, Banded, Constant, If, Largest, Multiply, Node, Smallest
from subsidy.messages import msg


def caps(ground: Ground) -> Iterator[Alternative]:
    """Each `min` and `max` without one of its parts."""
    for value, node in ground.sites():
        if isinstance(node, Smallest | Largest) and not any(map(_is_zero, node.items)):
            join = smallest if isinstance(node, Smallest) else largest
            for i, left_out in enumerate(node.items):
                rest = [*node.items[:i], *node.items[i + 1 :]]
                kept = rest[0] if len(rest) == 1 else join(rest)
                words = msg(
                    "{step}: {kept}, without regard to {left_out}",
                    step=value.label,
                    kept=ground.said(kept),
                    left_out=ground.said(left_out),
                )
                yield from ground.otherwise("cap", instead({id(node): kept}), words)


def parts_left_out(ground: Ground) -> Iterator[Alternative]:
    """Each sum without one of its parts, each product without a share that it is multiplied by."""
    for value, node in ground.sites():
        if isinstance(node, Add | Multiply):
            for kept, left_out in ((node.left, node.right), (node.right, node.left)):
                if _can_do_without(node, left_out):
                    words = msg("{step}: {left_out} left out", step=value.label, left_out=ground.said(left_out))
                    yield from ground.otherwise("part", instead({id(node): kept}), words)


def _can_do_without(node: Add | Multiply, part: Node) -> bool:
    if isinstance(node, Multiply):
        return part.type.dimension == NUMBER and part.type.base == "number"
    return node.type.base == part.type.base == "number"


def branches(ground: Ground) -> Iterator[Alternative]:
    """Each choice decided one way and the other, each tier at each of its bands."""
    for value, node in ground.sites():
        for taken in _taken(node):
            what = msg("{step} the same in any case", step=value.label)
            yield from ground.otherwise("branch", instead({id(node): taken}), what, ground.said(taken))


def _taken(node: Node) -> list[Node]:
    if isinstance(node, If):
        return [node.then, node.otherwise]
    return [band.value for band in node.bands] if isinstance(node, Banded) else []


def _is_zero(node: Node) -> bool:
    return isinstance(node, Constant) and not node.name and node.value == 0
