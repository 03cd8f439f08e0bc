"""The audit itself: claimed amounts against recomputed ones, the causes of what differs, and what else is found.

Works on frames alone: where they come from and where the report goes is for others to know.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import polars as pl

from subsidy.audit.cause import Cause, Stage
from subsidy.audit.causes import Causes, Difference
from subsidy.audit.claimed import in_myriads
from subsidy.audit.common import common_causes
from subsidy.audit.findings import Books, Check, Finding, findings, key_paths
from subsidy.audit.ledger import ledger
from subsidy.audit.lines import DIFFERENT, Sum, Verdict, compared, sums
from subsidy.audit.names import ByRow, Names
from subsidy.audit.together import Together
from subsidy.audit.trying import Trying
from subsidy.audit.why import Why
from subsidy.batch.applications import Applications
from subsidy.batch.question import Progress, quietly
from subsidy.columns import BatchEvaluator, Fault
from subsidy.columns.settling import settle
from subsidy.messages import Label, Message, Sayable, msg
from subsidy.scheme.library import Scheme
from subsidy.scheme.program import Program

MOST_SEARCHED: Final = 10_000
"""Differences of a scheme whose causes are looked for; further ones are only named."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What is audited of one scheme.

    `facts` is a facts frame; `claimed` is as `lines.compared` takes it, with every row of the table in it; `faults` say
    why rows are not in `facts`, or what was claimed cannot be read; `other` (`row`, `other_fen`) is what else the table
    says of a row: the sum of its benefits where all together is compared, or the reverse; `rejected` is how many rows
    were rejected by the batch whose output is audited. Row numbers are unique over all the claims of an audit.
    """

    scheme: Scheme
    facts: pl.DataFrame
    claimed: pl.DataFrame
    faults: tuple[Fault, ...] = ()
    other: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema={"row": pl.Int64, "other_fen": pl.Int64}))
    rejected: int = 0


@dataclass(frozen=True, slots=True)
class Terms:
    """How it is recomputed: which amounts, under which edition and readings, with which products; the names of rows."""

    stage: Stage
    names: Names
    edition: str | None = None
    readings: Mapping[str, str] = field(default_factory=dict)
    products: Collection[str] | None = None


class Explained(NamedTuple):
    """A line that does not agree; fen. `why`: the conditions that fail, the facts that are missing, what is unreadable.

    `common` is the cause among them that explains other lines too (see `common_causes`), and then it is the first.
    `is_searched`: causes were looked for; where there is none, no single alternative explains it. They are not looked
    for where nothing was claimed at all, since nobody worked out anything, nor where nothing can be recomputed.
    """

    row: int
    benefit: str
    verdict: Verdict
    claimed: int | None
    right: int | None
    causes: tuple[Cause, ...]
    why: tuple[Sayable, ...]
    is_searched: bool
    common: Cause | None = None

    @property
    def is_unclaimed(self) -> bool:
        """Whether there is nothing to explain: of what is due nothing is claimed, and nothing says why."""
        return self.verdict == "not-claimed" and not self.causes


@dataclass(frozen=True, slots=True)
class Audited:
    """One scheme: the programs by edition that decided rows, its lines, those that do not agree, what to mind."""

    scheme: Scheme
    programs: Mapping[str, Program]
    benefits: Mapping[str, Label]
    lines: pl.DataFrame
    ledger: pl.DataFrame
    sums: Mapping[Verdict, Sum]
    explained: tuple[Explained, ...]
    notes: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Audit:
    """All that was audited together, and what was found in it."""

    terms: Terms
    schemes: tuple[Audited, ...]
    findings: tuple[tuple[Check, tuple[Finding, ...]], ...]

    @property
    def differs(self) -> bool:
        return any(verdict in DIFFERENT for audited in self.schemes for verdict in audited.sums)

    @property
    def is_open(self) -> bool:
        """Whether something cannot be recomputed."""
        return any("not-recomputed" in audited.sums for audited in self.schemes)


def audit(claims: Sequence[Claims], terms: Terms, progress: Progress = quietly) -> Audit:
    """Recomputes all claims and looks for what differs and for what is odd.

    `progress` is told how many of a scheme's differences causes were looked for in. Raises `UnknownNameError` for an
    edition, reading or choice that does not exist, `InputError` for columns of facts that are of a type that they
    cannot be.
    """
    audited, books, tried = [], [], {}
    for one in claims:
        result, rows, trying = _audited(one, terms, progress)
        audited.append(result)
        books.append(rows)
        tried[one.scheme.name] = trying
    rows = pl.concat(books, how="diagonal")
    together = Books(rows, rows.filter(pl.col("claimed_fen") > 0), tried, terms.stage, terms.names)
    return Audit(terms, tuple(audited), tuple(findings(together)))


def _audited(claims: Claims, terms: Terms, progress: Progress) -> tuple[Audited, pl.DataFrame, Trying]:
    readings = _own_readings(claims.scheme, terms.readings)
    evaluator = BatchEvaluator(claims.scheme, edition=terms.edition, readings=readings, products=terms.products)
    decisions, refused = evaluator.decide(claims.facts)
    settled = settle(decisions, evaluator) if terms.stage == "payable" else None
    claimed, again = _without_rejects(claims, decisions)
    lines = compared(claimed, decisions, None if settled is None else settled.payables, terms.stage)
    programs = {
        edition: evaluator.evaluators[edition].program for edition in decisions.get_column("edition").unique().sort()
    }
    paths = {path for program in programs.values() for path in key_paths(program)}
    decided = decisions.select("row", "edition", "outcome")
    rows = ledger(claims.facts, claims.scheme.vocabulary, paths).join(decided, on="row", how="left")
    trying = Trying(
        claims.scheme,
        readings,
        Applications(claims.facts, claims.scheme.vocabulary),
        ByRow[str](decided.get_column("row"), decided.get_column("edition")).get,
        Together(rows.drop_nulls("edition"), programs.values()),
    )
    why = Why(trying, (*claims.faults, *refused), settled, claims.scheme.vocabulary)
    explained = _led(list(_explained(lines, trying, why, terms, progress)))
    found = Audited(
        claims.scheme,
        programs,
        evaluator.benefits,
        lines,
        rows,
        sums(lines),
        explained,
        (*_in_myriads(claims, lines), *again, *_bound(explained), *(() if settled is None else settled.notes)),
    )
    return found, _booked(rows, lines, claims), trying


def _without_rejects(claims: Claims, decisions: pl.DataFrame) -> tuple[pl.DataFrame, tuple[Message, ...]]:
    """What is claimed, without the rows that the batch rejected, and that cannot be decided now either."""
    undecided = claims.claimed.join(decisions, on="row", how="anti", maintain_order="left")
    silent = undecided.filter(pl.col("claimed_fen").is_null(), "is_read").select(pl.col("row").unique())
    if not 0 < len(silent) <= claims.rejected:
        return claims.claimed, ()
    note = msg("{count} rows were rejected by the batch, and are now too", count=len(silent))
    return claims.claimed.join(silent, on="row", how="anti", maintain_order="left"), (note,)


def _in_myriads(claims: Claims, lines: pl.DataFrame) -> Iterator[Message]:
    """Of each column that holds amounts."""
    unread = [fault for fault in claims.faults if fault.found and fault.path not in claims.scheme.vocabulary]
    concerned = lines.filter(pl.col("row").is_in([fault.row for fault in unread]))
    right = dict(concerned.select("row", "right_fen").iter_rows())
    for column in sorted({fault.path for fault in unread}):
        found = in_myriads([fault for fault in unread if fault.path == column], right.get)
        yield from [found] if found else []


def _own_readings(scheme: Scheme, readings: Mapping[str, str]) -> dict[str, str]:
    """Of the readings chosen for all schemes those that a scheme has."""
    known = {name for edition in scheme.editions.values() for name in edition.definition.readings}
    return {name: choice for name, choice in readings.items() if name in known}


def _explained(lines: pl.DataFrame, trying: Trying, why: Why, terms: Terms, progress: Progress) -> Iterator[Explained]:
    unlike = lines.filter(pl.col("verdict") != "agree")
    rows_of = _rows_by_amount(lines, unlike)

    def same_amount(difference: Difference) -> list[int]:
        rows = [row for row in rows_of[difference.benefit, difference.claimed] if row != difference.row]
        return rows if len(rows) == 1 else []

    causes, searched = Causes(trying, terms.stage, _claimed(lines), same_amount, terms.names), 0
    is_claimed = pl.col("claimed_fen").is_not_null() & pl.col("verdict").is_in(DIFFERENT)
    asked = min(unlike.filter(is_claimed).height, MOST_SEARCHED)
    for row, benefit, claimed, right, verdict in unlike.iter_rows():
        is_searched = claimed is not None and verdict in DIFFERENT and searched < MOST_SEARCHED
        searched += is_searched
        if is_searched:
            progress(searched, asked)
        found = causes.of(Difference(row, benefit, claimed, right)) if is_searched else ()
        yield Explained(row, benefit, verdict, claimed, right, found, why.of(row, verdict), is_searched)


def _led(explained: Sequence[Explained]) -> tuple[Explained, ...]:
    """What explains other lines too comes first."""
    common = common_causes([e.causes for e in explained])
    return tuple(e._replace(common=c, causes=_first(c, e.causes)) for e, c in zip(explained, common, strict=True))


def _first(common: Cause | None, causes: tuple[Cause, ...]) -> tuple[Cause, ...]:
    return tuple(sorted(causes, key=lambda cause: common not in cause.singles)) if common else causes


def _bound(explained: Sequence[Explained]) -> Iterator[Message]:
    left = sum(e.verdict in DIFFERENT and not e.is_searched and not e.is_unclaimed for e in explained)
    if left:
        most = f"{MOST_SEARCHED:,}"
        yield msg("causes were looked for in the first {count} differences, not in {left} more", count=most, left=left)


def _claimed(lines: pl.DataFrame) -> Callable[[int, str], int]:
    parts = {key: part for (key,), part in lines.group_by("benefit")}
    fen = {key: ByRow[int](part.get_column("row"), part.get_column("claimed_fen")) for key, part in parts.items()}
    return lambda row, benefit: fen[benefit].get(row) or 0


def _rows_by_amount(lines: pl.DataFrame, unlike: pl.DataFrame) -> Mapping[tuple[str, int], list[int]]:
    """The rows that come to what is claimed of some row that differs."""
    claimed = unlike.select("benefit", right_fen="claimed_fen").unique()
    same = lines.filter(pl.col("right_fen") > 0).join(claimed, on=["benefit", "right_fen"], how="semi")
    found: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    for row, benefit, right in same.select("row", "benefit", "right_fen").iter_rows():
        found[benefit, right].append(row)
    return found


def _booked(rows: pl.DataFrame, lines: pl.DataFrame, claims: Claims) -> pl.DataFrame:
    """The rows with what is claimed for each."""
    unread = claims.claimed.filter(~pl.col("is_read")).get_column("row").unique()
    claimed = lines.filter(~pl.col("row").is_in(unread.implode())).group_by("row").agg(pl.col("claimed_fen").sum())
    found = rows.join(claimed, on="row", how="left", maintain_order="left")
    found = found.join(claims.other, on="row", how="left", maintain_order="left")
    return found.with_columns(pl.lit(claims.scheme.name).alias("scheme"))
