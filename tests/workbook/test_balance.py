"""Daily balances in LibreOffice: many cash flows, several a day, more repaid than owed, with a drawdown or without."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest

from subsidy import Decision
from subsidy.language.nodes import Apply
from subsidy.language.walk import walk
from subsidy.workbook import model
from tests.workbook.books import differences, fits, written
from tests.workbook.decisions import EDITIONS, cases
from tests.workbook.recalculation import read, recalculated
from tests.workbook.seen import unlike

KINDS = ("drawdown", "principal", "principal", "interest")


def test_the_balance_of_many_cash_flows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "SPARE", 16)
    random = Random(7)
    asking = [decision for decision in (cases(edition)[0] for edition in EDITIONS) if asks_for_balances(decision)]
    made = []
    for number, decision in enumerate(asking[:: len(asking) // 4]):
        first, second = (with_flows(decision, random, drawn=drawn) for drawn in (bool(number % 2), not number % 2))
        assert fits(first, second)
        made += [
            written(tmp_path / f"{number}.xlsx", first),
            written(tmp_path / f"{number}-typed.xlsx", first, "en", second),
        ]
    assert len(made) >= 8
    for one, book in zip(made, recalculated([m.path for m in made], tmp_path), strict=True):
        assert list(differences(one, book)) == []
        if one.run is one.decision.run:
            assert unlike(read(one.path), book) == []


def asks_for_balances(decision: Decision) -> bool:
    nodes = (node for value in decision.program.values for node in walk(value.node))
    return any(isinstance(node, Apply) and node.kernel == "balance_days" for node in nodes)


def with_flows(decision: Decision, random: Random, *, drawn: bool) -> Decision:
    """The decision with fifteen cash flows in any order around the days of its loan."""
    facts = decision.application.as_data()
    loan = facts.setdefault("loan", {})
    begins = date.fromisoformat(loan.get("disbursed_on") or "2024-03-01")
    loan |= {"disbursed_on": begins, "principal": loan.get("principal") or Decimal(1_000_000)}
    loan["flows"] = [flow(begins, random, drawn=drawn) for _ in range(15)]
    return decision.again(type(decision.application).model_validate(facts), decision.program.readings)


def flow(begins: date, random: Random, *, drawn: bool) -> dict[str, Any]:
    kind = random.choice(KINDS if drawn else KINDS[1:])
    amount = Decimal(random.choice((1, 12_345_678, 50_000_000))) / 100
    return {"kind": kind, "on": begins + timedelta(random.randrange(-40, 400, 20)), "amount": amount}
