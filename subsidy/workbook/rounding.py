"""A quotient as a whole number, exact however long the dividend: an estimate, and what its exact remainder adds.

Where fifteen digits hold everything, the spreadsheet's own rounding is exact: a quotient that is not a half lies
further from it than a double's error. Longer ones are estimated so, and corrected by the remainder, which is nearly
always 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from subsidy.messages import msg
from subsidy.rounding import DIVIDE
from subsidy.workbook.cells import (
    BeyondSheetError,
    Cell,
    Level,
    Place,
    bound,
    is_wide,
    less,
    lifted,
    product,
    within,
)

_SMALL: Final = 10**13
"""Up to here INT and ROUND of a quotient are exact in Excel and LibreOffice, which look at fifteen digits of it."""
_LONGEST: Final = 10**14
_OFF: Final = 3
"""The estimate of a quotient of up to fourteen digits is off by less than this."""


def divided(direction: str, n: Cell, d: Cell, place: Place) -> Cell:
    """n / d as a whole number in a direction of `ROUNDINGS`; unknown where d is 0 or less.

    A quotient of more than fourteen digits is unknown to the sheet. Raises `BeyondSheetError` where the engine has one,
    or where the divisor may be too long.
    """
    known = lifted(lambda x, y: DIVIDE[direction](x, y) if y > 0 else None, n, d)
    if d.low == d.high == 1:
        return n
    if is_wide(d) or d.high > _SMALL or any(abs(value) > _LONGEST for value in known if value is not None):
        raise BeyondSheetError(msg("a quotient of more digits than a spreadsheet holds"))
    divisors = (max(1, d.low), max(1, d.high))
    low, high = min(n.low // x for x in divisors), max(-(-n.high // x) for x in divisors)
    if not is_wide(n) and max(abs(n.low), abs(n.high)) <= _SMALL and direction in _PLAIN:
        text = _PLAIN[direction](n, d)
    else:
        text = _corrected(direction, n, d, place, max(abs(low), abs(high)))
        low, high = max(low, -_LONGEST), min(high, _LONGEST)
    if d.low <= 0:
        return Cell(f"IF({d.text}<=0,NA(),{text})", low, high, known)
    return Cell(text, low, high, known, Level.SUM)


def _corrected(direction: str, n: Cell, d: Cell, place: Place, size: int) -> str:
    n, d = n if is_wide(n) else bound(n, place, msg("dividend")), bound(d, place, msg("divisor"))
    rounded = estimated = f"ROUND({_quotient(n, d)},0)"
    if size > _LONGEST:
        estimated = f"IF(ABS({_quotient(n, d)})>{_LONGEST},NA(),{rounded})"
    nearest = lifted(lambda x, y: DIVIDE["half-up"](x, y) if y > 0 else None, n, d)
    most = min(size, _LONGEST) + _OFF
    estimate = bound(Cell(estimated, -most, most, nearest), place, msg("estimate of the quotient"))
    rest = within(less(n, product(estimate, d, place), place), -_OFF * d.high, _OFF * d.high, place)
    rest = bound(rest, place, msg("exact remainder of the estimate"))
    negative = "" if n.low >= 0 else f"{n.digits[-1] if is_wide(n) else n.text}<0"
    change = lifted(lambda x, y, q: DIVIDE[direction](x, y) - q if y > 0 else None, n, d, estimate)
    text = _of_the_rest(direction, rest.text, d.text, estimate.text, negative)
    adds = bound(Cell(text, -2 * _OFF, 2 * _OFF, change), place, msg("what the remainder adds"))
    return f"{rounded}+{adds.text}"


def _of_the_rest(direction: str, rest: str, d: str, estimate: str, negative: str) -> str:
    """How much the rounded quotient is above an estimate of which this is the remainder."""
    if direction == "half-even":
        floor = f"INT({rest}/{d})"
        twice, last = f"2*({rest}-{floor}*{d})", f"({estimate}+{floor})"
        return f"{floor}+IF({twice}>{d},1,IF({twice}={d},{last}-2*INT({last}/2),0))"
    above, below = (_REST[name].format(rest=rest, d=d) for name in _BY_SIGN[direction])
    return f"IF({negative},{below},{above})" if negative and above != below else above


_REST: Final[Mapping[str, str]] = {
    "floor": "INT({rest}/{d})",
    "ceiling": "-INT(-{rest}/{d})",
    "half above": "INT((2*{rest}+{d})/(2*{d}))",
    "half below": "-INT(({d}-2*{rest})/(2*{d}))",
}
# What happens to a dividend of 0 and above, and to one below.
_BY_SIGN: Final[Mapping[str, tuple[str, str]]] = {
    "floor": ("floor", "floor"),
    "ceiling": ("ceiling", "ceiling"),
    "down": ("floor", "ceiling"),
    "up": ("ceiling", "floor"),
    "half-up": ("half above", "half below"),
    "half-down": ("half below", "half above"),
}
_PLAIN: Final[Mapping[str, Callable[[Cell, Cell], str]]] = {
    "half-up": lambda n, d: f"ROUND({_quotient(n, d)},0)",
    "floor": lambda n, d: f"INT({_quotient(n, d)})",
    "down": lambda n, d: f"ROUNDDOWN({_quotient(n, d)},0)",
    "up": lambda n, d: f"ROUNDUP({_quotient(n, d)},0)",
    "ceiling": lambda n, d: f"-INT(-{_quotient(n, d)})",
}


def _quotient(n: Cell, d: Cell) -> str:
    return f"{n.at(Level.PRODUCT)}/{d.at(Level.ATOM)}"
