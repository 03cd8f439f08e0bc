"""The words of conditions and choices: comparisons, membership, and, or, not, if-else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from subsidy.explain.records import no_record
from subsidy.explain.values import Joined, choice_in_words
from subsidy.explain.writer import Level, Phrase, Table, Writer
from subsidy.language import nodes
from subsidy.language.nodes import Comparison, Node
from subsidy.messages import Message, Sayable, msg

RELATIONS: Final[Mapping[Comparison, Callable[[Sayable, Sayable], Message]]] = {
    "<": lambda left, right: msg("{left} < {right}", left=left, right=right),
    "<=": lambda left, right: msg("{left} ≤ {right}", left=left, right=right),
    ">": lambda left, right: msg("{left} > {right}", left=left, right=right),
    ">=": lambda left, right: msg("{left} ≥ {right}", left=left, right=right),
    "==": lambda left, right: msg("{left} = {right}", left=left, right=right),
    "!=": lambda left, right: msg("{left} ≠ {right}", left=left, right=right),
}


def has_order(node: Node) -> bool:
    """Numbers and dates are compared by signs, texts and flags by words."""
    return node.type.base in ("number", "date")


def _compare(writer: Writer, node: nodes.Compare) -> Phrase:
    left, right = operand(writer, node.left, node.right), operand(writer, node.right, node.left)
    if has_order(node.left):
        words = RELATIONS[node.operator](left, right)
    elif node.operator == "==":
        words = msg("{left} is {right}", left=left, right=right)
    else:
        words = msg("{left} is not {right}", left=left, right=right)
    return Phrase(words, Level.COMPARISON)


def operand(writer: Writer, side: Node, other: Node) -> Sayable:
    """One side of a comparison; a text of the formula by the label that the other side's choices give it."""
    if isinstance(side, nodes.Constant) and isinstance(side.value, str):
        return writer.title(side) or choice_in_words(side.value, side.type.choices or other.type.choices)
    return writer.at(side, Level.NEGATIVE)


def _compare_ratio(writer: Writer, node: nodes.CompareRatio) -> Phrase:
    left, right = writer.at(node.ratio, Level.NEGATIVE), writer.at(node.right, Level.NEGATIVE)
    return Phrase(RELATIONS[node.operator](left, right), Level.COMPARISON)


def options_in_words(node: nodes.OneOf) -> Sayable:
    """The texts of the set, named or not, by the labels that the subject's choices give them."""
    options = node.options.options
    texts = tuple(choice_in_words(option, node.subject.type.choices) for option in options)
    if len(texts) == 1:
        return texts[0]
    return msg("one of {options}", options=texts) if texts else msg("one of an empty set")


def _one_of(writer: Writer, node: nodes.OneOf) -> Phrase:
    subject = writer.at(node.subject, Level.NEGATIVE)
    return Phrase(msg("{left} is {right}", left=subject, right=options_in_words(node)), Level.COMPARISON)


def _all_of(writer: Writer, node: nodes.And) -> Phrase:
    return Phrase(Joined(writer.all_at(node.items, Level.AND), msg(" and ")), Level.AND)


def _any_of(writer: Writer, node: nodes.Or) -> Phrase:
    return Phrase(Joined(writer.all_at(node.items, Level.OR), msg(" or ")), Level.OR)


def _negation(writer: Writer, node: nodes.Not) -> Phrase:
    of = node.of
    if isinstance(of, nodes.OneOf):
        subject = writer.at(of.subject, Level.NEGATIVE)
        return Phrase(msg("{left} is not {right}", left=subject, right=options_in_words(of)), Level.COMPARISON)
    if isinstance(of, nodes.Gather) and of.how == "any":
        return Phrase(no_record(writer, of), Level.CLAUSE)
    return Phrase(msg("not {of}", of=writer.at(of, Level.ATOM)), Level.COMPARISON)


def _choice(writer: Writer, node: nodes.If) -> Phrase:
    then, otherwise = writer.at(node.then, Level.OR), writer.at(node.otherwise, Level.OR)
    condition = writer.at(node.condition, Level.OR)
    words = msg("{then} if {condition}, otherwise {otherwise}", then=then, condition=condition, otherwise=otherwise)
    return Phrase(words, Level.CLAUSE)


CONDITIONS: Final[Table] = {
    nodes.Compare: _compare,
    nodes.CompareRatio: _compare_ratio,
    nodes.OneOf: _one_of,
    nodes.And: _all_of,
    nodes.Or: _any_of,
    nodes.Not: _negation,
    nodes.If: _choice,
}
