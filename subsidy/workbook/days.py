"""Days as a spreadsheet has them: numbers of the 1900 system, which is right from March 1900 on.

Each function says in a formula what its namesake in `subsidy.calendar` says of two days. What it is given is plain.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from subsidy.calendar import completed_months_ordinal
from subsidy.messages import msg
from subsidy.workbook.cells import BeyondSheetError, Cell, Place, bound, lifted

SHIFT: Final = date(1899, 12, 30).toordinal()
"""What an ordinal is more than the number of the same day in a spreadsheet."""
FIRST_DAY: Final = date(1900, 3, 1).toordinal() - SHIFT


def dated(day: Cell) -> Cell:
    """A day that a spreadsheet's calendar knows. Raises `BeyondSheetError` where it may not."""
    if day.low < FIRST_DAY:
        raise BeyondSheetError(msg("a day that can lie before March 1900"))
    return day


def year(day: Cell) -> str:
    return f"YEAR({dated(day).text})"


def later(start: Cell, months: Cell, low: int) -> str:
    if low < FIRST_DAY:
        raise BeyondSheetError(msg("a day that can lie before March 1900"))
    return f"EDATE({dated(start).text},{months.text})"


def completed_months(start: Cell, end: Cell) -> str:
    s, e = dated(start).text, dated(end).text
    return f"IF({e}<={s},0,{_apart(s, e)}-IF(AND(DAY({e})<DAY({s}),DAY({e}+1)>1),1,0))"


def started_months(start: Cell, end: Cell, place: Place) -> str:
    completed = _completed(start, end, place)
    return f"{completed}+IF(EDATE({start.text},{completed})<{end.text},1,0)"


def first_of_period(day: Cell, months: int) -> str:
    d = dated(day).text
    return f"DATE(YEAR({d}),{_first_month(d, months)},1)"


def last_of_period(day: Cell, months: int) -> str:
    d = dated(day).text
    return f"DATE(YEAR({d}),{_first_month(d, months)}+{months},0)"


def day_count(basis: str, start: Cell, end: Cell, place: Place) -> str:
    """The parts of a year between two days under a convention of `subsidy.calendar.DAY_COUNTS`."""
    s, e = dated(start).text, dated(end).text
    if basis == "months/12":
        return completed_months(start, end)
    if basis == "months+days/360":
        months = _completed(start, end, place)
        return f"30*{months}+MAX(0,{e}-EDATE({s},{months}))"
    return f"IF({e}<={s},0,MAX(0,{_PARTS[basis](s, e)}))"


def _completed(start: Cell, end: Cell, place: Place) -> str:
    known = lifted(lambda s, e: completed_months_ordinal(s + SHIFT, e + SHIFT), start, end)
    return bound(Cell(completed_months(start, end), 0, 0, known), place, msg("completed months")).text


_PARTS: Final[Mapping[str, Callable[[str, str], str]]] = {
    "actual/360": lambda s, e: f"{e}-{s}",
    "actual/365": lambda s, e: f"{e}-{s}",
    "actual/actual-isda": lambda s, e: f"{_since_year_0(e)}-{_since_year_0(s)}",
    "30/360-isda": lambda s, e: f"{_thirties(s, e)}+IF(DAY({s})>29,MIN(30,DAY({e})),DAY({e}))-MIN(30,DAY({s}))",
    "30e/360": lambda s, e: f"{_thirties(s, e)}+MIN(30,DAY({e}))-MIN(30,DAY({s}))",
}


def _thirties(s: str, e: str) -> str:
    return f"30*({_apart(s, e)})"


def _apart(s: str, e: str) -> str:
    return f"12*(YEAR({e})-YEAR({s}))+MONTH({e})-MONTH({s})"


def _since_year_0(d: str) -> str:
    """A day of a leap year is 365 parts and of another year 366."""
    a_day = f"IF(DAY(DATE(YEAR({d}),3,0))=29,365,366)"
    return f"(YEAR({d})*{365 * 366}+({d}-DATE(YEAR({d}),1,1))*{a_day})"


def _first_month(d: str, months: int) -> str:
    return f"INT((MONTH({d})-1)/{months})*{months}+1"
