"""The picture of a loan over time: its balance and the rates above one axis, beneath it the spans in patterns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import Final
from xml.etree.ElementTree import Element

from subsidy.explain.values import Figure as Number
from subsidy.explain.values import Joined, Money, verbatim
from subsidy.language.types import RATE_TYPE
from subsidy.messages import Sayable, msg
from subsidy.papers.canvas import SMALL, WIDTH, Canvas, Fill, Line, lines_of, pixels
from subsidy.papers.said import Languages
from subsidy.papers.timeline import Rate, Span, SpanKind, Timeline, pieces
from subsidy.report.page import Figure, Table

_BALANCE: Final = 64
_RATES: Final = 56
_BAND: Final = 11
_MARKER: Final = 15
_LEAST: Final = 2
_TIP: Final = 6
_TICKS: Final = 7
_MONTHS: Final = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200)
_FILLS: Final[Mapping[SpanKind, Fill]] = {"window": "plain", "counted": "pale", "record": "hatched"}
_KINDS: Final[Mapping[SpanKind, Callable[[Sayable], Sayable]]] = {
    "window": lambda label: msg("window: {label}", label=label),
    "counted": lambda label: msg("counted: {label}", label=label),
    "record": lambda label: label,
}


def timeline_figure(found: Timeline) -> Figure:
    """The picture with its words and its numbers."""
    caption = msg("The loan from {first} to {last}", first=_day(found.first), last=_day(found.last))
    rows = tuple(_numbers(found))
    said = Joined(tuple(Joined(tuple(cell for cell in row if cell.say("en")), msg(" ")) for row in rows), msg("; "))
    return Figure(caption, said, Table((msg("from"), msg("to"), msg("what")), rows), TimelinePicture(found))


@dataclass(frozen=True, slots=True)
class TimelinePicture:
    """A timeline as panels beneath each other."""

    found: Timeline

    def draw(self, languages: Languages, key: str) -> Element:
        canvas, found = Canvas(languages), self.found
        top = _markers(canvas, found)
        _balance(canvas, found)
        if found.rates:
            _rates(canvas, found)
        _axis(canvas, found)
        bottom = canvas.y
        for day in {day.on for day in found.days}:
            x = _x(found, day)
            canvas.path(f"M{x} {top}L{x} {bottom - SMALL - 6}", width="0.6", dashes="1 2")
        for span in found.spans:
            _span(canvas, found, span)
        _key_to_days(canvas, found)
        return canvas.finished()


def _x(found: Timeline, day: int) -> int:
    return pixels(min(max(day, found.first), found.last) - found.first, found.last - found.first, WIDTH)


def _day(ordinal: int | None) -> Sayable:
    return verbatim("" if ordinal is None else date.fromordinal(ordinal).isoformat())


def _numbers(found: Timeline) -> Iterator[tuple[Sayable, Sayable, Sayable]]:
    nothing = verbatim("")
    for day in found.days:
        yield _day(day.on), nothing, day.label
    for first, until, owed in pieces(found.balance, found.first, found.last):
        yield _day(first), _day(until), msg("balance {amount} yuan", amount=Money(owed))
    for rate in found.rates:
        for first, until, value in pieces(rate.values, found.first, rate.until):
            yield _day(first), _day(until), msg("{name} {value}", name=rate.label, value=Number(value, RATE_TYPE))
    for span in found.spans:
        yield _day(span.first), _day(span.last), _KINDS[span.kind](span.label)


def _markers(canvas: Canvas, found: Timeline) -> int:
    """A numbered circle for each day, in rows where they would touch; where the lines beneath them begin."""
    rows: list[int] = []
    for number, on in enumerate(_marked(found), 1):
        x = min(max(_x(found, on), _MARKER // 2), WIDTH - _MARKER // 2)
        row = next((i for i, end in enumerate(rows) if end < x - _MARKER // 2), len(rows))
        rows[row:] = [x + _MARKER // 2 + 1, *rows[row + 1 :]]
        y = canvas.y + row * (_MARKER + 1) + _MARKER // 2 + 1
        canvas.circle(x, y, _MARKER // 2)
        canvas.words(x, y + SMALL // 2 - 1, Line(str(number), SMALL, "en"), "middle")
    top = canvas.y
    canvas.y += len(rows) * (_MARKER + 1) + 3
    return top + _MARKER + 1


def _marked(found: Timeline) -> list[int]:
    return sorted({day.on for day in found.days})


def _balance(canvas: Canvas, found: Timeline) -> None:
    parts = list(pieces(found.balance, found.first, found.last))
    highest = max((owed for _, _, owed in parts), default=Fraction(0)) or Fraction(1)
    title = msg("balance (yuan), at most {amount}", amount=Money(highest))
    canvas.y = canvas.paragraph(0, canvas.y, lines_of(title, canvas.languages, WIDTH)) + 2
    base = canvas.y + _BALANCE
    way = ""
    for first, until, owed in parts:
        y = base - pixels(owed, highest, _BALANCE)
        way += f"{'L' if way else 'M'}{_x(found, first)} {y}L{_x(found, until)} {y}"
    if parts:
        start, end = _x(found, parts[0][0]), _x(found, parts[-1][1])
        canvas.path(f"M{start} {base}{way.replace('M', 'L')}L{end} {base}Z", fill="#e4e4e4", width="1.2")
    canvas.path(f"M0 {base}L{WIDTH} {base}", width="0.7")
    canvas.y = base + 8


def _rates(canvas: Canvas, found: Timeline) -> None:
    values = [value for rate in found.rates for _, _, value in pieces(rate.values, found.first, rate.until)]
    low, high = min(values, default=Fraction(0)), max(values, default=Fraction(0))
    room = (high - low) / 4 or Fraction(1, 1000)
    low, high = low - room, high + room
    for number, rate in enumerate(found.rates):
        named = lines_of(rate.label, canvas.languages, WIDTH - 40)
        canvas.path(f"M0 {canvas.y + 8}L28 {canvas.y + 8}", width="1.6", dashes=_dashes(rate, number))
        canvas.y = canvas.paragraph(36, canvas.y, named)
    base = canvas.y + _RATES
    for number, rate in enumerate(found.rates):
        _rate(canvas, found, rate, _dashes(rate, number), lambda value: base - pixels(value - low, high - low, _RATES))
    canvas.path(f"M0 {base}L{WIDTH} {base}", width="0.7")
    canvas.y = base


def _dashes(rate: Rate, number: int) -> str:
    return f"{3 + 3 * number} 3" if rate.is_reference else ""


def _rate(canvas: Canvas, found: Timeline, rate: Rate, dashes: str, height: Callable[[Fraction], int]) -> None:
    """The steps, and above each the value where there is room for it, as far left as the one before lets it."""
    way, free = "", 0
    for first, until, value in pieces(rate.values, found.first, rate.until):
        x, end, y = _x(found, first), _x(found, until), height(value)
        way += f"{'L' if way else 'M'}{x} {y}L{end} {y}"
        said = Line(Number(value, RATE_TYPE).say("en"), SMALL, "en")
        wide = len(said.words) * 6
        left = min(x + 2, WIDTH - wide)
        if left < free <= end - wide:
            left = free
        if left >= free:
            canvas.words(left, y - 3, said)
            free = left + wide + 4
    if way:
        canvas.path(way, width="1.6", dashes=dashes)


def _axis(canvas: Canvas, found: Timeline) -> None:
    """A tick at the first of every so many months."""
    y, free = canvas.y, 0
    for on in _ticks(found):
        x = _x(found, on)
        canvas.path(f"M{x} {y}L{x} {y + 4}", width="0.7")
        if free <= x <= WIDTH - 42:
            canvas.words(x, y + SMALL + 5, Line(date.fromordinal(on).isoformat()[:7], SMALL, "en"))
            free = x + 46
    canvas.y = y + SMALL + 12


def _ticks(found: Timeline) -> list[int]:
    first, last = date.fromordinal(found.first), date.fromordinal(found.last)
    months = range(first.year * 12 + first.month, last.year * 12 + last.month)
    step = next(step for step in _MONTHS if len(months) <= step * _TICKS)
    return [date(m // 12, m % 12 + 1, 1).toordinal() for m in months if m % step == 0]


def _span(canvas: Canvas, found: Timeline, span: Span) -> None:
    """What it is with its days, and a band, with a tip where it goes on beyond what is drawn."""
    days = msg("{from_} to {to}", from_=_day(span.first), to=_day(span.last))
    label = msg("{name} ({days})", name=_KINDS[span.kind](span.label), days=days)
    y = canvas.paragraph(0, canvas.y, lines_of(label, canvas.languages, WIDTH)) + 1
    first = found.first if span.first is None else span.first
    last = found.last if span.last is None else span.last + (span.kind != "counted")
    if first <= found.last and last >= found.first:
        x = min(_x(found, first), WIDTH - _LEAST)
        canvas.box(x, y, max(_x(found, last) - x, _LEAST), _BAND, _FILLS[span.kind])
        if span.first is None or span.first < found.first:
            canvas.path(f"M{_TIP} {y + 2}L2 {y + _BAND // 2}L{_TIP} {y + _BAND - 2}")
        if span.last is None or span.last > found.last:
            canvas.path(f"M{WIDTH - _TIP} {y + 2}L{WIDTH - 2} {y + _BAND // 2}L{WIDTH - _TIP} {y + _BAND - 2}")
    canvas.y = y + _BAND + 5


def _key_to_days(canvas: Canvas, found: Timeline) -> None:
    """What the numbered days are."""
    for number, (on, days) in enumerate(groupby(found.days, key=lambda day: day.on), 1):
        labels = Joined(tuple(day.label for day in days), msg(", "))
        lines = lines_of(msg("{day} {what}", day=_day(on), what=labels), canvas.languages, WIDTH - 24)
        canvas.circle(_MARKER // 2 + 1, canvas.y + _MARKER // 2 + 1, _MARKER // 2)
        canvas.words(_MARKER // 2 + 1, canvas.y + SMALL + 1, Line(str(number), SMALL, "en"), "middle")
        canvas.y = canvas.paragraph(24, canvas.y, lines)
    canvas.y += 2
