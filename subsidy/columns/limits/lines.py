"""Who stands in line for a limit, in all of its groups at once: what `subsidy.limits.line` is for one group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from subsidy.columns.cells import INT64
from subsidy.columns.limits.carried import fact_column
from subsidy.columns.limits.grouping import GROUP, Groups, Keys
from subsidy.columns.limits.ledger import EDITION, INCOMPLETE, PLACE, Ledger
from subsidy.columns.limits.remarks import Remarks, Who
from subsidy.explain.values import FLAGS
from subsidy.kinds import FLAG
from subsidy.limits.line import manner_of
from subsidy.limits.sequence import Place
from subsidy.messages import Label, Sayable
from subsidy.scheme.limits import BoundLimit, Key

BENEFIT: Final = "benefit"
POSITION: Final = "position"
AMOUNT: Final = "amount"


@dataclass(frozen=True, slots=True)
class Lines:
    """A limit in the groups in which one edition's words hold: that of the latest of their payers.

    `owners` are the editions that have the limit. `claims` is one row for each benefit of which something is due:
    `place`, `group`, `benefit` (its place among the ledger's), `position` (among its edition's), `amount`; in the order
    of the places. `payers` are the rows that have something due by their own edition's words: `place`, `group`,
    `edition`. `are_several`: the limit has lines in more than one group.
    """

    place: Place
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

    @property
    def measured(self) -> pl.Series:
        """How much each row has of what the limit measures; null where it cannot be told. What a limit before took of
        the same measure is gone.
        """
        own = self.figure("on").clip(lower_bound=0)
        left = self.ledger.counted.get(self.limit.rule.on or "")
        return own if left is None else left.zip_with(left.is_not_null(), own)

    @property
    def rank(self) -> pl.Series:
        """The fact `by` of each row, as something to sort by; null where it is not known, or nothing says it."""
        by = self.limit.rule.by
        if by is None:
            return pl.Series([None], dtype=pl.Int64).new_from_index(0, self.ledger.rows.height)
        return self.ledger.rows.get_column(fact_column(self.ledger.vocabulary[by].path))

    def figure(self, part: str) -> pl.Series:
        return self.ledger.figure(self.owners, self.name, part)

    def rows(self, places: pl.Series) -> Who:
        """These rows by their names."""
        return Who(self.ledger.names.gather(places), {})

    def whose(self, groups: pl.Series) -> Who:
        """Whose rows these groups are: the borrower's, or what else they have in common first. Where that is not known
        a row stands alone, and is named.
        """
        per = self.limit.per
        key = next((k for k in per if k.word == "borrower"), per[0])
        firsts = self.groups.first.gather(groups)
        value, shown = self.keys.value(key).gather(firsts), self.keys.shown(key).gather(firsts)
        claiming = self.claims.group_by(GROUP).agg(pl.col(PLACE).min())
        named = groups.to_frame(GROUP).join(claiming, on=GROUP, how="left", maintain_order="left").get_column(PLACE)
        names = self.ledger.names.gather(named)
        texts = pl.select(pl.when(value.is_not_null()).then(shown).otherwise(names)).to_series()
        return Who(texts, self._labels(key))

    def _labels(self, key: Key) -> dict[str, Sayable]:
        if key.word == "scheme":
            return {self.ledger.scheme: self.ledger.program(self.owners[0]).edition.title.label}
        fact = self.ledger.vocabulary.get(key.path)
        if fact is None:
            return {}
        return {str(flag).lower(): word for flag, word in FLAGS.items()} if fact.kind is FLAG else dict(fact.choices)


def lines_of(place: Place, ledger: Ledger, keys: Keys, remarks: Remarks) -> Iterator[Lines]:
    """The lines of a limit, those of one edition's words at a time."""
    own = {edition: ledger.limit(edition, place.name) for edition in ledger.owners(place)}
    is_member = ledger.rows.select(pl.col(EDITION).is_in(list(own)) & ~pl.col(INCOMPLETE)).to_series()
    groups = keys.groups(place.keys, is_member.arg_true())
    claims = _claims(ledger, is_member, groups)
    bound = pl.any_horizontal((pl.col(EDITION) == e) & _concerns(ledger, limit) for e, limit in own.items())
    payers = claims.filter(bound).select(PLACE, GROUP, EDITION).unique(PLACE, keep="first", maintain_order=True)
    leads = _leads(payers, ledger)
    for (lead,), led in leads.group_by(EDITION, maintain_order=True):
        limit = own[lead]
        among = pl.col(GROUP).is_in(led.get_column(GROUP).implode()) if len(own) > 1 else pl.lit(True)
        mine, its = claims.filter(among & _concerns(ledger, limit)), payers.filter(among)
        lines = Lines(place, limit, tuple(own), ledger, keys, groups, mine, its, len(leads) > 1, remarks)
        _doubt_words(lines, own)
        yield lines


def _claims(ledger: Ledger, is_member: pl.Series, groups: Groups) -> pl.DataFrame:
    """Whatever is due of the members, in an integer type in which any of it can be summed."""
    parts = []
    for benefit, name in enumerate(ledger.benefits):
        due = ledger.due[name]
        places = (is_member & (due > 0)).arg_true()
        editions = ledger.rows.get_column(EDITION).gather(places)
        parts.append(
            pl.DataFrame(
                {
                    PLACE: places,
                    GROUP: groups.of.gather(places),
                    BENEFIT: pl.Series([benefit], dtype=pl.UInt32).new_from_index(0, len(places)),
                    POSITION: ledger.positions(benefit).gather(editions),
                    EDITION: editions,
                    AMOUNT: due.gather(places),
                }
            )
        )
    claims = pl.concat(parts)
    if len(parts) > 1:
        claims = claims.sort(PLACE, POSITION)
    most = claims.get_column(AMOUNT).max()
    fits = not isinstance(most, int) or most * claims.height <= INT64
    return claims if fits else claims.with_columns(pl.col(AMOUNT).cast(pl.Int128))


def _concerns(ledger: Ledger, limit: BoundLimit) -> pl.Expr:
    """Whether a claim is of a benefit that the limit binds."""
    if not limit.rule.of:
        return pl.lit(True)
    return pl.col(BENEFIT).is_in([i for i, name in enumerate(ledger.benefits) if name in limit.rule.of])


def _leads(payers: pl.DataFrame, ledger: Ledger) -> pl.DataFrame:
    """The latest edition among the payers of each group; of two that begin on one day, that of the first payer."""
    begins = ledger.begins.gather(payers.get_column(EDITION))
    latest = payers.with_columns(begins.alias("begins")).sort("begins", descending=True, maintain_order=True)
    return latest.unique(GROUP, keep="first", maintain_order=True).select(GROUP, EDITION)


def _doubt_words(lines: Lines, own: Mapping[int, BoundLimit]) -> None:
    """Where editions of one group differ in how the limit is kept."""
    manners = {edition: manner_of(limit) for edition, limit in own.items()}
    if len(set(manners.values())) > 1:
        number = {manner: i for i, manner in enumerate(dict.fromkeys(manners.values()))}
        kinds = pl.col(EDITION).replace_strict({edition: number[manner] for edition, manner in manners.items()})
        if lines.payers.group_by(GROUP).agg(kinds.n_unique().alias("kinds")).get_column("kinds").max() != 1:
            scheme = pl.Series([lines.ledger.scheme])
            lines.remarks.add("disagree", lines.label, Who(scheme, {}))
