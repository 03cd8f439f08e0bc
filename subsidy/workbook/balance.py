"""The loan's balance between two days, looked up: the difference of two sums of the days before, as in `steps`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from subsidy.language.nodes import Apply
from subsidy.messages import msg
from subsidy.steps import Steps
from subsidy.workbook.cells import (
    Cell,
    added,
    bound,
    digits_known,
    less,
    lifted,
    product,
    reference,
    within,
)
from subsidy.workbook.places import Rows

if TYPE_CHECKING:
    from subsidy.workbook.compile import Compiler


@dataclass(frozen=True, slots=True)
class Balance:
    """A sheet with the `days` on which the balance changes, what is `owed` from then on, and the `sums` before.

    `known` is the same as the engine has it, from the day before the first change on; None where it is unknown.
    """

    rows: Rows
    days: Cell
    owed: Cell
    sums: Cell
    known: Steps[int] | None

    def days_owed(self, compiler: Compiler, node: Apply) -> Cell:
        """The sum of the balance of each day in [first, until), in fen; nothing is owed before the first change."""
        place = compiler.place
        first, until = map(compiler.plain_of, node.arguments[-2:])
        end = Cell(f"MAX({first.text},{until.text})", first.low, max(first.high, until.high), lifted(max, first, until))
        before_first = self._before(first, compiler)
        before_end = self._before(bound(end, place, msg("end of the span")), compiler)
        return within(less(before_end, before_first, place), node.low, node.high, place)

    def _before(self, day: Cell, compiler: Compiler) -> Cell:
        """The sum of the balances of all days before a day."""
        place, days = compiler.place, self.rows.range(self.days.text)
        on = Cell(f"MAX({day.text},MIN({days}))", day.low, day.high, self._known(_not_before, day))
        on = bound(on, place, msg("not before the first change"))

        def found(column: str) -> str:
            return f"LOOKUP({on.text},{days},{self.rows.range(column)})"

        since = Cell(f"{on.text}-{found(self.days.text)}", 0, day.high - self.days.low, self._known(_since, day))
        since = bound(since, place, msg("days since the last change"))
        owed = Cell(found(self.owed.text), 0, self.owed.high, self._known(Steps.at, day))
        owed = bound(owed, place, msg("balance on that day"))
        known = self._known(_until_change, day)
        digits = tuple(found(digit) for digit in self.sums.digits)
        if digits:
            digits = place.put(digits, digits_known(known, len(digits)), msg("sum until that change"))
        until = reference(found(self.sums.text), 0, self.sums.high, known, digits)
        return added(until, product(owed, since, place), place)

    def _known(self, of: Callable[[Steps[int], int], int], day: Cell) -> tuple[int | None, ...]:
        known = self.known
        return lifted(lambda d: None if known is None else of(known, _not_before(known, d)), day)


def _not_before(known: Steps[int], day: int) -> int:
    return max(known.days[0], day)


def _since(known: Steps[int], day: int) -> int:
    return day - max(begins for begins in known.days if begins <= day)


def _until_change(known: Steps[int], day: int) -> int:
    return known.cumulative(day - _since(known, day))
