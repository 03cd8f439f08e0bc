"""The texts that formulas compare facts with: what one may choose from, what a text that is none of them may mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from subsidy.language import nodes
from subsidy.language.nodes import Node
from subsidy.language.walk import walk


def texts_asked(trees: Iterable[Node]) -> Mapping[str, tuple[str, ...]]:
    """By the path of a fact, or of a field of a list's records: the texts in the order in which they are written."""
    found: dict[str, dict[str, None]] = {}
    for tree in trees:
        for node in walk(tree):
            for subject, texts in _compared(node):
                if isinstance(subject, nodes.Fact | nodes.Item):
                    found.setdefault(subject.path, {}).update(dict.fromkeys(texts))
    return {path: tuple(texts) for path, texts in found.items()}


def _compared(node: Node) -> Iterator[tuple[Node, tuple[str, ...]]]:
    if isinstance(node, nodes.OneOf):
        yield node.subject, node.options.options
    if isinstance(node, nodes.Compare):
        for one, other in ((node.left, node.right), (node.right, node.left)):
            if isinstance(other, nodes.Constant) and isinstance(other.value, str):
                yield one, (other.value,)
