"""Which column holds what was claimed, and what stands in it."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from subsidy.audit.claimed import ClaimedColumn, claimed_amounts, claimed_columns
from subsidy.diagnostics import InputError, Place
from subsidy.messages import Label

BENEFITS = {"interest": Label("贴息", "interest subsidy"), "premium": Label("贴保", "premium subsidy")}
PLACE = Place("claims.csv", 1, 1)


def columns(*headings: str, **asked: Any) -> list[tuple[str, str, str, str]]:
    found = claimed_columns(headings, BENEFITS, PLACE, **asked)
    assert all(column.stage == found.stage for column in found.columns)
    return [tuple(column) for column in found.columns]


@pytest.mark.parametrize(
    ("heading", "meant"),
    [
        ("payable", ("", "payable", "")),
        ("entitlement", ("", "entitlement", "")),
        ("实补（元）", ("", "payable", "")),
        ("应补金额", ("", "entitlement", "")),
        ("拨付金额(万元)", ("", "payable", "万元")),
        ("申报金额 【万元】", ("", "entitlement", "万元")),
        ("payable.premium", ("premium", "payable", "")),
        ("贴保实补（元）", ("premium", "payable", "")),
        ("premium subsidy: payable (yuan)", ("premium", "payable", "")),
        ("entitlement.interest", ("interest", "entitlement", "")),
    ],
)
def test_headings(heading: str, meant: tuple[str, str, str]) -> None:
    assert columns("loan.principal", heading) == [(heading, *meant)]


def test_what_is_paid_comes_before_what_is_due_unless_it_is_asked_for() -> None:
    headings = ("entitlement.interest", "payable.interest", "entitlement", "payable")
    assert [c[0] for c in columns(*headings)] == ["payable.interest", "payable"]
    assert [c[0] for c in columns(*headings, stage="entitlement")] == ["entitlement.interest", "entitlement"]


def test_one_of_both_is_chosen() -> None:
    headings = ("申报金额", "拨付金额")
    assert columns(*headings, stage="entitlement") == [("申报金额", "", "entitlement", "")]
    assert columns(*headings, heading="拨付金额") == [("拨付金额", "", "payable", "")]


def test_what_is_asked_for_is_said_of_the_only_column_that_there_is() -> None:
    assert columns("申报金额", stage="payable") == [("申报金额", "", "payable", "")]


def test_a_column_that_is_named() -> None:
    assert columns("批复数（万元）", "payable", heading="批复数") == [("批复数（万元）", "", "payable", "万元")]
    assert columns("批复数", heading="批复数", stage="entitlement") == [("批复数", "", "entitlement", "")]
    assert columns("应补", "实补", heading="应补") == [("应补", "", "entitlement", "")]


@pytest.mark.parametrize(
    ("headings", "asked", "said"),
    [
        (("loan.principal",), {}, "no column holds what was claimed; there are loan.principal; name it with --claimed"),
        (
            ("拨付金额", "实补"),
            {},
            "several columns may hold what was claimed: 拨付金额, 实补; choose one with --claimed",
        ),
        (
            ("申报金额", "拨付金额"),
            {},
            "several columns may hold what was claimed: 申报金额, 拨付金额; choose with --claimed or --amounts",
        ),
        (("批复数",), {"heading": "批复"}, "there is no column 批复; did you mean 批复数?"),
        (("拨付金额（户）",), {}, "no column holds"),  # no unit of money
    ],
)
def test_what_cannot_be_told(headings: tuple[str, ...], asked: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError) as refused:
        columns(*headings, **asked)
    assert said in refused.value.say("en")
    assert "claims.csv" in refused.value.say("en")


@pytest.mark.parametrize(
    ("written", "unit", "fen"),
    [
        ("15000", "", 1_500_000),
        ("15,000.07", "", 1_500_007),
        ("1.5", "万元", 1_500_000),
        ("1.5万元", "", 1_500_000),
        ("¥ 0.01", "", 1),
        ("0", "", 0),
        (None, "万元", None),
        ("无", "万元", None),
        (" — ", "", None),
        ("-", "", None),
    ],
)
def test_amounts(written: str | None, unit: str, fen: int | None) -> None:
    found, faults = amounts([written], unit)
    assert found == [(7, "", fen, True)]
    assert faults == []


@pytest.mark.parametrize("written", ["一万五", "15000.001", "-5", "#N/A", "1e5"])
def test_what_is_no_amount_is_not_read(written: str) -> None:
    found, faults = amounts([written, "1"], "")
    assert found == [(7, "", None, False), (8, "", 100, True)]
    assert [(fault.row, fault.path, fault.found) for fault in faults] == [(7, "实补", written)]


def amounts(written: list[str | None], unit: str) -> tuple[list[Any], list[Any]]:
    frame = pl.DataFrame({"#row": range(7, 7 + len(written)), "实补": pl.Series(written, dtype=pl.String)})
    column = ClaimedColumn("实补", "", "payable", unit)
    claimed = claimed_columns(["实补"], BENEFITS, PLACE)._replace(columns=(column,))
    found, faults = claimed_amounts(frame, claimed)
    return found.rows(), list(faults)


def test_floats_are_refused() -> None:
    frame = pl.DataFrame({"#row": [7], "实补": [0.1]})
    with pytest.raises(InputError, match="Float64"):
        claimed_amounts(frame, claimed_columns(["实补"], BENEFITS, PLACE))


def test_typed_columns() -> None:
    claimed = claimed_columns(["实补"], BENEFITS, PLACE)
    for values, fen in ((pl.Series(["1.50"]).str.to_decimal(scale=2), 150), (pl.Series([15]), 1500)):
        found, _ = claimed_amounts(pl.DataFrame({"#row": [7], "实补": values}), claimed)
        assert found.get_column("claimed_fen").to_list() == [fen]
