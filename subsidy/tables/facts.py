"""Rows of a table to facts by path, as the columns want them: units behind bare numbers, numbered columns in lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import polars as pl

from subsidy.columns import Fault
from subsidy.diagnostics import Diagnostic, did_you_mean, refuse_if_any
from subsidy.facts import FactType, Vocabulary
from subsidy.messages import msg
from subsidy.tables.cells import value_of
from subsidy.tables.headings import Headings
from subsidy.tables.known import Heading, KnownHeadings
from subsidy.tables.lists import Listed, list_of
from subsidy.tables.portions import ROW, Portion


class FactsFrame(NamedTuple):
    """`#row`, then a column for each fact; the rows that have a fault are left out of it."""

    facts: pl.DataFrame
    faults: tuple[Fault, ...]


def none_declared(words: Sequence[str], vocabulary: Vocabulary) -> Mapping[str, FactType]:
    """The lists that have no records where a row gives none, by path or label. Raises `InputError` for what is none."""
    known = KnownHeadings(vocabulary)
    lists: dict[str, FactType] = {}
    problems: list[Diagnostic] = []
    for word in words:
        found = known.find(word)
        if isinstance(found, Heading) and found.fact.fields is not None:
            lists[found.path] = found.fact
        else:
            remedy = did_you_mean(word, (path for path, fact in vocabulary.items() if fact.fields is not None))
            problems.append(Diagnostic("unknown-name", msg("{found} is no list", found=word), remedy=remedy))
    refuse_if_any(problems)
    return lists


def facts_of(portion: Portion, headings: Headings, none: Mapping[str, FactType] | None = None) -> FactsFrame:
    """The facts of a portion's rows. A list of `none` is empty where a row gives no record of it, else unknown."""
    frame = _without(portion.frame, portion.faults)
    columns = {ROW: frame.get_column(ROW)}
    columns |= {h.path: value_of(frame, h) for h in headings.read if h.fact.scalar and not h.list}
    faults = list(portion.faults)
    for listed in _lists(headings, none or {}):
        columns[listed.fact.path], wrong = list_of(frame, listed)
        faults += wrong
    facts = pl.DataFrame([column.alias(path) for path, column in columns.items()])
    return FactsFrame(_without(facts, faults), tuple(faults))


def _lists(headings: Headings, none: Mapping[str, FactType]) -> Iterable[Listed]:
    lists = {path: Listed(fact, is_none=True) for path, fact in none.items()}
    for heading in headings.read:
        fact = heading.list or heading.fact
        if fact.fields is not None:
            listed = lists.setdefault(fact.path, Listed(fact, is_none=False))
            (listed.numbered if heading.list else listed.whole).append(heading)
    return lists.values()


def _without(frame: pl.DataFrame, faults: Sequence[Fault]) -> pl.DataFrame:
    spoiled = pl.Series(sorted({fault.row for fault in faults}), dtype=pl.Int64)
    return frame.filter(~pl.col(ROW).is_in(spoiled.implode())) if faults else frame
