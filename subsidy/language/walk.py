"""Looking through a tree: the nodes under a node, and what they use."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import fields
from functools import cache

from subsidy.language.nodes import Band, Node

_NODE_FIELDS = tuple(f.name for f in fields(Node))


def children(node: Node) -> Iterator[Node]:
    """The nodes directly under a node, in the order in which they are written."""
    for name in _own_fields(type(node)):
        yield from _nodes(getattr(node, name))


def walk(node: Node) -> Iterator[Node]:
    """The node and all under it, itself first."""
    yield node
    for child in children(node):
        yield from walk(child)


@cache
def _own_fields(node_type: Hashable) -> tuple[str, ...]:
    assert isinstance(node_type, type)
    return tuple(f.name for f in fields(node_type) if f.name not in _NODE_FIELDS)


def _nodes(value: object) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _nodes(item)
    elif isinstance(value, Band):
        yield from _nodes(value.end)
        yield from _nodes(value.value)
