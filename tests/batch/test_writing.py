"""Tables to files: every cell comes back as it was, amounts exact, and no spreadsheet runs anything."""

from __future__ import annotations

import csv
import io
import zipfile
from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from subsidy.diagnostics import InputError
from subsidy.tables import sheet
from subsidy.tables.harmless import harmless, harmless_text, meant, meant_text
from subsidy.tables.sheet import TooLargeError
from subsidy.tables.writing import TableWriter

SIGNS = "=+-@\t\r\n＝＋－＠"
TEXTS = st.text(st.sampled_from([*SIGNS, "'", '"', ",", "a", "贷", "1", " "]), max_size=6)
FEN = st.integers(-(10**17), 10**17)


def table(**columns: list[Any]) -> pl.DataFrame:
    return pl.DataFrame(columns, strict=False)


def amounts(*fen: int | None) -> pl.Series:
    return pl.Series(fen, dtype=pl.Int64).cast(pl.Int128).reinterpret(dtype=pl.Decimal(38, 2))


def written(path: Path, *portions: pl.DataFrame, encoding: Any = "utf-8-sig") -> Path:
    with TableWriter(path, encoding) as writer:
        for portion in portions:
            writer.write(portion)
    return path


@given(st.lists(TEXTS, min_size=1))
def test_what_is_harmless_is_meant_again(texts: list[str]) -> None:
    made = pl.DataFrame({"text": texts}).with_columns(safe=harmless(pl.col("text")))
    assert made.select(meant(pl.col("safe"))).to_series().to_list() == texts
    assert not any(safe and safe[0] in SIGNS for safe in made["safe"])
    assert made["safe"].to_list() == list(map(harmless_text, texts))
    assert list(map(meant_text, made["safe"])) == texts


@given(st.lists(TEXTS), st.lists(st.none() | FEN), st.sampled_from(["utf-8-sig", "utf-8", "gb18030"]))
def test_csv_says_every_cell(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], fen: list[int | None], encoding: str
) -> None:
    frame = table(文字=pl.Series([*texts, "x"], dtype=pl.String)).with_columns(
        pl.Series("金额", amounts(*fen, 5)).head(len(texts) + 1).extend_constant(None, max(0, len(texts) - len(fen)))
    )
    path = written(tmp_path_factory.mktemp("csv") / "t.csv", frame, frame, encoding=encoding)
    head, *rows = csv.reader(io.StringIO(path.read_bytes().decode(encoding), newline=""))
    assert head == ["文字", "金额"]
    assert [tuple(row) for row in rows] == 2 * [
        (harmless_text(text), "" if amount is None else f"{amount:f}") for text, amount in frame.iter_rows()
    ]


def test_our_negative_amounts_stay_numbers_and_texts_do_not_run(tmp_path: Path) -> None:
    frame = table(text=["-5", "=1+1", "@x"], amount=amounts(-5, None, 12345678901234567))
    text = written(tmp_path / "t.csv", frame).read_text("utf-8-sig")
    assert text == "text,amount\n'-5,-0.05\n'=1+1,\n'@x,123456789012345.67\n"


def test_a_heading_does_not_run_either(tmp_path: Path) -> None:
    assert written(tmp_path / "t.csv", table(**{"=1+1": ["a"]})).read_text("utf-8-sig").startswith("'=1+1\n")


def test_the_mark_of_utf8_stands_once_at_the_beginning(tmp_path: Path) -> None:
    content = written(tmp_path / "t.csv", table(a=["贷"]), table(a=["款"])).read_bytes()
    assert content == "\ufeffa\n贷\n款\n".encode()


def cells(path: Path) -> list[list[Any]]:
    frame = pl.read_excel(path, infer_schema_length=0, drop_empty_rows=False)
    return [frame.columns, *map(list, frame.iter_rows())]


def test_a_sheet_holds_texts_numbers_and_days(tmp_path: Path) -> None:
    frame = table(
        文字=["=1+1", "'x", None, "0012"],
        金额=amounts(-5, 99_999_999_999_999, 1_234_567_890_123_456, None),
        日期=[date(2024, 2, 29)] * 4,
        数=[1, 2, 10**16, None],
        表=[[{"x": "1"}], None, [], []],
        是=[True, False, None, True],
    )
    path = written(tmp_path / "t.xlsx", frame)
    with zipfile.ZipFile(path) as book:
        xml = book.read("xl/worksheets/sheet1.xml").decode()
        styles = book.read("xl/styles.xml").decode()
    assert "<f>" not in xml
    assert '<c r="A2" t="inlineStr"><is><t>=1+1</t>' in xml
    assert "<v>-0.05</v>" in xml
    assert "<v>999999999999.99</v>" in xml
    assert "<t>12345678901234.56</t>" in xml
    assert "<t>10000000000000000</t>" in xml
    assert "#,##0.00" in styles
    assert pl.read_excel(path)["日期"].to_list() == [date(2024, 2, 29)] * 4
    assert [row[4] for row in cells(path)[1:]] == ['[{"x":"1"}]', None, "[]", "[]"]


@settings(max_examples=20)
@given(st.lists(st.integers(-(10**15) + 1, 10**15 - 1), min_size=1, max_size=20))
def test_what_a_sheet_holds_as_a_number_is_the_amount(tmp_path_factory: pytest.TempPathFactory, fen: list[int]) -> None:
    path = written(tmp_path_factory.mktemp("xlsx") / "t.xlsx", table(a=amounts(*fen)))
    with zipfile.ZipFile(path) as book:
        xml = book.read("xl/worksheets/sheet1.xml").decode()
    found = [Decimal(part.partition("</v>")[0]) for part in xml.split("<v>")[1:]]
    assert found == [Decimal(n).scaleb(-2) for n in fen]


@pytest.mark.parametrize("form", ["parquet", "ndjson", "jsonl"])
def test_forms_with_types_keep_them(tmp_path: Path, form: str) -> None:
    frame = table(a=["=1", None], b=amounts(-5, 12345678901234567), c=[[{"x": "1"}], []])
    path = written(tmp_path / f"t.{form}", frame, frame.clear(), frame)
    if form == "parquet":
        assert pl.read_parquet(path).equals(pl.concat([frame, frame]))
    else:
        first, second, *_ = path.read_text("utf-8").splitlines()
        assert first == '{"a":"=1","b":"-0.05","c":[{"x":"1"}]}'
        assert second == '{"a":null,"b":"123456789012345.67","c":[]}'


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet", "ndjson"])
def test_a_table_without_rows_has_its_headings(tmp_path: Path, form: str) -> None:
    path = written(tmp_path / f"t.{form}", table(a=["x"], b=amounts(1)).clear())
    if form == "csv":
        assert path.read_text("utf-8-sig") == "a,b\n"
    elif form == "xlsx":
        assert pl.read_excel(path, raise_if_empty=False).columns == ["a", "b"]
    elif form == "parquet":
        assert pl.read_parquet(path).columns == ["a", "b"]
    else:
        assert path.read_bytes() == b""


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet", "ndjson"])
def test_a_table_that_fails_does_not_appear(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"t.{form}"
    path.write_text("old", "utf-8")
    with suppress(RuntimeError), TableWriter(path) as writer:
        writer.write(table(a=["x"]))
        raise RuntimeError
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
    assert path.read_text("utf-8") == "old"


def test_a_sheet_refuses_what_it_would_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TooLargeError, match="at most 32767 characters, found 32768"):
        written(tmp_path / "t.xlsx", table(a=["x" * 32_768]))
    monkeypatch.setattr(sheet, "MOST_ROWS", 3)
    written(tmp_path / "t.xlsx", table(a=["x"] * 3))
    with pytest.raises(TooLargeError, match="at most 3 rows"):
        written(tmp_path / "u.xlsx", table(a=["x"] * 2), table(a=["x"] * 2))
    assert [p.name for p in tmp_path.iterdir()] == ["t.xlsx"]


@pytest.mark.parametrize("name", ["t.xls", "t", "t.csv.gz"])
def test_a_name_of_no_known_form_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="no table can be written") as refused:
        TableWriter(Path(name))
    assert ".parquet" in str(refused.value)
