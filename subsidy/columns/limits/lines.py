"""Who stands in line for a limit, in all of its groups at once: what `subsidy.limits.line` is for one group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from subsidy.columns.cells import INT64
from subsidy.columns.limits.carried import fact_column
from subsidy.columns.limits.grouping import GROUP, Groups, Keys
from subsidy.columns.limits.ledger import EDITION, PLACE, Ledger
from subsidy.columns.limits.remarks import Remarks, Who
from subsidy.explain.values import FLAGS
from subsidy.kinds import FLAG
from subsidy.limits.line import manner_of
from subsidy.limits.sequence import CommonLimit
from subsidy.messages import Label, Sayable
from subsidy.scheme.limits import BoundLimit, Key, Part

BENEFIT: Final = "benefit"
POSITION: Final = "position"
AMOUNT: Final = "amount"


@dataclass(frozen=True, slots=True)
class Lines:
    """A limit in the groups in which one edition's words hold: that of the latest of their payers.

    `owners` are the editions that have the limit. `claims` is one row for each benefit of which something is due:
    `place`, `group`, `benefit` (its number among the ledger's), `position` (among its edition's), `edition`, `amount`;
    in the order of the places. `payers` are the rows that have something due by their own edition's words: `place`,
    `group`, `edition`. `are_several`: the limit has lines in more than one group.
    """

    common: CommonLimit
    limit: BoundLimit
    owners: tuple[int, ...]
    ledger: Ledger
    keys: Keys
    groups: Groups
    claims: pl.DataFrame
    payers: pl.DataFrame
    are_several: bool
    remarks: Remarks

    @property
    def name(self) -> str:
        return self.limit.name

    @property
    def label(self) -> Label:
        return self.limit.rule.label

    @property
    def is_of_one_borrower(self) -> bool:
        return any(key.word == "borrower" for key in self.limit.per)

    def rank(self, places: pl.Series) -> pl.Series:
        """The fact `by` of these rows, as something to sort by; null where it is not known, or nothing says it."""
        by = self.limit.rule.by
        if by is None:
            return pl.Series([None], dtype=pl.Int64).new_from_index(0, len(places))
        return self.ledger.at(fact_column(self.ledger.vocabulary[by].path), places)

    def measured(self, places: pl.Series) -> pl.Series:
        """How much these rows have of what the limit measures; null where it cannot be told. What a limit before took
        of the same measure is gone.
        """
        own = self.figure("on", places).clip(lower_bound=0)
        left = self.ledger.counted.get(self.limit.rule.on or "")
        if left is None:
            return own
        known = left.gather(places)
        return known.zip_with(known.is_not_null(), own)

    def figure(self, part: Part, places: pl.Series) -> pl.Series:
        """What a formula of the limit comes to in these rows, each by its own edition's words; null where it is not
        known.
        """
        found = self.ledger.figure(self.owners, self.name, part)
        if isinstance(found, pl.Series):
            return found.gather(places)
        return pl.Series([found], dtype=pl.Int64).new_from_index(0, len(places))

    def rows(self, places: pl.Series) -> Who:
        """These rows by their names."""
        return Who(self.ledger.names(places), {})

    def whose(self, groups: pl.Series) -> Who:
        """Whose rows these groups are: the borrower's, or what else they have in common first. Where that is not known
        a row stands alone, and is named.
        """
        if groups.is_empty():
            return Who(pl.Series(dtype=pl.String), {})
        per = self.limit.per
        key = next((k for k in per if k.word == "borrower"), per[0])
        firsts = self.groups.first.gather(groups).sort()
        shown, is_known = self.keys.shown(key, firsts), self.keys.value(key).gather(firsts).is_not_null()
        return Who(shown.zip_with(is_known, self.ledger.names(self._first_in_line(firsts))), self._labels(key))

    def _first_in_line(self, firsts: pl.Series) -> pl.Series:
        """Of groups, by their first members, the first rows that have something due."""
        claiming = self.claims.group_by(GROUP).agg(pl.col(PLACE).min())
        groups = self.groups.of.gather(firsts).to_frame(GROUP)
        return groups.join(claiming, on=GROUP, how="left", maintain_order="left").get_column(PLACE)

    def _labels(self, key: Key) -> dict[str, Sayable]:
        if key.word == "scheme":
            return {self.ledger.scheme: self.ledger.program(self.owners[0]).edition.title.label}
        fact = self.ledger.vocabulary.get(key.path)
        if fact is None:
            return {}
        return {str(flag).lower(): word for flag, word in FLAGS.items()} if fact.kind is FLAG else dict(fact.choices)


def lines_of(common: CommonLimit, ledger: Ledger, keys: Keys, remarks: Remarks) -> Iterator[Lines]:
    """The lines of a limit, those of one edition's words at a time."""
    own = {edition: ledger.limit(edition, common.name) for edition in ledger.owners(common)}
    groups = keys.groups(common.keys, tuple(own))
    claims = _claims(ledger, own, groups)
    payers = _payers(ledger, own, claims)
    leads = _leads(payers, ledger)
    count = sum(len(led) for led in leads.values())
    for lead, led in leads.items():
        limit = own[lead]
        mine, its = (frame if len(own) == 1 else _among(frame, led) for frame in (claims, payers))
        if limit.rule.of:
            mine = mine.filter(_is_bound(ledger, limit))
        lines = Lines(common, limit, tuple(own), ledger, keys, groups, mine, its, count > 1, remarks)
        _doubt_words(lines, own)
        yield lines


def _claims(ledger: Ledger, own: Mapping[int, BoundLimit], groups: Groups) -> pl.DataFrame:
    """What is due of the members under any of these limits, in an integer type in which all of it can be summed."""
    bound = [b for b in ledger.benefits if any(not limit.rule.of or b in limit.rule.of for limit in own.values())]
    parts = []
    for name in bound:
        benefit, due = ledger.benefits.index(name), ledger.due[name]
        places = ((due > 0) & groups.of.is_not_null()).arg_true()
        editions = ledger.edition.gather(places)
        number = pl.Series(BENEFIT, [benefit], dtype=pl.UInt8).new_from_index(0, len(places))
        position = ledger.positions(benefit).gather(editions)
        group, amount = groups.of.gather(places), due.gather(places)
        parts.append(pl.DataFrame([places, group, number, position, editions, amount], schema=_CLAIM))
    claims = pl.concat(parts)
    if len(parts) > 1:
        claims = claims.sort(PLACE, POSITION)
    return claims.with_columns(summable(claims.get_column(AMOUNT)))


_CLAIM: Final = [PLACE, GROUP, BENEFIT, POSITION, EDITION, AMOUNT]


def summable(numbers: pl.Series) -> pl.Series:
    """Numbers of 0 or above in an integer type in which all of them together fit."""
    most = numbers.max()
    fits = not isinstance(most, int) or most * len(numbers) <= INT64
    return numbers.cast(pl.Int64 if fits else pl.Int128)


def narrow(numbers: pl.Series) -> pl.Series:
    """Numbers of 0 or above in Int64, unless one is too large for that."""
    most = numbers.max()
    return numbers if isinstance(most, int) and most > INT64 else numbers.cast(pl.Int64)


def _payers(ledger: Ledger, own: Mapping[int, BoundLimit], claims: pl.DataFrame) -> pl.DataFrame:
    """The rows of which something is due by their own edition's words."""
    if any(limit.rule.of for limit in own.values()) and len(own) > 1:
        claims = claims.filter(
            pl.any_horizontal((pl.col(EDITION) == e) & _is_bound(ledger, limit) for e, limit in own.items())
        )
    return claims.select(PLACE, GROUP, EDITION).filter(is_first())


def is_first() -> pl.Expr:
    """Whether a claim is the first of its row."""
    return pl.col(PLACE).ne_missing(pl.col(PLACE).shift())


def _is_bound(ledger: Ledger, limit: BoundLimit) -> pl.Expr:
    """Whether a claim is of a benefit that the limit binds."""
    of = [i for i, name in enumerate(ledger.benefits) if not limit.rule.of or name in limit.rule.of]
    return pl.col(BENEFIT).is_in(of)


def _among(frame: pl.DataFrame, groups: pl.Series) -> pl.DataFrame:
    return frame.join(groups.to_frame(GROUP), on=GROUP, how="semi", maintain_order="left")


def _leads(payers: pl.DataFrame, ledger: Ledger) -> dict[int, pl.Series]:
    """The groups in which each edition is the latest among the payers; of two that begin on one day, it is that of the
    first payer.
    """
    if payers.get_column(EDITION).n_unique() <= 1:
        return {int(edition): payers.get_column(GROUP).unique() for edition in payers.get_column(EDITION).unique()}
    begins = ledger.begins.gather(payers.get_column(EDITION)).alias("begins")
    latest = payers.with_columns(begins).sort("begins", descending=True, maintain_order=True)
    leading = latest.unique(GROUP, keep="first", maintain_order=True)
    parts = leading.group_by(EDITION, maintain_order=True)
    return {int(str(edition)): part.get_column(GROUP) for (edition,), part in parts}


def _doubt_words(lines: Lines, own: Mapping[int, BoundLimit]) -> None:
    """Where editions of one group differ in how the limit is kept."""
    manners = {edition: manner_of(limit) for edition, limit in own.items()}
    if len(set(manners.values())) > 1:
        number = {manner: i for i, manner in enumerate(dict.fromkeys(manners.values()))}
        kinds = pl.col(EDITION).replace_strict({edition: number[manner] for edition, manner in manners.items()})
        if lines.payers.group_by(GROUP).agg(kinds.n_unique().alias("kinds")).get_column("kinds").max() != 1:
            lines.remarks.add("disagree", lines.label, Who(pl.Series([lines.ledger.scheme]), {}))
