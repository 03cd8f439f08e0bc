"""What a report says and in which order, before it is decided what it looks like.

A page is a tuple of blocks whose texts are still in no language; `terminal`, `markdown` and `subsidy.papers.html` are
ways to write it.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, Protocol, TypeAlias
from xml.etree.ElementTree import Element

from subsidy.messages import Language, Sayable

Tone = Literal["plain", "strong", "faint", "good", "bad", "open"]
"""What a text is about; `good`, `bad` and `open` are the three outcomes."""


class Title(NamedTuple):
    """The first words of a page."""

    text: Sayable
    tone: Tone = "strong"


class Heading(NamedTuple):
    """What the blocks after it are about."""

    text: Sayable


class Paragraph(NamedTuple):
    """Running text."""

    text: Sayable
    tone: Tone = "plain"


class Item(NamedTuple):
    """A point of a list: its mark, its text, the clause (`cite`) it rests on, and lines that belong to it.

    `word` is what the mark says and the text does not, for whoever cannot see the mark.
    """

    text: Sayable
    mark: str = "·"
    tone: Tone = "plain"
    cite: str = ""
    below: tuple[Sayable, ...] = ()
    word: Sayable | None = None


class Items(NamedTuple):
    """A list of points."""

    items: tuple[Item, ...]


class Field(NamedTuple):
    """A name, what it is, and the clause it rests on."""

    name: Sayable
    value: Sayable
    cite: str = ""


class Fields(NamedTuple):
    """Names and what they are, in two columns."""

    fields: tuple[Field, ...]


class Table(NamedTuple):
    """Rows under a header; every row has as many cells as there are columns."""

    columns: tuple[Sayable, ...]
    rows: tuple[tuple[Sayable, ...], ...]


class Bar(NamedTuple):
    """A name, how long its bar is (in whatever whole numbers all of them share), and what is written beside it."""

    name: Sayable
    length: int
    shown: Sayable


class Bars(NamedTuple):
    """Quantities to compare at a glance, none below 0."""

    caption: Sayable
    bars: tuple[Bar, ...]


class Picture(Protocol):
    """What can be drawn."""

    def draw(self, languages: tuple[Language, ...], key: str) -> Element:
        """An `<svg>`; its texts said in each of the languages, every id that it gives beginning with `key`."""
        ...


class Figure(NamedTuple):
    """A picture, what it shows in a few words, the same for who cannot see it, and its numbers.

    Where nothing can be drawn the numbers stand for it.
    """

    caption: Sayable
    said: Sayable
    numbers: Table
    picture: Picture


Block: TypeAlias = Title | Heading | Paragraph | Items | Fields | Table | Bars | Figure
Page: TypeAlias = tuple[Block, ...]
