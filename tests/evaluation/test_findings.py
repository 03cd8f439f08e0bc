"""Findings of policies: Wuhan's cliff at 1 million, subsidies of the principal that no cost caps; and nothing else."""

from __future__ import annotations

import pytest

from subsidy import load_schemes
from subsidy.evaluation.findings import policy_findings, thresholds

WUHAN = "wuhan/tech-loan-subsidy"


@pytest.fixture(scope="module")
def found() -> dict[tuple[str, str, str], str]:
    """The English message by file (scheme and edition), field and code."""
    diagnostics = policy_findings(load_schemes())
    assert {d.severity for d in diagnostics} == {"warning"}
    return {
        ("/".join((d.place.file if d.place else "").removesuffix(".yaml").split("/")[-3:]), d.field, d.code): str(
            d.message
        )
        for d in diagnostics
    }


def test_the_cliff_of_wuhan_2022(found: dict[tuple[str, str, str], str]) -> None:
    message = found[f"{WUHAN}/2022", "tiers.yearly_share", "cliff"]
    assert "of 1,000,000.00 yuan gives 70,000.00, of 1,000,000.01 yuan only 60,000.00" in message


def test_where_the_amount_rises_there_is_no_cliff(found: dict[tuple[str, str, str], str]) -> None:
    assert not [key for key in found if key[0] in (f"{WUHAN}/2019", f"{WUHAN}/2024") and key[2] == "cliff"]


@pytest.mark.parametrize(("edition", "uncapped"), [("2019", True), ("2022", False), ("2024", True)])
def test_only_a_cap_at_the_cost_keeps_a_share_of_the_principal_below_it(
    found: dict[tuple[str, str, str], str], edition: str, uncapped: bool
) -> None:
    assert ((f"{WUHAN}/{edition}", "benefits.loan_subsidy", "exceeds-cost") in found) == uncapped


def test_the_figures_that_are_tried() -> None:
    program = load_schemes()[WUHAN].edition("2022").program()
    assert {(t.fact.path, t.at) for t in thresholds(program)} == {
        ("loan.principal", 10**8),
        ("loan.principal", 5 * 10**8),
    }
