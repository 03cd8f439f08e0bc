"""Which kinds of values go together, found by asking the type checker itself, pair by pair."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final, NamedTuple

from subsidy.kinds import DATE, KINDS, Kind
from subsidy.language.arithmetic import add, divide, multiply, subtract
from subsidy.language.errors import FormulaError
from subsidy.language.logic import compare
from subsidy.language.nodes import Fact, Node
from subsidy.language.types import described, of_kind
from subsidy.messages import Label, Language
from website.markup import code, table


class Operator(NamedTuple):
    """A sign between two values, what it means, and how the checker builds it."""

    sign: str
    meaning: Label
    build: Callable[[Node, Node], Node]


OPERATORS: Final = (
    Operator("+", Label("加", "plus"), add),
    Operator("-", Label("减", "minus"), subtract),
    Operator("*", Label("乘", "times"), multiply),
    Operator("/", Label("除", "divided by"), divide),
    Operator("<", Label("比较：`<` `<=` `>` `>=`", "comparisons: `<` `<=` `>` `>=`"), partial(compare, "<")),
    Operator("==", Label("相等：`==` `!=`", "equality: `==` `!=`"), partial(compare, "==")),
)
_CORNER: Final = Label("左 ＼ 右", "left ＼ right")


def operator_table(operator: Operator, language: Language) -> str:
    """What the sign gives for each kind at its left and right; an empty cell is refused."""
    kinds = [kind for kind in KINDS.values() if operator.sign == "==" or kind.name not in ("text", "flag")]
    rows = ((code(left.name), *(_given(operator, left, right, language) for right in kinds)) for left in kinds)
    return table((_CORNER.say(language), *(code(kind.name) for kind in kinds)), rows)


def _given(operator: Operator, left: Kind, right: Kind, language: Language) -> str:
    try:
        return described(operator.build(_fact(left), _fact(right)).type).say(language)
    except FormulaError:
        return ""


def _fact(kind: Kind) -> Node:
    """A value of the kind, of which nothing else is known but that it is small."""
    low = DATE.low + 1_000 if kind is DATE else min(1, kind.high)
    return Fact(of_kind(kind), kind.unit, low, low + 1, kind.name)
