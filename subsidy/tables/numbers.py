"""What a number in a spreadsheet's cell shows: a day, a percentage or plain digits, by the format of the cell.

A cell holds a binary number of which Excel shows 15 digits at most, and so many digits every amount and rate of ours
takes at most: to 15 digits it is what was typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, TypeAlias

Meaning: TypeAlias = Callable[[str], str]

_DIGITS: Final = 15
_PLAIN: Final = re.compile(r"-?[0-9]{1,15}|-?(?=[0-9.]{3,16}$)[0-9]+\.[0-9]*[1-9]").fullmatch
_UNSAID: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|General', re.IGNORECASE)
_PERCENT_FORMATS: Final = ("9", "10")
# 27 to 36 and 50 to 58 are days where Excel speaks an East Asian language.
_DAY_FORMATS: Final = frozenset(map(str, (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59))))
_EPOCH: Final = date(1899, 12, 30)
_EPOCH_1904: Final = date(1904, 1, 1)
_FIRST_DAY: Final = 61
"""Before it, Excel counts a 29 February 1900 that never was."""
_LAST_DAY: Final = 2_958_465


def meanings(formats: Iterable[str], *, starts_1904: bool) -> list[Meaning]:
    """How the numbers of cells of each format read; a format is its code, or the number of a built-in one."""
    epoch = _EPOCH_1904 if starts_1904 else _EPOCH
    return [_meaning(code, epoch) for code in formats]


def plain(number: str) -> str:
    """All digits of a number, up to 15 that count: `4.1500000000000002E-2` is 0.0415."""
    return number if _PLAIN(number) else _digits(_exact(number))


def percentage(number: str) -> str:
    """`0.0415` is 4.15%."""
    return f"{_digits(_exact(number) * 100)}%"


def _meaning(code: str, epoch: date) -> Meaning:
    said = _UNSAID.sub("", code)
    if code in _PERCENT_FORMATS or "%" in said:
        return percentage
    if code in _DAY_FORMATS or (not code.isdecimal() and re.search("[ymdhs]", said, re.IGNORECASE)):
        return lambda number: _day(number, epoch)
    return plain


def _day(number: str, epoch: date) -> str:
    """The day, with its time if it has one; what is no day in Excel stays a number."""
    exact = _exact(number)
    if not _FIRST_DAY <= exact <= _LAST_DAY - (epoch - _EPOCH).days:
        return plain(number)
    whole = int(exact)
    day = epoch + timedelta(days=whole)
    seconds = round((exact - whole) * 86_400)
    if not seconds:
        return day.isoformat()
    return f"{day + timedelta(days=seconds // 86_400)} {timedelta(seconds=seconds % 86_400)}"


def _exact(number: str) -> Decimal:
    return Decimal(f"{float(number):.{_DIGITS}g}")


def _digits(number: Decimal) -> str:
    return f"{number.normalize():f}" if number else "0"
