"""The records of a list in a table of their own, such as cash flows, each put to the loan that it belongs to.

They are held in memory, since those of a loan may stand anywhere in their table, in any order: they are brought into
that of their days. A record that cannot be read would make its loan's sums wrong, so the loan is rejected with it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from subsidy.columns import Fault
from subsidy.columns.units import unfit, units
from subsidy.diagnostics import Diagnostic, InputError, refuse_if_any
from subsidy.diagnostics import Place as At
from subsidy.facts import FactType, Vocabulary
from subsidy.kinds import DATE
from subsidy.messages import Message, msg
from subsidy.tables import FactsFrame, Headings, KnownHeadings, Portion, TableReader, facts_of

KEYS: Final = ("application.id", "loan.contract")
"""The facts by which a record finds its loan; of several that all tables have, the first."""
_ROW: Final = "#row"
_KEY: Final = "#key"
_RECORDS: Final = "#records"
_ROWS: Final = "#rows"


class Place(NamedTuple):
    """Which list's records stand where: in a file, or in one of the sheets of a workbook."""

    list: str
    path: Path
    sheet: str | None = None


class Records:
    """A table of records, read whole. `loans` are the headings of the tables of loans that they belong to; where
    `is_none`, a loan without records in the table has none, otherwise they are unknown.

    Raises `InputError` for a table that cannot be read, or that does not say of every row which loan it is of.
    """

    def __init__(
        self,
        place: Place,
        vocabulary: Vocabulary,
        mapping: Mapping[str, str],
        loans: Collection[Headings],
        *,
        is_none: bool,
    ) -> None:
        self.list = vocabulary[place.list]
        self._reader = TableReader(place.path, KnownHeadings(vocabulary, mapping, place.list), sheet=place.sheet)
        own = self._reader.headings
        self._key = _key_in_common([own, *loans], place.path)
        portions = [(portion, facts_of(portion, own)) for portion in self._reader.portions()]
        self.rows = sum(portion.frame.height for portion, _ in portions)
        self._unread: dict[str, list[Fault]] = {}
        problems = list(self._given_twice(loans)) if self.rows else []
        problems += [d for portion, found in portions for d in self._keep_unread(portion, found)]
        records = _together([found.facts for _, found in portions], own)
        problems += [self._without_key(row) for row in records.filter(pl.col(self._key).is_null()).get_column(_ROW)]
        refuse_if_any([*problems, *self._unfit(records)])
        nothing = pl.lit(None, dtype=pl.String)
        fields = [(pl.col(f) if f in records.columns else nothing).alias(f) for f in self.list.fields or {}]
        grouped = _by_day(records, self.list).group_by(pl.col(self._key).alias(_KEY), maintain_order=True)
        self._of_loan = grouped.agg(pl.struct(fields).alias(_RECORDS), pl.col(_ROW).alias(_ROWS))
        self._position: Final = re.compile(rf"{re.escape(place.list)}\[(\d+)\]")
        self._is_none = is_none
        self._left = self._of_loan.select(_KEY, rows=pl.col(_RECORDS).list.len())

    @property
    def files(self) -> tuple[Path, ...]:
        return self._reader.files

    @property
    def notices(self) -> tuple[Message | Diagnostic, ...]:
        """What the headings leave to say, and, once all loans were met, which records belong to none."""
        headings = self._reader.headings.notices
        if self._left.is_empty():
            return headings
        left = msg(
            "{file}: of no loan: {count}, the first of them of {key}",
            file=self._reader.files[0],
            count=f"{self._left.get_column('rows').sum():,}",
            key=self._left.item(0, _KEY),
        )
        return (*headings, left)

    def joined(self, portion: Portion, found: FactsFrame, headings: Headings) -> FactsFrame:
        """The facts of a portion of loans with their records; those of which one cannot be read become faults."""
        path, column = self.list.path, next(h.column for h in headings.read if h.path == self._key)
        self._left = self._left.join(portion.frame.select(pl.col(column).alias(_KEY)), on=_KEY, how="anti")
        keyed = found.facts.with_columns(pl.col(self._key).cast(pl.String).alias(_KEY))
        joined = keyed.join(self._of_loan.drop(_ROWS), on=_KEY, how="left", maintain_order="left")
        faults = [*self._faults(joined), *self._said_twice(joined)]
        if path in joined.columns:
            told = joined.get_column(path).list.len().sum()
            type_ = joined.schema[path if told else _RECORDS]
            joined = joined.with_columns(
                pl.coalesce(pl.col(_RECORDS).cast(type_), pl.col(path).cast(type_)).alias(path)
            )
        else:
            joined = joined.with_columns(pl.col(_RECORDS).alias(path))
        facts = joined.drop(_KEY, _RECORDS)
        if faults:
            facts = facts.filter(~pl.col(_ROW).is_in([fault.row for fault in faults]))
        return FactsFrame(facts, (*found.faults, *faults))

    def placed(self, faults: Sequence[Fault], loans: pl.DataFrame) -> list[Fault]:
        """Faults of these loans' facts, each of a record of this table with the place where it stands."""
        concerned = {fault.row for fault in faults if self._position.match(fault.path)}
        keyed = loans.filter(pl.col(_ROW).is_in(list(concerned))).select(_ROW, pl.col(self._key).cast(pl.String))
        rows = dict(keyed.join(self._of_loan, left_on=self._key, right_on=_KEY).select(_ROW, _ROWS).iter_rows())
        return [
            fault._replace(place=self._at(rows[fault.row][int(found[1])]))
            if (found := self._position.match(fault.path)) and fault.row in rows
            else fault
            for fault in faults
        ]

    def _faults(self, loans: pl.DataFrame) -> Iterator[Fault]:
        if not self._unread:
            return
        concerned = loans.filter(pl.col(_KEY).is_in(list(self._unread))).select(_ROW, _KEY)
        for row, key in concerned.iter_rows():
            for fault in self._unread[key]:
                yield fault._replace(row=row, path=self.list.path, place=self._at(fault.row))

    def _at(self, row: int) -> At:
        place = self._reader.place(row)
        return At(place.file, place.row, 1)

    def _said_twice(self, loans: pl.DataFrame) -> Iterator[Fault]:
        """Loans of which a cell says that there are none, or which, and the table says otherwise."""
        path = self.list.path
        if path not in loans.columns or self._is_none:
            return
        for row in loans.filter(pl.col(path).is_not_null() & pl.col(_RECORDS).is_not_null()).get_column(_ROW):
            message = msg("the cell says of {list} what there is, and so does their table", list=self.list.label)
            yield Fault(row, path, "", message, msg("leave one of them empty"))

    def _keep_unread(self, portion: Portion, found: FactsFrame) -> Iterator[Diagnostic]:
        """Keeps what is wrong with records by their loans; those of which this is not known are yielded."""
        column = next(heading.column for heading in self._reader.headings.read if heading.path == self._key)
        unread = portion.frame.filter(pl.col(_ROW).is_in([fault.row for fault in found.faults]))
        keys = dict(unread.select(_ROW, column).iter_rows())
        for fault in found.faults:
            if keys[fault.row] is None:
                yield self._without_key(fault.row)
            else:
                self._unread.setdefault(str(keys[fault.row]), []).append(fault)

    def _unfit(self, records: pl.DataFrame) -> Iterator[Diagnostic]:
        """What keeps the table from holding records of the list: other columns, or such as cannot hold its fields."""
        file, fields = self._reader.files[0], self.list.fields or {}
        missing = [field.label for key, field in fields.items() if field.required and key not in records.columns]
        if self.rows and missing:
            message = msg(
                "{file}: no table of {list}: it has no {columns}", file=file, list=self.list.label, columns=missing
            )
            yield Diagnostic("no-records", message, field=self.list.path)
        for key in fields.keys() & set(records.columns):
            for wrong in unfit(f"{self.list.path}.{key}", records.schema[key], fields[key]):
                yield replace(wrong, message=msg("{file}: {problem}", file=file, problem=wrong.message))

    def _without_key(self, row: int) -> Diagnostic:
        place = self._reader.place(row)
        message = msg("{file}, row {row}: this record does not say of which loan it is", file=place.file, row=place.row)
        return Diagnostic("no-loan", message, field=self._key)

    def _given_twice(self, loans: Iterable[Headings]) -> Iterator[Diagnostic]:
        for headings in loans:
            twice = [h.column for h in headings.read if h.list is self.list or (h.fact is self.list and h.fields)]
            if twice:
                file = self._reader.files[0]
                message = msg(
                    "{list}: given by {file} and by {columns}", list=self.list.label, file=file, columns=twice
                )
                remedy = msg("leave one of them out")
                yield Diagnostic("given-twice", message, field=self.list.path, remedy=remedy)


def _by_day(records: pl.DataFrame, list_: FactType) -> pl.DataFrame:
    """In the order of their days, those of one day as they stand."""
    fields = (list_.fields or {}).items()
    days = [(key, field) for key, field in fields if field.kind == DATE and key in records.columns]
    read = [units(records.get_column(day), field).values for day, field in days[:1]]
    return records.sort(read, maintain_order=True) if read else records


def _together(portions: Sequence[pl.DataFrame], headings: Headings) -> pl.DataFrame:
    """All rows; a column that is of several types becomes one of texts."""
    if not portions:
        return pl.DataFrame(schema={_ROW: pl.Int64(), **{h.path: pl.String() for h in headings.read}})
    differing = [name for name in portions[0].columns if len({portion.schema[name] for portion in portions}) > 1]
    return pl.concat(portion.with_columns(pl.col(differing).cast(pl.String)) for portion in portions)


def _key_in_common(tables: Iterable[Headings], path: Path) -> str:
    known = [{heading.path for heading in headings.read} for headings in tables]
    for key in KEYS:
        if all(key in paths for paths in known):
            return key
    message = msg("{file} and the loans have no column in common by which a record finds its loan", file=path)
    raise InputError([Diagnostic("no-key", message, remedy=msg("give each one of {paths}", paths=list(KEYS)))])
