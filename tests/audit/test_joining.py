"""Which row of the claims is which of the applications, against dictionaries."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.audit.joining import CONTRACT, ID, LENDER, joined
from subsidy.audit.names import ByRow, Names
from subsidy.audit.table import Table
from subsidy.diagnostics import InputError
from subsidy.tables import RowPlace

NOWHERE = Names()
AMOUNTS = {"row": pl.Int64, "benefit": pl.String, "claimed_fen": pl.Int64, "is_read": pl.Boolean}


def table(first: int, **columns: Sequence[str | None]) -> Table:
    """Rows from a number on; a column that is called by a path holds facts, another one cells that are none."""
    count = len(next(iter(columns.values())))
    rows = pl.Series("#row", range(first, first + count), pl.Int64)
    frame = pl.DataFrame([rows, *(pl.Series(name, cells, pl.String) for name, cells in columns.items())])
    cells = [name for name in columns if "." not in name]
    return Table("claims.csv", (), rows, frame.select("#row", *cells), frame.drop(cells), (), tuple(cells), ())


def amounts(claims: Table) -> pl.DataFrame:
    return pl.DataFrame([(row, "", row * 100, True) for row in claims.rows], AMOUNTS, orient="row")


def joined_rows(
    claims: Table, applications: Table, names: Names | None = None
) -> tuple[dict[int, int | None], set[int]]:
    """What is claimed of each row, and the rows of claims that have no application."""
    found, faults = joined(claims, applications, amounts(claims), (), names or Names())
    assert found["row"].is_sorted()
    assert found["row"].is_unique().all()
    return dict(found.select("row", "claimed_fen").iter_rows()), {fault.row for fault in faults}


NUMBERS = st.lists(st.integers(0, 30), unique=True, min_size=1, max_size=12)


@given(NUMBERS, NUMBERS, st.sampled_from(["id", "contract"]))
def test_rows_belong_together_by_what_they_are_called(left: list[int], right: list[int], by: str) -> None:
    path = {"id": ID, "contract": CONTRACT}[by]
    claims = table(1, **{path: [f" A-{n} " for n in left], LENDER: ["示例银行"] * len(left)})
    applications = table(100, **{path: [f"a-{n}" for n in right], LENDER: ["示例银行"] * len(right)})
    rows = {n: 100 + i for i, n in enumerate(right)}
    expected: dict[int, int | None] = dict.fromkeys(rows.values())
    expected |= {rows.get(n, i): i * 100 for i, n in enumerate(left, 1)}
    assert joined_rows(claims, applications) == (expected, {i for i, n in enumerate(left, 1) if n not in rows})


@given(NUMBERS)
def test_rows_belong_together_by_their_place(order: list[int]) -> None:
    names = Names()
    applications = table(100, **{CONTRACT: ["same"] * 31})
    names.stand(applications.rows, lambda row: RowPlace("data/in.csv", row), before=98)
    claims = table(1, file=["elsewhere/in.csv"] * len(order), row=[str(n + 2) for n in order])
    expected: dict[int, int | None] = dict.fromkeys(range(100, 131))
    expected |= {100 + n: i * 100 for i, n in enumerate(order, 1)}
    assert joined_rows(claims, applications, names) == (expected, set())


@pytest.mark.parametrize(
    ("claimed", "known"),
    [(["1", "1"], ["1", "2"]), (["1", "2"], ["1", "1"]), (["1", None], ["1", "2"]), ([None, None], ["1", "2"])],
)
def test_what_stands_twice_or_is_missing_tells_nothing(claimed: list[str | None], known: list[str | None]) -> None:
    with pytest.raises(InputError, match="tells which row"):
        joined_rows(table(1, **{ID: claimed}), table(100, **{ID: known}))


def test_the_numbers_that_stand_twice_are_named() -> None:
    with pytest.raises(InputError) as refused:
        joined_rows(table(1, **{ID: ["1", "2", "2", "1"]}), table(100, **{ID: ["1", "2", "3", "4"]}))
    assert [d.message.say("en").partition(": ")[2] for d in refused.value.diagnostics][1:] == [
        "application.id more than once: 1, 2"
    ]


@given(st.dictionaries(st.integers(-(10**9), 10**9), st.text(max_size=3) | st.none()), st.integers(-(10**9), 10**9))
def test_columns_by_the_numbers_of_their_rows(known: dict[int, str | None], other: int) -> None:
    rows = sorted(known)
    column = ByRow[str](pl.Series(rows, dtype=pl.Int64), pl.Series([known[row] for row in rows], dtype=pl.String))
    assert all(column.get(row) == known.get(row) for row in (*rows, other))
