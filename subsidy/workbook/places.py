"""Where cells stand: the sheet of workings, and the sheets of records with their helper columns.

Formulas are collected before anything is written, since a later one decides which helpers an earlier one needs. In the
text of a record's formula `ROW` stands for the number of its row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from subsidy.explain.values import verbatim
from subsidy.messages import Sayable
from subsidy.workbook.cells import BeyondSheetError, Known

ROW: Final = "\ue000"
BEFORE: Final = "\ue001"
"""Stands for the number of the row before."""
SPARE: Final = 50
"""Empty rows that stand ready for further records."""
FIRST_ROW: Final = 5
"""The first row of a table, counted from 1, on every sheet."""


def column_name(index: int) -> str:
    """`A` for 0, `AA` for 26."""
    name = ""
    while index >= 0:
        index, rest = divmod(index, 26)
        name, index = chr(65 + rest) + name, index - 1
    return name


NOBODY: Final = verbatim("")


class Working(NamedTuple):
    """A row of the sheet of workings: for which step or rule, what it is, its formulas from the last digits on."""

    owner: Sayable
    what: Sayable
    texts: tuple[str, ...]
    known: tuple[Known, ...]


@dataclass(slots=True)
class Workings:
    """The sheet of workings. `owner` is the step or rule that is being put into formulas."""

    sheet: str
    owner: Sayable = NOBODY
    made: list[Working] = field(default_factory=list)
    splits: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def put(self, texts: Sequence[str], known: Sequence[Known], what: Sayable) -> tuple[str, ...]:
        row = FIRST_ROW + len(self.made)
        assert all(len(each) == 1 for each in known), (texts, known)
        self.made.append(Working(self.owner, what, tuple(texts), tuple(known)))
        return tuple(f"'{self.sheet}'!${column_name(digit_column(i))}${row}" for i in range(len(texts)))


def digit_column(digit: int) -> int:
    """The column of a number's digit, so that a row reads like the number."""
    return 1 + MOST_DIGITS - digit


MOST_DIGITS: Final = 6
"""Of the longest numbers of the language, 38 decimal digits."""


class Column(NamedTuple):
    """A helper column: its heading, the formula of a row, what the engine has for each row.

    `instead` are the formulas of rows (from 0) that have another; `form` is the number format.
    """

    heading: Sayable
    text: str
    known: Known
    is_array: bool = False
    instead: Mapping[int, str] = {}
    form: str = ""


@dataclass(slots=True)
class Rows:
    """A sheet of rows with helper columns after the columns of its `fields`; `count` rows hold something by now.

    The sheet of a list has `spare` rows for more. Its columns are the number of a record, its fields as they are typed,
    whether the row holds a record, its fields as formulas read them. Without `fields` (None) there are helpers alone.
    """

    sheet: str
    path: str
    fields: tuple[str, ...] | None
    count: int
    spare: int
    made: list[Column] = field(default_factory=list)
    splits: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def first(self) -> int:
        """The column (from 0) of the first helper."""
        return 0 if self.fields is None else 2 * (1 + len(self.fields))

    @property
    def last_row(self) -> int:
        return FIRST_ROW + self.count + self.spare - 1

    def put(self, texts: Sequence[str], known: Sequence[Known], what: Sayable) -> tuple[str, ...]:
        return tuple(self.column(text, each, what) for text, each in zip(texts, known, strict=True))

    def column(
        self,
        text: str,
        known: Known,
        heading: Sayable,
        *,
        is_array: bool = False,
        instead: Mapping[int, str] = {},
        form: str = "",
    ) -> str:
        """A helper column; a reference to it from another column of the same row."""
        known = known * self.count if len(known) == 1 else known
        assert len(known) == self.count, (text, known)
        self.made.append(Column(heading, text, known, is_array, instead, form))
        return self.cell(self.first + len(self.made) - 1)

    def cell(self, column: int) -> str:
        """A column in the row at hand."""
        return f"${column_name(column)}{ROW}"

    def range(self, cell: str) -> str:
        """All rows of a column, seen from another sheet."""
        name = cell.removeprefix("$").removesuffix(ROW)
        return f"'{self.sheet}'!${name}${FIRST_ROW}:${name}${self.last_row}"

    @property
    def present(self) -> str:
        """Whether a row holds a record: 1 or 0."""
        return self.cell(1 + len(self.fields or ()))

    def field(self, name: str) -> str:
        """The exact value of a record's field."""
        fields = self.fields or ()
        return self.cell(2 + len(fields) + fields.index(name))


@contextmanager
def attempt(places: Iterable[Workings | Rows]) -> Iterator[None]:
    """Takes back what was put into the places where the attempt proves to be beyond a sheet."""
    before = [(place, len(place.made), dict(place.splits)) for place in places]
    try:
        yield
    except BeyondSheetError:
        for place, count, splits in before:
            del place.made[count:]
            place.splits = splits
        raise
