"""A page as Markdown (CommonMark with tables), for files, mails and web pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import singledispatch
from typing import Final

from subsidy.messages import Language, Sayable
from subsidy.report.citations import Citation
from subsidy.report.page import Bars, Block, Fields, Figure, Heading, Item, Items, Page, Paragraph, Table, Title

_SIGNS: Final = re.compile(r"[\\`*_\[\]<>|#~]")


def as_markdown(page: Page, language: Language) -> str:
    """The page with a blank line between its blocks; what looks like Markdown in its texts is escaped."""
    blocks = ["\n".join(_lines(block, language)) for block in page]
    return "\n".join(f"{block}\n" for block in blocks if block)


def escaped(text: str) -> str:
    """The text as Markdown shows it: signs stand for themselves, line ends are breaks."""
    return _SIGNS.sub(r"\\\g<0>", text).replace("\n", "<br>")


@singledispatch
def _lines(block: Block, language: Language) -> Iterator[str]:
    raise TypeError(block)


@_lines.register
def _title(block: Title, language: Language) -> Iterator[str]:
    yield f"## {_said(block.text, language)}"


@_lines.register
def _heading(block: Heading, language: Language) -> Iterator[str]:
    yield f"### {_said(block.text, language)}"


@_lines.register
def _paragraph(block: Paragraph, language: Language) -> Iterator[str]:
    yield _said(block.text, language)


@_lines.register
def _items(block: Items, language: Language) -> Iterator[str]:
    for item in block.items:
        yield f"- {_mark(item)}{_said(item.text, language)}{_cite(item.cite, language)}"
        for text in item.below:
            yield f"  - {_said(text, language)}"


@_lines.register
def _fields(block: Fields, language: Language) -> Iterator[str]:
    for field in block.fields:
        yield f"- **{_said(field.name, language)}**  {_said(field.value, language)}{_cite(field.cite, language)}"


@_lines.register
def _table(block: Table, language: Language) -> Iterator[str]:
    for number, row in enumerate((block.columns, *block.rows)):
        yield "| " + " | ".join(_said(cell, language) for cell in row) + " |"
        if number == 0:
            yield "|" + " --- |" * len(row)


@_lines.register
def _bars(block: Bars, language: Language) -> Iterator[str]:
    yield _said(block.caption, language)
    yield ""
    for bar in block.bars:
        yield f"- **{_said(bar.name, language)}**  {_said(bar.shown, language)}"


@_lines.register
def _figure(block: Figure, language: Language) -> Iterator[str]:
    yield _said(block.caption, language)
    yield ""
    yield from _table(block.numbers, language)


def _said(text: Sayable, language: Language) -> str:
    return escaped(text.say(language))


def _mark(item: Item) -> str:
    return "" if item.mark == Item._field_defaults["mark"] else f"{item.mark} "


def _cite(cite: str, language: Language) -> str:
    return f" ({_said(Citation(cite), language)})" if cite else ""
