"""The cash flows of loans in a table of their own, each put to the loan that it belongs to.

They are held in memory, since those of a loan may stand anywhere in their table. A flow that cannot be read would make
its loan's sums wrong, so the loan is rejected with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import polars as pl

from subsidy.columns import Fault
from subsidy.diagnostics import Diagnostic, InputError, refuse_if_any
from subsidy.facts import Vocabulary
from subsidy.messages import Message, msg
from subsidy.tables import FactsFrame, Headings, KnownHeadings, Portion, TableReader, facts_of

FLOWS: Final = "loan.flows"
KEYS: Final = ("application.id", "loan.contract")
"""The facts by which a flow finds its loan; of several that all tables have, the first."""
_ROW: Final = "#row"
_KEY: Final = "#key"


class Flows:
    """A table of flows, read whole. `loans` are the headings of each table of loans; where `is_none`, a loan without
    flows in the table has none, otherwise they are unknown.

    Raises `InputError` for a table that cannot be read, or that does not say of every row which loan it is of.
    """

    def __init__(
        self,
        path: Path,
        vocabulary: Vocabulary,
        mapping: Mapping[str, str],
        loans: Collection[Headings],
        *,
        is_none: bool,
    ) -> None:
        self._reader = TableReader(path, KnownHeadings(vocabulary, mapping, FLOWS))
        own = self._reader.headings
        refuse_if_any(_given_twice(loans, path))
        self._key = _key_in_common([own, *loans], path)
        portions = [(portion, facts_of(portion, own)) for portion in self._reader.portions()]
        self.rows = sum(portion.frame.height for portion, _ in portions)
        self._unread: dict[str, list[Fault]] = {}
        problems = [d for portion, found in portions for d in self._keep_unread(portion, found)]
        flows = pl.concat(found.facts for _, found in portions)
        problems += [self._without_key(row) for row in flows.filter(pl.col(self._key).is_null()).get_column(_ROW)]
        refuse_if_any(problems)
        fields = [heading.path for heading in own.read if heading.path not in KEYS]
        grouped = flows.group_by(self._key, maintain_order=True)
        self._of_loan = grouped.agg(pl.struct(fields).alias(FLOWS)).rename({self._key: _KEY})
        self._is_none = is_none
        self._left = self._of_loan.select(_KEY, rows=pl.col(FLOWS).list.len())

    @property
    def files(self) -> tuple[Path, ...]:
        return self._reader.files

    @property
    def notices(self) -> tuple[Message | Diagnostic, ...]:
        """What the headings leave to say, and, once all loans were met, which flows belong to none."""
        headings = self._reader.headings.notices
        if self._left.is_empty():
            return headings
        left = msg(
            "{file}: of no loan: {count}, the first of them of {key}",
            file=self._reader.files[0],
            count=int(self._left.get_column("rows").sum()),
            key=self._left.item(0, _KEY),
        )
        return (*headings, left)

    def joined(self, portion: Portion, found: FactsFrame, headings: Headings) -> FactsFrame:
        """The facts of a portion of loans with their flows; those of which one cannot be read become faults."""
        column = next(heading.column for heading in headings.read if heading.path == self._key)
        self._left = self._left.join(portion.frame.select(pl.col(column).alias(_KEY)), on=_KEY, how="anti")
        facts = found.facts.drop(FLOWS, strict=False)
        keyed = facts.with_columns(pl.col(self._key).cast(pl.String).alias(_KEY))
        faults = list(self._faults(keyed))
        with_flows = keyed.join(self._of_loan, on=_KEY, how="left", maintain_order="left").drop(_KEY)
        if self._is_none:
            with_flows = with_flows.with_columns(pl.col(FLOWS).fill_null([]))
        if faults:
            with_flows = with_flows.filter(~pl.col(_ROW).is_in([fault.row for fault in faults]))
        return FactsFrame(with_flows, (*found.faults, *faults))

    def _faults(self, loans: pl.DataFrame) -> Iterator[Fault]:
        if not self._unread:
            return
        concerned = loans.filter(pl.col(_KEY).is_in(list(self._unread))).select(_ROW, _KEY)
        for row, key in concerned.iter_rows():
            for fault in self._unread[key]:
                place = self._reader.place(fault.row)
                message = msg("{file}, row {row}: {problem}", file=place.file, row=place.row, problem=fault.message)
                yield Fault(row, FLOWS, fault.found, message, fault.remedy)

    def _keep_unread(self, portion: Portion, found: FactsFrame) -> Iterator[Diagnostic]:
        """Keeps what is wrong with flows by their loans; those of which this is not known are yielded."""
        column = next(heading.column for heading in self._reader.headings.read if heading.path == self._key)
        unread = portion.frame.filter(pl.col(_ROW).is_in([fault.row for fault in found.faults]))
        keys = dict(unread.select(_ROW, column).iter_rows())
        for fault in found.faults:
            if keys[fault.row] is None:
                yield self._without_key(fault.row)
            else:
                self._unread.setdefault(str(keys[fault.row]), []).append(fault)

    def _without_key(self, row: int) -> Diagnostic:
        place = self._reader.place(row)
        message = msg("{file}, row {row}: this flow does not say of which loan it is", file=place.file, row=place.row)
        return Diagnostic("no-loan", message, field=self._key)


def _given_twice(loans: Iterable[Headings], path: Path) -> Iterator[Diagnostic]:
    for headings in loans:
        twice = [h.column for h in headings.read if h.path == FLOWS or h.path.startswith(f"{FLOWS}.")]
        if twice:
            message = msg("cash flows are given by {file} and by the columns {columns}", file=path, columns=twice)
            yield Diagnostic("given-twice", message, field=FLOWS, remedy=msg("leave one of them out"))


def _key_in_common(tables: Iterable[Headings], path: Path) -> str:
    known = [{heading.path for heading in headings.read} for headings in tables]
    for key in KEYS:
        if all(key in paths for paths in known):
            return key
    message = msg("{file} and the loans have no column in common by which a flow finds its loan", file=path)
    raise InputError([Diagnostic("no-key", message, remedy=msg("give each one of {paths}", paths=list(KEYS)))])
