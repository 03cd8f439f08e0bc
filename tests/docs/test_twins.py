"""Pages are there in Chinese and in English: what differs is prose, not samples, commands, codes, links or headings."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
CHINESE = ".zh-CN.md"
ENGLISH_ALONE = {"design.md", "performance.md"}
FOLDERS = (ROOT, ROOT / "docs", ROOT / "docs" / "tutorials", ROOT / "website" / "pages")
FOR_MAKERS = {"CHANGELOG.md", "CONTRIBUTING.md"}
PAGES = sorted(
    path
    for folder in FOLDERS
    for path in folder.glob("*.md")
    if not path.name.endswith(CHINESE) and path.name not in ENGLISH_ALONE | FOR_MAKERS
)
BLOCK = re.compile(r"^```(\S*)([^\n]*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def without_docstrings(text: str) -> str:
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node) is not None:
            node.body = node.body[1:]
    return ast.dump(tree)


def without_comments(text: str) -> list[str]:
    return [line.partition(" #")[0].rstrip() for line in text.splitlines()]


def without_working(text: str) -> Any:
    """Worked examples say in the page's language how they were worked out."""
    data = yaml.safe_load(text)
    return data | {"cases": [{**case, "working": ""} for case in data.get("cases", [])]}


def commands(text: str) -> list[str]:
    return re.findall(r"^\$ (.*)$", text, re.MULTILINE)


COMPARED: dict[str, Callable[[str], Any]] = {
    "python": without_docstrings,
    "yaml": without_working,
    "sh": without_comments,
    "console": commands,
    "csv": lambda text: [line.count(",") for line in text.splitlines()],
    "text": lambda text: "",  # what is printed in the page's language
    "{toctree}": lambda text: re.findall(r"([\w/-]+)>?$", text, re.MULTILINE)[1:],
}


def samples(text: str) -> list[tuple[str, str, Any]]:
    return [(kind, name, COMPARED.get(kind, str)(body)) for kind, name, body in BLOCK.findall(text)]


def headings(text: str) -> list[int]:
    return [len(signs) for signs in re.findall(r"^(#+) ", BLOCK.sub("", text), re.MULTILINE)]


def codes_of_tables(text: str) -> list[str]:
    """What stands between backticks in the first cells of tables."""
    cells = re.findall(r"^\| ([^|]+) \|", BLOCK.sub("", text), re.MULTILINE)
    return [code for cell in cells for code in re.findall("`([^`]+)`", cell)]


def links(text: str) -> set[str]:
    """The pages that are led to, in whatever language."""
    found = re.findall(r"\]\(([^()\s#]+)[^()]*\)", BLOCK.sub("", text))
    return {link.replace(CHINESE, ".md") for link in found}


def test_every_page_is_there_in_both_languages() -> None:
    assert len(PAGES) > 12
    assert [page.name for page in PAGES if not page.with_name(f"{page.stem}{CHINESE}").exists()] == []


@pytest.mark.parametrize("what", [samples, headings, codes_of_tables, links])
@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_twins_say_the_same(page: Path, what: Callable[[str], Any]) -> None:
    chinese = page.with_name(f"{page.stem}{CHINESE}")
    assert what(chinese.read_text("utf-8")) == what(page.read_text("utf-8"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_twins_lead_to_each_other(page: Path) -> None:
    chinese = page.with_name(f"{page.stem}{CHINESE}")
    if page.parent.name != "pages":  # the site leads from each of its own pages to its twin
        assert f"]({chinese.name})" in page.read_text("utf-8")
        assert f"]({page.name})" in chinese.read_text("utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_chinese_pages_lead_to_chinese_pages(page: Path) -> None:
    text = page.with_name(f"{page.stem}{CHINESE}").read_text("utf-8")
    english = {link for link in links(text) - {page.name} if link.endswith(".md") and f"]({link}" in text}
    assert [link for link in english if (page.parent / link.replace(".md", CHINESE)).exists()] == []
