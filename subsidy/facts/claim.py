"""A loan that went bad, and who has borne what of it so far: the facts of a claim for risk compensation."""

from __future__ import annotations

from subsidy.facts.records import Record, Records, fact, needed
from subsidy.facts.scalars import Day, Flag, Money, Share, Text
from subsidy.messages import Label


class Recovery(Record):
    """Money that came back after the loss was shared."""

    on: Day = needed("收回日", "recovered on", example="2024-09-30")
    amount: Money = needed("收回金额", "amount recovered", example="10万元")
    from_: Text | None = fact("来源", "from whom or what", key="from", example="抵押物处置")


class Claim(Record):
    """The loss of one loan, at the time of the claim. Amounts in yuan."""

    made_on: Day | None = fact("补偿申请日", "claimed on", example="2024-06-30")
    overdue_since: Day | None = fact(
        "逾期起始日", "overdue since", example="2024-03-01", help=Label("首次逾期之日", "the first day of the arrears")
    )
    principal_lost: Money | None = fact(
        "本金损失", "principal lost", example="80万元", help=Label("尚未收回的本金", "principal not recovered")
    )
    interest_lost: Money | None = fact("利息损失", "interest lost", example="2万元")
    collateral_realised: Money | None = fact("抵质押物处置所得", "collateral realised", example="0元")
    deposits_realised: Money | None = fact("保证金抵扣", "deposits set off", example="0元")
    insurer_paid: Money | None = fact("保险公司赔付", "paid by the insurer", example="40万元")
    guarantor_paid: Money | None = fact("担保机构代偿", "paid by the guarantor", example="0元")
    unsecured_share: Share | None = fact(
        "信用贷款占比", "unsecured share", example="50%", help=Label("无抵质押部分占贷款的比例", "of the loan")
    )
    first_loan: Flag | None = fact("属首贷户", "first-ever loan", example="否")
    own_liability: Money | None = fact("机构自身应担责任额", "liability of the bearer itself", example="20万元")
    other_compensation: Money | None = fact("其他层级已给予的补偿", "compensation of other levels", example="0元")
    recoveries: Records[Recovery] | None = fact("事后收回", "recoveries")
