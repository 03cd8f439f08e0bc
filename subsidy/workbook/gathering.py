"""Folds over the records of a list: helper columns beside the records, and one formula over them.

A row that holds no record is an empty text there, which sums, counts and extremes pass over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from subsidy.evaluation.meaning import chosen, holds, obeys
from subsidy.language import nodes
from subsidy.language.nodes import Gathering, Node
from subsidy.messages import msg
from subsidy.workbook import logic, nested_folds
from subsidy.workbook.cells import BeyondSheetError, Cell, Known, carried, digits_known, digits_of, fits, is_wide
from subsidy.workbook.days import SHIFT
from subsidy.workbook.places import Rows

if TYPE_CHECKING:
    from subsidy.workbook.compile import Compiler


def gathered(compiler: Compiler, node: nodes.Gather) -> Cell:
    """The fold over the records of a list; unknown where the list is."""
    rows = compiler.given.lists[node.path]
    inner = type(compiler)(compiler.run, compiler.given, rows, compiler, node.level)
    return _FOLDS[node.how](inner, rows, node)


def _asked(inner: Compiler, rows: Rows, node: nodes.Gather) -> str:
    """A column that says whether a record is chosen and its value holds."""
    items = [node.value] if node.where is None else [node.where, node.value]
    flags = inner.each(item for item in items if not _is_true(item))
    if not flags:
        return rows.range(rows.column("TRUE", _judged(inner, node, holds), inner.words(node)))
    cell = flags[0] if len(flags) == 1 else logic.both(flags, rows)
    return rows.range(rows.column(cell.text, _judged(inner, node, holds), inner.words(node)))


def _any(inner: Compiler, rows: Rows, node: nodes.Gather) -> Cell:
    column = _asked(inner, rows, node)
    return _folded(inner, node, f"IF(COUNTIF({column},TRUE)>0,TRUE,OR(FALSE,{column}))")


def _all(inner: Compiler, rows: Rows, node: nodes.Gather) -> Cell:
    excused = [] if node.where is None else [logic.negation(inner.of(node.where))]
    flags = (*excused, inner.of(node.value))
    cell = flags[0] if len(flags) == 1 else logic.either(flags, rows)
    column = rows.range(rows.column(cell.text, _judged(inner, node, obeys), inner.words(node)))
    return _folded(inner, node, f"IF(COUNTIF({column},FALSE)>0,FALSE,AND(TRUE,{column}))")


def _count(inner: Compiler, rows: Rows, node: nodes.Gather) -> Cell:
    column = _asked(inner, rows, node)
    return _folded(inner, node, f"IF(OR(FALSE,{column}),COUNTIF({column},TRUE),0)")


def _sum(inner: Compiler, rows: Rows, node: nodes.Gather) -> Cell:
    value = inner.of(node.value)
    condition = "" if node.where is None or _is_true(node.where) else inner.plain_of(node.where).text
    known = _taken(inner, node, 0)
    most = rows.count + rows.spare
    low, high = min(0, value.low * most), max(0, value.high * most)
    if not is_wide(value) and fits(low, high):
        text = f"IF({condition},{value.text},0)" if condition else value.text
        column = rows.range(rows.column(text, known, inner.words(node)))
        return _folded(inner, node, f"SUM({column})", low, high)
    digits = digits_of(value, rows)
    texts = [f"IF({condition},{digit},0)" if condition else digit for digit in digits]
    split_known = digits_known(known, len(digits))
    columns = rows.put(texts, split_known, inner.words(node))
    outer = inner.outer
    assert outer is not None
    sums = [_given(inner, node, f"SUM({rows.range(column)})") for column in columns]
    whole = outer.known(node)
    summed = [(None if None in whole else sum(parts),) for parts in split_known]
    refs = outer.place.put(sums, summed, msg("sums of the digits"))
    return carried(refs, low, high, whole, outer.place, msg("exact sum over the records"))


def _extreme(function: str) -> Callable[[Compiler, Rows, nodes.Gather], Cell]:
    def fold(inner: Compiler, rows: Rows, node: nodes.Gather) -> Cell:
        value = inner.of(node.value)
        if is_wide(value):
            raise BeyondSheetError(msg("the extreme of numbers of more than fifteen digits"))
        text = value.text
        if node.where is not None and not _is_true(node.where):
            text = f'IF({inner.of(node.where).text},{text},"")'
        column = rows.range(rows.column(text, _taken(inner, node, ""), inner.words(node)))
        return _folded(inner, node, f"IF(COUNT({column})=0,NA(),{function}({column}))", value.low, value.high)

    return fold


_FOLDS: Final[Mapping[Gathering, Callable[[Compiler, Rows, nodes.Gather], Cell]]] = {
    "any": _any,
    "all": _all,
    "count": _count,
    "sum": _sum,
    "min": _extreme("MIN"),
    "max": _extreme("MAX"),
}


def nested(compiler: Compiler, node: nodes.Gather) -> Cell:
    """The fold over another list, beside each record: one array formula a row; what is unknown is empty there."""
    rows = compiler.place
    assert isinstance(rows, Rows)
    text = nested_folds.text_of(compiler, node)
    known = tuple("" if flag is None else int(flag) for flag in compiler.known(node))
    ref = rows.column(f'IFERROR(1*{text},"")', known, compiler.words(node), is_array=True)
    return Cell(f'IF({ref}="",NA(),{ref}=1)', 0, 1, ())


def _folded(inner: Compiler, node: nodes.Gather, text: str, low: int = 0, high: int = 1) -> Cell:
    high = max(high, node.high) if node.how == "count" else high
    return Cell(_given(inner, node, text), low, high, ())


def _given(inner: Compiler, node: nodes.Gather, text: str) -> str:
    return f"IF({inner.given.is_given(node.path)},{text},NA())"


def _judged(inner: Compiler, node: nodes.Gather, judge: Callable[..., Any]) -> Known:
    return tuple(judge(node, inner.run.setting(setting)) for setting in inner.settings)


def _taken(inner: Compiler, node: nodes.Gather, otherwise: Any) -> Known:
    """What each record brings: its value where it is chosen."""
    found = []
    shift = SHIFT if node.type.base == "date" else 0
    for setting in inner.settings:
        taken = chosen(node, inner.run.setting(setting))
        value = inner.run.value_of(node.value, setting) if taken else (otherwise if taken is False else None)
        found.append(value - shift if taken and isinstance(value, int) else value)
    return tuple(found)


def _is_true(node: Node) -> bool:
    return isinstance(node, nodes.Constant) and node.value is True
