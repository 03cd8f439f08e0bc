"""An institution's year and the pool behind it: what warning, stopping and yearly ceilings are judged by."""

from __future__ import annotations

from subsidy.facts.records import Record, fact
from subsidy.facts.scalars import Money, Text, Year
from subsidy.messages import Label


class LenderYear(Record):
    """One lender's enrolled loans in one year. Amounts in yuan."""

    lender: Text | None = fact("机构", "lender", example="示例银行")
    year: Year | None = fact("年度", "year", example="2025")
    enrolled: Money | None = fact("当年入库贷款本金", "principal enrolled in the year", example="1亿元")
    balance_before: Money | None = fact("上年末贷款余额", "loan balance at the end of last year", example="5亿元")
    losses: Money | None = fact(
        "当年贷款损失", "losses of the year", example="200万元", help=Label("本金损失", "of principal")
    )
    bad_loans: Money | None = fact("不良贷款余额", "bad loans", example="200万元")
    compensated: Money | None = fact("当年已获补偿", "compensated in the year so far", example="0元")


class Pool(Record):
    """The money that compensation is paid from. Amounts in yuan."""

    size: Money | None = fact("资金池规模", "size of the pool", example="1000万元")
    balance: Money | None = fact("资金池余额", "balance of the pool", example="1000万元")
    paid: Money | None = fact("本年度已支出", "paid in the year so far", example="0元")
    loans_outstanding: Money | None = fact("池内贷款余额", "loans outstanding under the pool", example="5000万元")
