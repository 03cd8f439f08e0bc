"""docs/writing-a-scheme.md, English and Chinese: its scheme passes its cases, its tables are the language's."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from subsidy import load_schemes
from subsidy.calendar import DAY_COUNTS, PERIODS
from subsidy.evaluation.cases import run_cases
from subsidy.facts import VOCABULARY
from subsidy.facts.declared import DeclaredFact
from subsidy.interest import SETTLEMENTS
from subsidy.kinds import KINDS
from subsidy.language.functions import FUNCTIONS, MONTH_COUNTINGS
from subsidy.rounding import ROUNDINGS
from subsidy.scheme.cases import CaseFile, Expectation
from subsidy.scheme.check import check_file
from subsidy.scheme.definition import (
    PAYEES,
    STANDINGS,
    Bearer,
    Benefit,
    Computed,
    Edition,
    Governs,
    Limit,
    Parameter,
    Rule,
    Source,
    Split,
    Tier,
)

ROOT = Path(__file__).parent.parent
BY_HAND = ROOT / "tests" / "schemes_by_hand" / "bing" / "loss-compensation" / "2025.yaml"


class Page(NamedTuple):
    """A language's page; the headings by which its parts are found."""

    text: str
    language: str
    facts: str
    checker: str

    @property
    def blocks(self) -> list[tuple[str, str]]:
        return re.findall(r"^```yaml\n# (\S+\.yaml)\n(.*?)^```$", self.text, re.DOTALL | re.MULTILINE)

    @property
    def reference(self) -> str:
        return self.text.partition(self.language)[2]

    def section(self, heading: str) -> str:
        return self.reference.partition(f"{heading}\n")[2].partition("\n### ")[0]


def codes_of_tables(text: str) -> list[str]:
    """What stands between backticks in the first cells of tables."""
    cells = re.findall(r"^\| (`.+?`) \|", text, re.MULTILINE)
    return [code for cell in cells for code in re.findall("`(.+?)`", cell)]


ENGLISH = Page(
    (ROOT / "docs" / "writing-a-scheme.md").read_text("utf-8"),
    "## The language",
    "### Facts",
    "### What the checker says",
)
CHINESE = Page(
    (ROOT / "docs" / "writing-a-scheme.zh-CN.md").read_text("utf-8"), "## 语言", "### 事实", "### 检查的提示"
)


@pytest.fixture(params=[ENGLISH, CHINESE], ids=["en", "zh"])
def page(request: pytest.FixtureRequest) -> Page:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def folder(page: Page, tmp_path: Path) -> Path:
    """The files as the page has them: the blocks of one name, one after the other."""
    for name in ("2025.yaml", "cases/2025.yaml"):
        path = tmp_path / "bing" / "loan-interest" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(text for block, text in page.blocks if block == name), "utf-8")
    return tmp_path


def test_every_block_is_taken(page: Page) -> None:
    assert len(page.blocks) == 10
    assert page.text.count("```yaml") == 11


def test_the_scheme_of_losses_is_the_one_by_hand(page: Page) -> None:
    """What the page shows of it stands in the file, entry by entry."""
    (shown,) = re.findall(r"^```yaml\n# of a scheme of losses\n(.*?)^```$", page.text, re.DOTALL | re.MULTILINE)
    whole = yaml.safe_load(BY_HAND.read_text("utf-8"))
    for section, entries in yaml.safe_load(shown).items():
        assert {name: whole[section][name] for name in entries} == entries


def test_the_scheme_of_the_page_has_nothing_to_find(folder: Path) -> None:
    assert [str(d) for d in check_file(folder / "bing" / "loan-interest" / "2025.yaml")] == []


def test_the_cases_of_the_page_pass(folder: Path) -> None:
    results = run_cases(load_schemes(folder), ["bing/loan-interest"])
    assert len(results) == 5
    assert [d.say("en") for r in results for d in r.differences] == []


def keys_of(*models: type) -> set[str]:
    return {field.alias or name for model in models for name, field in model.model_fields.items()}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("what", "names"),
    [
        ("sections", keys_of(Edition)),
        (
            "keys",
            keys_of(Governs, Source, Parameter, Tier, Computed, Split, Bearer, Rule, Benefit, Limit, DeclaredFact),
        ),
        ("keys of cases", keys_of(CaseFile, Expectation) - {"cases"}),
        ("types", set(KINDS)),
        ("functions", set(FUNCTIONS)),
        ("payees", set(PAYEES)),
        ("standings", set(STANDINGS)),
        ("roundings", set(ROUNDINGS)),
        ("day counts", set(DAY_COUNTS)),
        ("settlements", set(SETTLEMENTS)),
        ("periods", set(PERIODS)),
        ("months", set(MONTH_COUNTINGS)),
    ],
)
def test_the_tables_are_complete(page: Page, what: str, names: set[str]) -> None:
    code = " ".join(re.findall(r"`[^`\n]+`", page.reference))
    missing = [name for name in sorted(names) if not re.search(rf"[`\"(| ]{re.escape(name)}[`\"(:, ]", code)]
    assert missing == [], what


def test_the_parameters_of_functions_are_theirs(page: Page) -> None:
    for name, function in FUNCTIONS.items():
        if function.parameters != ("items",):
            assert f"`{name}({', '.join(function.parameters)})`" in page.reference


def test_the_table_of_facts_is_the_vocabulary(page: Page) -> None:
    rows = re.findall(r"^\| `([\w.]+)` \| (\S+) \| (.+) \|$", page.section(page.facts), re.MULTILINE)
    facts = {path: fact for path, fact in VOCABULARY.items() if fact.kind or fact.fields is not None}
    assert [(path, zh) for path, zh, _ in rows] == [(path, fact.label.zh) for path, fact in facts.items()]
    for path, _, said in rows:
        fact = facts[path]
        assert not fact.kind or f"`{fact.kind.name}`" in said
        assert all(f"`{key}`" in said for key in (*(fact.fields or ()), *fact.choices)), path


def test_the_codes_are_the_checkers(page: Page) -> None:
    """Each code of the table is one that the source says."""
    source = "".join(path.read_text("utf-8") for path in (ROOT / "subsidy").rglob("*.py"))
    codes = codes_of_tables(page.section(page.checker))
    assert len(codes) > 30
    assert [code for code in codes if f'"{code}"' not in source] == []
