"""Audits small sets of rows of which what is right is claimed, unless something else is said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import polars as pl

from subsidy.audit import Audit, Claims, Names, Stage, Terms, audit
from subsidy.columns import BatchEvaluator, settle
from subsidy.tables import RowPlace
from tests.audit.rows import SCHEMES, Row, facts_frame


def right_amounts(scheme: str, rows: Mapping[int, Row], stage: Stage = "payable") -> dict[int, int | None]:
    """What each row comes to, in fen; a row that cannot be read is not there."""
    evaluator = BatchEvaluator(SCHEMES[scheme], products=SCHEMES.products)
    return _right(evaluator.decide(facts_frame(dict(rows))).decisions, evaluator, stage)


def _right(decisions: pl.DataFrame, evaluator: BatchEvaluator, stage: Stage) -> dict[int, int | None]:
    if stage == "entitlement":
        return dict(decisions.select("row", "total_fen").iter_rows())
    return dict(settle(decisions, evaluator).payables.select("row", "payable_fen").iter_rows())


def claims(scheme: str, rows: Mapping[int, Row], claimed: Mapping[int, int | None], stage: Stage = "payable") -> Claims:
    facts = facts_frame(dict(rows))
    evaluator = BatchEvaluator(SCHEMES[scheme], products=SCHEMES.products)
    decisions, faults = evaluator.decide(facts)
    right = _right(decisions, evaluator, stage)
    amounts = {number: claimed.get(number, right.get(number)) for number in rows}
    frame = pl.DataFrame(
        {"row": list(amounts), "benefit": "", "claimed_fen": list(amounts.values()), "is_read": True},
        schema={"row": pl.Int64, "benefit": pl.String, "claimed_fen": pl.Int64, "is_read": pl.Boolean},
    )
    return Claims(SCHEMES[scheme], facts, frame, faults)


def audited(
    rows: Mapping[str, Mapping[int, Row]], claimed: Mapping[int, int | None] | None = None, stage: Stage = "payable"
) -> Audit:
    """The rows of each scheme by their numbers, and what is claimed where it is not what is right."""
    names = Names()
    for own in rows.values():
        names.stand(pl.Series(list(own)), lambda row: RowPlace("claims.csv", row))
    made = [claims(scheme, own, claimed or {}, stage) for scheme, own in rows.items()]
    return audit(made, Terms(stage, names, products=SCHEMES.products))


Found: TypeAlias = dict[str, list[set[int]]]


def found(result: Audit) -> Found:
    """The rows of each finding, by check."""
    return {check.code: [set(finding.rows) for finding in findings] for check, findings in result.findings}
