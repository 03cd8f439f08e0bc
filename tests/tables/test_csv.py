"""CSV files as offices write them: every row comes back with its number, or is told apart with a true reason."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from subsidy import InputError
from subsidy.tables import csv_file, csv_rows
from subsidy.tables.csv_careful import MOST_LINES, Form, careful_rows
from subsidy.tables.csv_rows import rows_of
from tests.tables.known import rows_and_faults

HEADINGS = ("申请编号", "企业名称", "贷款金额（万元）", "备注")
LINES = ("A1,示例甲,200,\n", "A2,示例乙,300.5,x\n", "A3,示例丙,400,\n")
HEAD = ",".join(HEADINGS) + "\n"
ROWS = {
    2: ("A1", "示例甲", "200", None),
    3: ("A2", "示例乙", "300.5", "x"),
    4: ("A3", "示例丙", "400", None),
}


@pytest.fixture
def write(tmp_path: Path) -> Callable[[bytes], Path]:
    def written(content: bytes) -> Path:
        path = tmp_path / "loans.csv"
        path.write_bytes(content)
        return path

    return written


Write = Callable[[bytes], Path]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le-mark", "utf-16-be-mark"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_encoding_separator_and_line_end(write: Write, encoding: str, separator: str, end: str) -> None:
    text = (HEAD + "".join(LINES)).replace(",", separator).replace("\n", end)
    if encoding.endswith("-mark"):
        encoding = encoding.removesuffix("-mark")
        text = f"\ufeff{text}"
    assert rows_and_faults(write(text.encode(encoding))) == (ROWS, {})


@pytest.mark.parametrize(
    "title", ["", "2024年度申报表\n", "申报表,,,\n\n单位：万元\n", '"两行的\n标题",,,\n', "sep=,\n"]
)
def test_what_stands_above_the_headings_is_skipped_and_counted(write: Write, title: str) -> None:
    above = len(list(csv.reader(io.StringIO(title, newline=""))))
    expected = {row + above: cells for row, cells in ROWS.items()}
    assert rows_and_faults(write((title + HEAD + "".join(LINES)).encode())) == (expected, {})


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("B,示例,1\n", "3 cells, but 4 headings"),
        ("B,示例,1,2,3\n", "5 cells, but 4 headings"),
        ("合计\n", "1 cells, but 4 headings"),
        ('B,"示例,1,\n', "the quotation marks of this row do not fit together"),
        ('B,"示"例,1,\n', "the quotation marks of this row do not fit together"),
        ("B,示\0例,1,\n", "the character U+0000 cannot stand in this text"),
        (b"B,\xff\xfe,1,\n", "the bytes 0xFF 0xFE are no UTF-8"),
        ("B,示例,1,\n".encode("gb18030"), "are no UTF-8"),
        ("B,示\r例,1,\n", "the character U+000D cannot stand in this text"),
    ],
)
@pytest.mark.parametrize("position", [0, 1, 2, 3])
def test_one_spoiled_row_is_told_and_the_others_are_read(
    write: Write, line: str | bytes, message: str, position: int
) -> None:
    spoiled = line if isinstance(line, bytes) else line.encode()
    lines = [part.encode() for part in LINES]
    rows, faults = rows_and_faults(write(HEAD.encode() + b"".join([*lines[:position], spoiled, *lines[position:]])))
    expected = [*ROWS.values()]
    assert [cells for row, cells in rows.items() if row != position + 2] == expected
    assert {row: fault.message.say("en").partition("say")[0] for row, fault in faults.items()}.keys() == {position + 2}
    assert message in faults[position + 2].message.say("en")
    assert faults[position + 2].found


def test_a_wrong_byte_of_gb18030_spoils_its_row_alone(write: Write) -> None:
    content = (HEAD + "".join(LINES)).encode("gb18030").replace("示例乙".encode("gb18030"), b"\xca\xff\x80")
    rows, faults = rows_and_faults(write(content))
    assert {row: cells for row, cells in rows.items() if row != 3} == {row: ROWS[row] for row in (2, 4)}
    assert "GB18030" in faults[3].message.say("en")
    assert faults[3].path == "企业名称"


def test_the_encoding_may_show_late(write: Write) -> None:
    plain = "".join(f"A{i},x,200,\n" for i in range(20_000))
    content = (f"application.id,borrower.name,loan.principal,note\n{plain}A,示例,200,\n").encode("gb18030")
    rows, faults = rows_and_faults(write(content), 500)
    assert len(rows) == 20_001
    assert rows[20_002] == ("A", "示例", "200", None)
    assert not faults


@pytest.mark.parametrize("ends", ["", ",", ",,,"])
def test_separators_behind_every_row_are_no_cells(write: Write, ends: str) -> None:
    text = HEAD + "".join(line.replace("\n", f"{ends}\n") for line in LINES)
    assert rows_and_faults(write(text.encode())) == (ROWS, {})


@pytest.mark.parametrize("blank", ["\n", ",,,\n", '"",,,\n', "  ,\t,　, \n"])
def test_empty_rows_are_counted_and_left_out(write: Write, blank: str) -> None:
    rows, faults = rows_and_faults(write((HEAD + LINES[0] + blank + LINES[1] + LINES[2] + blank).encode()))
    assert rows == {2: ROWS[2], 4: ROWS[3], 5: ROWS[4]}
    assert not faults


def test_a_file_without_rows_and_without_a_last_line_end(write: Write) -> None:
    assert rows_and_faults(write(HEAD.encode())) == ({}, {})
    assert rows_and_faults(write(HEAD.strip().encode())) == ({}, {})
    assert rows_and_faults(write((HEAD + LINES[0].strip()).encode()))[0].keys() == {2}


@pytest.mark.parametrize("content", ["", "\n\n", "a,b\n1,2\n", "\ufeff", "\0\0\0", '"'])
def test_a_table_without_a_known_heading_is_refused(write: Write, content: str) -> None:
    with pytest.raises(InputError, match=r"no heading of a fact|there are no headings"):
        rows_and_faults(write(content.encode()))


def test_what_is_written_harmless_is_read_as_it_was(write: Write) -> None:
    text = HEAD + "'=1+1,'-甲,200,''@x\n" + "'A,'',1,x'=\n"
    assert rows_and_faults(write(text.encode()))[0] == {2: ("=1+1", "-甲", "200", "'@x"), 3: ("'A", "''", "1", "x'=")}


cells = st.text(st.sampled_from("ab,;\t\"\n\r '=-示例　\0"), max_size=6)


def shown(cell: str) -> str | None:
    """What must come back of a cell."""
    stripped = cell.strip()
    return re.sub(r"\A'('*[=+\-@\t\r\n＝＋－＠])", r"\1", stripped) or None


def text_of(rows: list[list[str]], separator: str, quoting: Any) -> str:
    to = io.StringIO(newline="")
    csv.writer(to, delimiter=separator, quoting=quoting, lineterminator="\r\n").writerows(rows)
    return to.getvalue()


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.lists(cells, min_size=3, max_size=3), max_size=12),
    st.sampled_from(",;\t"),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    st.sampled_from([64, 200, 100_000]),
)
def test_whatever_stands_in_the_cells_comes_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], separator: str, quoting: Any, block: int
) -> None:
    path = tmp_path_factory.mktemp("csv") / "loans.csv"
    text = text_of([["申请编号", "企业名称", "贷款金额"], *rows], separator, quoting)
    path.write_bytes(text.encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_file, "_HEAD", block)
        found, faults = rows_and_faults(path, 1)
    expected = {i: tuple(map(shown, row)) for i, row in enumerate(rows, 2) if any(map(shown, row))}
    assert faults.keys() == {i for i, row in enumerate(rows, 2) if any("\0" in cell for cell in row)}
    assert {i: row for i, row in found.items() if i not in faults} == {
        i: row for i, row in expected.items() if i not in faults
    }


lines = st.one_of(
    st.lists(cells.filter(lambda cell: "\n" not in cell and "\r" not in cell), min_size=3, max_size=3).map(",".join),
    st.text(st.sampled_from("ab,\"' \0\r示"), max_size=10),
    st.just("1,2,3"),
)


@settings(max_examples=80, deadline=None)
@given(st.lists(lines, max_size=12), st.sampled_from(["\n", "\r\n"]))
def test_at_speed_or_with_care_the_rows_are_the_same(texts: list[str], end: str) -> None:
    form = Form(",", ("a", "b", "c"), "UTF-8")
    block = "".join(text + end for text in texts).encode()
    fast = rows_of(block, form, 2, ends=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_rows, "_at_speed", lambda *_: None)
        careful = rows_of(block, form, 2, ends=True)
    assert fast.portion.frame.rows() == careful.portion.frame.rows()
    assert fast.portion.faults == careful.portion.faults
    assert (fast.next_row, fast.rest) == (careful.next_row, careful.rest)


def test_clean_blocks_are_read_at_speed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_rows, "careful_rows", None)
    form = Form(",", ("a", "b", "c"), "UTF-8")
    for block in (b"1,2,3\n4,,\n", b'"1","x ""y"", z",3\r\n4,,\r\n', b" 1 ,'=2,3\n"):
        assert rows_of(block, form, 2, ends=True).portion.frame.height == block.count(b"\n")


def test_a_row_may_go_on_over_the_end_of_a_block_but_not_for_ever() -> None:
    form = Form(",", ("a", "b"), "UTF-8")
    found = careful_rows('1,2\n3,"x\n', form, 2, ends=False)
    assert (found.rows, found.next_row, found.rest) == ([(2, "1", "2")], 3, '3,"x\n')
    found = careful_rows('3,"x\n' + "y\n" * MOST_LINES, form, 3, ends=False)
    assert [row[0] for row in found.rows] == [fault.row for fault in found.faults] == list(range(3, 4 + MOST_LINES))


def test_a_hundred_thousand_rows_with_spoiled_ones(write: Write) -> None:
    count, every = 20_000, 541
    lines = [f"A{i},示例{i % 7}公司,{i}.5,\n".encode("gb18030") for i in range(count)]
    wrong = (b"\xff,x,1,\n", b"x,1\n", b'"x,1,2,3\n', b"x,\0,1,2\n", b"1,2,3,4,5\n")
    for n, i in enumerate(range(0, count, every)):
        lines[i] = wrong[n % len(wrong)]
    rows, faults = rows_and_faults(write(HEAD.encode("gb18030") + b"".join(lines)), 3_000)
    assert len(rows) == count
    assert [row - 2 for row in faults] == list(range(0, count, every))
    assert rows[3] == ("A1", "示例1公司", "1.5", None)
