"""What a workbook is given, as cells: facts, fields of records, parameters, quotes of reference rates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from subsidy.kinds import NUMBER
from subsidy.language import nodes
from subsidy.language.nodes import Constant, Node
from subsidy.language.types import Type
from subsidy.workbook.balance import Balance
from subsidy.workbook.cells import Cell, Level, call, number, reference
from subsidy.workbook.days import SHIFT
from subsidy.workbook.names import Names
from subsidy.workbook.places import Rows

_USUAL_MONEY: Final = 10**11
_USUAL_SHARE: Final = 10**9


def allowed(type_: Type, low: int, high: int, values: Iterable[Any]) -> tuple[int, int]:
    """What may be typed into a cell, in whole numbers of the unit: a billion yuan, 1000%, or what is given already.

    The narrower the bounds, the more is proved to fit in a spreadsheet's fifteen digits.
    """
    usual = _USUAL_MONEY if type_.is_money else _USUAL_SHARE if type_.dimension == NUMBER and type_.percent else high
    size = max((abs(value) for value in values if isinstance(value, int)), default=0)
    most = usual if size <= usual else 10 ** len(str(size))
    return max(low, -most), min(high, most)


@dataclass(slots=True)
class Given:
    """`facts` are those decided, by path; `typed` what stands in the cells, the same until somebody changes it.

    `lists` are the sheets of records, `parameters` those that have a cell.
    """

    names: Names
    facts: Mapping[str, Any]
    typed: Mapping[str, Any]
    lists: Mapping[str, Rows]
    parameters: Mapping[str, Node] = field(default_factory=dict)
    balance: Balance | None = None

    def fact(self, node: nodes.Fact) -> Cell:
        return reference(self.names.of(node.path), *self._bounds(node, [self.facts[node.path]]), ())

    def field(self, node: nodes.Item) -> Cell:
        path, _, _ = node.path.rpartition(".")
        place = (self.lists[path].fields or ()).index(node.field)
        values = [record[place] for record in self.facts[path] or ()]
        return reference(self.field_cell(path, node.field), *self._bounds(node, values), ())

    def field_cell(self, path: str, name: str) -> str:
        """The exact value of a record's field, in the row at hand."""
        return self.lists[path].field(name)

    def is_given(self, path: str) -> str:
        """Whether a list is known."""
        return self.names.of(path, "given")

    def _bounds(self, node: Node, values: Iterable[Any]) -> tuple[int, int]:
        if node.type.base == "date":
            return node.low - SHIFT, node.high - SHIFT
        return allowed(node.type, node.low, node.high, values)

    def constant(self, node: nodes.Constant) -> Cell:
        value = node.value
        if isinstance(value, str):
            return reference(self._named(node, quoted(value)), 0, 0, (value,))
        if isinstance(value, bool):
            return reference("TRUE" if value else "FALSE", 0, 1, (value,))
        if node.type.base == "date":
            value -= SHIFT
            return reference(self._named(node, str(value)), value, value, (value,))
        cell = number(value)
        known = self.parameters.get(node.name)
        if not isinstance(known, Constant) or not isinstance(known.value, int) or cell.digits or not known.value:
            return cell
        name, factor = self.names.of(node.name), value // known.value
        if factor * known.value != value:
            return cell
        if factor == 1:
            return reference(name, value, value, (value,))
        return Cell(f"{name}*{factor}", value, value, (value,), Level.PRODUCT)

    def _named(self, node: nodes.Constant, literal: str) -> str:
        return self.names.of(node.name) if node.name in self.parameters else literal

    def unpublished(self, node: nodes.Unpublished) -> Cell:
        """Unknown for ever, so that no bounds of what follows from it matter."""
        return reference(self.names.of(node.name) if node.name in self.parameters else "NA()", 0, 0, ())

    def among(self, subject: str, options: nodes.Texts) -> str:
        """Whether a text is one of a set."""
        if options.name in self.parameters and options.options:
            return f"SUMPRODUCT(EXACT({subject},{self.names.of(options.name)})*1)>0"
        listed = "+".join(f"EXACT({subject},{quoted(option)})" for option in options.options)
        return f"{listed or f'0*LEN({subject})'}>0"

    def quote(self, table: str, tenor: str, on: Cell) -> Cell:
        """The quote in force on a day, which is plain: LOOKUP would have a formula answer for many days at once."""
        return call("LOOKUP", on, self.table(table), self.table(table, tenor))

    def table(self, table: str, column: str = "from", what: str = "") -> str:
        return self.names.of(f"{table}_{column}{what}", "table")


def quoted(text: str) -> str:
    """A text as a literal of a formula."""
    return '"' + text.replace('"', '""') + '"'
