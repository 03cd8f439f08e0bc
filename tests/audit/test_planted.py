"""The audit over batches in which differences of every kind were planted: each is found, and its cause is named."""

from __future__ import annotations

from functools import cache

import pytest

from subsidy.audit import Audit, Explained
from tests.audit.auditing import audited, found
from tests.audit.planting import Plant, days_planted, flows_planted, months_planted
from tests.audit.rows import DAYS, FLOWS, MONTHS

BATCHES = {MONTHS: months_planted(1), DAYS: days_planted(1_000, other=1), FLOWS: flows_planted(2_000)}
PLANTS = [(number, plant) for made in BATCHES.values() for number, plant in made.plants.items()]


@cache
def result() -> Audit:
    claimed = {number: fen for made in BATCHES.values() for number, fen in made.claimed.items()}
    return audited({scheme: made.rows for scheme, made in BATCHES.items()}, claimed)


@cache
def explained() -> dict[int, Explained]:
    return {e.row: e for scheme in result().schemes for e in scheme.explained}


def test_what_was_planted_is_found_and_nothing_else() -> None:
    planted = {number for number, plant in PLANTS if plant.verdict != "agree"}
    assert set(explained()) == planted


@pytest.mark.parametrize(("number", "plant"), PLANTS, ids=[f"{n}-{p.kind or p.verdict}" for n, p in PLANTS])
def test_each_difference_with_its_cause(number: int, plant: Plant) -> None:
    if plant.verdict == "agree":
        assert number not in explained()
        return
    difference = explained()[number]
    assert difference.verdict == plant.verdict
    causes = [(cause.kind, cause.words.say("en")) for cause in difference.causes]
    if not plant.kind:
        assert not causes or difference.claimed == 0
    else:
        assert any(kind == plant.kind and plant.words in words for kind, words in causes), causes


def test_what_was_planted_between_the_rows_is_found_and_nothing_else() -> None:
    planted = {
        (check, tuple(sorted(rows)))
        for made in BATCHES.values()
        for check, found in made.findings.items()
        for rows in found
    }
    assert {(check, tuple(sorted(rows))) for check, own in found(result()).items() for rows in own} == planted
