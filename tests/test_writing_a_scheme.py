"""docs/writing-a-scheme.md: its scheme checks and passes its cases, and its tables are those of the language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

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
PAGE = (ROOT / "docs" / "writing-a-scheme.md").read_text("utf-8")
BLOCKS = re.findall(r"^```yaml\n# (\S+\.yaml)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
REFERENCE = PAGE.partition("## The language")[2]
CODE = " ".join(re.findall(r"`[^`\n]+`", REFERENCE))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The files as the page has them: the blocks of one name, one after the other."""
    for name in ("2025.yaml", "cases/2025.yaml"):
        path = tmp_path / "bing" / "loan-interest" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(text for block, text in BLOCKS if block == name), "utf-8")
    return tmp_path


def test_every_block_is_taken() -> None:
    assert len(BLOCKS) == PAGE.count("```yaml") == 10


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
def test_the_tables_are_complete(what: str, names: set[str]) -> None:
    missing = [name for name in sorted(names) if not re.search(rf"[`\"(| ]{re.escape(name)}[`\"(:, ]", CODE)]
    assert missing == [], what


def test_the_parameters_of_functions_are_theirs() -> None:
    for name, function in FUNCTIONS.items():
        if function.parameters != ("items",):
            assert f"`{name}({', '.join(function.parameters)})`" in REFERENCE


def test_the_table_of_facts_is_the_vocabulary() -> None:
    rows = re.findall(r"^\| `([\w.]+)` \| (\S+) \| (.+) \|$", REFERENCE.partition("### Facts")[2], re.MULTILINE)
    facts = {path: fact for path, fact in VOCABULARY.items() if fact.kind or fact.fields is not None}
    assert [(path, zh) for path, zh, _ in rows] == [(path, fact.label.zh) for path, fact in facts.items()]
    for path, _, said in rows:
        fact = facts[path]
        assert not fact.kind or f"`{fact.kind.name}`" in said
        assert all(f"`{key}`" in said for key in (*(fact.fields or ()), *fact.choices)), path


def test_the_codes_are_the_checkers() -> None:
    """Each code of the table is one that the source says."""
    source = "".join(path.read_text("utf-8") for path in (ROOT / "subsidy").rglob("*.py"))
    table = REFERENCE.partition("### What the checker says")[2]
    codes = [
        code for row in re.findall(r"^\| (`[^|]+`) \|", table, re.MULTILINE) for code in re.findall("`(.+?)`", row)
    ]
    assert len(codes) > 30
    assert [code for code in codes if f'"{code}"' not in source] == []
