"""On every shipped edition, whatever the readings, a frame's rows come to what the single evaluator decides of each: to
the fen, in any order, in any parts.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from math import floor
from typing import Any, NamedTuple

import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from subsidy import load_schemes
from subsidy.columns import ColumnEvaluator
from subsidy.evaluation import Evaluator
from subsidy.evaluation.conclusion import entitled, outcome_of
from subsidy.evaluation.prepare import Prepared
from subsidy.scheme.library import LoadedEdition
from tests.columns.frames import frame_of
from tests.columns.schemes import prepared_for

EDITIONS = {f"{name}@{e.name}": e for name, scheme in load_schemes().items() for e in scheme.editions.values()}


def expected(evaluator: Evaluator, facts: tuple[Any, ...]) -> dict[str, Any]:
    """What one application comes to, by the single evaluator."""
    run = evaluator.run(Prepared(facts, complete=False))
    row: dict[str, Any] = {}
    statuses, amounts = [], []
    for plan in evaluator.plans:
        status, _ = plan.result(run.rules, run.values[plan.amount])
        amount = entitled(status, plan.yuan(run.values[plan.amount]))
        statuses.append(status)
        amounts.append(amount)
        row[f"status.{plan.benefit.name}"] = status
        row[f"entitlement.{plan.benefit.name}"] = amount
        row[f"entitlement_fen.{plan.benefit.name}"] = None if amount is None else int(amount * 100)
    rules = list(zip(evaluator.program.rules, run.rules, strict=True))
    total = None if None in amounts else sum((a for a in amounts if a is not None), Decimal(0))
    row["outcome"] = outcome_of(statuses)
    row["total"], row["total_fen"] = total, None if total is None else int(total * 100)
    row["reasons"] = ",".join(r.name for r, holds in rules if holds is False and r.otherwise != "warn")
    row |= {f"rule.{r.name}": holds for r, holds in rules}
    row |= {f"value.{v.name}": x for v, x in zip(evaluator.program.values, run.values, strict=True)}
    for limit in evaluator.program.limits:
        for part in ("at_most", "ratio", "on", "used", "instead"):
            if (node := getattr(limit, part)) is not None:
                whole = run.value_of(node)
                scale = 100 if limit.unit == "yuan" or part in ("on", "instead") else 1
                factor = 1 if part == "ratio" else node.unit * scale
                row[f"limit.{limit.name}.{part}"] = None if whole is None else floor(whole * factor)
    return row


class Case(NamedTuple):
    """An edition under some readings, and rows of facts for it."""

    single: Evaluator
    columns: ColumnEvaluator
    rows: list[tuple[Any, ...]]

    def frame(self) -> pl.DataFrame:
        return frame_of(self.single.program, self.rows)


def cases(edition: LoadedEdition, least: int, most: int) -> st.SearchStrategy[Case]:
    """Under the default readings, or under any."""
    choices = {name: st.sampled_from(list(reading.choices)) for name, reading in edition.definition.readings.items()}

    def under(readings: Mapping[str, str]) -> st.SearchStrategy[Case]:
        single, columns = Evaluator(edition, readings), ColumnEvaluator(edition, readings)
        return st.lists(prepared_for(single.program), min_size=least, max_size=most).map(
            lambda rows: Case(single, columns, rows)
        )

    return st.one_of(st.just({}), st.fixed_dictionaries(choices)).flatmap(under)


QUICK = (Phase.explicit, Phase.generate)


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
def test_columns_decide_as_the_single_evaluator_does(edition: LoadedEdition) -> None:
    @settings(max_examples=15, phases=QUICK)
    @given(cases(edition, 1, 12))
    def agree(case: Case) -> None:
        found = case.columns.evaluate(case.frame(), case.columns.columns).to_dicts()
        for facts, row in zip(case.rows, found, strict=True):
            assert row == expected(case.single, facts)

    agree()


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=EDITIONS)
def test_parts_and_orders_change_nothing(edition: LoadedEdition) -> None:
    """The parts come to columns of one type, whatever is in them."""

    @settings(max_examples=3, phases=QUICK)
    @given(cases(edition, 3, 8), st.integers(1, 3), st.randoms(use_true_random=False))
    def alike(case: Case, rows: int, chance: Any) -> None:
        frame = case.frame()
        whole = case.columns.evaluate(frame)
        parts = [case.columns.evaluate(frame[start : start + rows]) for start in range(0, frame.height, rows)]
        assert pl.concat(parts).equals(whole)
        order = list(range(frame.height))
        chance.shuffle(order)
        assert case.columns.evaluate(frame[order]).equals(whole[order])

    alike()
