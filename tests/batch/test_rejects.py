"""Rejected rows come back as they were, each with what is wrong with it, and can be handed in again when mended."""

from __future__ import annotations

from pathlib import Path

import pytest

from subsidy.diagnostics import InputError
from subsidy.messages import Language
from tests.batch.tables import HEAD, PEERS, batch, loans, read, written

CELLS = ("row", "field", "found", "problem", "allowed")


def rejected(tmp_path: Path, rows: list[dict[str, str]], **asked: object) -> list[dict[str, str]]:
    batch(written(tmp_path / "in.csv", rows), out=tmp_path / "out.csv", **asked)
    return read(tmp_path / "out-rejects.csv")


def test_a_reject_says_row_field_what_was_found_and_what_is_allowed(tmp_path: Path) -> None:
    rows = loans(5)
    rows[2] |= {"loan.rate": "4.5"}
    (row,) = rejected(tmp_path, rows, language="en")
    assert {name: row[name] for name in HEAD} == rows[2]
    assert [row[name] for name in ("row", "field", "found")] == ["4", "loan.rate", "4.5"]
    assert "4.5%" in row["problem"] + row["allowed"]


def test_all_problems_of_a_row_stand_in_one(tmp_path: Path) -> None:
    rows = loans(3)
    rows[1] |= {"loan.rate": "4.5", "loan.principal": "two"}
    (row,) = rejected(tmp_path, rows, language="zh")
    assert row["field"] == "loan.principal；loan.rate"
    assert row["found"] == "two；4.5"
    assert row["problem"].count("；") >= 1


def test_a_field_is_called_as_in_its_table(tmp_path: Path) -> None:
    rows = [{**row, "贷款金额（万元）": "二百"} for row in loans(2)]
    head = [("贷款金额（万元）" if name == "loan.principal" else name) for name in HEAD]
    for row in rows:
        del row["loan.principal"]
    batch(written(tmp_path / "in.csv", rows, head=head), out=tmp_path / "out.csv")
    assert {row["field"] for row in read(tmp_path / "out-rejects.csv")} == {"贷款金额（万元）"}


def test_mended_rejects_are_decided(tmp_path: Path) -> None:
    rows = loans(6)
    whole = batch(written(tmp_path / "whole.csv", rows), out=tmp_path / "whole-out.csv")
    spoiled = [*rows[:4], rows[4] | {"loan.rate": "much"}, rows[5] | {"loan.principal": "-1"}]
    first = batch(written(tmp_path / "in.csv", spoiled), out=tmp_path / "out.csv")
    back = read(tmp_path / "out-rejects.csv")
    mended = [row | {name: rows[4 + n][name] for name in HEAD} for n, row in enumerate(back)]
    second = batch(written(tmp_path / "mended.csv", mended, head=(*HEAD, *CELLS)), out=tmp_path / "mended-out.csv")
    assert (first.decided, first.rejected, second.decided, second.rejected) == (4, 2, 2, 0)
    assert first.due_fen + second.due_fen == whole.due_fen
    assert second.notices == ()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_columns_of_rejects_are_not_told_as_unread(tmp_path: Path, language: Language) -> None:
    rows = [row | {"loan.rate": "much", "备注": "x"} for row in loans(2)]
    files = [written(tmp_path / f"{name}.csv", rows, head=(*HEAD, "备注")) for name in "ab"]
    batch(*files, out=tmp_path / "out.csv", headings="labels", language=language)
    again = batch(tmp_path / "out-rejects.csv", language=language)
    assert [notice.say("en") for notice in again.notices if "unknown-heading" in notice.say("en")] == [
        f"{tmp_path / 'out-rejects.csv'}:1:1: not read: 备注 [unknown-heading]"
    ]


def test_a_field_of_a_record_is_called_with_its_list(tmp_path: Path) -> None:
    row = '{"loan.principal": "1", "borrower": {"qualifications": [{"kind": "甲"}, {"kind": "乙", "kind": "丙"}]}}\n'
    (tmp_path / "in.ndjson").write_text(row + '{"loan.principal": "1"}\n', encoding="utf-8")
    result = batch(tmp_path / "in.ndjson", rejects=tmp_path / "bad.csv", language="en")
    assert [row["field"] for row in read(tmp_path / "bad.csv")] == ["borrower.qualifications.2.kind"]
    (kind,) = result.rejects
    assert (kind.field, kind.label and kind.label.en) == ("borrower.qualifications.kind", "qualification")


def test_rejects_that_are_rejected_again_do_not_grow(tmp_path: Path) -> None:
    rows = [row | {"loan.rate": "much"} for row in loans(2)]
    once = rejected(tmp_path, rows)
    again = tmp_path / "again.csv"
    batch(tmp_path / "out-rejects.csv", out=again)
    twice = read(tmp_path / "again-rejects.csv")
    assert [row.keys() for row in twice] == [row.keys() for row in once]
    assert [row["row"] for row in twice] == ["2", "3"]


def test_tables_with_other_columns_are_rejected_into_one(tmp_path: Path) -> None:
    one = written(tmp_path / "1.csv", [row | {"loan.rate": "x"} for row in loans(1)])
    two = written(tmp_path / "2.csv", [row | {"loan.rate": "y", "备注": "z"} for row in loans(1)], head=("备注", *HEAD))
    result = batch(one, two, out=tmp_path / "out.csv")
    first, second = read(tmp_path / "out-rejects.csv")
    assert list(first) == [*HEAD, "备注", "file", *CELLS]
    assert (first["备注"], second["备注"]) == ("", "z")
    assert (first["file"], second["file"]) == (str(one), str(two))
    assert [(kind.rows, kind.field, kind.place.file) for kind in result.rejects] == [(2, "loan.rate", str(one))]


def test_rejects_of_an_earlier_run_do_not_stay(tmp_path: Path) -> None:
    rows = loans(3)
    assert rejected(tmp_path, [rows[0] | {"loan.rate": "x"}, *rows[1:]])
    result = batch(written(tmp_path / "in.csv", rows), out=tmp_path / "out.csv", language="en")
    assert not (tmp_path / "out-rejects.csv").exists()
    assert result.written.rejects is None
    assert any("out-rejects.csv of an earlier run was removed" in notice.say("en") for notice in result.notices)


@pytest.mark.parametrize(("scheme", "limits"), [(PEERS, False), ("bench/limits", True)])
def test_rejects_alone_under_limits_are_told(tmp_path: Path, scheme: str, *, limits: bool) -> None:
    table = written(tmp_path / "in.csv", [row | {"loan.rate": "x"} for row in loans(2)])
    bad = tmp_path / "bad.csv"

    def is_told(*files: Path) -> bool:
        notices = batch(*files, scheme=scheme).notices
        return any("without its other loans" in notice.say("en") for notice in notices)

    batch(table, rejects=bad, scheme=scheme)
    assert is_told(bad) is limits
    assert not is_told(table)
    assert not is_told(table, bad)


@pytest.mark.parametrize("name", ["bad.csv", "bad.ndjson", "sub/bad.csv"])
def test_rejects_go_where_they_are_wanted(tmp_path: Path, name: str) -> None:
    (tmp_path / "sub").mkdir()
    file = written(tmp_path / "in.csv", [row | {"loan.rate": "x"} for row in loans(2)])
    result = batch(file, rejects=tmp_path / name)
    assert result.written.out is None
    assert (tmp_path / name).read_text("utf-8-sig").count("\n") == 2 + name.endswith(".csv")
    assert {p.name for p in tmp_path.iterdir()} <= {"in.csv", "sub", "bad.csv", "bad.ndjson"}


@pytest.mark.parametrize("is_mended", [False, True])
@pytest.mark.parametrize("rate", ["x", "4.5%"])
def test_rejects_that_were_changed_or_are_not_ours_stay(tmp_path: Path, rate: str, *, is_mended: bool) -> None:
    table = written(tmp_path / "in.csv", [row | {"loan.rate": "x"} for row in loans(2)])
    bad, out = tmp_path / "out-rejects.csv", tmp_path / "out.csv"
    if is_mended:
        batch(table, out=out)
        bad.write_text(bad.read_text("utf-8-sig").replace("x", "4.5%", 1), "utf-8")
    else:
        bad.write_text("notes", "utf-8")
    before = {file: file.read_bytes() for file in tmp_path.iterdir()}
    table = written(tmp_path / "in.csv", [row | {"loan.rate": rate} for row in loans(2)])
    with pytest.raises(InputError, match="is there already, and is not what the last run wrote"):
        batch(table, out=out)
    assert {file: file.read_bytes() for file in tmp_path.iterdir()} == before | {table: table.read_bytes()}


def test_rejects_of_the_same_output_are_replaced_in_whatever_form_it_is(tmp_path: Path) -> None:
    for rate, out in (("x", "out.csv"), ("y", "out.csv"), ("z", "out.xlsx")):
        table = written(tmp_path / "in.csv", [loans(1)[0] | {"loan.rate": rate}])
        batch(table, out=tmp_path / out)
        (row,) = read(tmp_path / "out-rejects.csv")
        assert row["found"] == rate


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "null", '{"rejects": null}', '{"rejects": {"file": "out-rejects.csv"}}']
)
def test_a_receipt_that_proves_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "out-rejects.csv").write_text("notes", "utf-8")
    (tmp_path / "out.csv.receipt.json").write_text(text, "utf-8")
    with pytest.raises(InputError, match="is there already"):
        rejected(tmp_path, loans(1))
