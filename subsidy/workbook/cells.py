"""A value on its way into a sheet: the text of its formula, what is proved of it, and what the engine has for it.

A spreadsheet's number holds fifteen digits: whole numbers up to there are exact, and so are their sums, products and
comparisons as long as the result has no more. Longer ones are held as *digits*: cells of seven digits each, so that
products of two digits and their sums stay below fifteen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import pairwise
from typing import Any, Final, Protocol, TypeAlias

from subsidy.messages import Message, Sayable, msg

EXACT: Final = 10**15 - 1
"""The largest whole number that every operation of a spreadsheet keeps exact: Excel compares fifteen digits."""
BASE: Final = 10**7
_BASE: Final = str(BASE)

Known: TypeAlias = tuple[Any, ...]
"""What the engine has: one value, or one for each record of a list; None is unknown."""


class BeyondSheetError(Exception):
    """What no formula can say exactly; `why` goes into the cell's note."""

    def __init__(self, why: Message) -> None:
        super().__init__(str(why))
        self.why = why


class Level(IntEnum):
    """How tightly a formula's text holds together; inside a tighter one it needs parentheses."""

    COMPARISON = 0
    SUM = 1
    PRODUCT = 2
    ATOM = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """A number or day between `low` and `high`; of texts and flags the bounds mean nothing.

    `plain`: the text is a reference or a literal, so it costs nothing to write it twice. `digits`: references to the
    seven-digit parts of a number that is longer than fifteen, least first, the last with the sign; its text is then
    true to fifteen digits or so.
    """

    text: str
    low: int
    high: int
    known: Known
    level: Level = Level.ATOM
    plain: bool = False
    digits: tuple[str, ...] = ()

    def at(self, level: Level) -> str:
        return self.text if self.level >= level else f"({self.text})"


class Place(Protocol):
    """Where helper cells go: the sheet of workings, or columns beside the records of a list."""

    splits: dict[str, tuple[str, ...]]

    def put(self, texts: Sequence[str], known: Sequence[Known], what: Sayable) -> tuple[str, ...]:
        """Formulas into cells of their own, side by side; references to them."""
        ...


def lifted(of: Callable[..., Any], *cells: Cell) -> Known:
    """What a function makes of known values, record by record; unknown where one of them is."""
    length = next((len(cell.known) for cell in cells if len(cell.known) != 1), 1)
    rows = zip(*(cell.known * length if len(cell.known) == 1 else cell.known for cell in cells), strict=True)
    return tuple([None if None in row else of(*row) for row in rows])


def number(value: int) -> Cell:
    """A figure of the arithmetic itself."""
    text, digits = str(value), () if abs(value) <= EXACT else _literal_digits(value)
    return Cell(text, value, value, (value,), Level.ATOM if value >= 0 else Level.SUM, True, digits)


def reference(text: str, low: int, high: int, known: Known, digits: tuple[str, ...] = ()) -> Cell:
    return Cell(text, low, high, known, Level.ATOM, True, digits)


def call(function: str, *arguments: Cell | str, low: int = 0, high: int = 0, known: Known = ()) -> Cell:
    """A function of the spreadsheet."""
    written = ",".join(a if isinstance(a, str) else a.text for a in arguments)
    return Cell(f"{function}({written})", low, high, known)


def bound(cell: Cell, place: Place, what: Sayable) -> Cell:
    """The cell in a place of its own, unless it is plain already."""
    if cell.plain:
        return cell
    (text,) = place.put((cell.text,), (cell.known,), what)
    return replace(cell, text=text, level=Level.ATOM, plain=True)


def is_wide(*cells: Cell) -> bool:
    return any(cell.digits for cell in cells)


def fits(low: int, high: int) -> bool:
    return max(abs(low), abs(high)) <= EXACT


def within(cell: Cell, low: int, high: int, place: Place) -> Cell:
    """The same, where more is proved of it than its making shows."""
    low, high = max(cell.low, low), min(cell.high, high)
    count = _count(low, high)
    if not cell.digits or (not fits(low, high) and count == len(cell.digits)):
        return replace(cell, low=low, high=high)
    if fits(low, high):
        (text,) = place.put((_joined(cell.digits),), (cell.known,), msg("the digits as one number"))
        return reference(text, low, high, cell.known)
    (top,) = place.put(
        (_joined(cell.digits[count - 1 :]),),
        (digits_known(cell.known, count)[-1],),
        msg("the leading digits as one"),
    )
    return replace(cell, low=low, high=high, digits=(*cell.digits[: count - 1], top))


def added(a: Cell, b: Cell, place: Place) -> Cell:
    low, high, known = a.low + b.low, a.high + b.high, lifted(lambda x, y: x + y, a, b)
    if not is_wide(a, b) and fits(low, high):
        return Cell(f"{a.at(Level.SUM)}+{b.at(Level.SUM)}", low, high, known, Level.SUM)
    columns = _beside(digits_of(a, place), digits_of(b, place), "+")
    return carried(columns, low, high, known, place, msg("exact sum"))


def less(a: Cell, b: Cell, place: Place) -> Cell:
    low, high, known = a.low - b.high, a.high - b.low, lifted(lambda x, y: x - y, a, b)
    if not is_wide(a, b) and fits(low, high):
        return Cell(f"{a.at(Level.SUM)}-{b.at(Level.PRODUCT)}", low, high, known, Level.SUM)
    columns = _beside(digits_of(a, place), digits_of(b, place), "-")
    return carried(columns, low, high, known, place, msg("exact difference"))


def product(a: Cell, b: Cell, place: Place) -> Cell:
    if _is_literal(a) and _is_literal(b):
        return number(a.low * b.low)
    ends = [x * y for x in (a.low, a.high) for y in (b.low, b.high)]
    low, high, known = min(ends), max(ends), lifted(lambda x, y: x * y, a, b)
    text = f"{a.at(Level.PRODUCT)}*{b.at(Level.PRODUCT)}"
    if not is_wide(a, b) and fits(low, high):
        return Cell(text, low, high, known, Level.PRODUCT)
    first, second = digits_of(a, place), digits_of(b, place)
    columns = [
        "+".join(f"{first[i]}*{second[k - i]}" for i in range(len(first)) if 0 <= k - i < len(second))
        for k in range(len(first) + len(second) - 1)
    ]
    wide = carried(columns, low, high, known, place, msg("exact product"))
    return replace(wide, text=text, level=Level.PRODUCT, plain=False) if wide.digits else wide


def scaled(cell: Cell, factor: int, place: Place) -> Cell:
    return cell if factor == 1 else product(cell, number(factor), place)


def digits_of(cell: Cell, place: Place) -> tuple[str, ...]:
    """References to the seven-digit parts of a number, least first."""
    if cell.digits:
        return cell.digits
    if _is_literal(cell):
        return _literal_digits(cell.low)
    cell = bound(cell, place, msg("a part of a long product"))
    count = _count(cell.low, cell.high)
    if count == 1:
        return (cell.text,)
    if cell.text not in place.splits:
        uppers = [cell.text, *(f"INT({cell.text}/{BASE**i})" for i in range(1, count))]
        texts = [f"{upper}-{above}*{_BASE}" for upper, above in pairwise(uppers)]
        known = digits_known(cell.known, count)
        place.splits[cell.text] = place.put((*texts, uppers[-1]), known, msg("digits"))
    return place.splits[cell.text]


def known_digits(value: int | None, count: int) -> list[int | None]:
    """The seven-digit parts of a number, least first, the last with the sign."""
    parts: list[int | None] = []
    for _ in range(count - 1):
        part = None
        if value is not None:
            value, part = divmod(value, BASE)
        parts.append(part)
    return [*parts, value]


def of_parts(parts: Sequence[str], low: int, high: int, known: Known, place: Place, what: Sayable) -> Cell:
    """A number whose digits are given, each of seven digits; only a negative number's need to be carried."""
    if low < 0:
        return carried(parts, low, high, known, place, what)
    refs = place.put(parts, digits_known(known, len(parts)), what)
    return within(reference(_joined(refs), low, high, known, refs), low, high, place)


def equal_to(cell: Cell, value: int) -> str:
    """The text of a comparison with a figure."""
    if not cell.digits:
        return f"{cell.at(Level.SUM)}={value}"
    parts = known_digits(value, len(cell.digits))
    return f"AND({','.join(f'{ref}={part}' for ref, part in zip(cell.digits, parts, strict=True))})"


def carried(columns: Sequence[str], low: int, high: int, known: Known, place: Place, what: Sayable) -> Cell:
    """A number whose digits are given, each up to fifteen digits long and not yet carried."""
    count = max(len(columns), _count(low, high))
    texts, carry = [], ""
    for i in range(count):
        column = "+".join(part for part in (columns[i] if i < len(columns) else "", carry) if part)
        if i == count - 1:
            texts.append(column)
        else:
            carry = f"INT(({column})/{_BASE})"
            texts.append(f"{column}-{carry}*{_BASE}")
    refs = place.put(texts, digits_known(known, count), what)
    return within(reference(_joined(refs), low, high, known, refs), low, high, place)


def _is_literal(cell: Cell) -> bool:
    return cell.plain and cell.text.lstrip("-").isdecimal()


def _beside(a: tuple[str, ...], b: tuple[str, ...], sign: str) -> list[str]:
    zeros = max(len(a), len(b))
    padded = zip((*a, *["0"] * (zeros - len(a))), (*b, *["0"] * (zeros - len(b))), strict=True)
    return [f"{x}{sign}{y}" for x, y in padded]


def _joined(digits: Sequence[str]) -> str:
    """One number of its digits, from the first on, so that no step is longer than the result."""
    *rest, text = digits
    for digit in reversed(rest):
        text = f"({text}*{_BASE}+{digit})"
    return text


def _count(low: int, high: int) -> int:
    """How many digits hold the numbers between two bounds; the first of a negative number may be -1."""
    size, count = max(abs(low), abs(high)), 1
    while size >= BASE**count:
        count += 1
    return count


def _literal_digits(value: int) -> tuple[str, ...]:
    parts = known_digits(value, _count(value, value))
    return tuple(str(part) if part is not None and part >= 0 else f"({part})" for part in parts)


def digits_known(known: Known, count: int) -> list[Known]:
    """The seven-digit parts of known values, least first."""
    split = [known_digits(value, count) for value in known]
    return [tuple(parts[i] for parts in split) for i in range(count)]
