"""Rows spoiled in every way: all of them are rejected, each for its true reason, and no other row is harmed."""

from __future__ import annotations

from pathlib import Path

from subsidy import load_schemes
from subsidy.batch import BatchQuestion, Reading, run_batch
from tests.batch.spoiled import SPOILERS, spoiled_table, spread
from tests.batch.tables import read

WUHAN = "wuhan/tech-loan-subsidy"


def test_spoiled_rows_are_rejected_and_no_others(tmp_path: Path) -> None:
    spoiled = spread(300, len(SPOILERS))
    schemes = load_schemes()
    for name, ways in (("in", spoiled), ("whole", {})):
        file = spoiled_table(tmp_path / f"{name}.csv", 300, ways)
        reading = Reading((file,), none=("other_aid", "loan.extensions"))
        result = run_batch(BatchQuestion(reading, schemes, WUHAN, out=tmp_path / f"{name}-out.csv", language="en"))
        assert (result.decided, result.rejected) == (300 - len(ways), len(ways))
    rejects = {int(row["row"]): row for row in read(tmp_path / "in-out-rejects.csv")}
    assert sorted(rejects) == sorted(n + 2 for n in spoiled)
    for n, way in spoiled.items():
        found = rejects[n + 2]
        assert {*found["field"].split("; ")} == {SPOILERS[way].field}, way
        assert SPOILERS[way].problem in found["problem"], way
    whole = {row["row"]: row for row in read(tmp_path / "whole-out.csv")}
    decided = read(tmp_path / "in-out.csv")
    assert decided == [row for number, row in whole.items() if int(number) - 2 not in spoiled]
    assert {row["outcome"] for row in decided} >= {"eligible", "ineligible"}
