"""SVG for pictures of exact numbers: whole pixels, patterns that survive a photocopier, texts in one language or two.

Patterns are drawn as lines, not referred to, so that a picture gives no ids and looks alike in every reader.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final, Literal, NamedTuple
from xml.etree.ElementTree import Element, SubElement

from subsidy.messages import Sayable
from subsidy.papers.said import LANGUAGE_TAGS, Languages, texts
from subsidy.report.width import width as cells
from subsidy.report.width import wrapped

Anchor = Literal["start", "middle", "end"]
Fill = Literal["solid", "pale", "hatched", "crossed", "plain"]

WIDTH: Final = 460
"""Of every picture: it is legible on a telephone at its width and on A4 at two thirds of it."""
SANS: Final = "Noto Sans CJK SC, Source Han Sans SC, Noto Sans SC, PingFang SC, Microsoft YaHei, SimHei, sans-serif"
SIZE: Final = 12
SMALL: Final = 10
_INK: Final = "#333333"
_SHADES: Final[Mapping[Fill, str]] = {
    "solid": _INK,
    "pale": "#dddddd",
    "hatched": "#ffffff",
    "crossed": "#ffffff",
    "plain": "#ffffff",
}
_PITCH: Final = 5
_EDGE: Final = 2


class Line(NamedTuple):
    """A line of text of one language; `size` in pixels."""

    words: str
    size: int
    tag: str

    @property
    def height(self) -> int:
        return self.size + 4

    @property
    def width(self) -> int:
        """At most; a Latin letter is about 5/9 as wide as high."""
        return -(-cells(self.words) * self.size * 5 // 9)


def lines_of(text: Sayable, languages: Languages, width: int) -> list[Line]:
    """The text in lines that fit; the second language smaller, beneath the first."""
    return [
        Line(words, size, LANGUAGE_TAGS[language])
        for (language, said), size in zip(texts(text, languages), (SIZE, SMALL), strict=False)
        for words in wrapped(said, width * 9 // (5 * size))
    ]


def height_of(lines: Sequence[Line]) -> int:
    return sum(line.height for line in lines)


def pixels(value: Fraction | int, whole: Fraction | int, width: int) -> int:
    """How long a value is where the whole takes so many pixels."""
    return round(Fraction(value) * width / whole)


class Canvas:
    """An `<svg>` that grows downwards; `y` is where the next thing may stand."""

    def __init__(self, languages: Languages) -> None:
        self.languages = languages
        self.y = 0
        self.svg = Element("svg", {"font-family": SANS})

    def finished(self) -> Element:
        self.svg.set("viewBox", f"{-_EDGE} 0 {WIDTH + 2 * _EDGE} {self.y}")
        self.svg.set("width", str(WIDTH + 2 * _EDGE))
        self.svg.set("height", str(self.y))
        return self.svg

    def box(self, x: int, y: int, width: int, height: int, fill: Fill) -> None:
        """A rectangle with its pattern; nothing where it has no width."""
        if width <= 0:
            return
        place = {"x": str(x), "y": str(y), "width": str(width), "height": str(height)}
        SubElement(self.svg, "rect", {**place, "fill": _SHADES[fill], "stroke": _INK, "stroke-width": "0.7"})
        if fill in ("hatched", "crossed"):
            self.path(_diagonals(x, y, width, height, rising=True), width="0.7")
        if fill == "crossed":
            self.path(_diagonals(x, y, width, height, rising=False), width="0.7")

    def path(self, way: str, *, width: str = "1", dashes: str = "", fill: str = "none") -> None:
        dashed = {"stroke-dasharray": dashes} if dashes else {}
        SubElement(self.svg, "path", {"d": way, "fill": fill, "stroke": _INK, "stroke-width": width, **dashed})

    def circle(self, x: int, y: int, radius: int) -> None:
        place = {"cx": str(x), "cy": str(y), "r": str(radius)}
        SubElement(self.svg, "circle", {**place, "fill": _SHADES["plain"], "stroke": _INK, "stroke-width": "0.8"})

    def words(self, x: int, baseline: int, line: Line, anchor: Anchor = "start", *, weight: str = "normal") -> None:
        style = {"font-size": str(line.size), "text-anchor": anchor, "font-weight": weight, "lang": line.tag}
        text = SubElement(self.svg, "text", {"x": str(x), "y": str(baseline), "fill": "#111111", **style})
        text.text = line.words

    def label(self, x: int, baseline: int, line: Line) -> None:
        """Words on a ground of their own, so that no line runs through them."""
        place = {"x": str(x), "y": str(baseline - line.size + 1), "width": str(line.width)}
        SubElement(self.svg, "rect", {**place, "height": str(line.size + 1), "fill": _SHADES["plain"]})
        self.words(x, baseline, line)

    def paragraph(self, x: int, y: int, lines: Sequence[Line], *, weight: str = "normal") -> int:
        """The lines beneath each other from `y`; where they end."""
        for line in lines:
            self.words(x, y + line.size, line, weight=weight if line is lines[0] else "normal")
            y += line.height
        return y


def _diagonals(x: int, y: int, width: int, height: int, *, rising: bool) -> str:
    """Strokes across a rectangle, from its left or lower edge to its upper or right one (mirrored where falling)."""
    strokes = []
    for at in range(_PITCH, width + height, _PITCH):
        left, low = max(0, at - height), min(at, height)
        right, high = min(at, width), max(0, at - width)
        a, b = (low, high) if rising else (height - low, height - high)
        strokes.append(f"M{x + left} {y + a}L{x + right} {y + b}")
    return "".join(strokes)
