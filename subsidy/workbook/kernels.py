"""The arithmetic that the tree does not spell out, as formulas; one that goes row by row cannot be said by any."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from typing import TYPE_CHECKING, Final

from subsidy.language.nodes import Apply
from subsidy.messages import msg
from subsidy.workbook import days
from subsidy.workbook.cells import (
    EXACT,
    BeyondSheetError,
    Cell,
    Level,
    added,
    bound,
    is_wide,
    less,
    lifted,
    product,
    within,
)
from subsidy.workbook.logic import compared
from subsidy.workbook.rounding import divided

if TYPE_CHECKING:
    from subsidy.workbook.compile import Compiler

Formula = Callable[["Compiler", Apply], Cell]


def applied(compiler: Compiler, node: Apply) -> Cell:
    """The kernel's formula. Raises `BeyondSheetError` where there is none."""
    if node.kernel not in _FORMULAS:
        raise BeyondSheetError(msg("{function} goes from day to day, which no formula can say", function=node.function))
    return _FORMULAS[node.kernel](compiler, node)


def _year_parts(compiler: Compiler, node: Apply) -> Cell:
    start, end = map(compiler.plain_of, node.arguments)
    return Cell(days.day_count(node.static[0], start, end, compiler.place), node.low, node.high, (), Level.SUM)


def _rate_days(compiler: Compiler, node: Apply) -> Cell:
    """The sum of the quote of each day in [first, until): the difference of two sums from the first quote on."""
    first, until = map(compiler.plain_of, node.arguments)
    table, tenor = node.static
    begins, quotes = compiler.given.table(table), compiler.given.table(table, tenor)
    sums = compiler.given.table(table, tenor, "_sum")

    def since_first(day: str) -> str:
        return f"LOOKUP({day},{begins},{sums})+LOOKUP({day},{begins},{quotes})*({day}-LOOKUP({day},{begins}))"

    text = f"IF({until.text}<={first.text},0,{since_first(until.text)}-({since_first(first.text)}))"
    return Cell(text, node.low, node.high, ())


def _balance_days(compiler: Compiler, node: Apply) -> Cell:
    assert compiler.given.balance is not None
    return compiler.given.balance.days_owed(compiler, node)


def _part(compiler: Compiler, node: Apply) -> Cell:
    """The largest-remainder part of `subsidy.allocation`: a floor, and one more to the largest rests."""
    place = compiler.place
    whole, *weights = map(compiler.plain_of, node.arguments)
    if is_wide(whole, *weights):
        raise BeyondSheetError(msg("parts of numbers of more than fifteen digits"))
    size, mine = max(abs(whole.low), abs(whole.high)), int(node.static[0])
    positive = bound(
        Cell(f"ABS({whole.text})" if whole.low < 0 else whole.text, 0, size, lifted(abs, whole), plain=whole.low >= 0),
        place,
        msg("what is shared, without its sign"),
    )
    weights = [within(weight, 0, EXACT, place) for weight in weights]
    total = bound(reduce(lambda a, b: added(a, b, place), weights), place, msg("sum of the weights"))
    products = [product(positive, weight, place) for weight in weights]
    floors = [
        within(bound(divided("floor", p, total, place), place, msg("part, rounded down")), 0, size, place)
        for p in products
    ]
    rests = [
        bound(
            within(less(p, product(f, total, place), place), 0, total.high, place), place, msg("what the floor leaves")
        )
        for p, f in zip(products, floors, strict=True)
    ]
    shared = reduce(lambda a, b: added(a, b, place), floors)
    left = bound(within(less(positive, shared, place), 0, len(weights), place), place, msg("what is left to share"))
    before = [
        compared(">=" if i < mine else ">", rest, rests[mine], place) for i, rest in enumerate(rests) if i != mine
    ]
    rank = "+".join(f"({cell.text})" for cell in before) or "0"
    part = f"({floors[mine].text}+IF({rank}<{left.text},1,0))"
    signed = f"{part}*SIGN({whole.text})" if whole.low < 0 else part
    least = ",".join(f"{weight.text}>=0" for weight in weights)
    return Cell(f"IF(AND({least}),{signed},NA())" if _may_be_negative(node) else signed, node.low, node.high, ())


def _may_be_negative(node: Apply) -> bool:
    return any(weight.low < 0 for weight in node.arguments[1:])


_FORMULAS: Final[Mapping[str, Formula]] = {
    "year_parts": _year_parts,
    "rate_days": _rate_days,
    "balance_days": _balance_days,
    "part": _part,
}
