"""Wrapping is judged by what it must keep: every sign, the width, and the punctuation that may not begin a line."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.report.width import padded, width, wrapped

LETTERS = st.sampled_from("贷款补贴元年利率abcXYZ0123456789 ，。；：（）“”、.,;:()[]%-=÷×\n")
TEXTS = st.text(LETTERS, max_size=120)
WIDTHS = st.integers(2, 100)
NEVER_FIRST = set("，。；：）、％%.,;:)]”")


def cells(text: str) -> int:
    """The width by the Unicode table alone."""
    return sum(2 if unicodedata.east_asian_width(c) in ("W", "F") else 1 for c in text)


@given(TEXTS)
def test_a_chinese_character_takes_two_cells(text: str) -> None:
    assert width(text) == cells(text)


def test_a_combining_mark_takes_none() -> None:
    assert width("e\u0301") == 1


@given(TEXTS, st.integers(0, 150))
def test_padding_reaches_the_width_and_adds_only_spaces(text: str, wanted: int) -> None:
    found = padded(text, wanted)
    assert found.startswith(text)
    assert found[len(text) :].strip(" ") == ""
    assert width(found) == max(width(text), wanted)


@given(TEXTS, WIDTHS)
def test_no_line_is_wider_than_it_may_be(text: str, wanted: int) -> None:
    assert all(cells(line) <= wanted for line in wrapped(text, wanted))


@given(TEXTS, WIDTHS)
def test_nothing_but_spaces_is_lost_or_added(text: str, wanted: int) -> None:
    assert "".join("".join(wrapped(text, wanted)).split()) == "".join(text.split())


@given(TEXTS)
def test_a_text_that_fits_stays_as_it_is(text: str) -> None:
    assert [line.strip() for line in wrapped(text, 1_000)] == [line.strip() for line in text.split("\n")]


@given(st.text(st.sampled_from("贷款补贴，。；：）、"), min_size=1, max_size=60), st.integers(8, 60))
def test_punctuation_does_not_begin_a_line_unless_it_is_all_there_is_before(text: str, wanted: int) -> None:
    for before, line in zip(wrapped(text, wanted), wrapped(text, wanted)[1:], strict=False):
        if line[0] in NEVER_FIRST:  # so much punctuation in a row that no letter before it was left to go along
            assert set(before) <= NEVER_FIRST | {before[0]}


@pytest.mark.parametrize(
    ("text", "wanted", "lines"),
    [
        ("贷款利率不低于", 8, ["贷款利率", "不低于"]),
        ("贷款利率，不低", 8, ["贷款利", "率，不低"]),
        ("共26,000.00元整", 12, ["共", "26,000.00元", "整"]),
        ("the quick fox", 9, ["the quick", "fox"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("执行LPR的", 6, ["执行", "LPR的"]),
        ("（贷款）", 4, ["（贷", "款）"]),
        ("a\n\nb", 10, ["a", "", "b"]),
        ("", 10, [""]),
    ],
)
def test_where_lines_end(text: str, wanted: int, lines: list[str]) -> None:
    assert wrapped(text, wanted) == lines
