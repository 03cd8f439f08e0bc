"""From tables to what is audited: the applications, what was claimed for each, and how a row is called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from subsidy.audit.auditing import Claims
from subsidy.audit.cause import Stage
from subsidy.audit.claimed import Claimed, claimed_amounts, claimed_columns, meanings
from subsidy.audit.joining import CONTRACT, ID, joined
from subsidy.audit.lines import WHOLE
from subsidy.audit.names import Names
from subsidy.audit.table import whole_table
from subsidy.batch.naming import DECISION_COLUMNS
from subsidy.batch.output import IDENTITY
from subsidy.batch.question import Reading
from subsidy.batch.receipt import SUFFIX
from subsidy.batch.source import ROW, Source
from subsidy.diagnostics import Diagnostic, InputError, Place
from subsidy.messages import Label, Sayable, msg
from subsidy.scheme.library import Scheme
from subsidy.tables.spelling import key_of

_OUTPUT: Final = frozenset(
    key_of(word) for name, label in DECISION_COLUMNS.items() if "." not in name for word in (name, *label)
)
"""Columns of an output of `batch` that are no facts."""
_OUTCOME: Final = frozenset(map(key_of, ("outcome", *DECISION_COLUMNS["outcome"])))


@dataclass(frozen=True, slots=True)
class Asked:
    """What to audit of one scheme: `reading` are the tables with the claimed amounts, `facts` those with the
    applications where they are others; `heading` names the column of the claimed amounts, `stage` says which they are;
    `rejected` as in `Claims`.
    """

    scheme: Scheme
    reading: Reading
    facts: tuple[Path, ...] = ()
    heading: str | None = None
    stage: Stage | None = None
    rejected: int = 0


class Taken(NamedTuple):
    """What was read: claims, which amounts they are, the applications' files, and what the headings leave to say."""

    claims: Claims
    stage: Stage
    files: tuple[Path, ...]
    notices: tuple[Sayable, ...]


def taken(asked: Asked, names: Names) -> Taken:
    """Reads what is asked. Its rows are numbered behind those that `names` holds already, and added to them.

    Raises `InputError` for tables that cannot be used, that hold no claimed amounts or do not belong together,
    `OSError` for files.
    """
    scheme, reading = asked.scheme, asked.reading
    own = replace(reading, flows=None, none=()) if asked.facts else reading
    source, benefits = Source(own, scheme.vocabulary), _benefits(scheme)
    columns = source.columns
    place = Place(str(reading.inputs[0]), 1, 1)
    if not asked.facts:
        _refuse_output(source.paths, columns, reading.inputs[0])
    claimed = claimed_columns(columns, benefits, place, heading=asked.heading, stage=asked.stage)
    aside = [column for column in columns if any(meanings(column, benefits)) or key_of(column) in _OUTPUT]
    aside += [column.column for column in claimed.columns]
    table = whole_table(own, scheme.vocabulary, names, aside)
    amounts, unread = claimed_amounts(table.cells, claimed)
    faults, applications = (*table.faults, *unread), table
    if asked.facts:
        applications = whole_table(replace(reading, inputs=asked.facts), scheme.vocabulary, names)
        amounts, open_ones = joined(table, applications, amounts, unread, names)
        faults = (*applications.faults, *open_ones)
    _call(applications.facts, names)
    lines, other = _lines(amounts, claimed, benefits)
    notices = {notice.say("en"): notice for notice in (*table.notices, *applications.notices)}
    claims = Claims(scheme, applications.facts, lines, faults, other, asked.rejected)
    return Taken(claims, claimed.stage, applications.files, tuple(notices.values()))


def _refuse_output(paths: frozenset[str], columns: Sequence[str], file: Path) -> None:
    """Raises `InputError` for an output of `batch`, which holds no more of an application than which it is."""
    if not {key_of(column) for column in columns} & _OUTCOME or not paths <= set(IDENTITY):
        return
    problem = msg("{file} is an output of batch: what is due, without the facts of the applications", file=file)
    receipt = file.with_name(file.name + SUFFIX)
    remedy = msg("give the tables that it was made from with {option}", option="--facts")
    if receipt.is_file():
        remedy = msg("{remedy}, or in its place {option}", remedy=remedy, option=f"--receipt {receipt}")
    raise InputError([Diagnostic("no-facts", problem, remedy=remedy)])


def _benefits(scheme: Scheme) -> Mapping[str, Label]:
    return {n: b.label for e in scheme.editions.values() for n, b in e.definition.benefits.items()}


def _lines(amounts: pl.DataFrame, claimed: Claimed, benefits: Mapping[str, Label]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The amounts to compare: of single benefits where each of several has a column, else of all together.

    And, by row, what the ones not compared come to, where both are there.
    """
    own = {column.benefit for column in claimed.columns}
    by_benefit = len(benefits) > 1 and own >= set(benefits)
    if WHOLE not in own:
        by_benefit = True
    is_whole = pl.col("benefit") == WHOLE
    lines = amounts.filter(~is_whole if by_benefit else is_whole)
    others = amounts.filter(is_whole if by_benefit else ~is_whole)
    return lines, others.group_by("row", maintain_order=True).agg(pl.col("claimed_fen").sum().alias("other_fen"))


def _call(facts: pl.DataFrame, names: Names) -> None:
    """By the application's number, or the contract's."""
    known = [pl.col(path).cast(pl.String) for path in (ID, CONTRACT) if path in facts.columns]
    if known:
        names.lend(facts.get_column(ROW), facts.select(pl.coalesce(known)).to_series())
