"""A page for screen readers and logs: one thing a line, in words alone, without columns, marks or colours.

Lines are not wrapped: whoever reads them aloud, or searches them, breaks them himself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import singledispatch
from typing import Final

from subsidy.messages import Language, Sayable, msg
from subsidy.report.citations import Citation
from subsidy.report.page import Bars, Block, Fields, Figure, Heading, Items, Page, Paragraph, Table, Title

_JOINTS: Final[Mapping[Language, str]] = {"zh": "；", "en": "; "}


def as_plain(page: Page, language: Language) -> str:
    """The page as lines of any length; a blank line before each block that no title or heading announces."""
    lines: list[str] = []
    announced = True
    for block in page:
        if found := list(_lines(block, language)):
            lines += found if announced else ["", *found]
            announced = isinstance(block, Title | Heading)
    return "".join(f"{line}\n" for line in lines)


@singledispatch
def _lines(block: Block, language: Language) -> Iterator[str]:
    raise TypeError(block)


@_lines.register(Title | Paragraph)
def _running(block: Title | Paragraph, language: Language) -> Iterator[str]:
    yield _on_one_line(block.text, language)


@_lines.register
def _heading(block: Heading, language: Language) -> Iterator[str]:
    yield msg("{heading}:", heading=_on_one_line(block.text, language)).say(language)


@_lines.register
def _items(block: Items, language: Language) -> Iterator[str]:
    for item in block.items:
        text = _cited(_on_one_line(item.text, language), item.cite, language)
        yield text if item.word is None else _labelled(item.word, text, language)
        yield from (_on_one_line(below, language) for below in item.below)


@_lines.register
def _fields(block: Fields, language: Language) -> Iterator[str]:
    for field in block.fields:
        value = _cited(_on_one_line(field.value, language), field.cite, language)
        yield _labelled(field.name, value, language)


@_lines.register
def _table(block: Table, language: Language) -> Iterator[str]:
    for row in block.rows:
        cells = zip(block.columns, row, strict=True)
        yield _JOINTS[language].join(_labelled(name, _on_one_line(cell, language), language) for name, cell in cells)


@_lines.register
def _bars(block: Bars, language: Language) -> Iterator[str]:
    yield _on_one_line(block.caption, language)
    yield from (_labelled(bar.name, _on_one_line(bar.shown, language), language) for bar in block.bars)


@_lines.register
def _figure(block: Figure, language: Language) -> Iterator[str]:
    yield _on_one_line(block.caption, language)
    yield from _table(block.numbers, language)


def _labelled(name: Sayable, value: str, language: Language) -> str:
    said = _on_one_line(name, language)
    return msg("{label}: {value}", label=said, value=value).say(language) if said else value


def _cited(text: str, cite: str, language: Language) -> str:
    return msg("{text} ({cite})", text=text, cite=Citation(cite)).say(language) if cite else text


def _on_one_line(text: Sayable, language: Language) -> str:
    return text.say(language).replace("\n", " ")
