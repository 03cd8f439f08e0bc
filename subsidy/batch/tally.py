"""Counting while the portions pass: a batch's summary without a second look at its rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, NamedTuple

import polars as pl

from subsidy.batch.result import BenefitSum, Count, LimitSum, RejectKind
from subsidy.columns import Fault
from subsidy.evaluation import Outcome
from subsidy.evaluation.decision import OUTCOMES
from subsidy.facts import Vocabulary
from subsidy.messages import Label
from subsidy.scheme.program import Program
from subsidy.tables import RowPlace

POSITION: Final = re.compile(r"\[\d+\]")
"""Of a record in its list, as diagnostics write it."""


class _Alike(NamedTuple):
    """What the rows counted together have in common."""

    edition: str
    outcome: Outcome
    reasons: str
    missing: str


class Tally:
    """Counts decisions by what they have in common; few of these are different, however many rows there are."""

    def __init__(self, benefits: Mapping[str, Label]) -> None:
        self._benefits = benefits
        self._rows = Counter[_Alike]()
        self._due = Counter[str]()
        self._open = Counter[str]()
        self._payable = Counter[str]()
        self._unsettled = Counter[str]()
        self.nothing = 0
        """How many rows are eligible for nothing."""

    def count(self, decisions: pl.DataFrame) -> None:
        """Decisions as `BatchEvaluator.decide` gives them."""
        for alike, rows in _alike(decisions):
            self._rows[alike] += rows
        eligible = decisions.filter(pl.col("outcome") == "eligible").get_column("total_fen")
        self.nothing += int((eligible == 0).sum())
        for name in self._benefits:
            self._due[name] += _sum(decisions, f"entitlement_fen.{name}")
            self._open[name] += int((decisions.get_column(f"status.{name}") == "open").sum())

    def count_paid(self, payables: pl.DataFrame, decisions: pl.DataFrame) -> None:
        """What is payable of these decisions, row by row."""
        for name in self._benefits:
            self._payable[name] += _sum(payables, f"payable_fen.{name}")
            open_ = payables.get_column(f"payable_fen.{name}").is_null()
            self._unsettled[name] += int((open_ & decisions.get_column(f"status.{name}").is_not_null()).sum())

    @property
    def decided(self) -> int:
        return self._rows.total()

    @property
    def editions(self) -> tuple[str, ...]:
        """Those that decided a row."""
        return tuple(sorted({alike.edition for alike in self._rows}))

    @property
    def due_fen(self) -> int:
        return self._due.total()

    @property
    def payable_fen(self) -> int:
        return self._payable.total()

    @property
    def outcomes(self) -> Mapping[Outcome, int]:
        found = Counter[Outcome]()
        for alike, rows in self._rows.items():
            found[alike.outcome] += rows
        return {outcome: found[outcome] for outcome in OUTCOMES if found[outcome]}

    @property
    def benefits(self) -> tuple[BenefitSum, ...]:
        return tuple(
            BenefitSum(name, label, self._due[name], self._payable[name], self._open[name], self._unsettled[name])
            for name, label in self._benefits.items()
        )

    def reasons(self, programs: Mapping[str, Program]) -> tuple[Count, ...]:
        """The rules for which rows are refused, the commonest first: those of all, then those of each benefit."""
        rules = {(e, rule.name): rule for e, program in programs.items() for rule in program.rules}
        refused = {alike: rows for alike, rows in self._rows.items() if alike.outcome == "ineligible"}
        of = {(rule.name, rule.label): rule.benefit for rule in rules.values()}
        found = _counted(refused, lambda alike: alike.reasons, lambda alike, name: rules[alike.edition, name].label)
        places = ["", *self._benefits]
        told = (count._replace(benefit=of[count.name, count.label]) for count in found)
        return tuple(sorted(told, key=lambda count: places.index(count.benefit)))

    def missing(self, programs: Mapping[str, Program]) -> tuple[Count, ...]:
        """The facts for want of which rows stay open, the commonest first."""
        return _counted(
            self._rows,
            lambda alike: POSITION.sub("", alike.missing),
            lambda alike, path: _label(path, programs[alike.edition].vocabulary) or Label(path, path),
        )


def _alike(decisions: pl.DataFrame) -> Iterator[tuple[_Alike, int]]:
    """What rows have in common, and how many they are. A column of one value has no part in grouping, which is slow."""
    if decisions.is_empty():
        return
    first = decisions.select(_Alike._fields).row(0, named=True)
    varied = decisions.select(pl.col(name) != pl.col(name).first() for name in first).select(pl.all().any())
    names = [name for name, varies in varied.row(0, named=True).items() if varies]
    if not names:
        yield _Alike(**first), decisions.height
        return
    for *values, rows in decisions.group_by(names).len().iter_rows():
        yield _Alike(**{**first, **dict(zip(names, values, strict=True))}), rows


def _counted(
    rows: Mapping[_Alike, int], names: Callable[[_Alike], str], label: Callable[[_Alike, str], Label]
) -> tuple[Count, ...]:
    found = Counter[tuple[str, Label]]()
    for alike, count in rows.items():
        for name in filter(None, dict.fromkeys(names(alike).split(","))):
            found[name, label(alike, name)] += count
    return tuple(Count(*named, rows) for named, rows in sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def _sum(frame: pl.DataFrame, name: str) -> int:
    return int(frame.select(pl.col(name).cast(pl.Int128).sum()).item())


class RejectTally:
    """Counts rejected rows by what is wrong with them."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.rows = 0
        self._vocabulary = vocabulary
        self._kinds: dict[tuple[str, str], RejectKind] = {}

    def count(self, faults: Iterable[Fault], place: Callable[[Fault], RowPlace]) -> int:
        """How many rows these faults reject. `place` says where one stands as its user sees it."""
        first: dict[tuple[int, str, str], Fault] = {}
        for fault in faults:
            first.setdefault((fault.row, POSITION.sub("", fault.path), fault.message.text), fault)
        for (_, path, text), fault in first.items():
            known = self._kinds.get((path, text)) or self._kind(path, fault, place(fault))
            self._kinds[path, text] = known._replace(rows=known.rows + 1)
        rejected = len({row for row, _, _ in first})
        self.rows += rejected
        return rejected

    def _kind(self, path: str, fault: Fault, place: RowPlace) -> RejectKind:
        return RejectKind(path, _label(path, self._vocabulary), fault.message, fault.remedy, 0, place, fault.found)

    @property
    def kinds(self) -> tuple[RejectKind, ...]:
        return tuple(sorted(self._kinds.values(), key=lambda kind: (-kind.rows, kind.field, kind.place)))


def limit_sums(limits: pl.DataFrame, labels: Mapping[str, Label]) -> tuple[LimitSum, ...]:
    """The limits that took something, from the rows of `SettledFrame.limits`; the greatest sum first."""
    taken = limits.filter(pl.col("taken_fen") > 0).group_by("limit", maintain_order=True)
    sums = taken.agg(pl.col("taken_fen").cast(pl.Int128).sum(), groups=pl.len(), rows=pl.col("rows").sum())
    found = [LimitSum(name, labels[name], int(fen), groups, rows) for name, fen, groups, rows in sums.iter_rows()]
    return tuple(sorted(found, key=lambda limit: -limit.taken_fen))


def _label(path: str, vocabulary: Vocabulary) -> Label | None:
    """What a fact, or a field of a list's records, is called."""
    fact = vocabulary.find(path)
    return fact.label if fact else None
