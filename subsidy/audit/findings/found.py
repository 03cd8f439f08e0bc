"""A thing found within a batch, and what is looked through to find it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

import polars as pl

from subsidy.audit.cause import Stage
from subsidy.audit.trying import Trying
from subsidy.messages import Label, Sayable
from subsidy.quantities.fen import yuan_of

_SIGNS: Final = re.compile(r"[()（）\[\]【】《》·.,、“”\"'’‘-]")
_FORM: Final = re.compile(r"有限责任公司|股份有限公司|集团有限公司|有限公司|公司|厂$")


class Finding(NamedTuple):
    """`rows` are the rows concerned, `words` say what is found, with the figures."""

    rows: tuple[int, ...]
    words: Sayable


class Books(NamedTuple):
    """The rows of all schemes that are audited together; `paid_for` are those for which something is claimed.

    `rows` has the columns of `ledger`, and `scheme`, `edition`, `outcome`, `claimed_fen` besides. `trying` knows the
    programs of each scheme; `name` says a row as its reader knows it.
    """

    rows: pl.DataFrame
    paid_for: pl.DataFrame
    trying: Mapping[str, Trying]
    stage: Stage
    name: Callable[[int], Sayable]

    def names(self, rows: Iterable[int]) -> list[Sayable]:
        return [self.name(row) for row in rows]


class Check(NamedTuple):
    """What is looked for; `criterion` says when something is found."""

    code: str
    label: Label
    criterion: Sayable
    find: Callable[[Books], Iterator[Finding]]


def groups(rows: pl.DataFrame, keys: Sequence[str], differing: str | None = None) -> Iterator[pl.DataFrame]:
    """The rows that are alike in columns that are all known, where there are two or more of them, in their order;
    those alone that hold more than one value in the column `differing`, if it is given.
    """
    known = rows.drop_nulls(keys)
    counted = pl.len() if differing is None else pl.col(differing).drop_nulls().n_unique()
    several = known.filter(counted.over(keys) > 1)
    return (group for _, group in several.group_by(keys, maintain_order=True))


def loans(rows: pl.DataFrame, keys: Sequence[str] = ()) -> Iterator[pl.DataFrame]:
    """The rows of one contract number, alike in `keys` too, that are one loan, where there are two or more of them.

    Rows are of one loan whose lenders are called alike; those of one borrower also where one of them names no lender,
    or where the principal and the day of disbursement are the same.
    """
    for group in groups(rows, [*keys, "plain_contract"]):
        told = group.select("plain_lender", "borrower", "principal", "disbursed_on").rows()
        unnamed = {borrower for lender, borrower, *_ in told if lender is None}
        keyed = [list(_keys(*loan, is_unnamed=loan[1] in unnamed)) for loan in told]
        yield from (group[part] for part in _hanging_together(keyed) if len(part) > 1)


def _keys(
    lender: str | None, borrower: str | None, principal: int | None, day: int | None, *, is_unnamed: bool
) -> Iterator[Hashable]:
    """Rows with one of these in common are of one loan."""
    yield ("borrower", borrower) if lender is None else ("lender", stem(lender))
    if is_unnamed and borrower is not None:
        yield ("borrower", borrower)
    if None not in (borrower, principal, day):
        yield ("loan", borrower, principal, day)


def _hanging_together(keyed: Sequence[Sequence[Hashable]]) -> list[list[int]]:
    """The numbers of the rows that hang together by what they have in common."""
    above: dict[Hashable, Hashable] = {}

    def top(key: Hashable) -> Hashable:
        while (up := above.setdefault(key, key)) != key:
            key = up
        return key

    for first, *others in keyed:
        for other in others:
            above[top(other)] = top(first)
    parts: defaultdict[Hashable, list[int]] = defaultdict(list)
    for number, (first, *_) in enumerate(keyed):
        parts[top(first)].append(number)
    return list(parts.values())


def stem(name: str) -> str:
    """A name as limits compare it, without punctuation, and without the form of the company where more is left."""
    plain = _SIGNS.sub("", name)
    return _FORM.sub("", plain) or plain or name


def claimed(rows: pl.DataFrame) -> Decimal:
    """What is claimed for some rows together, in yuan."""
    return yuan_of(int(rows.select(pl.col("claimed_fen").cast(pl.Int128).sum()).item()))


def row_numbers(rows: pl.DataFrame) -> tuple[int, ...]:
    return tuple(rows.get_column("row").to_list())


def first_known(rows: pl.DataFrame, column: str) -> str:
    """What stands in a column of some rows; a question mark where nothing does."""
    known = rows.get_column(column).drop_nulls()
    return str(known[0]) if len(known) else "?"
