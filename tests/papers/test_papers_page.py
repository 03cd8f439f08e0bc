"""docs/papers.md: its example runs as it stands, where the repository is; its commands are the command's."""

from __future__ import annotations

import re

import pytest

from tests.commands.run import ROOT, english

PAGE = (ROOT / "docs" / "papers.md").read_text("utf-8")


def test_the_example_makes_a_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    (block,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    names: dict[str, object] = {}
    exec(block, names)
    assert "符合条件，应补26,000.00元" in str(names["html"])
    assert str(names["pdf"])[:7] == "b'%PDF-"


def test_every_option_of_its_own_is_explained() -> None:
    own = set(re.findall(r"^  (--[a-z]+)", english("report", "--help").stdout, re.MULTILINE))
    assert own - {"--help", "--plain"} == set(re.findall(r"`(--[a-z]+)`", PAGE))
