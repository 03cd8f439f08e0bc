"""Looking through a tree: the nodes under a node, and what they use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Final

from subsidy.language.nodes import Band, Node

_SHARED: Final = {f.name for f in fields(Node)}
_OWN: Final = {t: tuple(f.name for f in fields(t) if f.name not in _SHARED) for t in Node.__subclasses__()}


def children(node: Node) -> Iterator[Node]:
    """The nodes directly under a node, in the order in which they are written."""
    for name in _OWN[type(node)]:
        yield from _nodes(getattr(node, name))


def walk(node: Node) -> Iterator[Node]:
    """The node and all under it, itself first."""
    yield node
    for child in children(node):
        yield from walk(child)


def _nodes(value: object) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _nodes(item)
    elif isinstance(value, Band):
        yield from _nodes(value.end)
        yield from _nodes(value.value)
