"""Limits that reach over many loans: in which order the pot was spent is told from what was claimed of each."""

from __future__ import annotations

import polars as pl
import pytest

from subsidy.audit import Claims, Explained, Names, Terms, audit
from subsidy.audit import together as bounds
from subsidy.scheme.library import load_schemes
from subsidy.tables import RowPlace
from tests.audit.rows import facts_frame
from tests.commands.run import ROOT

SCHEME = load_schemes(ROOT / "tests" / "shapes" / "schemes")["jia/budget"]
PAID = {2: "60000", 3: "50000", 4: "70000"}  # filed one day after the other; there are 100,000 yuan in the pot


def explained(benefit: str, **claimed: int) -> dict[int, Explained]:
    """What is said of the claims `row2=...` in yuan for a benefit."""
    rows = {
        row: {
            "application.submitted_on": f"2024-09-0{row}",
            "loan.contract": str(row),
            "loan.disbursed_on": "2024-02-01",
            "loan.interest_paid": paid,
        }
        for row, paid in PAID.items()
    }
    names = Names()
    names.stand(pl.Series(list(rows)), lambda row: RowPlace("claims.csv", row))
    fen = [claimed[f"row{row}"] * 100 for row in rows]
    frame = pl.DataFrame({"row": list(rows), "benefit": benefit, "claimed_fen": fen, "is_read": True})
    result = audit([Claims(SCHEME, facts_frame(rows), frame)], Terms("payable", names))
    return {e.row: e for e in result.schemes[0].explained}


def causes(found: dict[int, Explained]) -> dict[int, list[str]]:
    return {row: [cause.words.say("en") for cause in e.causes] for row, e in found.items()}


def test_first_come() -> None:
    assert explained("first_come", row2=60_000, row3=40_000, row4=0) == {}


def test_the_largest_first_in_place_of_first_come() -> None:
    found = explained("first_come", row2=30_000, row3=0, row4=70_000)
    assert {row: e.verdict for row, e in found.items()} == {2: "under", 3: "not-claimed", 4: "over"}
    assert causes(found) == {key: ["first come, first served: in another order: the largest first"] for key in PAID}


def test_the_smallest_first() -> None:
    """The one that was filed first is left out, and a nought is what the order gives."""
    found = explained("first_come", row2=50_000, row3=50_000, row4=0)
    assert causes(found) == {key: ["first come, first served: in another order: the smallest first"] for key in (2, 3)}


def test_an_order_that_only_the_claims_show() -> None:
    """The last first, which is neither by the amount nor by any day."""
    found = explained("first_come", row2=0, row3=30_000, row4=70_000)
    words = "first come, first served: in another order: in the order row 4, row 3, row 2"
    assert causes(found) == {key: [words] for key in PAID}


def test_a_pot_that_was_not_looked_at() -> None:
    found = explained("first_come", row2=60_000, row3=50_000, row4=70_000)
    assert causes(found) == {key: ["a limit not applied: first come, first served"] for key in (3, 4)}


def test_first_come_in_place_of_equal_shares() -> None:
    found = explained("proportional", row2=60_000, row3=40_000, row4=0)
    assert set(found) == set(PAID)
    assert all("in another order: by submitted on" in " ".join(words) for words in causes(found).values())


def test_a_pot_over_more_rows_than_can_be_settled_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_SETTLED", 2)
    found = explained("first_come", row2=60_000, row3=50_000, row4=70_000)
    assert causes(found) == {key: ["no limit applied"] for key in (3, 4)}
