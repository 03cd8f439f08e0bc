"""Which rows belong together: the keys of limits as columns, and the groups that have the same values of some.

As in `subsidy.limits.grouping`: names are compared without spaces and without the difference between full and half
width; a key that is not known puts a row in a group of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

import polars as pl

from subsidy.columns.days import EPOCH
from subsidy.columns.limits.carried import CODE, CONTRACT, LENDER, NAME, fact_column
from subsidy.columns.limits.ledger import PLACE, Ledger
from subsidy.columns.values import repeats
from subsidy.kinds import DATE
from subsidy.limits.grouping import plain_name
from subsidy.scheme.limits import Key, KeyWord

GROUP: Final = "group"


class Groups(NamedTuple):
    """`of` is the number of each row's group (null where the row is not a member), `first` the place of the first
    member of each (null where a number is not used).
    """

    of: pl.Series
    first: pl.Series

    def beside(self, rows: pl.Series, by_group: pl.DataFrame, column: str) -> pl.Series:
        """What `by_group` says of each row's group; null where it says nothing."""
        return _spread(by_group, column, len(self.first)).gather(rows)


class Keys:
    """What each key is in every row: a value to compare (null: not known), and a text to show."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._values: dict[Key, pl.Series] = {}
        self._groups: dict[tuple[tuple[Key, ...], tuple[int, ...]], Groups] = {}

    def value(self, key: Key) -> pl.Series:
        if key not in self._values:
            self._values[key] = _VALUES[key.word](self.ledger, key.path)
        return self._values[key]

    def shown(self, key: Key, places: pl.Series) -> pl.Series:
        """Of these rows."""
        return _SHOWN[key.word](self.ledger, key.path, places).fill_null("?")

    def groups(self, keys: tuple[Key, ...], owners: tuple[int, ...]) -> Groups:
        """The groups of the rows of these editions that are not incomplete."""
        if (keys, owners) not in self._groups:
            self._groups[keys, owners] = self._grouped(keys, owners)
        return self._groups[keys, owners]

    def _grouped(self, keys: tuple[Key, ...], owners: tuple[int, ...]) -> Groups:
        ledger = self.ledger
        is_member = ~ledger.incomplete
        if len(owners) < len(ledger.editions):
            is_member &= ledger.edition.is_in(list(owners))
        numbers = _numbers([self.value(key) for key in keys], ledger)
        of = numbers.to_frame(GROUP).select(pl.when(is_member).then(GROUP).alias(GROUP)).to_series()
        firsts = of.to_frame().with_row_index(PLACE).drop_nulls().group_by(GROUP).agg(pl.col(PLACE).min())
        last = of.max()
        return Groups(of, _spread(firsts, PLACE, last + 1 if isinstance(last, int) else 0))


def _spread(by_group: pl.DataFrame, column: str, count: int) -> pl.Series:
    """A column of groups at the places of their numbers, of which there are so many."""
    none = pl.Series(column, [None], dtype=by_group.schema[column]).new_from_index(0, count)
    return none.scatter(by_group.get_column(GROUP), by_group.get_column(column))


def _numbers(values: list[pl.Series], ledger: Ledger) -> pl.Series:
    """The number of each row's group; a row of which a value is not known has its own."""
    varying = [value.alias(str(i)) for i, value in enumerate(values) if value.has_nulls() or value.n_unique() > 1]
    if not varying:
        return ledger.all(0, pl.UInt32)
    told = pl.DataFrame(varying)
    if any(value.has_nulls() for value in varying):
        unknown = pl.any_horizontal(pl.all().is_null())
        told = told.with_columns(pl.when(unknown).then(pl.int_range(pl.len(), dtype=pl.UInt32)).alias("alone"))
    different = told.unique(maintain_order=True).with_row_index(GROUP)
    on = told.columns
    return told.join(different, on=on, how="left", nulls_equal=True, maintain_order="left").get_column(GROUP)


def plain_names(names: pl.Series) -> pl.Series:
    """`plain_name` of each, once for each that is different where few are; of ASCII ones a column at a time."""
    if repeats(names):
        different = names.drop_nulls().unique()
        return plain_names(different).gather(names.cast(pl.Enum(different)).to_physical())
    plain = names.str.replace_all(r"\s+", "").str.to_lowercase()
    odd = names.str.contains(r"[^\x00-\x7F]").fill_null(value=False)
    if not odd.any():
        return plain
    different = names.filter(odd).unique()
    known = pl.Series([plain_name(name) for name in different], dtype=pl.String)
    return plain.scatter(odd.arg_true(), names.filter(odd).replace_strict(different, known))


def codes(values: pl.Series) -> pl.Series:
    """Whole numbers that are equal where the values are."""
    different = values.drop_nulls().unique().to_frame("value").with_row_index("code")
    return values.to_frame("value").join(different, on="value", how="left", maintain_order="left").get_column("code")


def _borrowers(ledger: Ledger, _: str) -> pl.Series:
    """By credit code; a name without one means the only enterprise so called that has one."""
    uscc = ledger.column(CODE)
    if not uscc.has_nulls():
        return codes(uscc)
    told = pl.DataFrame({"code": uscc, "name": plain_names(ledger.column(NAME))})
    coded = (
        told.drop_nulls().unique().group_by("name").agg(pl.len().alias("count"), pl.col("code").first().alias("own"))
    )
    meant = pl.when(pl.col("count").is_null()).then("name").when(pl.col("count") == 1).then("own")
    known = told.join(coded, on="name", how="left", maintain_order="left")
    return codes(known.select(pl.coalesce("code", meant)).to_series())


def _lenders(ledger: Ledger, _: str) -> pl.Series:
    return codes(plain_names(ledger.column(LENDER)))


def _loans(ledger: Ledger, _: str) -> pl.Series:
    """The contract at its lender; without a contract number, the application."""
    lender, contract = plain_names(ledger.column(LENDER)), plain_names(ledger.column(CONTRACT))
    told = pl.DataFrame({"lender": lender, "contract": contract, "own": ledger.identity})
    loan = pl.col("lender").fill_null("") + "\n" + pl.col("contract")
    return codes(told.select(pl.coalesce(loan, pl.col("own").cast(pl.String))).to_series())


def _fact(ledger: Ledger, path: str) -> pl.Series:
    return ledger.column(fact_column(path))


def _year(ledger: Ledger, path: str) -> pl.Series:
    return _of_year(_fact(ledger, path), ledger, path)


def _of_year(values: pl.Series, ledger: Ledger, path: str) -> pl.Series:
    """Of a day; a fact that is a year is one."""
    return year_of(values) if ledger.vocabulary[path].kind is DATE else values


def year_of(ordinals: pl.Series) -> pl.Series:
    return (ordinals - EPOCH).cast(pl.Int32).cast(pl.Date).dt.year().cast(pl.Int64)


_VALUES: Final[Mapping[KeyWord, Callable[[Ledger, str], pl.Series]]] = {
    "borrower": _borrowers,
    "lender": _lenders,
    "loan": _loans,
    "application": lambda ledger, _: ledger.identity,
    "edition": lambda ledger, _: ledger.edition,
    "scheme": lambda ledger, _: ledger.all(0, pl.UInt8),
    "fact": _fact,
    "year": _year,
}


def _first_known(first: pl.Series, other: pl.Series) -> pl.Series:
    return first.zip_with(first.is_not_null(), other)


_SHOWN: Final[Mapping[KeyWord, Callable[[Ledger, str, pl.Series], pl.Series]]] = {
    "borrower": lambda ledger, _, places: _first_known(ledger.at(NAME, places), ledger.at(CODE, places)),
    "lender": lambda ledger, _, places: ledger.at(LENDER, places),
    "loan": lambda ledger, _, places: _first_known(ledger.at(CONTRACT, places), ledger.names(places)),
    "application": lambda ledger, _, places: ledger.names(places),
    "edition": lambda ledger, _, places: pl.Series(ledger.editions, dtype=pl.String).gather(
        ledger.edition.gather(places)
    ),
    "scheme": lambda ledger, _, places: pl.Series([ledger.scheme]).new_from_index(0, len(places)),
    "fact": lambda ledger, path, places: ledger.at(fact_column(path), places).cast(pl.String),
    "year": lambda ledger, path, places: _of_year(ledger.at(fact_column(path), places), ledger, path).cast(pl.String),
}
