"""The shapes that a subsidy can take, as small fictional schemes: that the language says each of them, and rightly."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from subsidy.evaluation import evaluate
from subsidy.evaluation.cases import run_cases
from subsidy.limits import apply_limits
from subsidy.scheme.cases import case_paths
from subsidy.scheme.library import load_schemes

HERE = Path(__file__).parent
SCHEMES = load_schemes(HERE / "schemes")
FICTIONAL = [name for name in SCHEMES if name.startswith("jia/")]
RESULTS = run_cases(SCHEMES, FICTIONAL)
SETS = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted((HERE / "sets").glob("*.yaml"))}


@pytest.mark.parametrize("result", RESULTS, ids=[f"{r.scheme}@{r.edition}: {r.name.en}" for r in RESULTS])
def test_worked_example(result: Any) -> None:
    assert [d.say("en") for d in result.differences] == []


def applications(described: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The applications of a set: the base with some facts, by dotted path."""
    found = {}
    for name, facts in described["applications"].items():
        application = deepcopy(described["base"])
        application.setdefault("application", {})["id"] = name
        for path, value in facts.items():
            record, key = path.split(".")
            application.setdefault(record, {})[key] = value
        found[name] = application
    return found


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("turned", [False, True], ids=["as given", "turned round"])
def test_set_of_applications(name: str, turned: bool) -> None:
    described = SETS[name]
    given = list(applications(described).values())
    decisions = [evaluate(SCHEMES[s], a) for s in described["schemes"] for a in (given[::-1] if turned else given)]
    settlement = apply_limits(decisions)
    paid: dict[str, dict[str, Decimal | None]] = {}
    for settled in settlement.settled:
        paid.setdefault(settled.decision.id or "", {}).update({p.name: p.amount for p in settled.payables})
    for application, expected in described["expect"].items():
        found = {benefit: paid[application][benefit] for benefit in expected}
        assert found == {benefit: Decimal(amount) for benefit, amount in expected.items()}, application
    assert len(settlement.warnings) == described.get("warnings", 0)


def rows() -> list[tuple[str, str, str]]:
    """The rows of the table in the README: shape, variant, where it is shown."""
    lines = (HERE / "README.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    return [(shape, variant, shown) for shape, variant, shown, *_ in cells if shape.isdigit()]


@cache
def shown_by_examples() -> set[str]:
    """Every name whose value a case or a set expects, as `scheme name`."""
    found = set()
    for scheme in FICTIONAL:
        for path in case_paths(e.document for e in SCHEMES[scheme].editions.values()):
            for case in yaml.safe_load(path.read_text(encoding="utf-8"))["cases"]:
                expected = case["expect"]
                found |= {f"{scheme} {name}" for name in expected}
                found |= {f"{scheme} {name}" for name in expected.get("fails") or ()}
    for described in SETS.values():
        for scheme in described["schemes"]:
            found |= {f"{scheme} {name}" for amounts in described["expect"].values() for name in amounts}
    return found


def test_the_table_names_all_fifteen_shapes() -> None:
    assert {int(shape) for shape, *_ in rows()} == set(range(1, 16))


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row[0]} {row[1]}")
def test_the_table_is_true(row: tuple[str, str, str]) -> None:
    """What a row names exists, and an example shows what it gives."""
    scheme, *names = row[2].strip("`").split()
    edition = scheme.partition("@")[2]
    scheme = scheme.partition("@")[0]
    assert scheme in FICTIONAL
    assert not edition or edition in SCHEMES[scheme].editions
    assert names
    assert not [name for name in names if f"{scheme} {name}" not in shown_by_examples()]


def test_every_fictional_benefit_stands_in_the_table() -> None:
    named = {(row[2].strip("`").split()[0].partition("@")[0], n) for row in rows() for n in row[2].strip("`").split()}
    benefits = {(s, b) for s in FICTIONAL for e in SCHEMES[s].editions.values() for b in e.definition.benefits}
    assert benefits - named == set()


@pytest.mark.parametrize(("settled", "warned"), [("2026-02-20", False), ("2026-02-21", True)])
def test_a_rate_of_each_day_warns_of_days_beyond_the_last_quote(settled: str, warned: bool) -> None:
    """The last quote is of 2026-01-20, the next one was due on 2026-02-20; the day of settlement bears no interest."""
    loan = {"principal": "100万元", "disbursed_on": "2025-12-01", "settled_on": settled}
    decision = evaluate(SCHEMES["jia/reference-day"], {"loan": loan})
    found = [warning.say("en") for warning in decision.warnings]
    assert any("2026-02-20: a quote was due on 2026-02-20" in warning for warning in found) is warned
