"""Calendar days, as they are written in Chinese and international forms."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Final

from subsidy.kinds import DATE
from subsidy.messages import Label, msg
from subsidy.quantities.errors import QuantityError, not_known, quoted
from subsidy.quantities.parse import tidy

_FIRST: Final = date.fromordinal(DATE.low)
_LAST: Final = date.fromordinal(DATE.high)
_PATTERN: Final = re.compile(
    r"(?P<year>[0-9]+) *(?:(?P<joint>[-/.]) *(?P<m1>[0-9]{1,2}) *(?P=joint) *(?P<d1>[0-9]{1,2})"
    r"|年 *(?P<m2>[0-9]{1,2}) *月 *(?P<d2>[0-9]{1,2}) *日)"
)
_MIDNIGHT: Final = re.compile(r"(?: +|(?<=[0-9日])t)0?0:00(?::00(?:\.0+)?)?$")
_TIME: Final = re.compile(r"(?: +|(?<=[0-9日])t)[0-9]{1,2}:[0-9]{2}.*$")
_COMPACT: Final = re.compile(r"(?P<year>[0-9]{4})(?P<m1>[0-9]{2})(?P<d1>[0-9]{2})(?P<m2>)(?P<d2>)")
_SERIAL: Final = re.compile("[2-9][0-9]{4}")
"""The numbers that Excel has for the days from 1954 to 2173, counted from this one."""
_EPOCH: Final = date(1899, 12, 30)
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def day(value: object) -> date:
    """A day from ``2023-07-01``, ``2023/7/1``, ``2023.7.1``, ``2023年7月1日``, ``20230701`` or a `date`.

    A midnight behind it, as databases and spreadsheets write it (``2023-07-01 00:00:00``), is its day's. Another time
    is refused, and so is one with a time zone: which day it is here depends on that. Raises `QuantityError`.
    """
    if isinstance(value, str):
        found = _common(value) or _written(value)
    elif isinstance(value, datetime):
        if value.tzinfo or value.time() != time.min:
            raise _with_time(value, value.date().isoformat())
        found = value.date()
    elif isinstance(value, date):
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
    tidied = _MIDNIGHT.sub("", tidy(text))
    found = _day_in(tidied)
    if found is None:
        without = _TIME.sub("", tidied)
        raise _with_time(text, without) if without != tidied and _day_in(without) else _not_a_date(text)
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


def _day_in(text: str) -> re.Match[str] | None:
    return _PATTERN.fullmatch(text) or _COMPACT.fullmatch(text)


def _with_time(value: object, alone: str) -> QuantityError:
    return QuantityError(
        msg("{found} has a time of day", found=quoted(value)), msg("write the day alone: {day}", day=alone)
    )


def _not_a_date(value: object) -> QuantityError:
    shown = value.strip() if isinstance(value, str) else quoted(value)
    if _SERIAL.fullmatch(shown):
        day_of_number = _EPOCH + timedelta(days=int(shown))
        remedy = msg("a spreadsheet counts {day} as this number; write the day", day=day_of_number)
    else:
        remedy = not_known(shown) or msg("write it as {example}", example="2023-07-01")
    return QuantityError(msg("expected {kind}, found {found}", kind=DATE.label, found=quoted(value)), remedy)


def _out_of_range(value: object) -> QuantityError:
    return QuantityError(msg("{found} is not within {low} to {high}", found=quoted(value), low=_FIRST, high=_LAST))
