"""Columns to units by whichever way is quick for them: each value as `facts.scalars` reads it alone."""

from __future__ import annotations

import random
from typing import Any

import polars as pl
import pytest

from subsidy.columns.units import units
from subsidy.diagnostics import SubsidyError
from subsidy.facts import VOCABULARY
from subsidy.facts.scalars import in_units

MONEY = ["0", "1", "20", "20.5", "20.50", "007", "200万元", "1,234.50", "1.5亿", "¥5", " 5", "５", "999999999999.99"]
ODD_MONEY = ["1e5", "-5", "+5", "5.", ".5", "20.505", "1.2.3", "x", "9" * 20, "1_000", "二百", "#REF!", "1000000000001"]
TEXTS = {
    "loan.principal": [*MONEY, *ODD_MONEY],
    "loan.rate": ["4.15%", "4.150%", "41.5‰", "4.15", "415%", "-1%", "x", "0%"],
    "loan.signed_on": [
        "2024-02-29",
        "2023-02-29",
        "2024/2/9",
        "2024年2月9日",
        "0000-00-00",
        "2024-2-9",
        "下月",
        "45000",
    ],
    "loan.product": ["科保贷", " 科保贷", "x" * 201, "a\u200bb", "信用贷"],
    "borrower.kind": ["企业", "company", "COMPANY", "个人", "国营"],
    "borrower.uscc": ["91420100MA4K8880XP", "91420100MA4K8880X1", "x"],
}


def one_by_one(path: str, text: str | None) -> Any:
    """The value in units; its error in words."""
    scalar = VOCABULARY[path].scalar
    assert scalar is not None
    try:
        return None if text is None else in_units(scalar.kind, scalar.read(text))
    except SubsidyError as error:
        return error.message.say("en")


@pytest.mark.parametrize("path", TEXTS)
@pytest.mark.parametrize("length", [1, 60, 12_000])
@pytest.mark.parametrize("seed", range(3))
def test_a_column_is_read_as_its_values_are(path: str, length: int, seed: int) -> None:
    chance = random.Random(seed)
    column = [chance.choice([*TEXTS[path], None]) for _ in range(length)]
    expected = {text: one_by_one(path, text) for text in (*TEXTS[path], None)}
    values, refused = units(pl.Series(path, column, dtype=pl.String), VOCABULARY[path])
    wrong = {r.row: r for r in refused}
    assert values.name == path
    assert [r.row for r in refused] == sorted(wrong)
    for row, (text, value) in enumerate(zip(column, values, strict=True)):
        assert (wrong[row].message.say("en") if row in wrong else value) == expected[text]
        assert row not in wrong or (value, wrong[row].found) == (None, text)


@pytest.mark.parametrize("count", [9_000, 20_000])
def test_amounts_that_all_differ(count: int) -> None:
    fen = [n * 12_345 + n % 7 for n in range(count)]
    texts = [f"{n // 100}.{n % 100:02}" for n in fen]
    texts[3], texts[7], fen[3], fen[7] = "20万元", "1.005", 20_000_000, -1
    values, refused = units(pl.Series("a", texts), VOCABULARY["loan.principal"])
    assert values.fill_null(-1).to_list() == fen
    assert [(r.row, r.found) for r in refused] == [(7, "1.005")]
