"""What a file holds does not drive the terminal on which it is shown."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from subsidy.explain.values import verbatim
from subsidy.messages import msg, visible


@given(st.text())
def test_no_control_character_but_line_ends_and_tabs_is_said(text: str) -> None:
    for said in (visible(text), msg("{found}", found=text).say("zh"), verbatim(text).say("en")):
        assert not [c for c in said if unicodedata.category(c) == "Cc" and c not in "\t\n"]
        if text.isprintable():
            assert said == text


def test_control_characters_are_said_by_their_codes() -> None:
    names = [Path("a\x1b[2J.csv"), "b\x00\x9b"]
    assert msg("found {found}", found=names).say("en") == "found a\\x1b[2J.csv, b\\x00\\x9b"
    assert visible("甲　\n\t乙") == "甲　\n\t乙"
