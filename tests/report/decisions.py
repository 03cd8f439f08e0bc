"""Decisions that reports must be able to show: the shipped example with facts changed, and fictional schemes."""

from __future__ import annotations

import copy
from functools import cache
from pathlib import Path
from typing import Any

from subsidy import Decision, Schemes, evaluate, load_schemes
from subsidy.documents import read_document

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "wuhan-kebao.yaml"
FICTIONAL = (Path(__file__).parent / "schemes", ROOT / "tests" / "decisions" / "schemes")
AGREEMENT = Path(__file__).parent / "agreement.yaml"
WUHAN = "wuhan/tech-loan-subsidy"
CLAIM: dict[str, Any] = {
    "application": {"id": "C-1", "submitted_on": "2024-07-01"},
    "loan": {"product": "科保贷"},
    "claim": {"made_on": "2024-06-30", "overdue_since": "2024-03-31", "principal_lost": "100.01元"},
    "lender_year": {"losses": "3万元", "enrolled": "100万元"},
}


@cache
def schemes() -> Schemes:
    """The shipped schemes and the fictional ones."""
    return load_schemes(*FICTIONAL)


@cache
def agreed() -> Schemes:
    """The same, with what the fictional agreement supplies."""
    return load_schemes(*FICTIONAL, overlays=[AGREEMENT])


def example(**changes: object) -> dict[str, Any]:
    """The facts of the shipped example, changed by path (`loan__rate`); None takes a fact away."""
    return changed(read_document(EXAMPLE).data, **changes)


def changed(facts: Any, **changes: object) -> dict[str, Any]:
    facts = copy.deepcopy(facts)
    for path, value in changes.items():
        *records, key = path.split("__")
        holder = facts
        for record in records:
            holder = holder[record]
        if value is None:
            del holder[key]
        else:
            holder[key] = value
    assert isinstance(facts, dict)
    return facts


def wuhan(readings: dict[str, str] | None = None, **changes: object) -> Decision:
    return evaluate(schemes()[WUHAN], example(**changes), edition="2024", readings=readings)


def claim(**changes: object) -> Decision:
    return evaluate(schemes()["jia/loss"], changed(CLAIM, **changes))


def agreed_claim(**changes: object) -> Decision:
    return evaluate(agreed()["jia/loss"], changed(CLAIM, **changes))


def every_kind() -> dict[str, Decision]:
    """A decision of every outcome, with everything that a decision can say."""
    return {
        "eligible": wuhan(),
        "refused by its price": wuhan(loan__rate="3.10%"),
        "refused by its size": wuhan(loan__principal="600万元"),
        "without a rate": wuhan(loan__rate=None),
        "without qualifications": wuhan(borrower__qualifications=None),
        "presumed": wuhan(application__submitted_on=None),
        "not governed": wuhan(loan__settled_on="2025-02-10", loan__matures_on="2025-02-10"),
        "nothing known": evaluate(schemes()[WUHAN], {}),
        "without its parameter": claim(),
        "granted by agreement": agreed_claim(),
        "suspended": agreed_claim(lender_year__losses="4万元"),
        "suspended in part": claim(lender_year__losses="4万元"),
        "other city": claim(loan__product="科担贷"),
        "half known": claim(lender_year__losses=None),
    }
