"""The loan: its contract, its days, its money."""

from __future__ import annotations

from typing import Annotated, Final

from subsidy.facts.records import Record, Records, fact, needed
from subsidy.facts.scalars import Day, Flag, Money, Rate, Spread, Text, choice
from subsidy.messages import Label

RATE_KINDS: Final = {"fixed": Label("固定", "fixed"), "floating": Label("浮动", "floating")}
EXTENSION_KINDS: Final = {
    "ordinary": Label("展期", "extension"),
    "grace": Label("宽限期", "grace period"),
    "renewal": Label("无还本续贷", "renewal without repayment"),
}
FLOW_KINDS: Final = {
    "drawdown": Label("放款", "drawdown"),
    "principal": Label("本金", "principal"),
    "interest": Label("利息", "interest"),
    "penalty": Label("罚息", "penalty interest"),
    "compound": Label("复利", "compound interest"),
    "fee": Label("费用", "fee"),
    "premium": Label("保费", "premium"),
}

RateKind = Annotated[str, choice(RATE_KINDS)]
ExtensionKind = Annotated[str, choice(EXTENSION_KINDS)]
FlowKind = Annotated[str, choice(FLOW_KINDS)]


class RateTerms(Record):
    """How the contract sets its rate."""

    kind: RateKind | None = fact("利率类型", "kind of rate", example="固定")
    spread: Spread | None = fact(
        "加点", "spread", example="50bp", help=Label("减点为负", "negative when under the reference rate")
    )


class Extension(Record):
    """A time by which the loan was prolonged."""

    from_: Day = needed("延期起", "prolonged from", key="from", example="2024-02-10")
    to: Day = needed("延期止", "prolonged to", example="2024-05-10")
    kind: ExtensionKind = needed("延期方式", "kind of prolongation", example="展期")
    epidemic: Flag | None = fact("属疫情延期政策", "under the epidemic's relief", example="否")


class Flow(Record):
    """Money that moved on a day: the lender paid a drawdown, the borrower everything else."""

    on: Day = needed("日期", "date", example="2023-09-21")
    kind: FlowKind = needed("款项", "kind of payment", example="利息")
    amount: Money = needed("金额", "amount", example="9,683.33")


class Loan(Record):
    """One loan contract."""

    contract: Text | None = fact("借款合同编号", "loan contract number", example="科保字第001号")
    product: Text | None = fact("贷款产品", "loan product", example="科保贷")
    lender: Text | None = fact("贷款机构", "lender", example="示例银行")
    principal: Money | None = fact("贷款本金", "loan principal", example="200万元")
    rate: Rate | None = fact("合同年利率", "annual contract rate", example="4.15%")
    rate_terms: RateTerms | None = fact("利率约定", "terms of the rate")
    signed_on: Day | None = fact("合同签订日", "signed on", example="2023-08-01")
    disbursed_on: Day | None = fact(
        "放款日", "disbursed on", example="2023-08-10", help=Label("首笔放款日", "the day of the first drawdown")
    )
    matures_on: Day | None = fact("合同到期日", "matures on", example="2024-02-10")
    settled_on: Day | None = fact(
        "本息结清日",
        "settled on",
        example="2024-02-10",
        help=Label("还清全部本金和利息之日", "principal and interest are repaid"),
    )
    interest_paid: Money | None = fact(
        "实付利息",
        "interest paid",
        example="42,422.22",
        help=Label("不含罚息、复利；不填则取利息流水之和", "if left out, the sum of the flows of interest"),
    )
    extensions: Records[Extension] | None = fact("延期", "prolongations")
    flows: Records[Flow] | None = fact("资金流水", "cash flows")
