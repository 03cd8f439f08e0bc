"""Facts as exact values: one reader for each kind, each with a short way for the common forms.

A Decimal that comes out is written in the unit of its kind (money in fen, a share in 8 decimals), so equal values
are also written alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import ROUND_DOWN, Context, Decimal, InvalidOperation
from fractions import Fraction
from typing import Final, NamedTuple

from subsidy.kinds import (
    COUNT,
    DAY,
    DAYS,
    FLAG,
    MONEY,
    MONTH,
    MONTHS,
    NUMBER,
    PER_YEAR,
    RATE,
    SHARE,
    TEXT,
    YUAN,
    Dimension,
    Kind,
)
from subsidy.messages import Label, msg
from subsidy.quantities.dates import day
from subsidy.quantities.errors import QuantityError, quoted
from subsidy.quantities.formats import format_percent
from subsidy.quantities.parse import Hints, Quantity, parse_quantity, tidy
from subsidy.quantities.units import PER_MONTH, Shown

_FLAGS: Final = {
    "true": True,
    "yes": True,
    "是": True,
    "有": True,
    "false": False,
    "no": False,
    "否": False,
    "无": False,
}
_LONGEST_TEXT: Final = 10_000

# What a text may be for each kind, and by how much it is multiplied to become that kind.
_READ_AS: Final[dict[str, dict[tuple[Dimension, Shown], int]]] = {
    "money": {(YUAN, "plain"): 1, (NUMBER, "plain"): 1},
    "rate": {
        (NUMBER, "percent"): 1,
        (NUMBER, "points"): 1,
        (PER_YEAR, "percent"): 1,
        (PER_YEAR, "points"): 1,
        (PER_MONTH, "percent"): 12,
        (PER_MONTH, "points"): 12,
    },
    "share": {(NUMBER, "percent"): 1, (NUMBER, "points"): 1},
    "count": {(NUMBER, "plain"): 1},
    "days": {(DAY, "plain"): 1, (NUMBER, "plain"): 1},
    "months": {(MONTH, "plain"): 1, (NUMBER, "plain"): 1},
}
_HINTS: Final = {
    "money": Hints(
        ("元", "千元", "万元", "百万元", "千万元", "亿元"), ("2000000.00", Label("200万元", "2000000 yuan"))
    ),
    "rate": Hints(("%", "‰", "bp", "基点", "%/月", "‰/月"), ("4.15%", Label("月利率3.5‰", "3.5‰/month"))),
    "share": Hints(("%", "‰", "pp", "百分点", "bp", "基点"), ("50%", "50bp", "1.5pp")),
    "count": Hints((), ("3",)),
    "days": Hints(("天", "日", "days"), ("90", Label("90天", "90 days"))),
    "months": Hints(("个月", "年", "months", "years"), ("12", Label("12个月", "12 months"), Label("1年", "1 year"))),
}

_PLAIN: Final = re.compile(r"[0-9]{1,13}(?:\.[0-9]{1,2})?").fullmatch
_AMOUNT: Final = re.compile(r"([0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,13})(\.[0-9]{1,6})?([万亿])?元?").fullmatch
_POWERS: Final = {"": "", "万": "E4", "亿": "E8"}
_PERCENT: Final = re.compile(r"[0-9]{1,5}(?:\.[0-9]{1,6})?%").fullmatch
_FRACTION: Final = re.compile(r"/ *[0-9]").search
_CONTEXT: Final = Context(prec=40, rounding=ROUND_DOWN, traps=[InvalidOperation])


class _Grid(NamedTuple):
    """The multiples of a kind's unit between its bounds."""

    kind: Kind
    unit: Decimal
    low: Decimal
    high: Decimal


def _grid(kind: Kind) -> _Grid:
    unit = _CONTEXT.divide(kind.unit.numerator, kind.unit.denominator)
    return _Grid(kind, unit, _CONTEXT.multiply(kind.low, unit), _CONTEXT.multiply(kind.high, unit))


_MONEY, _RATE, _SHARE, _COUNT, _DAYS, _MONTHS = map(_grid, (MONEY, RATE, SHARE, COUNT, DAYS, MONTHS))


def money(value: object) -> Decimal:
    """Yuan to the fen, from ``2000000.00``, ``200万``, ``¥1,234.50`` or an exact number. Raises `QuantityError`."""
    if not isinstance(value, str):
        exact = _exact(_MONEY, value)
    elif _PLAIN(value):
        exact = Decimal(value)
    elif found := _AMOUNT(value):
        whole, decimals, scale = found.groups("")
        exact = Decimal(whole.replace(",", "") + decimals + _POWERS[scale])
    else:
        exact = _exact(_MONEY, value)
    return _settle(_MONEY, exact, value)


def rate(value: object) -> Decimal:
    """A share per year, from ``4.15%``, ``月利率6.541530‰`` (x 12: 人民币利率管理规定) or an exact number, which is the
    share itself: Decimal("0.0415"). A text without a unit is refused. Raises `QuantityError`.
    """
    exact = Decimal(value[:-1] + "E-2") if isinstance(value, str) and _PERCENT(value) else _exact(_RATE, value)
    return _settle(_RATE, exact, value)


def share(value: object) -> Decimal:
    """A share, from ``2.6%``, ``6.5‰``, ``1.5pp``, ``50bp`` or an exact number, which is the share itself.

    A text without a unit is refused. Raises `QuantityError`.
    """
    exact = Decimal(value[:-1] + "E-2") if isinstance(value, str) and _PERCENT(value) else _exact(_SHARE, value)
    return _settle(_SHARE, exact, value)


def count(value: object) -> int:
    """A whole number, from ``3`` or ``1,000``. Raises `QuantityError`."""
    return _whole(_COUNT, value)


def days(value: object) -> int:
    """A whole number of days, from ``90`` or ``90天``. Raises `QuantityError`."""
    return _whole(_DAYS, value)


def months(value: object) -> int:
    """A whole number of months, from ``12``, ``12个月`` or ``1年``. Raises `QuantityError`."""
    return _whole(_MONTHS, value)


def flag(value: object) -> bool:
    """Yes or no, from ``true``, ``no``, ``是``, ``无`` or a `bool`. Raises `QuantityError`."""
    if isinstance(value, bool):
        return value
    found = _FLAGS.get(tidy(value)) if isinstance(value, str) else None
    if found is None:
        raise QuantityError(
            msg("expected {kind}, found {found}", kind=FLAG.label, found=quoted(value)),
            msg("allowed are {words}", words=tuple(_FLAGS)),
        )
    return found


def text(value: object) -> str:
    """A text that says something, without the spaces around it. Raises `QuantityError`."""
    if not isinstance(value, str):
        raise QuantityError(
            msg("expected {kind}, found {found}", kind=TEXT.label, found=quoted(value)),
            msg("put it in quotation marks"),
        )
    if not 0 < len(value.strip()) <= _LONGEST_TEXT:
        raise QuantityError(
            msg("a text has 1 to {longest} characters, found {found}", longest=_LONGEST_TEXT, found=quoted(value))
        )
    return value.strip()


_READERS: Final[dict[str, Callable[[object], Decimal | int | date | bool | str]]] = {
    "money": money,
    "rate": rate,
    "share": share,
    "count": count,
    "days": days,
    "months": months,
    "date": day,
    "flag": flag,
    "text": text,
}


def read(kind: Kind, value: object) -> Decimal | int | date | bool | str:
    """A value of the kind. Raises `QuantityError`."""
    return _READERS[kind.name](value)


def _whole(grid: _Grid, value: object) -> int:
    exact = Decimal(value) if isinstance(value, str) and _PLAIN(value) else _exact(grid, value)
    return int(_settle(grid, exact, value))


def _settle(grid: _Grid, exact: Decimal, found: object) -> Decimal:
    """The same number, written in the unit of its kind."""
    if not exact.is_finite():
        raise QuantityError(msg("{found} is not a finite number", found=quoted(found)))
    if not grid.low <= exact <= grid.high:
        raise QuantityError(
            msg(
                "{found} is not within {low} to {high}",
                found=quoted(found),
                low=_said(grid, grid.low),
                high=_said(grid, grid.high),
            )
        )
    settled = _CONTEXT.quantize(exact, grid.unit)
    if settled != exact:
        raise _too_fine(grid, found)
    return settled or abs(settled)


def _exact(grid: _Grid, value: object) -> Decimal:
    if isinstance(value, str):
        return _decimal(grid, _from_text(grid.kind, value), value)
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, Fraction):
        return _decimal(grid, value, value)
    if isinstance(value, float):
        raise QuantityError(
            msg("{found} is a binary float, which cannot hold 0.1", found=quoted(value)),
            msg("pass a text or a Decimal"),
        )
    raise _unexpected(grid.kind, value)


def _from_text(kind: Kind, value: str) -> Fraction:
    found = parse_quantity(value, _HINTS[kind.name])
    if _FRACTION(tidy(value)):  # 7/1 is a slip of the pen, not seven yuan
        raise _unexpected(kind, value)
    if kind is RATE and found.dimension == NUMBER and "‰" in value:
        raise _of_which_span(value, found)
    forms = _READ_AS[kind.name]
    times = forms.get((found.dimension, found.shown))
    if times is not None:
        return found.value * times
    if found.shown == "plain" and 0 <= found.value <= 100 and (found.dimension, "percent") in forms:
        raise _without_unit(value, found)
    raise _unexpected(kind, value)


def _decimal(grid: _Grid, value: Fraction, found: object) -> Decimal:
    units = value / grid.kind.unit
    if units.denominator != 1:
        raise _too_fine(grid, found)
    return _CONTEXT.multiply(Decimal(units.numerator), grid.unit)


def _said(grid: _Grid, value: Decimal) -> Quantity:
    shown: Shown = "percent" if (NUMBER, "percent") in _READ_AS[grid.kind.name] else "plain"
    return Quantity(Fraction(value), grid.kind.dimension or NUMBER, shown)


def _too_fine(grid: _Grid, found: object) -> QuantityError:
    return QuantityError(
        msg("{found} is not a whole multiple of {unit}", found=quoted(found), unit=_said(grid, grid.unit))
    )


def _without_unit(value: str, found: Quantity) -> QuantityError:
    low, high = format_percent(found.value / 100), format_percent(found.value)
    return QuantityError(
        msg("{found} has no unit", found=quoted(value)),
        msg("write {low} or {high}, as is meant", low=low, high=high)
        if 0 < found.value < 1
        else msg("write {percent}", percent=low),
    )


def _of_which_span(value: str, found: Quantity) -> QuantityError:
    """Contracts write rates per month in ‰ (人民币利率管理规定), so that a bare one may be either."""
    each = tidy(value)
    return QuantityError(
        msg("{found} may be a rate per month or per year", found=quoted(value)),
        msg(
            "write {low} or {high}, as is meant",
            low=Label(f"月利率{each}", f"{each}/month"),
            high=Label(f"年利率{format_percent(found.value)}", format_percent(found.value)),
        ),
    )


def _unexpected(kind: Kind, found: object) -> QuantityError:
    return QuantityError(
        msg("expected {kind}, found {found}", kind=kind.label, found=quoted(found)),
        msg("write for example {examples}", examples=_HINTS[kind.name].examples),
    )
