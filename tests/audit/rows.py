"""Rows of applications for three schemes, all of them in order, for differences to be planted in."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any, Final

import polars as pl

from subsidy.scheme.library import Schemes, load_schemes

Row = dict[str, Any]

SCHEMES: Final[Schemes] = load_schemes()
MONTHS: Final = "wuhan/tech-loan-subsidy"
DAYS: Final = "wuhan/east-lake-industrial-loans"
FLOWS: Final = "shenzhen/tech-loan-subsidy"

_RECORDS: Final = {
    "borrower.qualifications": {"kind": pl.String, "from": pl.String, "to": pl.String},
    "loan.extensions": {"kind": pl.String, "from": pl.String, "to": pl.String},
    "loan.flows": {"on": pl.String, "kind": pl.String, "amount": pl.String},
    "loan.overdue_spans": {"from": pl.String, "to": pl.String},
    "other_aid": {"kind": pl.String, "level": pl.String, "program": pl.String, "amount": pl.String},
    "granted": {"scheme": pl.String, "year": pl.String, "amount": pl.String},
}


def by_months(number: int, **other: Any) -> Row:
    """An insured loan under the scheme that counts months, settled in its days; every second one is guaranteed."""
    random = Random(number)
    disbursed = date(2023, 1, 3) + timedelta(random.randrange(150))
    settled = date(2023, 7, 4) + timedelta(random.randrange(150))
    row = {
        "application.id": f"M{number}",
        "application.submitted_on": "2024-07-08",
        "borrower.name": f"示例月份{number}有限公司",
        "borrower.city": "武汉市",
        "borrower.qualifications": [{"kind": "高新技术企业", "from": "2020-01-01", "to": "2026-12-31"}],
        "loan.contract": f"月{number}号",
        "loan.lender": "示例银行",
        "loan.product": ("科保贷", "科担贷")[number % 2],
        "loan.principal": str(1_000_000 + 10_000 * random.randrange(100) + 7 * random.randrange(1_000)),
        "loan.rate": "4.15%",
        "loan.extensions": [],
        "other_aid": [],
    }
    return _dated(row, disbursed, settled, other)


def by_days(number: int, **other: Any) -> Row:
    """A loan under the scheme that gives half of the interest at the reference rate, day by day."""
    random = Random(number)
    disbursed = date(2021, 2, 3) + timedelta(random.randrange(90))
    settled = disbursed + timedelta(60 + random.randrange(120))
    row = {
        "application.id": f"D{number}",
        "borrower.name": f"示例天数{number}有限公司",
        "borrower.district": "东湖高新区",
        "borrower.above_designated_size": "是",
        "borrower.output_growth": "30%",
        "loan.contract": f"天{number}号",
        "loan.lender": "示例银行",
        "loan.principal": str(2_000_000 + 10_000 * random.randrange(100) + 7 * random.randrange(1_000)),
        "loan.rate": "4.5%",
        "other_aid": [],
    }
    return _dated(row, disbursed, settled, other)


def by_flows(number: int, **other: Any) -> Row:
    """An insured loan under the scheme that gives half of the interest paid and half of the premium."""
    random = Random(number)
    disbursed = date(2021, 2, 3) + timedelta(random.randrange(90))
    settled = disbursed + timedelta(150 + random.randrange(100))
    row = {
        "application.id": f"F{number}",
        "application.submitted_on": "2022-02-01",
        "borrower.name": f"示例流水{number}有限公司",
        "borrower.city": "深圳市",
        "loan.contract": f"流{number}号",
        "loan.lender": "示例银行",
        "loan.principal": str(3_000_000 + 10_000 * random.randrange(100)),
        "loan.rate": "4.5%",
        "loan.first_ever": "否",
        "loan.overdue_spans": [],
        "loan.flows": [
            {"on": str(disbursed + timedelta(60)), "kind": "利息", "amount": str(20_000 + random.randrange(9_999))},
            {"on": str(settled), "kind": "利息", "amount": f"{30_000 + random.randrange(9_999)}.17"},
        ],
        "cover.kind": "insurance",
        "cover.premium": str(40_000 + 2 * random.randrange(9_999)),
        "granted": [],
    }
    return _dated(row, disbursed, settled, other)


def _dated(row: Row, disbursed: date, settled: date, other: Row) -> Row:
    """The other days follow from those that are given."""
    disbursed = date.fromisoformat(other.get("loan.disbursed_on", str(disbursed)))
    settled = date.fromisoformat(other.get("loan.settled_on", str(settled)))
    days = {
        "loan.signed_on": disbursed - timedelta(4),
        "loan.disbursed_on": disbursed,
        "loan.matures_on": settled + timedelta(40),
        "loan.settled_on": settled,
    }
    return {**row, **{path: str(day) for path, day in days.items()}, **other}


def facts_frame(rows: dict[int, Row]) -> pl.DataFrame:
    """The rows by their numbers as a facts frame; what a row does not say is unknown."""
    paths = dict.fromkeys(path for row in rows.values() for path in row)
    types = {path: pl.List(pl.Struct(_RECORDS[path])) if path in _RECORDS else pl.String for path in paths}
    data = [{"#row": number, **row} for number, row in rows.items()]
    return pl.DataFrame(data, schema={"#row": pl.Int64, **types})


def renamed(**paths: Any) -> Row:
    """`principal="1"` is `loan.principal`, `borrower__name="x"` is `borrower.name`; lists have their own names."""
    return {_path(name): value for name, value in paths.items()}


def _path(name: str) -> str:
    if name in _RECORDS:
        return name
    return name.replace("__", ".") if "__" in name else name if "." in name else f"loan.{name}"
