"""A page as text for a terminal: columns that hold for Chinese, citations at the right margin, tones as colours."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import singledispatch
from typing import Final, NamedTuple

from subsidy.messages import Language, Sayable
from subsidy.report.citations import Citation
from subsidy.report.page import Bars, Block, Fields, Figure, Heading, Items, Page, Paragraph, Table, Title, Tone
from subsidy.report.width import is_figure, padded, width, wrapped

Paint = Callable[[str, Tone], str]
"""Gives a text its colour; it must not change its width."""

USUAL_WIDTH: Final = 80
_INDENT: Final = 2
_GAP: Final = 2
_USUAL_NAME: Final = 24
_LEAST_ROOM: Final = 16
_LEAST_COLUMN: Final = 10
_EIGHTHS: Final = "▏▎▍▌▋▊▉"


class _Sheet(NamedTuple):
    """What lines are written on: in which language, how wide, in which colours."""

    language: Language
    cells: int
    paint: Paint


def unpainted(text: str, tone: Tone) -> str:
    """The text as it is."""
    return text


def as_text(page: Page, language: Language, cells: int = USUAL_WIDTH, paint: Paint = unpainted) -> str:
    """The page in lines of at most so many cells; a blank line before each block that no title or heading announces."""
    sheet = _Sheet(language, cells, paint)
    lines: list[str] = []
    announced = True
    for block in page:
        if found := list(_lines(block, sheet)):
            lines += found if announced else ["", *found]
            announced = isinstance(block, Title | Heading)
    return "".join(line.rstrip() + "\n" for line in lines)


@singledispatch
def _lines(block: Block, sheet: _Sheet) -> Iterator[str]:
    raise TypeError(block)


@_lines.register
def _title(block: Title, sheet: _Sheet) -> Iterator[str]:
    return _painted(block.text, block.tone, sheet)


@_lines.register
def _heading(block: Heading, sheet: _Sheet) -> Iterator[str]:
    return _painted(block.text, "strong", sheet)


@_lines.register
def _paragraph(block: Paragraph, sheet: _Sheet) -> Iterator[str]:
    return _painted(block.text, block.tone, sheet)


@_lines.register
def _items(block: Items, sheet: _Sheet) -> Iterator[str]:
    start = _INDENT + max((width(item.mark) for item in block.items), default=0) + 1
    for item in block.items:
        mark = " " * _INDENT + sheet.paint(padded(item.mark, start - _INDENT), item.tone)
        for line in _cited(item.text.say(sheet.language), Citation(item.cite).say(sheet.language), start, sheet):
            yield mark + line
            mark = " " * start
        for text in item.below:
            for line in wrapped(text.say(sheet.language), sheet.cells - start):
                yield mark + line


@_lines.register
def _fields(block: Fields, sheet: _Sheet) -> Iterator[str]:
    names = [field.name.say(sheet.language) for field in block.fields]
    values = [field.value.say(sheet.language) for field in block.fields]
    cites = [Citation(field.cite).say(sheet.language) for field in block.fields]
    start = _INDENT + _name_cells(names, values, cites, sheet.cells) + _GAP
    for name, value, cite in zip(names, values, cites, strict=True):
        lines = _cited(value, cite, start, sheet)
        beside = wrapped(name, start - _INDENT - _GAP)
        for i in range(max(len(lines), len(beside))):
            head = beside[i] if i < len(beside) else ""
            gap = " " * (start - _INDENT - width(head)) if i < len(lines) else ""
            painted = sheet.paint(head, "faint") if head else ""
            yield " " * _INDENT + painted + gap + (lines[i] if i < len(lines) else "")


def _name_cells(names: Sequence[str], values: Sequence[str], cites: Sequence[str], cells: int) -> int:
    """As wide as the names are, as long as that leaves room for the values, or half of the page for long ones."""
    beside = max((width(v) + _GAP + width(c) for v, c in zip(values, cites, strict=True)), default=0)
    most = cells - _INDENT - _GAP - min(beside, cells // 2)
    return min(max(map(width, names), default=0), max(most, _USUAL_NAME))


@_lines.register
def _table(block: Table, sheet: _Sheet) -> Iterator[str]:
    said = [[cell.say(sheet.language) for cell in row] for row in (block.columns, *block.rows)]
    figures = [all(map(is_figure, filter(None, body))) for _, *body in zip(*said, strict=True)]
    columns = _column_widths(said, figures, sheet.cells - _INDENT)
    for number, row in enumerate(said):
        cells = [wrapped(text, cells) for text, cells in zip(row, columns, strict=True)]
        for i in range(max(map(len, cells))):
            line = [
                _placed(cell[i] if i < len(cell) else "", room, is_number)
                for cell, room, is_number in zip(cells, columns, figures, strict=True)
            ]
            text = (" " * _INDENT + (" " * _GAP).join(line)).rstrip()
            yield sheet.paint(text, "faint") if number == 0 else text


def _placed(text: str, cells: int, is_number: bool) -> str:
    return " " * (cells - width(text)) + text if is_number else padded(text, cells)


@_lines.register
def _bars(block: Bars, sheet: _Sheet) -> Iterator[str]:
    yield from _painted(block.caption, "faint", sheet)
    shown = [bar.shown.say(sheet.language) for bar in block.bars]
    names = [bar.name.say(sheet.language) for bar in block.bars]
    beside = max(map(width, shown), default=0)
    start = min(max(map(width, names), default=0), (sheet.cells - _INDENT) * 2 // 5)
    room = max(sheet.cells - _INDENT - start - beside - 2 * _GAP, _LEAST_COLUMN)
    longest = max((bar.length for bar in block.bars), default=0)
    for bar, said, text in zip(block.bars, names, shown, strict=True):
        first, *others = wrapped(said, start)
        drawn = _drawn(bar.length, longest, room)
        yield " " * _INDENT + padded(first, start + _GAP) + drawn + " " * _GAP + text
        yield from (" " * _INDENT + line for line in others)


def _drawn(length: int, longest: int, cells: int) -> str:
    """A bar to an eighth of a cell; whatever is more than nothing can be seen."""
    eighths = max(length * cells * 8 // longest, 1) if length else 0
    whole, rest = divmod(eighths, 8)
    return "█" * whole + (_EIGHTHS[rest - 1] if rest else "")


@_lines.register
def _figure(block: Figure, sheet: _Sheet) -> Iterator[str]:
    yield from _painted(block.caption, "faint", sheet)
    yield from _table(block.numbers, sheet)


def _column_widths(said: Sequence[Sequence[str]], figures: Sequence[bool], cells: int) -> list[int]:
    """As wide as what stands in them; where that is too much the widest columns of words give way, else the last."""
    widths = [max(map(width, column)) for column in zip(*said, strict=True)]
    giving = [i for i, is_number in enumerate(figures) if not is_number] or [len(widths) - 1]
    for _ in range(sum(widths) + _GAP * (len(widths) - 1) - cells):
        widest = max(giving, key=lambda i: widths[i])
        widths[widest] = max(widths[widest] - 1, _LEAST_COLUMN)
    return widths


def _painted(text: Sayable, tone: Tone, sheet: _Sheet) -> Iterator[str]:
    return (sheet.paint(line, tone) for line in wrapped(text.say(sheet.language), sheet.cells))


def _cited(text: str, cite: str, start: int, sheet: _Sheet) -> list[str]:
    """The lines of a text that begins in a column, with its citation at the right margin of the first.

    Where that leaves no room for the text, the citation stands below it.
    """
    room = sheet.cells - start
    beside = room - width(cite) - _GAP
    if not cite or beside < _LEAST_ROOM:
        below = [sheet.paint(line, "faint") for line in wrapped(cite, room)] if cite else []
        return [*wrapped(text, room), *below]
    first, *others = wrapped(text, beside)
    return [padded(first, beside) + " " * _GAP + sheet.paint(cite, "faint"), *others]
