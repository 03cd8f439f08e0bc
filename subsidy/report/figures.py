"""What an edition's parameters are and what its limits say, as a reader of the notice would put it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from subsidy.explain import in_words
from subsidy.explain.values import Joined, choice_in_words, value_in_words
from subsidy.language import nodes
from subsidy.language.nodes import Node
from subsidy.language.walk import walk
from subsidy.limits.settlement import group_in_words
from subsidy.messages import Label, Language, Sayable, msg
from subsidy.scheme.definition import Keep, Parameter
from subsidy.scheme.limits import BoundLimit, Unit
from subsidy.scheme.parameters import parameter_node
from subsidy.scheme.program import Program

UNPUBLISHED: Final = msg("not published")
_COUNTED: Final[Mapping[Unit, Label]] = {
    "loan": Label("笔贷款", "loan(s)"),
    "benefit": Label("项补贴", "benefit(s)"),
    "scheme": Label("个方案", "scheme(s)"),
    "year": Label("个年度", "year(s)"),
}
_KEPT: Final[Mapping[Keep, Label]] = {
    "largest": Label("金额大的优先", "the largest first"),
    "first": Label("先到先得", "first come, first served"),
    "listed": Label("按所列方案的次序", "in the order of the schemes listed"),
    "proportional": Label("按同一比例", "all by the same share"),
}


@dataclass(frozen=True, slots=True)
class _Written:
    """A quantity as the scheme writes it; in English, where its units are Chinese, in words."""

    written: str
    value: Sayable

    def say(self, language: Language) -> str:
        return self.written if language == "zh" or self.written.isascii() else self.value.say(language)


def figure(name: str, parameter: Parameter, labels: Mapping[str, Mapping[str, Label]]) -> Sayable:
    """A parameter's value as it is written; texts that are codes by their labels (`labels_of_texts`)."""
    if parameter.unpublished:
        return UNPUBLISHED
    node = parameter_node(name, parameter)
    if isinstance(node, nodes.Constant) and isinstance(parameter.is_, str) and not isinstance(node.value, str):
        return _Written(parameter.is_, value_in_words(node.value, node))
    written = parameter.is_ if isinstance(parameter.is_, tuple) else (parameter.is_ or "",)
    return Joined(tuple(choice_in_words(text, labels.get(name)) for text in written), msg(", "))


def labels_of_texts(program: Program) -> Mapping[str, Mapping[str, Label]]:
    """By parameter: the labels of the codes that it holds, which are those of the facts it is compared with."""
    found = {name: choices for tree in program.trees for node in walk(tree) for name, choices in _coded(node)}
    return {name: choices for name, choices in found.items() if name}


def _coded(node: Node) -> Iterator[tuple[str, Mapping[str, Label]]]:
    if isinstance(node, nodes.OneOf):
        yield node.options.name, node.subject.type.choices or {}
    if isinstance(node, nodes.Compare):
        for one, other in ((node.left, node.right), (node.right, node.left)):
            if isinstance(one, nodes.Constant) and isinstance(one.value, str):
                yield one.name, other.type.choices or {}


def limit_in_words(limit: BoundLimit, program: Program) -> Sayable:
    """How much a limit leaves to whom: ``at most 1 loan(s) per borrower and year; the largest first``."""
    most = msg("at most {ceiling} per {group}", ceiling=_most(limit, program), group=group_in_words(limit.per))
    parts: list[Sayable] = [most]
    dates = (key.path for key in limit.per if key.word == "year" and key.written != key.path)
    parts += (msg("the year is that of: {fact}", fact=program.vocabulary[path].label) for path in dates)
    if limit.on is not None:
        parts.append(msg("measured by {amount}", amount=in_words(limit.on, program)))
    if limit.rule.keep is not None:
        parts.append(_KEPT[limit.rule.keep])
    if limit.rule.across:
        parts.append(msg("together with {schemes}", schemes=list(limit.rule.across)))
    return Joined(tuple(parts), msg("; "))


def _most(limit: BoundLimit, program: Program) -> Sayable:
    if limit.ratio is not None:
        return msg("{share} of every amount", share=in_words(limit.ratio, program))
    assert limit.at_most is not None
    amount = in_words(limit.at_most, program)
    return amount if limit.unit == "yuan" else msg("{number} {counted}", number=amount, counted=_COUNTED[limit.unit])
