"""Rows whose facts cannot all be true. Columns tell which rows are suspect; what is wrong with those few is said by
`facts.contradictions`, as it is for one application.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import polars as pl

from subsidy.columns import flows
from subsidy.columns.flows import FLOWS
from subsidy.columns.units import type_in_units
from subsidy.columns.values import Refused, exact
from subsidy.documents import Keys, dotted
from subsidy.facts import VOCABULARY, Application, FactType
from subsidy.facts.contradictions import CHECKS, DEBT_FLOWS, Check
from subsidy.facts.loan import FLOW_KINDS

_PATHS: Final = tuple(dict.fromkeys(path for check in CHECKS for path in check.paths))


def contradictions(frame: pl.DataFrame) -> list[Refused]:
    """Every contradiction of a frame in units, with its whole path (`loan.flows[2].on`)."""
    unknown = [
        pl.lit(None, type_in_units(VOCABULARY[path])).alias(path) for path in _PATHS if path not in frame.columns
    ]
    facts = frame.select(*(path for path in _PATHS if path in frame.columns), *unknown)
    checks = [check for check in CHECKS if FLOWS in frame.columns or FLOWS not in check.paths]
    if FLOWS in frame.columns:
        listed = facts.get_column(FLOWS)
        facts = facts.hstack(flows.totals(listed, ["drawdown", "principal"]).with_columns(flows.interest(listed)))
    suspect = facts.with_row_index("row").filter(pl.any_horizontal(*map(suspicion, checks)))
    return [refused for row in suspect.iter_rows(named=True) for refused in _found(row)]


def suspicion(check: Check) -> pl.Expr:
    """True wherever a check finds something in a frame with its paths and the sums of its flows; else false or null."""
    return _SUSPICIONS[check.code] if check.code in _SUSPICIONS else _out_of_order(*map(pl.col, check.paths))


def _out_of_order(earlier: pl.Expr, later: pl.Expr) -> pl.Expr:
    return later < earlier


def _ends_early(path: str) -> pl.Expr:
    start, end = (pl.element().struct.field(key) for key in ("from", "to"))
    return pl.col(path).list.eval(end < start).list.any()


_DRAWN: Final = pl.coalesce("drawdown", "loan.principal")
_SUSPICIONS: Final[Mapping[str, pl.Expr]] = {
    "qualification-ends-before-it-starts": _ends_early("borrower.qualifications"),
    "extension-ends-before-it-starts": _ends_early("loan.extensions"),
    "flow-before-disbursement": flows.first_day(DEBT_FLOWS) < pl.col("loan.disbursed_on"),
    "flow-after-settlement": flows.last_day(DEBT_FLOWS) > pl.col("loan.settled_on"),
    "flows-out-of-order": pl.col(FLOWS).map_batches(
        lambda lists: flows.goes_back(lists, FLOW_KINDS), return_dtype=pl.Boolean
    ),
    "drawn-above-principal": pl.col("drawdown") > pl.col("loan.principal"),
    "repaid-above-drawn": pl.col("principal") > _DRAWN,
    "settled-but-not-repaid": pl.col("loan.settled_on").is_not_null() & (pl.col("principal") < _DRAWN),
    "interest-differs": pl.col("loan.interest_paid") != pl.col("interest"),
    "cost-of-another-cover": ((pl.col("cover.kind") != "insurance") & (pl.col("cover.premium") > 0))
    | ((pl.col("cover.kind") != "guarantee") & (pl.col("cover.fee") > 0)),
}


def _found(row: Mapping[str, Any]) -> Iterator[Refused]:
    data: dict[str, Any] = {}
    for path in _PATHS:
        if (value := _told(VOCABULARY[path], row[path])) is not None:
            *parents, key = path.split(".")
            holder = data
            for parent in parents:
                holder = holder.setdefault(parent, {})
            holder[key] = value
    application = Application.model_validate(data)
    for check in CHECKS:
        for finding in check.find(application):
            yield Refused(row["row"], dotted(finding.keys), _at(data, finding.keys), finding.message)


def _told(fact: FactType, value: Any) -> Any:
    """A value in units as a document would have it."""
    if value is None:
        return None
    if fact.kind is not None:
        return exact(fact.kind, value)
    fields = fact.fields or {}
    return [{k: told for k, f in fields.items() if (told := _told(f, record[k])) is not None} for record in value]


def _at(data: Any, keys: Keys) -> str:
    """What was found; nothing where it is a whole list."""
    for key in keys:
        data = data[key]
    return "" if isinstance(data, list) else str(data)
