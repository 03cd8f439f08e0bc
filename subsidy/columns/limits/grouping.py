"""Which rows belong together: the keys of limits as columns, and the groups that have the same values of some.

As in `subsidy.limits.grouping`: names are compared without spaces and without the difference between full and half
width; a key that is not known puts a row in a group of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

import polars as pl

from subsidy.columns.days import EPOCH
from subsidy.columns.limits.carried import CODE, CONTRACT, LENDER, NAME, fact_column
from subsidy.columns.limits.ledger import EDITION, IDENTITY, PLACE, Ledger
from subsidy.kinds import DATE
from subsidy.limits.grouping import plain_name
from subsidy.scheme.limits import Key, KeyWord

GROUP: Final = "group"


class Groups(NamedTuple):
    """`of` is the group of each row (null where it is not a member); `first` the place of the first member of each, in
    the order of these.
    """

    of: pl.Series
    first: pl.Series


class Keys:
    """What each key is in every row: a value to compare (null: not known), and a text to show."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._values: dict[Key, pl.Series] = {}

    def value(self, key: Key) -> pl.Series:
        if key not in self._values:
            self._values[key] = _VALUES[key.word](self.ledger, key.path)
        return self._values[key]

    def shown(self, key: Key) -> pl.Series:
        return _SHOWN[key.word](self.ledger, key.path).fill_null("?")

    def groups(self, keys: Sequence[Key], members: pl.Series) -> Groups:
        """The groups of the rows at these places."""
        names = [str(i) for i in range(len(keys))]
        values = pl.DataFrame([self.value(key).alias(n) for n, key in zip(names, keys, strict=True)])[members]
        unknown = pl.any_horizontal(pl.col(name).is_null() for name in names)
        told = values.with_columns(members.alias(PLACE)).with_columns(pl.when(unknown).then(PLACE).alias("alone"))
        by = [*names, "alone"]
        firsts = told.unique(by, keep="first", maintain_order=True).with_row_index(GROUP)
        joined = told.join(firsts.select(*by, GROUP), on=by, how="left", nulls_equal=True, maintain_order="left")
        none = pl.Series(GROUP, [None], dtype=pl.UInt32).new_from_index(0, self.ledger.rows.height)
        return Groups(none.scatter(members, joined.get_column(GROUP)), firsts.get_column(PLACE))


def plain_names(names: pl.Series) -> pl.Series:
    """`plain_name` of each: a column at a time where they are ASCII, else once for each that is different."""
    plain = names.to_frame("name").select(pl.col("name").str.replace_all(r"\s+", "").str.to_lowercase()).to_series()
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
    codes_, names = ledger.rows.get_column(CODE), ledger.rows.get_column(NAME)
    coded = codes_.is_not_null()
    if (coded | names.is_null()).all():
        return codes(codes_)
    plain = plain_names(names)
    known = pl.DataFrame({"name": plain, "code": codes_}).filter(coded & names.is_not_null())
    called = known.group_by("name").agg(pl.col("code").n_unique().alias("count"), pl.col("code").first())
    told = pl.DataFrame({"name": plain, "own": codes_}).join(called, on="name", how="left", maintain_order="left")
    meant = pl.when(pl.col("count").is_null()).then("name").when(pl.col("count") == 1).then("code")
    return codes(told.select(pl.coalesce("own", meant)).to_series())


def _lenders(ledger: Ledger, _: str) -> pl.Series:
    return codes(plain_names(ledger.rows.get_column(LENDER)))


def _loans(ledger: Ledger, _: str) -> pl.Series:
    """The contract at its lender; without a contract number, the application."""
    lender, contract = (plain_names(ledger.rows.get_column(name)) for name in (LENDER, CONTRACT))
    told = pl.DataFrame({"lender": lender, "contract": contract, "own": ledger.rows.get_column(IDENTITY)})
    loan = pl.col("lender").fill_null("") + "\n" + pl.col("contract")
    return codes(told.select(pl.coalesce(loan, pl.format("{}", "own"))).to_series())


def _column(name: str) -> Callable[[Ledger, str], pl.Series]:
    return lambda ledger, _: ledger.rows.get_column(name)


def _scheme(ledger: Ledger, _: str) -> pl.Series:
    return pl.Series([0], dtype=pl.UInt32).new_from_index(0, ledger.rows.height)


def _fact(ledger: Ledger, path: str) -> pl.Series:
    return ledger.rows.get_column(fact_column(path))


def _year(ledger: Ledger, path: str) -> pl.Series:
    """Of a day; a fact that is a year is one."""
    return year_of(_fact(ledger, path)) if ledger.vocabulary[path].kind is DATE else _fact(ledger, path)


def year_of(ordinals: pl.Series) -> pl.Series:
    return (ordinals - EPOCH).cast(pl.Int32).cast(pl.Date).dt.year()


_VALUES: Final[Mapping[KeyWord, Callable[[Ledger, str], pl.Series]]] = {
    "borrower": _borrowers,
    "lender": _lenders,
    "loan": _loans,
    "application": _column(IDENTITY),
    "edition": _column(EDITION),
    "scheme": _scheme,
    "fact": _fact,
    "year": _year,
}


def _borrower_shown(ledger: Ledger, _: str) -> pl.Series:
    return ledger.rows.select(pl.coalesce(NAME, CODE)).to_series()


def _loan_shown(ledger: Ledger, _: str) -> pl.Series:
    return ledger.rows.select(pl.coalesce(CONTRACT, ledger.names)).to_series()


def _edition_shown(ledger: Ledger, _: str) -> pl.Series:
    return pl.Series(ledger.editions, dtype=pl.String).gather(ledger.rows.get_column(EDITION))


def _scheme_shown(ledger: Ledger, _: str) -> pl.Series:
    return pl.Series([ledger.scheme], dtype=pl.String).new_from_index(0, ledger.rows.height)


_SHOWN: Final[Mapping[KeyWord, Callable[[Ledger, str], pl.Series]]] = {
    "borrower": _borrower_shown,
    "lender": _column(LENDER),
    "loan": _loan_shown,
    "application": lambda ledger, _: ledger.names,
    "edition": _edition_shown,
    "scheme": _scheme_shown,
    "fact": lambda ledger, path: _fact(ledger, path).cast(pl.String),
    "year": lambda ledger, path: _year(ledger, path).cast(pl.String),
}
