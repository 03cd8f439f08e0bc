"""The audit over batches in which differences of every kind were planted: each is found, and its cause is named."""

from __future__ import annotations

from functools import cache

import polars as pl
import pytest

from subsidy.audit import Audit, Claims, Explained, Names, Terms, audit
from subsidy.columns import BatchEvaluator
from subsidy.columns.settling import settle
from subsidy.tables import RowPlace
from tests.audit.planting import Plant, Planted, days_planted, flows_planted, months_planted
from tests.audit.rows import DAYS, FLOWS, MONTHS, SCHEMES, facts_frame

BATCHES = {MONTHS: months_planted(1), DAYS: days_planted(1_000, other=1), FLOWS: flows_planted(2_000)}
PLANTS = [(number, plant) for made in BATCHES.values() for number, plant in made.plants.items()]


@cache
def audited() -> Audit:
    names = Names()
    names.places = {number: RowPlace("claims.csv", number) for made in BATCHES.values() for number in made.rows}
    claims = [_claims(scheme, made) for scheme, made in BATCHES.items()]
    return audit(claims, Terms("payable", names, products=SCHEMES.products))


def _claims(scheme: str, made: Planted) -> Claims:
    """What is right is claimed, where nothing else was planted."""
    facts = facts_frame(made.rows)
    evaluator = BatchEvaluator(SCHEMES[scheme], products=SCHEMES.products)
    found = evaluator.decide(facts)
    right = dict(settle(found.decisions, evaluator).payables.select("row", "payable_fen").iter_rows())
    claimed = {number: made.claimed.get(number, right.get(number)) for number in made.rows}
    frame = pl.DataFrame(
        {"row": list(claimed), "benefit": "", "claimed_fen": list(claimed.values()), "is_read": True},
        schema={"row": pl.Int64, "benefit": pl.String, "claimed_fen": pl.Int64, "is_read": pl.Boolean},
    )
    return Claims(SCHEMES[scheme], facts, frame, found.faults)


@cache
def explained() -> dict[int, Explained]:
    return {e.row: e for scheme in audited().schemes for e in scheme.explained}


def test_what_was_planted_is_found_and_nothing_else() -> None:
    planted = {number for number, plant in PLANTS if plant.verdict != "agree"}
    assert set(explained()) == planted


@pytest.mark.parametrize(("number", "plant"), PLANTS, ids=[f"{n}-{p.kind or p.verdict}" for n, p in PLANTS])
def test_each_difference_with_its_cause(number: int, plant: Plant) -> None:
    if plant.verdict == "agree":
        assert number not in explained()
        return
    found = explained()[number]
    assert found.verdict == plant.verdict
    causes = [(cause.kind, cause.words.say("en")) for cause in found.causes]
    if not plant.kind:
        assert not causes or plant.verdict == "not-claimed"
    else:
        assert any(kind == plant.kind and plant.words in words for kind, words in causes), causes


def test_what_was_planted_between_the_rows_is_found_and_nothing_else() -> None:
    planted = {
        (check, tuple(sorted(rows)))
        for made in BATCHES.values()
        for check, found in made.findings.items()
        for rows in found
    }
    found = {(check.code, tuple(sorted(f.rows))) for check, findings in audited().findings for f in findings}
    assert found == planted
