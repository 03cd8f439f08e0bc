"""Conditions judged otherwise: not looked at at all, or with a bound on its other side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final, cast

from subsidy.audit.alternatives.ground import Alternative, Ground, Otherwise
from subsidy.audit.rewriting import every_part, instead, rewritten
from subsidy.language.nodes import Band, Banded, Compare, CompareRatio, Comparison, Node
from subsidy.messages import Message, Sayable, msg

_STRICTER_OR_LOOSER: Final[dict[Comparison, Comparison]] = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}


def all_ignored(ground: Ground) -> Iterator[Alternative]:
    """What the steps give, whatever the conditions say."""
    yield Alternative("condition", Otherwise(msg("no condition looked at")), replace(ground.program, rules=()))


def one_ignored(ground: Ground) -> Iterator[Alternative]:
    """Each condition left out on its own."""
    rules = ground.program.rules
    for i, rule in enumerate(rules):
        if len(rules) > 1:
            program = replace(ground.program, rules=(*rules[:i], *rules[i + 1 :]))
            yield Alternative("condition", Otherwise(msg("a condition not looked at"), rule.label), program)


def bounds(ground: Ground) -> Iterator[Alternative]:
    """Each comparison with what is equal on its other side."""
    program = ground.program
    for rule in program.rules:
        for node in every_part(rule.node):
            if (other := _turned(node)) is not None:
                changed = rewritten(program, in_rules=instead({id(node): other}))
                if changed is not None:
                    words = _words(ground, rule.label, node)
                    yield Alternative("bound", Otherwise(words), changed)
    for value, node in ground.sites():
        if (other := _turned(node)) is not None:
            words = _words(ground, value.label, node)
            yield from ground.otherwise("bound", instead({id(node): other}), words)


def _turned(node: Node) -> Node | None:
    if isinstance(node, Compare | CompareRatio) and node.operator in _STRICTER_OR_LOOSER:
        return replace(node, operator=_STRICTER_OR_LOOSER[node.operator])
    if isinstance(node, Banded):
        bands = tuple(Band(band.end, not band.inclusive, band.value) for band in node.bands)
        return cast(Node, replace(node, bands=bands))
    return None


def _words(ground: Ground, part: Sayable, node: Node) -> Message:
    return msg(
        "{part}: what is just at the bound judged otherwise ({comparison})", part=part, comparison=ground.said(node)
    )
