"""The examples of docs/library.md run as they stand, one after the other, where the repository is."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "library.md").read_text("utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


class _Raising(ast.NodeTransformer):
    """What an example tries to do must fail."""

    def visit_Try(self, node: ast.Try) -> ast.Try:
        node.body += ast.parse("raise AssertionError('nothing was raised')").body
        return node


def test_every_block_is_taken() -> None:
    assert len(BLOCKS) == PAGE.count("```python") > 5
    assert PAGE.count("```") == 2 * len(BLOCKS)


def test_the_examples_run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, Any] = {"__name__": "example"}
    for number, block in enumerate(BLOCKS, 1):
        tree = ast.fix_missing_locations(_Raising().visit(ast.parse(block)))
        exec(compile(tree, f"docs/library.md, example {number}", "exec"), names)
    assert "loan.rate" in capsys.readouterr().out


def test_every_example_checks_something() -> None:
    assert [block for block in BLOCKS if "assert" not in block] == []
