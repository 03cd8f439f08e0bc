"""The documentation site: it builds without a warning, no link of it leads nowhere, and it says what the code says."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import click
import pytest
import yaml

from subsidy.commands import main
from subsidy.facts import VOCABULARY
from subsidy.language.functions import FUNCTIONS
from subsidy.report.citations import Citation
from website.building import EDITIONS

ROOT = Path(__file__).parents[2]
LOADED = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src", "image": "href"}


class Page(HTMLParser):
    """What a page leads to, what it loads, where it can be led to, and what it says."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.anchors: set[str] = set()
        self.words: list[str] = []
        self.feed(path.read_text("utf-8"))
        self.text = "".join(self.words)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value for name, value in attrs if value is not None}
        self.anchors |= {given[name] for name in ("id", "name") if name in given}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag in LOADED and LOADED[tag] in given:
            self.loads.append(given[LOADED[tag]])

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built once, even where several processes share the tests."""
    own = tmp_path_factory.getbasetemp()
    out = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "site"
    with out.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not out.exists():
            built = subprocess.run(
                [sys.executable, "-m", "website", str(out)], cwd=ROOT, capture_output=True, text=True
            )
            assert (built.returncode, built.stderr) == (0, "")
    return out


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Page]:
    return {path.relative_to(site).as_posix(): Page(path) for path in sorted(site.rglob("*.html"))}


@pytest.fixture(params=["zh", "en"])
def tree(request: pytest.FixtureRequest) -> str:
    """Where a language's pages are."""
    folder = EDITIONS[request.param].folder
    return "" if folder == "." else f"{folder}/"


def test_both_languages_have_the_same_pages(pages: dict[str, Page]) -> None:
    english = {path.removeprefix("en/") for path in pages if path.startswith("en/")}
    assert {path for path in pages if not path.startswith("en/")} == english


def test_no_link_leads_nowhere(site: Path, pages: dict[str, Page]) -> None:
    wrong = []
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or not (parts.path or parts.fragment):
                continue
            target = (site / path).parent / unquote(parts.path) if parts.path else site / path
            name = target.resolve().relative_to(site.resolve()).as_posix()
            found = pages.get(name)
            if found is None or (parts.fragment and unquote(parts.fragment) not in found.anchors):
                wrong.append((path, link))
    assert wrong == []


def test_nothing_is_loaded_from_elsewhere(site: Path, pages: dict[str, Page]) -> None:
    loads = {load for page in pages.values() for load in page.loads}
    assert [load for load in loads if urlsplit(load).netloc] == []
    styles = [path for path in site.rglob("*.css") if "//" in path.read_text("utf-8").replace("://www.w3.org/", "")]
    assert [
        path.name for path in styles if "url(http" in path.read_text("utf-8") or "@import" in path.read_text("utf-8")
    ] == []


def test_every_edition_and_worked_example_has_its_place(pages: dict[str, Page], tree: str) -> None:
    language = "en" if tree else "zh"
    files = sorted((ROOT / "schemes").glob("*/*/*.yaml"))
    assert len(files) > 30
    for file in files:
        edition = yaml.safe_load(file.read_text("utf-8"))
        page = pages[f"{tree}schemes/{edition['scheme']}.html"]
        assert f"schemes/{file.relative_to(ROOT / 'schemes').as_posix()}" in page.text
        for name, parameter in edition.get("parameters", {}).items():
            assert name in page.text
            assert Citation(parameter["cite"]).say(language) in page.text
        for cases in sorted((file.parent / "cases").glob("*.yaml")):
            for case in yaml.safe_load(cases.read_text("utf-8"))["cases"]:
                assert case["name"][language] in page.text


def test_every_command_option_and_example_is_there(pages: dict[str, Page], tree: str) -> None:
    text = pages[f"{tree}commands.html"].text

    def of(command: click.Command, path: str) -> None:
        assert f"{path} " in text
        for example in getattr(command, "examples", ()):
            assert example in text
        for parameter in command.params:
            assert not isinstance(parameter, click.Option) or parameter.opts[-1] in text
        if isinstance(command, click.Group):
            for name in command.list_commands(click.Context(command)):
                below = command.get_command(click.Context(command), name)
                assert below is not None
                of(below, f"{path} {name}")

    of(main, "subsidy")


def test_every_fact_and_function_is_there(pages: dict[str, Page], tree: str) -> None:
    vocabulary, language = pages[f"{tree}vocabulary.html"].text, pages[f"{tree}language.html"].text
    facts = [fact for fact in VOCABULARY.values() if fact.kind or fact.fields is not None]
    assert [fact.path for fact in facts if fact.path not in vocabulary or fact.label.zh not in vocabulary] == []
    assert [f.name for f in FUNCTIONS.values() if f"{f.name}(" not in language or f.example not in language] == []


def test_a_page_in_one_language_says_so(pages: dict[str, Page]) -> None:
    assert "本页只有英文" in pages["design.html"].text
    assert "本页只有英文" not in pages["library.html"].text
    assert "English only" not in pages["en/design.html"].text


def test_the_theme_speaks_the_language_of_the_page(pages: dict[str, Page]) -> None:
    words = ("Back to top", "Next", "On this page", "Previous", "Skip to content")
    assert [word for word in words if word not in pages["en/library.html"].text] == []
    assert [word for word in words if word in pages["library.html"].text] == []


def test_the_search_finds_chinese(site: Path) -> None:
    index = (site / "searchindex.js").read_text("utf-8")
    assert json.dumps("贴息").strip('"') in index
    assert "splitQuery" in (site / "_static" / "language_data.js").read_text("utf-8")
