"""Long numbers in cells: every sum, product, comparison and rounding is exact though a cell is only a double.

The formulas are worked out here by a small spreadsheet of Python floats that looks at fifteen digits of a fraction, as
Excel and LibreOffice do.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from subsidy.language.logic import OPERATORS
from subsidy.messages import Sayable
from subsidy.rounding import DIVIDE, ROUNDINGS
from subsidy.workbook import logic
from subsidy.workbook.cells import (
    BASE,
    EXACT,
    BeyondSheetError,
    Cell,
    Known,
    added,
    equal_to,
    less,
    product,
    reference,
    within,
)
from subsidy.workbook.rounding import divided

SIZE = 10**30
NUMBERS = st.one_of(st.integers(-SIZE, SIZE), st.integers(-EXACT, EXACT), st.integers(-3, 3))


class Floats:
    """A place whose cells are worked out as soon as they are put there.

    Each has what the engine has, except where `estimates` may be one off: their remainders make good for it.
    """

    def __init__(self, estimates: bool = False) -> None:
        self.estimates = estimates
        self.splits: dict[str, tuple[str, ...]] = {}
        self.values: dict[str, Any] = {}
        self.texts: dict[str, str] = {}

    def put(self, texts: Sequence[str], known: Sequence[Known], what: Sayable) -> tuple[str, ...]:
        refs = []
        for text, (engines,) in zip(texts, known, strict=True):
            ref = f"c{len(self.values)}"
            self.values[ref] = self.value(text)
            self.texts[ref] = text
            assert self.values[ref] == engines or self.estimates
            refs.append(ref)
        return tuple(refs)

    def given(self, value: int, low: int, high: int) -> Cell:
        """A number as a cell of the sheet: of a long one, its digits."""
        if max(abs(low), abs(high)) <= EXACT:
            (ref,) = self._hold([value])
            return reference(ref, low, high, (value,))
        parts, rest = [], value
        while max(abs(low), abs(high)) >= BASE ** (len(parts) + 1):
            rest, part = divmod(rest, BASE)
            parts.append(part)
        refs = self._hold([*parts, rest])
        (text,) = self._hold([value])
        return reference(text, low, high, (value,), refs)

    def _hold(self, values: Sequence[int]) -> tuple[str, ...]:
        refs = tuple(f"c{len(self.values) + i}" for i in range(len(values)))
        self.values |= {ref: float(value) for ref, value in zip(refs, values, strict=True)}
        return refs

    def exact(self, cell: Cell) -> int:
        """The whole number that a cell holds."""
        assert cell.low <= cell.known[0] <= cell.high
        if not cell.digits:
            return whole(self.value(cell.text))
        assert math.isclose(self.value(cell.text), cell.known[0], rel_tol=1e-12, abs_tol=1)
        return sum(whole(self.value(digit)) * BASE**i for i, digit in enumerate(cell.digits))

    def value(self, text: str) -> Any:
        python = re.sub(r"(?<![\w.])(\d+)(?![\w.])", r"float(\1)", text)
        python = re.sub(r"(?<![<>])=", "==", python).replace("<>", "!=")
        return eval(python, dict(FUNCTIONS), self.values)  # noqa: S307  # the text is the project's own


def whole(value: float) -> int:
    assert value == int(value)
    return int(value)


def seen(value: float) -> float:
    """A number as a spreadsheet looks at it: whole, or its first fifteen digits."""
    return value if value % 1 == 0 else float(f"{value:.15g}")


def away(value: float) -> float:
    value = seen(value)
    return math.copysign((abs(value) + 0.5) // 1, value)


FUNCTIONS = {
    "INT": lambda x: seen(x) // 1,
    "ROUND": lambda x, _: away(x),
    "ROUNDUP": lambda x, _: math.copysign(math.ceil(abs(seen(x))), x),
    "ROUNDDOWN": lambda x, _: math.copysign(math.floor(abs(seen(x))), x),
    "ABS": abs,
    "IF": lambda condition, then, otherwise: then if condition else otherwise,
    "AND": lambda *flags: all(flags),
    "NOT": lambda flag: not flag,
    "NA": lambda: math.nan,
    "MIN": min,
    "MAX": max,
    "float": float,
    "TRUE": True,
    "FALSE": False,
}


@st.composite
def bounded(draw: st.DrawFn, numbers: st.SearchStrategy[int] = NUMBERS) -> tuple[int, int, int]:
    """A number and bounds that hold it, as narrow as can be or wider."""
    value = draw(numbers)
    wider = st.sampled_from([0, 1, 10**6, 10**15, abs(value)])
    return value, value - draw(wider), value + draw(wider)


@given(bounded(), bounded())
def test_sums_differences_and_products_are_exact(a: tuple[int, int, int], b: tuple[int, int, int]) -> None:
    place = Floats()
    x, y = place.given(*a), place.given(*b)
    assert place.exact(added(x, y, place)) == a[0] + b[0]
    assert place.exact(less(x, y, place)) == a[0] - b[0]
    if abs(a[0]) < 10**15 or abs(b[0]) < 10**15:
        assert place.exact(product(x, y, place)) == a[0] * b[0]


@given(bounded(), bounded(), st.booleans())
def test_comparisons_are_exact(a: tuple[int, int, int], b: tuple[int, int, int], same: bool) -> None:
    place = Floats()
    b = a if same else b
    x, y = place.given(*a), place.given(*b)
    for operator, judge in OPERATORS.items():
        assert place.value(logic.compared(operator, x, y, place).text) == judge(a[0], b[0])
    assert place.value(equal_to(x, a[0]))
    assert not place.value(equal_to(x, a[0] + 1))


@given(bounded(), bounded(), st.booleans())
def test_the_smaller_and_the_larger_are_exact(a: tuple[int, int, int], b: tuple[int, int, int], greatest: bool) -> None:
    place = Floats()
    found = logic.extreme([place.given(*a), place.given(*b)], place, greatest=greatest)
    assert place.exact(found) == (max if greatest else min)(a[0], b[0])


@given(bounded(), st.integers(0, 10**20))
def test_what_is_proved_besides_changes_no_value(a: tuple[int, int, int], more: int) -> None:
    place = Floats()
    assert place.exact(within(place.given(*a), a[0] - more, a[0] + more, place)) == a[0]


DIVISORS = st.one_of(st.integers(1, 10**13), st.sampled_from([1, 2, 3, 20, 360, 36_500_000_000, 73_000_000_000]))


@pytest.mark.parametrize("direction", ROUNDINGS)
@given(st.data())
def test_roundings_are_exact(direction: str, data: st.DataObject) -> None:
    d = data.draw(DIVISORS)
    quotient = data.draw(st.one_of(st.integers(-(10**14) + 2, 10**14 - 2), st.integers(-10, 10)))
    near = st.sampled_from([0, 1, -1, d // 2, d // 2 + 1, d // 2 - 1, -(d // 2), -(d // 2) - 1])
    n = quotient * d + data.draw(st.one_of(near, st.integers(-d, d)))
    wanted = DIVIDE[direction](n, d)
    assume(abs(wanted) <= 10**14)
    place = Floats(estimates=True)
    _, low, high = data.draw(bounded(st.just(n)))
    fixed = data.draw(st.booleans())
    divisor = place.given(d, d if fixed else max(1, d - 5), d if fixed else min(d + 5, 10**13))
    assert place.exact(divided(direction, place.given(n, low, high), divisor, place)) == wanted


def test_a_quotient_that_is_too_long_is_refused() -> None:
    place = Floats()
    with pytest.raises(BeyondSheetError):
        divided("half-up", place.given(10**20, 0, 10**20), place.given(3, 3, 3), place)


def test_a_quotient_that_becomes_too_long_is_unknown() -> None:
    """It is exact as long as it has fourteen digits."""
    place = Floats()
    dividend = place.given(2 * BASE**2, 0, 10**20)
    found = divided("down", dividend, reference("3", 3, 3, (3,)), place)
    assert place.exact(found) == 2 * BASE**2 // 3
    place.values |= {dividend.digits[-1]: 10.0**6, dividend.text: 10.0**20}
    for ref, text in place.texts.items():
        place.values[ref] = place.value(text)
    assert math.isnan(place.value(found.text))
