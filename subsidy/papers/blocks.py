"""What a sheet has besides the blocks of every page: named tables, facts in groups, cells of several lines."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from subsidy.messages import Language, Sayable
from subsidy.report.page import Block, Field, Table


class Stacked(NamedTuple):
    """Lines of one cell: the first stands out. Said as text, each on a line of its own."""

    first: Sayable
    others: tuple[Sayable, ...]

    def say(self, language: Language) -> str:
        return "\n".join(line.say(language) for line in (self.first, *self.others))


class Linked(NamedTuple):
    """A text that leads to another page."""

    text: Sayable
    to: str

    def say(self, language: Language) -> str:
        return self.text.say(language)


class Group(NamedTuple):
    """Names and values of one thing."""

    name: Sayable
    fields: tuple[Field, ...]


class Groups(NamedTuple):
    """Names and values, two of each in a row where there is room; beside them the thing whose they are."""

    caption: Sayable
    groups: tuple[Group, ...]


class Captioned(NamedTuple):
    """A table that has a name."""

    caption: Sayable
    table: Table


PaperBlock: TypeAlias = Block | Groups | Captioned


class Part(NamedTuple):
    """The blocks under a heading of a sheet."""

    heading: Sayable
    blocks: tuple[PaperBlock, ...]
