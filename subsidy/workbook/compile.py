"""From the typed tree to formulas: one method a kind of node, three-valued as `evaluation.meaning` is.

Numbers are whole numbers of their node's unit, days are a spreadsheet's own, what is unknown is #N/A. A cell carries
what the engine has for it, so that whoever only looks sees the same as whoever recalculates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from subsidy.calendar import PERIODS
from subsidy.evaluation.meaning import Fields
from subsidy.evaluation.run import Run
from subsidy.explain import in_words
from subsidy.language import nodes
from subsidy.language.nodes import Node
from subsidy.language.walk import children
from subsidy.messages import Sayable, msg
from subsidy.workbook import days, gathering, kernels, logic
from subsidy.workbook.cells import (
    BeyondSheetError,
    Cell,
    Level,
    Place,
    added,
    bound,
    is_wide,
    less,
    number,
    product,
    scaled,
    within,
)
from subsidy.workbook.given import Given
from subsidy.workbook.places import Rows, Workings
from subsidy.workbook.rounding import divided

_LONGEST: Final = 300
"""A formula of more characters is divided among cells: Excel takes 8,192, people fewer."""


class Compiler:
    """Makes formulas of one run's program. `outer` is the compiler of the whole application, for one of records."""

    def __init__(
        self,
        run: Run,
        given: Given,
        place: Workings | Rows,
        outer: Compiler | None = None,
        level: int | None = None,
    ) -> None:
        self.run = run
        self.given = given
        self.place: Place = place
        self.outer = outer
        self.level = level
        self.values: dict[str, Cell] = outer.values if outer else {}

    @property
    def settings(self) -> list[Mapping[int, Fields]]:
        """What the engine looks at: the whole application, or each record of the list."""
        if self.level is None:
            return [{}]
        assert isinstance(self.place, Rows)
        records = self.run.facts[self.run.layout.facts[self.place.path]] or ()
        return [{self.level: record} for record in records]

    def of(self, node: Node) -> Cell:
        """The cell of a node. `Texts` and `Ratio` have none of their own. Raises `BeyondSheetError`."""
        if self.outer and not self._reads_records(node):
            cell = self.outer.of(node)
            return cell if isinstance(node, nodes.Constant) else self.outer.plain(cell, node)
        cell = replace(CELLS[type(node)](self, node), known=self.known(node))
        if len(cell.text) > _LONGEST:
            return self.plain(cell, node)
        return cell

    def each(self, of: Iterable[Node]) -> tuple[Cell, ...]:
        return tuple(map(self.of, of))

    def plain(self, cell: Cell, node: Node) -> Cell:
        return bound(cell, self.place, self.words(node))

    def plain_of(self, node: Node) -> Cell:
        return self.plain(self.of(node), node)

    def words(self, node: Node) -> Sayable:
        return in_words(node, self.run.program)

    def known(self, node: Node) -> tuple[Any, ...]:
        """What the engine has for a node, as a sheet has it."""
        shift = days.SHIFT if node.type.base == "date" else 0
        if node.type.base == "records":
            return (None,)
        found = [self.run.value_of(node, setting) for setting in self.settings]
        return tuple(value - shift if shift and isinstance(value, int) else value for value in found)

    def _reads_records(self, node: Node) -> bool:
        """Whether a field of a record of this list is read under the node, other than by a fold of its own."""
        if isinstance(node, nodes.Item):
            return node.level == self.level
        if isinstance(node, nodes.Gather) and node.level == self.level:
            return False
        return any(map(self._reads_records, children(node)))

    def bounded(self, cell: Cell, node: Node) -> Cell:
        """The same, where the node proves more of its values than their making shows."""
        shift = days.SHIFT if node.type.base == "date" else 0
        return within(cell, node.low - shift, node.high - shift, self.place)

    # One method a kind of node; the table below says which.

    def literal(self, node: nodes.Constant) -> Cell:
        return self.given.constant(node)

    def unpublished(self, node: nodes.Unpublished) -> Cell:
        return self.given.unpublished(node)

    def fact(self, node: nodes.Fact) -> Cell:
        return self.given.fact(node)

    def item(self, node: nodes.Item) -> Cell:
        if node.level != self.level:
            raise BeyondSheetError(msg("a record within a record"))
        return self.given.field(node)

    def named(self, node: nodes.Named) -> Cell:
        return self.values[node.name]

    def rescaled(self, node: nodes.Rescaled) -> Cell:
        return self.bounded(scaled(self.of(node.of), node.factor, self.place), node)

    def add(self, node: nodes.Add) -> Cell:
        return self.bounded(added(self.of(node.left), self.of(node.right), self.place), node)

    def subtract(self, node: nodes.Subtract) -> Cell:
        return self.bounded(less(self.of(node.left), self.of(node.right), self.place), node)

    def multiply(self, node: nodes.Multiply) -> Cell:
        return self.bounded(product(self.of(node.left), self.of(node.right), self.place), node)

    def divided(self, node: nodes.DivideByConstant) -> Cell:
        return self.of(node.of)

    def round(self, node: nodes.Round) -> Cell:
        if isinstance(node.of, nodes.Ratio):
            numerator, denominator = self.of(node.of.numerator), self.plain_of(node.of.denominator)
        else:
            numerator, denominator = self.of(node.of), number(1)
        numerator = scaled(numerator, node.multiplier, self.place)
        denominator = scaled(denominator, node.divisor, self.place)
        return self.bounded(divided(node.direction, numerator, denominator, self.place), node)

    def compare(self, node: nodes.Compare) -> Cell:
        left, right = self.each((node.left, node.right))
        if node.left.type.base in ("number", "date"):
            return logic.compared(node.operator, left, right, self.place)
        same = logic.alike(left, right, base=node.left.type.base)
        return same if node.operator == "==" else logic.negation(same)

    def compare_ratio(self, node: nodes.CompareRatio) -> Cell:
        numerator, right = self.each((node.ratio.numerator, node.right))
        denominator = self.plain_of(node.ratio.denominator)
        left = scaled(numerator, node.numerator_factor, self.place)
        right = product(scaled(right, node.right_factor, self.place), denominator, self.place)
        compared = logic.compared(node.operator, left, right, self.place)
        if denominator.low > 0:
            return compared
        if is_wide(denominator):
            nothing = "AND(" + ",".join(f"{digit}=0" for digit in denominator.digits) + ")"
        else:
            nothing = f"{denominator.text}=0"
        return Cell(f"IF({nothing},NA(),{compared.text})", 0, 1, ())

    def one_of(self, node: nodes.OneOf) -> Cell:
        subject = self.plain_of(node.subject)
        return Cell(self.given.among(subject.text, node.options), 0, 1, (), Level.COMPARISON)

    def both(self, node: nodes.And) -> Cell:
        return logic.both(self.each(node.items), self.place)

    def either(self, node: nodes.Or) -> Cell:
        return logic.either(self.each(node.items), self.place)

    def negation(self, node: nodes.Not) -> Cell:
        return logic.negation(self.of(node.of))

    def choice(self, node: nodes.If) -> Cell:
        return self._chosen(self.of(node.condition), (node.then, self.of(node.then)), self.of(node.otherwise), node)

    def _chosen(self, condition: Cell, then: tuple[Node, Cell], otherwise: Cell, node: Node) -> Cell:
        first = then[1] if len(then[1].text) < _LONGEST // 6 else self.plain(then[1], then[0])
        second = otherwise if len(otherwise.text) < _LONGEST // 6 else self.plain(otherwise, node)
        agreed = logic.agreement(first, second, node.type.base, self.place)
        return logic.chosen(condition, first, second, agreed, self.known(node), self.place)

    def smallest(self, node: nodes.Smallest) -> Cell:
        return self.bounded(logic.extreme(self.each(node.items), self.place, greatest=False), node)

    def largest(self, node: nodes.Largest) -> Cell:
        return self.bounded(logic.extreme(self.each(node.items), self.place, greatest=True), node)

    def banded(self, node: nodes.Banded) -> Cell:
        """A row of choices, from the last band to the first."""
        subject = self.plain_of(node.subject)
        *closed, last = node.bands
        cell = self.of(last.value)
        for i, band in reversed(list(enumerate(closed))):
            assert band.end is not None
            inside = logic.compared("<=" if band.inclusive else "<", subject, self.of(band.end), self.place)
            above = replace(node, bands=node.bands[i:])
            cell = replace(
                self._chosen(inside, (band.value, self.of(band.value)), cell, above), known=self.known(above)
            )
        return cell

    def sliced(self, node: nodes.Sliced) -> Cell:
        return self.bounded(self.of(node.expression), node)

    def quote(self, node: nodes.Quote) -> Cell:
        return self.given.quote(node.table, node.tenor, self.plain_of(node.on))

    def months_between(self, node: nodes.MonthsBetween) -> Cell:
        start, end = self.plain_of(node.start), self.plain_of(node.end)
        if node.counting == "completed":
            return self._number(days.completed_months(start, end), node)
        return self._number(days.started_months(start, end, self.place), node, Level.SUM)

    def months_later(self, node: nodes.AddMonths) -> Cell:
        return self._number(days.later(self.of(node.start), self.of(node.months), node.low - days.SHIFT), node)

    def year(self, node: nodes.YearOf) -> Cell:
        return self._number(days.year(self.of(node.day)), node)

    def apply(self, node: nodes.Apply) -> Cell:
        if node.kernel in ("first_day", "last_day"):
            edge = days.first_of_period if node.kernel == "first_day" else days.last_of_period
            return self._number(edge(self.plain_of(node.arguments[0]), PERIODS[node.static[0]].months), node)
        return kernels.applied(self, node)

    def held(self, node: nodes.Held) -> Cell:
        return self.of(node.gather)

    def gather(self, node: nodes.Gather) -> Cell:
        if self.outer:
            return gathering.nested(self, node)
        return gathering.gathered(self, node)

    def _number(self, text: str, node: Node, level: Level = Level.ATOM) -> Cell:
        shift = days.SHIFT if node.type.base == "date" else 0
        return Cell(text, node.low - shift, node.high - shift, (), level)


CELLS: Final[Mapping[type[Node], Callable[[Compiler, Any], Cell]]] = {
    nodes.Constant: Compiler.literal,
    nodes.Unpublished: Compiler.unpublished,
    nodes.Fact: Compiler.fact,
    nodes.Item: Compiler.item,
    nodes.Named: Compiler.named,
    nodes.Rescaled: Compiler.rescaled,
    nodes.Add: Compiler.add,
    nodes.Subtract: Compiler.subtract,
    nodes.Multiply: Compiler.multiply,
    nodes.DivideByConstant: Compiler.divided,
    nodes.Round: Compiler.round,
    nodes.Compare: Compiler.compare,
    nodes.CompareRatio: Compiler.compare_ratio,
    nodes.OneOf: Compiler.one_of,
    nodes.And: Compiler.both,
    nodes.Or: Compiler.either,
    nodes.Not: Compiler.negation,
    nodes.If: Compiler.choice,
    nodes.Smallest: Compiler.smallest,
    nodes.Largest: Compiler.largest,
    nodes.Banded: Compiler.banded,
    nodes.Sliced: Compiler.sliced,
    nodes.Quote: Compiler.quote,
    nodes.MonthsBetween: Compiler.months_between,
    nodes.AddMonths: Compiler.months_later,
    nodes.Gather: Compiler.gather,
    nodes.Apply: Compiler.apply,
    nodes.Held: Compiler.held,
    nodes.YearOf: Compiler.year,
}
