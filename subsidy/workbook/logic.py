"""Kleene's logic and choices as formulas: unknown is #N/A, which every function of a spreadsheet hands on.

The formula that people would write comes first; IFERROR holds what to say where something in it is unknown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from subsidy.language.logic import OPERATORS
from subsidy.language.nodes import Comparison
from subsidy.messages import msg
from subsidy.workbook.cells import (
    Cell,
    Known,
    Level,
    Place,
    bound,
    digits_of,
    is_wide,
    less,
    lifted,
    number,
    of_parts,
    within,
)

_LONG = 120


def both(items: Sequence[Cell], place: Place) -> Cell:
    """False if one is False, else unknown if one is unknown."""
    items = _short(items, place)
    listed, granted = _listed(items), ",".join(f"IFERROR({item.text},TRUE)" for item in items)
    return _flag(f"IFERROR(AND({listed}),IF(AND({granted}),NA(),FALSE))")


def either(items: Sequence[Cell], place: Place) -> Cell:
    """True if one is True, else unknown if one is unknown."""
    items = _short(items, place)
    listed, refused = _listed(items), ",".join(f"IFERROR({item.text},FALSE)" for item in items)
    return _flag(f"IFERROR(OR({listed}),IF(OR({refused}),TRUE,NA()))")


def negation(of: Cell) -> Cell:
    return Cell(f"NOT({of.text})", 0, 1, lifted(lambda flag: not flag, of))


def compared(operator: Comparison, a: Cell, b: Cell, place: Place) -> Cell:
    """A comparison of numbers or days."""
    known = lifted(OPERATORS[operator], a, b)
    if not is_wide(a, b):
        sign = {"==": "=", "!=": "<>"}.get(operator, operator)
        return Cell(f"{a.at(Level.SUM)}{sign}{b.at(Level.SUM)}", 0, 1, known, Level.COMPARISON)
    if operator in (">", "<="):
        a, b, operator = b, a, "<" if operator == ">" else ">="
    difference = less(a, b, place)
    if not difference.digits:
        return replace(compared(operator, difference, number(0), place), known=known)
    nothing = ",".join(f"{digit}=0" for digit in difference.digits)
    top = difference.digits[-1]
    texts = {"<": f"{top}<0", ">=": f"{top}>=0", "==": f"AND({nothing})", "!=": f"NOT(AND({nothing}))"}
    return Cell(texts[operator], 0, 1, known, Level.COMPARISON if operator in ("<", ">=") else Level.ATOM)


def alike(a: Cell, b: Cell, *, base: str) -> Cell:
    """Whether two texts or two flags are the same."""
    if base == "text":
        return _flag(f"EXACT({a.text},{b.text})")
    return Cell(f"{a.at(Level.SUM)}={b.at(Level.SUM)}", 0, 1, (), Level.COMPARISON)


def chosen(condition: Cell, then: Cell, otherwise: Cell, agreed: str, known: Known, place: Place) -> Cell:
    """One of two branches; where the condition is unknown, what both agree on: `agreed` compares them.

    An empty `agreed` says that they never do, or that the condition is known wherever they are.
    """
    low, high = min(then.low, otherwise.low), max(then.high, otherwise.high)
    if not is_wide(then, otherwise):
        return Cell(_choice(condition.text, then.text, otherwise.text, agreed), low, high, known)
    condition = bound(condition, place, msg("which of the two"))
    count = max(len(digits_of(then, place)), len(digits_of(otherwise, place)))
    first, second = ((*digits_of(cell, place), *["0"] * count)[:count] for cell in (then, otherwise))
    texts = [_choice(condition.text, a, b, agreed) for a, b in zip(first, second, strict=True)]
    return of_parts(texts, low, high, known, place, msg("the digits chosen"))


def agreement(then: Cell, otherwise: Cell, base: str, place: Place) -> str:
    """The text that compares two branches; empty where both are constants that differ."""
    if (
        then.plain
        and otherwise.plain
        and then.known != otherwise.known
        and _is_literal(then)
        and _is_literal(otherwise)
    ):
        return ""
    if base in ("text", "flag"):
        return alike(then, otherwise, base=base).text
    same = compared("==", then, otherwise, place)
    return bound(same, place, msg("whether both are equal")).text if is_wide(then, otherwise) else same.text


def extreme(items: Sequence[Cell], place: Place, *, greatest: bool) -> Cell:
    """The smallest or the largest; unknown where one is."""
    of = max if greatest else min
    if not is_wide(*items):
        low, high = of(i.low for i in items), of(i.high for i in items)
        known = lifted(lambda *values: of(values), *items)
        return Cell(f"{'MAX' if greatest else 'MIN'}({_listed(items)})", low, high, known)
    first, *others = items
    for item in others:
        known = lifted(lambda a, b: of(a, b), first, item)
        first_is = compared(">=" if greatest else "<=", first, item, place)
        bounds = of(first.low, item.low), of(first.high, item.high)
        first = within(chosen(first_is, first, item, "", known, place), *bounds, place)
    return first


def _choice(condition: str, then: str, otherwise: str, agreed: str) -> str:
    plain = f"IF({condition},{then},{otherwise})"
    return f"IFERROR({plain},IF({agreed},{then},NA()))" if agreed else plain


def _is_literal(cell: Cell) -> bool:
    return cell.text[0] in '"-0123456789'


def _short(items: Sequence[Cell], place: Place) -> Sequence[Cell]:
    """What is written twice is given a place of its own where it is long."""
    if sum(len(item.text) for item in items) <= _LONG:
        return items
    return [bound(item, place, msg("a condition")) if len(item.text) > _LONG // 3 else item for item in items]


def _listed(items: Sequence[Cell]) -> str:
    return ",".join(item.text for item in items)


def _flag(text: str) -> Cell:
    return Cell(text, 0, 1, ())
