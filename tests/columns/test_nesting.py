"""Flat records come to their loans, in their order, and none is lost."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy import InputError
from subsidy.columns.nesting import nested

keys = st.one_of(st.none(), st.sampled_from(["a", "b", "c", "d", "e"]))


@given(st.lists(keys, unique=True, max_size=5), st.lists(st.tuples(keys, st.integers(0, 9)), max_size=12))
def test_every_record_comes_to_its_loan_or_to_none(
    loans: list[str | None], records: list[tuple[str | None, int]]
) -> None:
    frame = pl.DataFrame({"id": pl.Series(loans, dtype=pl.String), "n": range(len(loans))})
    flat = pl.DataFrame(records, schema={"id": pl.String, "amount": pl.Int64}, orient="row")
    found = nested(frame, flat, "id", "loan.flows")
    assert found.frame.select("id", "n").equals(frame)
    expected = [[{"amount": n} for key, n in records if key is not None and key == loan] for loan in loans]
    assert found.frame["loan.flows"].to_list() == expected
    assert found.orphans.rows() == [record for record in records if record[0] is None or record[0] not in loans]
    assert found.frame.schema["loan.flows"] == pl.List(pl.Struct({"amount": pl.Int64}))


def test_keys_are_alike_as_texts() -> None:
    found = nested(pl.DataFrame({"id": [2, 1]}), pl.DataFrame({"id": ["1"], "kind": ["fee"]}), "id", "loan.flows")
    assert found.frame.to_dict(as_series=False) == {"id": [2, 1], "loan.flows": [[], [{"kind": "fee"}]]}


@pytest.mark.parametrize(
    ("loans", "records", "said"),
    [
        ({"id": ["a", "b", "a", "b", "c"]}, {"id": ["a"]}, "2 keys are of several loans each: a, b"),
        ({"no": ["a"]}, {"id": ["a"]}, "the table of loans has no column id"),
        ({"id": ["a"], "loan.flows": [None]}, {"id": ["a"]}, "the loans have a column loan.flows already"),
    ],
)
def test_what_cannot_be_told_apart_is_refused(loans: object, records: object, said: str) -> None:
    with pytest.raises(InputError, match=said):
        nested(pl.DataFrame(loans), pl.DataFrame(records), "id", "loan.flows")
