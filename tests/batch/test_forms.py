"""The same loans in any form, to any form: the same decisions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.batch.tables import HEAD, batch, loans, read, written

FORMS = ("csv", "xlsx", "parquet", "ndjson", "jsonl")


def made(folder: Path, form: str) -> Path:
    """Loans of which one is spoiled, in a table of this form."""
    rows = [*loans(20), loans(21)[20] | {"loan.rate": "4.5"}]
    frame, path = pl.DataFrame(rows).select(HEAD), folder / f"in.{form}"
    if form == "csv":
        return written(path, rows)
    write = {"xlsx": frame.write_excel, "parquet": frame.write_parquet}.get(form, frame.write_ndjson)
    write(path)
    return path


def content(path: Path) -> list[dict[str, Any]]:
    """The rows of a table, all cells texts, amounts as they are in CSV."""
    if path.suffix == ".csv":
        frame = pl.read_csv(path, infer_schema=False)
    elif path.suffix == ".xlsx":
        amounts = pl.selectors.starts_with("entitlement", "payable")
        frame = pl.read_excel(path, infer_schema_length=0, drop_empty_cols=False)
        frame = frame.with_columns(amounts.cast(pl.Decimal(38, 2)))
    else:
        frame = pl.read_parquet(path) if path.suffix == ".parquet" else pl.read_ndjson(path)
    return frame.with_columns(pl.all().cast(pl.String)).to_dicts()


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_read_alike(tmp_path: Path, form: str) -> None:
    reference = batch(made(tmp_path, "csv"), out=tmp_path / "reference.csv")
    result = batch(made(tmp_path, form), out=tmp_path / "out.csv")
    rows = [{**row, "row": ""} for row in read(tmp_path / "out.csv")]
    assert rows == [{**row, "row": ""} for row in read(tmp_path / "reference.csv")]
    assert (result.decided, result.rejected) == (reference.decided, reference.rejected) == (20, 1)
    rejects = tmp_path / f"out-rejects.{form}"
    (reject,) = content(rejects)
    assert {name: reject[name] for name in (*HEAD, "field", "found")} == {
        **loans(21)[20], "loan.rate": "4.5", "field": "loan.rate", "found": "4.5",
    }  # fmt: skip
    place = result.rejects[0].place
    assert (place.file, str(place.row)) == (str(tmp_path / f"in.{form}"), reject["row"])


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_written_alike(tmp_path: Path, form: str) -> None:
    file = written(tmp_path / "in.csv", loans(20))
    batch(file, out=tmp_path / "reference.csv")
    batch(file, out=tmp_path / f"out.{form}")
    assert content(tmp_path / f"out.{form}") == content(tmp_path / "reference.csv")
