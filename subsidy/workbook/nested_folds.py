"""A fold over one list beside each record of another, as an array formula: the inner records are ranges.

What a spreadsheet's AND and OR would fold into one is said by arithmetic here, record by record: 1, 0, or #N/A.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from subsidy.language import nodes
from subsidy.language.nodes import Node
from subsidy.language.walk import walk
from subsidy.messages import msg
from subsidy.workbook.cells import BeyondSheetError

if TYPE_CHECKING:
    from subsidy.workbook.compile import Compiler


def text_of(compiler: Compiler, node: nodes.Gather) -> str:
    """The array formula of `any` and `all`. Raises `BeyondSheetError` for other folds."""
    if node.how not in ("any", "all"):
        raise BeyondSheetError(msg("a fold of records within records"))
    ranges = _Ranges(compiler, node)
    value = ranges.of(node.value)
    rows = compiler.given.lists[node.path]
    here = rows.range(rows.present)
    if node.how == "any":
        flag = value if node.where is None else _and(ranges.of(node.where), value)
        found = f"IF({here},{flag},0)"
        fold = f"IF(SUM(IFERROR({found},0))>0,TRUE,SUM({found})>0)"
    else:
        flag = value if node.where is None else _or(f"1-{_in(ranges.of(node.where))}", value)
        found = f"IF({here},1-{_in(flag)},0)"
        fold = f"IF(SUM(IFERROR({found},0))>0,FALSE,SUM({found})=0)"
    return f"IF({compiler.given.is_given(node.path)},{fold},NA())"


class _Ranges:
    """Flags of the records of an inner list as numbers, a range each; what does not read them stands beside the row."""

    def __init__(self, compiler: Compiler, gather: nodes.Gather) -> None:
        self.compiler = compiler
        self.gather = gather

    def of(self, node: Node) -> str:
        if not any(isinstance(n, nodes.Item) and n.level == self.gather.level for n in walk(node)):
            return self.compiler.plain_of(node).text
        if type(node) not in _TEXTS:
            raise BeyondSheetError(msg("a fold of records within records"))
        return _TEXTS[type(node)](self, node)

    def item(self, node: nodes.Item) -> str:
        given = self.compiler.given
        path = node.path.rpartition(".")[0]
        return given.lists[path].range(given.field_cell(path, node.field))

    def compare(self, node: nodes.Compare) -> str:
        left, right = self.of(node.left), self.of(node.right)
        if node.left.type.base == "text":
            same = f"EXACT({left},{right})*1"
            return same if node.operator == "==" else f"1-{same}"
        sign = {"==": "=", "!=": "<>"}.get(node.operator, node.operator)
        return f"({_in(left)}{sign}{_in(right)})*1"

    def one_of(self, node: nodes.OneOf) -> str:
        subject = self.of(node.subject)
        given = self.compiler.given
        return (
            f"({given.among(subject, nodes.Texts(node.options.type, node.options.unit, 0, 0, node.options.options))})*1"
        )

    def both(self, node: nodes.And) -> str:
        return _folded(_and, [self.of(item) for item in node.items])

    def either(self, node: nodes.Or) -> str:
        return _folded(_or, [self.of(item) for item in node.items])

    def negation(self, node: nodes.Not) -> str:
        return f"1-{_in(self.of(node.of))}"


_TEXTS: Final[Mapping[type[Node], Callable[[_Ranges, Any], str]]] = {
    nodes.Item: _Ranges.item,
    nodes.Compare: _Ranges.compare,
    nodes.OneOf: _Ranges.one_of,
    nodes.And: _Ranges.both,
    nodes.Or: _Ranges.either,
    nodes.Not: _Ranges.negation,
}


def _folded(join: Callable[[str, str], str], parts: list[str]) -> str:
    first, *others = parts
    for other in others:
        first = join(first, other)
    return first


def _and(a: str, b: str) -> str:
    return f"IFERROR({_in(a)}*{_in(b)},IF(IFERROR({a},1)*IFERROR({b},1)=0,0,NA()))"


def _or(a: str, b: str) -> str:
    return f"IFERROR(SIGN({_in(a)}+{_in(b)}),IF(IFERROR({a},0)+IFERROR({b},0)>0,1,NA()))"


def _in(text: str) -> str:
    return f"({text})"
