"""Which column of a table holds what was claimed, of which benefit, before or after the limits, and in which unit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import polars as pl

from subsidy.audit.cause import Stage
from subsidy.audit.lines import WHOLE
from subsidy.columns import Fault
from subsidy.columns.units import unfit, units
from subsidy.diagnostics import Diagnostic, InputError, Place, did_you_mean, refuse_if_any
from subsidy.facts import VOCABULARY, FactType
from subsidy.messages import Label, Message, msg
from subsidy.tables import Heading, KnownHeadings
from subsidy.tables.cells import with_unit
from subsidy.tables.spelling import key_of, without_brackets
from subsidy.tables.units import unit_of

MONEY: Final[FactType] = VOCABULARY["loan.principal"]
"""An amount is read as any fact that is money."""

WORDS: Final[Mapping[Stage, tuple[str, ...]]] = {
    "payable": (
        *("payable", "实补", "实补金额", "payable amount", "amount payable", "amount paid", "paid"),
        *(
            "拨付金额",
            "拟拨付金额",
            "兑付金额",
            "拟兑付金额",
            "实拨金额",
            "补贴金额",
            "拟补贴金额",
            "补贴额",
            "补助金额",
        ),
        *("拟补助金额", "奖补金额", "贴息金额", "拟贴息金额", "贴保金额", "补偿金额", "subsidy", "subsidy amount"),
    ),
    "entitlement": (
        *("entitlement", "due", "应补", "应补金额", "应补贴金额", "amount due", "claimed", "amount claimed"),
        *("申报金额", "申报补贴金额", "申请金额", "申请补贴金额", "申报贴息金额", "申请贴息金额", "核算金额"),
    ),
}
"""What headings call an amount of money that is claimed, by whether it is meant after the limits or before them."""
_OF_BATCH: Final = ("entitlement", "payable", "due", "应补", "实补")
"""How outputs of `batch` call both, where a heading begins or ends."""
_MYRIADS: Final = "万元"
_NOTHING: Final = ("无", "-", "－", "–", "—", "——")
"""What people write into a cell to say that nothing is claimed."""


class ClaimedColumn(NamedTuple):
    """`benefit` is empty for the sum of all of them; `unit` is put behind a bare number."""

    column: str
    benefit: str
    stage: Stage
    unit: str


class Claimed(NamedTuple):
    """What was claimed: of single benefits, where there are columns for them, and of all together."""

    stage: Stage
    columns: tuple[ClaimedColumn, ...]

    @property
    def whole(self) -> ClaimedColumn | None:
        return next((column for column in self.columns if not column.benefit), None)


def claimed_columns(
    columns: Sequence[str],
    benefits: Mapping[str, Label],
    place: Place,
    *,
    heading: str | None = None,
    stage: Stage | None = None,
) -> Claimed:
    """The columns that hold claimed amounts: `heading` if one is named, else those whose headings say so.

    Where amounts before and after the limits are there and `stage` chooses neither, those after them are meant if both
    are called as outputs of `batch` call them; where only one kind is there, they are what `stage` says. Raises
    `InputError` where there is no such column, or more than one may be meant.
    """
    known = [found for column in columns for found in meanings(column, benefits)]
    if heading is not None:
        return _named(heading, columns, known, stage, place)
    told = [s for s in WORDS if any(column.stage == s for column in known)]
    if stage is None and len(told) > 1 and not all(_is_of_batch(column) for column in known):
        problem = msg("several columns may hold what was claimed: {columns}", columns=[c.column for c in known])
        raise _refused(
            problem, place, msg("choose with {claimed} or {amounts}", claimed="--claimed", amounts="--amounts")
        )
    wanted = stage or (told[0] if told else "payable")
    found = [column for column in known if column.stage == wanted] or [c._replace(stage=wanted) for c in known]
    for benefit in (WHOLE, *benefits):
        same = [column.column for column in found if column.benefit == benefit]
        if len(same) > 1:
            problem = msg("several columns may hold what was claimed: {columns}", columns=same)
            raise _refused(problem, place, msg("choose one with {option}", option="--claimed"))
    if not found:
        facts = KnownHeadings(VOCABULARY)
        others = [column for column in columns if not isinstance(facts.find(column), Heading)]
        problem = msg("no column holds what was claimed; there are {columns}", columns=others or list(columns))
        raise _refused(problem, place, msg("name it with {option}", option="--claimed"))
    return Claimed(wanted, tuple(found))


def claimed_amounts(frame: pl.DataFrame, claimed: Claimed) -> tuple[pl.DataFrame, tuple[Fault, ...]]:
    """The amounts of a portion of a table (`#row` and its columns) as `lines.compared` takes them, and what is wrong.

    An amount that cannot be read is one that is not known. Raises `InputError` for a column of floats.
    """
    refuse_if_any(d for column in claimed.columns for d in unfit(column.column, frame.schema[column.column], MONEY))
    parts, faults = [], []
    for column in claimed.columns:
        texts = frame.get_column(column.column).cast(pl.String)
        texts = texts.set(texts.str.strip_chars().is_in(_NOTHING), None)
        read = units(with_unit(texts, column.unit) if column.unit else texts, MONEY)
        rows = frame.get_column("#row")
        wrong = [rows[r.row] for r in read.refused]
        faults += [
            Fault(row, column.column, r.found, r.message, r.remedy) for row, r in zip(wrong, read.refused, strict=True)
        ]
        parts.append(
            pl.DataFrame(
                {
                    "row": rows,
                    "benefit": pl.Series([column.benefit], dtype=pl.String).new_from_index(0, len(frame)),
                    "claimed_fen": read.values.cast(pl.Int64),
                    "is_read": ~rows.is_in([rows[r.row] for r in read.refused]),
                }
            )
        )
    return pl.concat(parts), tuple(faults)


def in_myriads(faults: Sequence[Fault], right: Callable[[int], int | None]) -> Message | None:
    """Where most of what is refused as yuan is right in ten thousands of yuan: that the column is meant in these."""
    texts = pl.Series([fault.found + _MYRIADS for fault in faults], dtype=pl.String)
    meant = units(texts, MONEY).values.cast(pl.Int64)
    same = sum(fen is not None and fen == right(fault.row) for fen, fault in zip(meant, faults, strict=True))
    if same < 2 or 2 * same <= len(faults):
        return None
    column = faults[0].path
    return msg("{column}: {count} cells that cannot be read are right in 10,000 yuan", column=column, count=same)


def meanings(column: str, benefits: Mapping[str, Label]) -> Iterator[ClaimedColumn]:
    """What a heading says of claimed amounts: `payable.loan_subsidy`, `科技贷款补贴实补（元）`, `拨付金额（万元）`."""
    for base, notes in without_brackets(column):
        for benefit, stage in _meanings(key_of(base), benefits):
            noted = [unit_of(note, MONEY) for note in notes]
            if None not in noted:
                yield ClaimedColumn(column, benefit, stage, "".join(filter(None, noted)))
                return


def _meanings(key: str, benefits: Mapping[str, Label]) -> Iterator[tuple[str, Stage]]:
    for stage, words in WORDS.items():
        keys = {key_of(word) for word in words}
        if key in keys:
            yield WHOLE, stage
        for benefit, label in benefits.items():
            if key in {f"{stage}{key_of(benefit)}", *(key_of(said) + word for said in label for word in keys)}:
                yield benefit, stage


def _is_of_batch(column: ClaimedColumn) -> bool:
    key = key_of(without_brackets(column.column)[-1].base)
    return key.startswith(_OF_BATCH) or key.endswith(_OF_BATCH)


def _named(
    heading: str, columns: Sequence[str], known: Sequence[ClaimedColumn], stage: Stage | None, place: Place
) -> Claimed:
    same = [column for column in columns if key_of(column) == key_of(heading)]
    same = same or [column for column in columns if key_of(without_brackets(column)[-1].base) == key_of(heading)]
    if len(same) != 1:
        raise _refused(msg("there is no column {found}", found=heading), place, did_you_mean(heading, columns))
    meant = next((column for column in known if column.column == same[0] and not column.benefit), None)
    if meant is None:
        noted = [unit for note in without_brackets(same[0])[-1].notes if (unit := unit_of(note, MONEY))]
        meant = ClaimedColumn(same[0], WHOLE, "payable", "".join(noted))
    return Claimed(stage or meant.stage, (meant._replace(stage=stage or meant.stage),))


def _refused(problem: Message, place: Place, remedy: Message) -> InputError:
    return InputError([Diagnostic("claimed", problem, place, remedy=remedy)])
