"""The picture of a waterfall: a bar for each named amount, and between them what each change took away or gave.

Where little is left of a long bar, the rest is drawn on a larger scale; dashed lines show what became of the bar.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element

from subsidy.explain.values import Joined, verbatim
from subsidy.messages import Sayable, msg
from subsidy.papers.canvas import SIZE, SMALL, WIDTH, Canvas, Fill, Line, height_of, lines_of, pixels
from subsidy.papers.said import Languages
from subsidy.papers.waterfall import Station, Waterfall
from subsidy.quantities import format_money
from subsidy.quantities.fen import yuan_of
from subsidy.report.page import Figure, Table

_BAR: Final = 13
_GAP: Final = 8
_ZOOM: Final = 24
_LEAST: Final = Fraction(1, 6)
"""Of a scale's longest bar: what is shorter is drawn on a larger scale from then on."""
_LEGEND: Final[tuple[tuple[Fill, Sayable], ...]] = (
    ("solid", msg("amount")),
    ("hatched", msg("taken away")),
    ("crossed", msg("added")),
    ("pale", msg("what is left")),
)


class _Bar(NamedTuple):
    """A station and what was before it, in fen."""

    station: Station
    before: int

    @property
    def change(self) -> int:
        return self.station.fen - self.before

    @property
    def fill(self) -> Fill:
        if self.station.named:
            return "solid"
        return "hatched" if self.change <= 0 else "crossed"

    @property
    def fills(self) -> tuple[Fill, ...]:
        """All that is drawn of it: of a change, what it leaves too."""
        return (self.fill,) if self.station.named else (self.fill, "pale")

    @property
    def amount(self) -> str:
        """The amount of what has a name, of the others the change with its sign."""
        if self.station.named:
            return format_money(yuan_of(self.station.fen))
        sign = "+" if self.change > 0 else "-" if self.change < 0 else ""
        return f"{sign}{format_money(yuan_of(abs(self.change)))}"

    @property
    def longest(self) -> int:
        return max(abs(self.before), abs(self.station.fen))


def waterfall_figure(waterfall: Waterfall) -> Figure:
    """The picture with its words and its numbers."""
    first, last = waterfall.stations[0], waterfall.stations[-1]
    caption = msg(
        "{benefit}: from {first} to {last} (yuan; intermediate amounts to the fen)",
        benefit=waterfall.benefit.label,
        first=first.label,
        last=last.label,
    )
    bars = _bars(waterfall)
    said = Joined(tuple(msg("{name}: {value}", name=b.station.label, value=b.amount) for b in bars), msg("; "))
    rows = tuple(
        (
            b.station.label,
            verbatim("" if b.station.named else b.amount),
            verbatim(format_money(yuan_of(b.station.fen))),
        )
        for b in bars
    )
    numbers = Table((msg("step"), msg("change"), msg("amount after it")), rows)
    return Figure(caption, said, numbers, WaterfallPicture(waterfall))


@dataclass(frozen=True, slots=True)
class WaterfallPicture:
    """A waterfall as bars beneath each other."""

    waterfall: Waterfall

    def draw(self, languages: Languages, key: str) -> Element:
        canvas = Canvas(languages)
        bars = _bars(self.waterfall)
        scales = list(_scales(bars))
        for number, scale in enumerate(scales):
            longest = max(bar.longest for bar in scale) or 1
            if number:
                _zoom(canvas, scale[0].before, max(bar.longest for bar in scales[number - 1]), longest)
            lowest = min(0, *(min(bar.before, bar.station.fen) for bar in scale))
            for bar in scale:
                _row(canvas, bar, lowest, longest - lowest)
        _legend(canvas, {fill for bar in bars for fill in bar.fills})
        return canvas.finished()


def _bars(waterfall: Waterfall) -> list[_Bar]:
    stations = waterfall.stations
    return [_Bar(station, before.fen) for before, station in zip((stations[0], *stations), stations, strict=False)]


def _scales(bars: Sequence[_Bar]) -> Iterator[Sequence[_Bar]]:
    """The bars that are drawn on one scale, in order."""
    start, longest = 0, 0
    for number, bar in enumerate(bars):
        longest = max(longest, bar.longest)
        rest = bars[number + 1 :]
        if 0 < bar.station.fen < longest * _LEAST and any(not b.station.named for b in rest):
            yield bars[start : number + 1]
            start, longest = number + 1, 0
    yield bars[start:]


def _row(canvas: Canvas, bar: _Bar, lowest: int, span: int) -> None:
    """The name at the left, the amount at the right, beneath them the bar from 0."""
    amount = Line(bar.amount, SIZE, "zh-CN")
    lines = lines_of(bar.station.label, canvas.languages, WIDTH - len(bar.amount) * SIZE * 3 // 5 - 12)
    weight = "bold" if bar.station.named else "normal"
    canvas.words(WIDTH, canvas.y + SIZE, amount, "end", weight=weight)
    y = canvas.paragraph(0, canvas.y, lines, weight=weight) + 2

    def at(fen: int) -> int:
        return pixels(fen - lowest, span, WIDTH)

    zero, before, after = at(0), at(bar.before), at(bar.station.fen)
    if bar.station.named:
        canvas.box(min(zero, after), y, max(abs(after - zero), 1), _BAR, "solid")
    else:
        kept = min(before, after, key=lambda end: abs(end - zero))
        canvas.box(min(zero, kept), y, abs(kept - zero), _BAR, "pale")
        canvas.box(min(before, after), y, abs(after - before), _BAR, bar.fill)
    canvas.y = y + _BAR + _GAP


def _zoom(canvas: Canvas, left: int, of: int, becomes: int) -> None:
    """Dashed lines from the end of a short bar to where it ends on the new scale, and how much larger that is."""
    end, new = pixels(left, of, WIDTH), pixels(left, becomes, WIDTH)
    top = canvas.y - _GAP
    bottom = top + _ZOOM
    canvas.path(f"M0 {top}L0 {bottom}M{end} {top}L{new} {bottom}", width="0.7", dashes="3 2")
    times = msg("below drawn about {count} times as large", count=round(Fraction(of, becomes)))
    lines = lines_of(times, canvas.languages, WIDTH)
    said = Line(" / ".join(line.words for line in lines), SMALL, lines[0].tag)
    canvas.words(6, bottom - 3, said)
    canvas.y = bottom + 4


def _legend(canvas: Canvas, fills: set[Fill]) -> None:
    x, top = 0, canvas.y
    for fill, label in _LEGEND:
        if fill in fills:
            lines = [line._replace(size=SMALL) for line in lines_of(label, canvas.languages, WIDTH)]
            canvas.box(x, top + 1, 18, SMALL, fill)
            canvas.paragraph(x + 24, top - 1, lines)
            canvas.y = max(canvas.y, top + height_of(lines))
            x += 120
    canvas.y += 2
