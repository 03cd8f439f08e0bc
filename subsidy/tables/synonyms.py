"""What the facts are also called in lending forms: generic words only, each of which can mean no other fact.

What is left out on purpose stands in `UNCERTAIN`: whoever has such a heading says with a map what it means.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SYNONYMS: Final[Mapping[str, tuple[str, ...]]] = {
    "application.id": ("申请编号", "申报编号", "申请号", "申报号", "业务编号"),
    "application.submitted_on": ("申报日期", "申报时间", "申请日期", "申请日", "申请时间", "提交日期"),
    "borrower.name": (
        *("企业名称", "企业全称", "公司名称", "单位名称", "客户名称", "申报单位", "申请单位", "申请企业", "申报企业"),
        *("借款人", "借款企业", "借款企业名称", "贷款企业", "贷款企业名称", "借款单位"),
    ),
    "borrower.uscc": ("社会信用代码", "统一信用代码", "信用代码", "企业统一社会信用代码"),
    "borrower.city": ("所在城市", "所在市", "注册市"),
    "borrower.district": ("所在区", "所属区", "注册区县", "所在区县"),
    "loan.contract": ("合同编号", "合同号", "借款合同号", "贷款合同编号", "贷款合同号"),
    "loan.product": ("产品", "产品名称", "贷款产品名称", "贷款品种", "业务品种"),
    "loan.lender": (
        "贷款银行",
        "贷款银行名称",
        "放款银行",
        "经办银行",
        "合作银行",
        "银行",
        "银行名称",
        "放款机构",
        "金融机构",
    ),
    "loan.principal": ("贷款金额", "贷款额", "借款金额", "借款本金", "本金"),
    "loan.rate": (
        "年利率",
        "利率",
        "贷款利率",
        "贷款年利率",
        "借款利率",
        "借款年利率",
        "合同利率",
        "执行利率",
        "执行年利率",
    ),
    "loan.rate_terms.kind": ("利率方式", "利率形式"),
    "loan.rate_terms.spread": ("利率加点", "加点幅度", "加点数"),
    "loan.signed_on": (
        *("合同签订日期", "合同签订时间", "签订日期", "签订日", "签约日期", "签约日", "合同签署日期"),
        *("借款合同签订日", "借款合同签订日期", "贷款合同签订日", "贷款合同签订日期"),
    ),
    "loan.disbursed_on": (
        *("放款日期", "放款时间", "发放日期", "发放日", "贷款发放日", "贷款发放日期", "贷款发放时间"),
        *("首笔放款日", "首笔放款日期"),
    ),
    "loan.matures_on": (
        *("到期日期", "到期日", "到期时间", "合同到期日期", "贷款到期日", "贷款到期日期", "借款到期日", "借款到期日期"),
    ),
    "loan.settled_on": (
        *("结清日期", "结清日", "结清时间", "本息结清日期", "贷款结清日", "贷款结清日期", "还清日", "还清日期"),
    ),
    "loan.interest_paid": ("实付利息金额", "已付利息", "实际支付利息", "已支付利息", "支付利息", "实缴利息"),
    "cover.kind": ("增信类型",),
    "cover.provider": ("保险担保机构", "担保保险机构"),
    "cover.premium": ("保费金额", "保险费", "保险费金额", "实缴保费"),
    "cover.fee": ("担保费金额", "担保费用", "实缴担保费"),
    "cover.from": ("保险起期", "保险起始日", "保险起始日期", "担保起始日", "担保起始日期"),
    "cover.to": ("保险止期", "保险终止日", "保险终止日期", "担保终止日", "担保终止日期"),
    "borrower.qualifications.kind": ("资质类型", "资质类别", "企业资质"),
    "borrower.qualifications.number": ("证书号", "资质证书编号", "资质证书号"),
    "borrower.qualifications.to": ("有效期至", "证书有效期至", "资质有效期至"),
    "loan.flows.on": ("发生日期", "交易日期", "付款日期"),
    "loan.flows.kind": ("款项类型", "交易类型"),
    "loan.flows.amount": ("发生额", "交易金额", "发生金额"),
    "loan.extensions.from": ("展期起始日", "展期起始日期"),
    "loan.extensions.to": ("展期到期日", "展期到期日期"),
}
"""By path; the fields of a list's records by the list's path and their key."""

SPEAK_FOR_THEMSELVES: Final = ("borrower.qualifications",)
"""Lists whose fields mean nothing else in a row, with a number behind them or without (证书编号2, 证书编号)."""

UNCERTAIN: Final[Mapping[str, str]] = {
    **dict.fromkeys(("放款金额", "合同金额", "授信金额"), "loan.principal"),  # need not be the loan's principal
    "月利率": "loan.rate %/月",
    **dict.fromkeys(("注册地", "所在地", "注册地区"), "borrower.city"),  # a district, an address
    "还款日期": "loan.settled_on",  # a due day, or that of the last payment
    "还款日": "loan.settled_on",
    "起息日": "loan.disbursed_on",
    "担保方式": "cover.kind",  # a pledge, a mortgage
    **dict.fromkeys(("保险公司", "担保公司"), "cover.provider"),  # a form may have both
}
"""Words that are often, but not certainly, a fact: which one, as a map says it."""
