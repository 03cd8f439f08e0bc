"""Rounding by name: a scheme says where, to what step and in which direction; nothing rounds by itself.

The kernel divides whole numbers, so one application and a whole column can round alike.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Final

from subsidy.messages import Label

ROUNDINGS: Final = {
    "half-up": Label("四舍五入", "half away from zero"),
    "half-even": Label("四舍六入五成双", "half to even"),
    "half-down": Label("五舍六入", "half toward zero"),
    "up": Label("进位", "away from zero"),
    "down": Label("舍去", "toward zero"),
    "ceiling": Label("向上取", "toward the greater"),
    "floor": Label("向下取", "toward the lesser"),
}


def _floor(numerator: int, denominator: int) -> int:
    return numerator // denominator


def _ceiling(numerator: int, denominator: int) -> int:
    return -(-numerator // denominator)


def _down(numerator: int, denominator: int) -> int:
    return numerator // denominator if numerator >= 0 else -(-numerator // denominator)


def _up(numerator: int, denominator: int) -> int:
    return -(-numerator // denominator) if numerator >= 0 else numerator // denominator


def _half_up(numerator: int, denominator: int) -> int:
    if numerator >= 0:
        return (2 * numerator + denominator) // (2 * denominator)
    return -((denominator - 2 * numerator) // (2 * denominator))


def _half_down(numerator: int, denominator: int) -> int:
    if numerator >= 0:
        return -((denominator - 2 * numerator) // (2 * denominator))
    return (2 * numerator + denominator) // (2 * denominator)


def _half_even(numerator: int, denominator: int) -> int:
    quotient, rest = divmod(numerator, denominator)
    rest *= 2
    return quotient + (rest > denominator or (rest == denominator and quotient & 1))


DIVIDE: Final[dict[str, Callable[[int, int], int]]] = {
    "half-up": _half_up,
    "half-even": _half_even,
    "half-down": _half_down,
    "up": _up,
    "down": _down,
    "ceiling": _ceiling,
    "floor": _floor,
}
"""numerator / denominator as a whole number, by direction; the denominator must be above zero."""


def round_to(value: Fraction, step: Fraction, direction: str) -> Fraction:
    """The multiple of `step` (above zero, in the unit of `value`) that lies next to `value` in `direction`."""
    return step * DIVIDE[direction](value.numerator * step.denominator, value.denominator * step.numerator)
