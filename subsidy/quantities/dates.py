"""Calendar days, as they are written in Chinese and international forms."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final

from subsidy.kinds import DATE
from subsidy.messages import Label, msg
from subsidy.quantities.errors import QuantityError, quoted
from subsidy.quantities.parse import tidy

_FIRST: Final = date.fromordinal(DATE.low)
_LAST: Final = date.fromordinal(DATE.high)
_PATTERN: Final = re.compile(
    r"(?P<year>[0-9]+) *(?:(?P<joint>[-/.]) *(?P<m1>[0-9]{1,2}) *(?P=joint) *(?P<d1>[0-9]{1,2})"
    r"|年 *(?P<m2>[0-9]{1,2}) *月 *(?P<d2>[0-9]{1,2}) *日)"
)
_COMPACT: Final = re.compile(r"(?P<year>[0-9]{4})(?P<m1>[0-9]{2})(?P<d1>[0-9]{2})(?P<m2>)(?P<d2>)")
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def day(value: object) -> date:
    """A day from ``2023-07-01``, ``2023/7/1``, ``2023.7.1``, ``2023年7月1日``, ``20230701`` or a `date`.

    A `datetime` is refused: which day it is depends on a time zone. Raises `QuantityError`.
    """
    if isinstance(value, str):
        found = _common(value) or _written(value)
    elif isinstance(value, date) and not isinstance(value, datetime):
        found = value
    else:
        raise _not_a_date(value)
    if _FIRST <= found <= _LAST:
        return found
    raise _out_of_range(value)


def _common(text: str) -> date | None:
    if len(text) == 10 and text[4] == "-" == text[7]:
        try:
            return date.fromisoformat(text)
        except ValueError:
            return None
    return None


def _written(text: str) -> date:
    tidied = tidy(text)
    found = _PATTERN.fullmatch(tidied) or _COMPACT.fullmatch(tidied)
    if found is None:
        raise _not_a_date(text)
    if len(found["year"]) != 4:
        raise QuantityError(
            msg("the year of {found} has not four digits", found=quoted(text)),
            msg("write it as {example}", example="2023-07-01"),
        )
    year, month, number = int(found["year"]), int(found["m1"] or found["m2"]), int(found["d1"] or found["d2"])
    if not _FIRST.year <= year <= _LAST.year:
        raise _out_of_range(text)
    if not 1 <= month <= 12:
        raise QuantityError(msg("{found} does not exist: a year has 12 months", found=quoted(text)))
    length = (date(year + month // 12, month % 12 + 1, 1) - date(year, month, 1)).days
    if not 1 <= number <= length:
        name = Label(f"{year}年{month}月", f"{_MONTHS[month - 1]} {year}")
        raise QuantityError(
            msg("{found} does not exist: {month} has {length} days", found=quoted(text), month=name, length=length)
        )
    return date(year, month, number)


def _not_a_date(value: object) -> QuantityError:
    return QuantityError(
        msg("expected {kind}, found {found}", kind=DATE.label, found=quoted(value)),
        msg("write it as {example}", example="2023-07-01"),
    )


def _out_of_range(value: object) -> QuantityError:
    return QuantityError(msg("{found} is not within {low} to {high}", found=quoted(value), low=_FIRST, high=_LAST))
