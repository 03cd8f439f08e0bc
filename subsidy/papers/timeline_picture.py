"""The picture of a loan over time: its balance and the rates above one axis, beneath it the spans in patterns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import count, groupby
from math import ceil, floor
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

from subsidy.explain.values import Figure as Number
from subsidy.explain.values import Joined, Money, verbatim
from subsidy.language.types import RATE_TYPE
from subsidy.messages import Sayable, msg
from subsidy.papers.canvas import SMALL, WIDTH, Canvas, Fill, Line, lines_of, pixels
from subsidy.papers.said import Languages
from subsidy.papers.timeline import Rate, Span, SpanKind, Timeline, pieces
from subsidy.report.page import Figure, Table

LEFT: Final = 48
"""Where days begin to be drawn; before it stand the scales."""
_BALANCE: Final = 64
_RATES: Final = 72
_BAND: Final = 11
_MARKER: Final = 15
_LEAST: Final = 2
_TIP: Final = 6
_TICKS: Final = 7
_MONTHS: Final = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200)
_DAYS: Final = (1, 2, 5, 10)
_BESIDE: Final = (-3, SMALL + 1)
_INTERVALS: Final = 4
_NO_SPREAD: Final = Fraction(1, 1000)
_NICE: Final = (1, 2, 5)
_UNITS: Final[tuple[tuple[int, int, Callable[[Sayable], Sayable]], ...]] = (
    (10**9, 10**8, lambda amount: msg("balance (100 million yuan), at most {amount}", amount=amount)),
    (10**4, 10**4, lambda amount: msg("balance (10,000 yuan), at most {amount}", amount=amount)),
    (0, 1, lambda amount: msg("balance (yuan), at most {amount}", amount=amount)),
)
"""From which amount on the scale is in which unit, both in yuan."""
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
        _balance(canvas, found)
        if found.rates:
            _rates(canvas, found)
        _axis(canvas, found)
        for span in found.spans:
            _span(canvas, found, span)
        _key_to_days(canvas, found)
        return canvas.finished()


def _x(found: Timeline, day: int) -> int:
    return LEFT + pixels(min(max(day, found.first), found.last) - found.first, found.last - found.first, WIDTH - LEFT)


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


class Scale(NamedTuple):
    """Round numbers one `step` apart from `low` to `high`, which stand at `base` and `height` pixels above it."""

    low: Fraction
    high: Fraction
    step: Fraction
    base: int
    height: int

    def y(self, value: Fraction) -> int:
        return self.base - pixels(value - self.low, self.high - self.low, self.height)

    @property
    def ticks(self) -> Iterator[Fraction]:
        return (self.low + self.step * i for i in range(int((self.high - self.low) / self.step) + 1))


def scale_of(low: Fraction, high: Fraction, base: int, height: int) -> Scale:
    """The finest scale of few ticks that holds both."""
    finest = Fraction(1, 10 ** (len(str(int(1 / (high - low)))) + 1))
    for step in (finest * 10**i * nice for i in count() for nice in _NICE):
        if ceil(high / step) - floor(low / step) <= _INTERVALS:
            return Scale(floor(low / step) * step, ceil(high / step) * step, step, base, height)
    raise AssertionError


def _panel(canvas: Canvas, found: Timeline, scale: Scale, said: Callable[[Fraction], Sayable]) -> None:
    """The lines of a scale with their numbers, and dotted those of the days; `canvas.y` is its base from then on."""
    for value in scale.ticks:
        y = scale.y(value)
        canvas.path(f"M{LEFT} {y}L{WIDTH} {y}", width="0.3")
        canvas.words(LEFT - 4, y + SMALL // 2 - 2, Line(said(value).say("en"), SMALL, "en"), "end")
    for day in _marked(found):
        canvas.path(f"M{_x(found, day)} {canvas.y}L{_x(found, day)} {scale.base}", width="0.6", dashes="1 2")
    canvas.path(f"M{LEFT} {scale.base}L{WIDTH} {scale.base}", width="0.7")
    canvas.y = scale.base


def _markers(canvas: Canvas, found: Timeline) -> None:
    """A numbered circle for each day, in rows where they would touch, over a line to the panel beneath."""
    rows: list[int] = []
    circles = []
    for on in _marked(found):
        x = min(_x(found, on), WIDTH - _MARKER // 2)
        row = next((i for i, end in enumerate(rows) if end < x - _MARKER // 2), len(rows))
        rows[row:] = [x + _MARKER // 2 + 1, *rows[row + 1 :]]
        circles.append((x, canvas.y + row * (_MARKER + 1) + _MARKER // 2 + 1))
    canvas.y += len(rows) * (_MARKER + 1) + 3
    for on, (_, y) in zip(_marked(found), circles, strict=True):
        canvas.path(f"M{_x(found, on)} {y}L{_x(found, on)} {canvas.y}", width="0.6", dashes="1 2")
    for number, (x, y) in enumerate(circles, 1):
        _circle(canvas, x, y, number)


def _circle(canvas: Canvas, x: int, y: int, number: int) -> None:
    canvas.circle(x, y, _MARKER // 2)
    canvas.words(x, y + SMALL // 2 - 1, Line(str(number), SMALL, "en"), "middle")


def _marked(found: Timeline) -> list[int]:
    return sorted({day.on for day in found.days})


def _balance(canvas: Canvas, found: Timeline) -> None:
    parts = list(pieces(found.balance, found.first, found.last))
    highest = max((owed for _, _, owed in parts), default=Fraction(0))
    unit, title = next((unit, title) for least, unit, title in _UNITS if highest >= least)
    canvas.y = canvas.paragraph(0, canvas.y, lines_of(title(Money(highest / unit)), canvas.languages, WIDTH)) + 2
    _markers(canvas, found)
    scale = scale_of(Fraction(0), highest or Fraction(1), canvas.y + _BALANCE, _BALANCE)
    way = "".join(f"L{_x(found, a)} {scale.y(owed)}L{_x(found, b)} {scale.y(owed)}" for a, b, owed in parts)
    if parts:
        start, end = _x(found, parts[0][0]), _x(found, parts[-1][1])
        canvas.path(f"M{start} {scale.base}{way}L{end} {scale.base}Z", fill="#e4e4e4", width="1.2")
    _panel(canvas, found, scale, lambda yuan: verbatim(f"{Decimal(yuan.numerator) / yuan.denominator / unit:f}"))
    canvas.y += 8


def _rates(canvas: Canvas, found: Timeline) -> None:
    """The steps of each rate on one scale, then their values: those of the highest above it, of the others beneath."""
    values = [value for rate in found.rates for _, _, value in pieces(rate.values, found.first, rate.until)]
    low, high = min(values, default=Fraction(0)), max(values, default=Fraction(0))
    room = (high - low) / 4 or _NO_SPREAD
    for number, rate in enumerate(found.rates):
        named = lines_of(rate.label, canvas.languages, WIDTH - 40)
        canvas.path(f"M0 {canvas.y + 8}L28 {canvas.y + 8}", width="1.6", dashes=_dashes(rate, number))
        canvas.y = canvas.paragraph(36, canvas.y, named)
    canvas.y += SMALL
    scale = scale_of(max(low - room, Fraction(0)), high + room, canvas.y + _RATES, _RATES)
    _panel(canvas, found, scale, lambda rate: Number(rate, RATE_TYPE))
    labels: list[_Label] = []
    for number, rate in enumerate(found.rates):
        way = ""
        beside = _BESIDE if high in rate.values.values else _BESIDE[::-1]
        for first, until, value in pieces(rate.values, found.first, rate.until):
            x, end, y = _x(found, first), _x(found, until), scale.y(value)
            way += f"{'L' if way else 'M'}{x} {y}L{end} {y}"
            said = Line(Number(value, RATE_TYPE).say("en"), SMALL, "en")
            labels += _with_room(x + 2, end, [min(y + below, scale.base - 2) for below in beside], said, labels)
        if way:
            canvas.path(way, width="1.6", dashes=_dashes(rate, number))
    for label in labels:
        canvas.label(label.x, label.baseline, label.line)


def _dashes(rate: Rate, number: int) -> str:
    return f"{3 + 3 * number} 3" if rate.is_reference else ""


class _Label(NamedTuple):
    """Words and where they begin."""

    x: int
    baseline: int
    line: Line

    def meets(self, other: _Label) -> bool:
        beside = self.x >= other.x + other.line.width + 4 or other.x >= self.x + self.line.width + 4
        return not beside and abs(self.baseline - other.baseline) < SMALL


def _with_room(x: int, end: int, baselines: Sequence[int], line: Line, taken: Sequence[_Label]) -> Iterator[_Label]:
    """The words at the first of the heights where they have room, as far left as the others let them; else nothing."""
    for baseline in baselines:
        label = _Label(min(x, WIDTH - line.width), baseline, line)
        while (hit := next((other for other in taken if label.meets(other)), None)) and label.x <= end - line.width:
            label = label._replace(x=hit.x + hit.line.width + 4)
        if not hit and (label.x <= max(x, end - line.width)):
            yield label
            return


def _axis(canvas: Canvas, found: Timeline) -> None:
    """A tick at the first of every so many months; of every so many days where the loan is over in a few weeks."""
    y, free = canvas.y, 0
    days, shown = _ticks(found)
    for on in days:
        x = _x(found, on)
        said = Line(date.fromordinal(on).isoformat()[:shown], SMALL, "en")
        canvas.path(f"M{x} {y}L{x} {y + 4}", width="0.7")
        left = min(x, WIDTH - said.width)
        if free <= left:
            canvas.words(left, y + SMALL + 5, said)
            free = left + said.width + 4
    canvas.y = y + SMALL + 12


def _ticks(found: Timeline) -> tuple[Sequence[int], int]:
    """The days, and how many characters of them tell them apart."""
    first, last = date.fromordinal(found.first), date.fromordinal(found.last)
    if found.last - found.first <= _DAYS[-1] * _TICKS:
        every = next(step for step in _DAYS if found.last - found.first <= step * _TICKS)
        return range(found.first, found.last + 1, every), len("2024-01-31")
    months = range(first.year * 12 + first.month, last.year * 12 + last.month)
    step = next(step for step in _MONTHS if len(months) <= step * _TICKS)
    return [date(m // 12, m % 12 + 1, 1).toordinal() for m in months if m % step == 0], len("2024-01")


def _span(canvas: Canvas, found: Timeline, span: Span) -> None:
    """What it is with its days, and a band, with a tip where it goes on beyond what is drawn."""
    days = msg("{from_} to {to}", from_=_day(span.first), to=_day(span.last))
    label = msg("{name} ({days})", name=_KINDS[span.kind](span.label), days=days)
    y = canvas.paragraph(0, canvas.y, lines_of(label, canvas.languages, WIDTH)) + 1
    first = found.first - 1 if span.first is None else span.first
    last = found.last + 1 if span.last is None else span.last
    canvas.path(f"M{LEFT} {y + _BAND}L{WIDTH} {y + _BAND}", width="0.3")
    if first <= found.last and last >= found.first:
        x = min(_x(found, first), WIDTH - _LEAST)
        until = last + (span.kind != "counted")
        canvas.box(x, y, max(_x(found, until) - x, _LEAST), _BAND, _FILLS[span.kind])
    if first < found.first:
        canvas.path(f"M{LEFT + _TIP} {y + 2}L{LEFT + 2} {y + _BAND // 2}L{LEFT + _TIP} {y + _BAND - 2}")
    if last > found.last:
        canvas.path(f"M{WIDTH - _TIP} {y + 2}L{WIDTH - 2} {y + _BAND // 2}L{WIDTH - _TIP} {y + _BAND - 2}")
    canvas.y = y + _BAND + 7


def _key_to_days(canvas: Canvas, found: Timeline) -> None:
    """What the numbered days are: two beside each other where each of them fits on half a line."""
    said = [
        msg("{day} {what}", day=_day(on), what=Joined(tuple(day.label for day in days), msg(", ")))
        for on, days in groupby(found.days, key=lambda day: day.on)
    ]
    halves = [lines_of(text, canvas.languages, WIDTH // 2 - 20) for text in said]
    columns = 2 if all(len(lines) <= len(canvas.languages) for lines in halves) else 1
    drawn = [lines_of(text, canvas.languages, WIDTH // columns - 20) for text in said]
    for start in range(0, len(drawn), columns):
        top = canvas.y
        for column, lines in enumerate(drawn[start : start + columns]):
            x = column * (WIDTH // 2)
            _circle(canvas, x + _MARKER // 2 + 1, top + _MARKER // 2 + 1, start + column + 1)
            canvas.y = max(canvas.y, canvas.paragraph(x + 20, top, lines))
    canvas.y += 2
