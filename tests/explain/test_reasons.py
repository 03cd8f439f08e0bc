"""Why conditions fail, by how much, and why they hold, in both languages."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.explain import why_fails, why_holds
from subsidy.kinds import RATE
from tests.explain.world import node_of, run_of

FACTS: Mapping[str, Any] = {
    "loan.principal": "501万元",
    "loan.rate": "3.1%",
    "loan.product": "科易贷",
    "loan.signed_on": "2023-08-01",
    "loan.disbursed_on": "2023-08-10",
    "loan.settled_on": "2024-07-05",
    "loan.interest_paid": "1,670,000.01元",
    "cover.kind": "none",
    "cover.provider": "示例财险",
    "cover.premium": "0元",
    "borrower.city": "黄石市",
    "borrower.qualifications": [
        {"kind": "高新技术企业", "from": "2019-11-09", "to": "2022-11-08"},
        {"kind": "科技型中小企业", "from": "2024-01-01", "to": "2024-12-31"},
        {"kind": "高新技术企业", "from": "2023-08-02", "to": "2026-08-01"},
        {"kind": "专精特新", "from": "2023-08-01", "to": "2023-08-01"},
    ],
    "loan.flows": [
        {"on": "2023-09-21", "kind": "interest", "amount": "9,683.33"},
        {"on": "2024-02-10", "kind": "fee", "amount": "100"},
    ],
    "loan.extensions": [],
    "other_aid": [
        {"kind": "other", "level": "district", "year": "2023"},
        {"kind": "interest", "level": "municipal", "year": "2024"},
        {"kind": "premium", "level": "municipal"},
        {"kind": "premium", "level": "municipal"},
        {"kind": "interest", "level": "municipal"},
    ],
}
RUN = run_of(FACTS)
FAILING = [
    (
        'loan.rate >= lpr("1Y", on=loan.signed_on)',
        "合同年利率为3.10%，比2023-08-01执行的1年期LPR 3.55%低0.45个百分点",
        "annual contract rate of 3.10% is 0.45pp below the 1-year LPR of 3.55% in force on 2023-08-01",
    ),
    (
        'loan.rate > lpr("1Y", on=loan.signed_on) + margin',
        "合同年利率为3.10%，比4.05%（1年期LPR（合同签订日） + 加点上限：3.55% + 0.5%）低0.95个百分点",
        "annual contract rate of 3.10% is 0.95pp below 4.05% (1-year LPR (signed on) + highest margin: 3.55% + 0.5%)",
    ),
    (
        "loan.principal <= limit",
        "贷款本金为5,010,000.00元，比5,000,000.00元（单笔本金上限）高10,000.00元",
        "loan principal of 5,010,000.00 yuan is 10,000.00 yuan above 5,000,000.00 yuan (limit of one loan)",
    ),
    (
        "limit >= loan.principal",
        "贷款本金为5,010,000.00元，比5,000,000.00元（单笔本金上限）高10,000.00元",
        "loan principal of 5,010,000.00 yuan is 10,000.00 yuan above 5,000,000.00 yuan (limit of one loan)",
    ),
    (
        "loan.settled_on <= window_to",
        "本息结清日为2024-07-05，比2024-06-30（结清期止）晚5天",
        "settled on 2024-07-05 is 5 days after 2024-06-30 (last day of settling)",
    ),
    (
        "window_to <= loan.signed_on",
        "合同签订日为2023-08-01，比2024-06-30（结清期止）早334天",
        "signed on 2023-08-01 is 334 days before 2024-06-30 (last day of settling)",
    ),
    (
        "loan.settled_on == window_to",
        "本息结清日为2024-07-05，比2024-06-30（结清期止）晚5天",
        "settled on 2024-07-05 is 5 days after 2024-06-30 (last day of settling)",
    ),
    (
        "loan.settled_on <= loan.disbursed_on + grace",
        "本息结清日为2024-07-05，比2023-09-09（放款日 + 宽限天数：2023-08-10 + 30天）晚300天",
        "settled on 2024-07-05 is 300 days after 2023-09-09 (disbursed on + days of grace: 2023-08-10 + 30 days)",
    ),
    (
        "loan_months >= year",
        "实际贷款月份为10个月，比12个月（一年）少2个月",
        "actual loan months of 10 months is 2 months less than 12 months (one year)",
    ),
    (
        "count(f for f in loan.flows) == 1",
        "2（资金流水的条数），比1多1",
        "2 (the number of records of cash flows) is 1 more than 1",
    ),
    (
        "count(f for f in loan.flows) > few",
        "2（资金流水的条数），等于2（笔数上限），并未超过它",
        "2 (the number of records of cash flows) is equal to 2 (highest number), not greater",
    ),
    (
        "limit > counted",
        "计入本金为5,000,000.00元，等于5,000,000.00元（单笔本金上限），并未低于它",
        "counted principal of 5,000,000.00 yuan is equal to 5,000,000.00 yuan (limit of one loan), not less",
    ),
    (
        "loan.principal != loan.principal",
        "贷款本金为5,010,000.00元，等于5,010,000.00元（贷款本金）",
        "loan principal of 5,010,000.00 yuan is equal to 5,010,000.00 yuan (loan principal)",
    ),
    (
        "loan.signed_on < loan.signed_on",
        "合同签订日为2023-08-01，与2023-08-01（合同签订日）为同一天，并不更早",
        "signed on 2023-08-01 is the same day as 2023-08-01 (signed on), not earlier",
    ),
    (
        "loan.signed_on > loan.signed_on",
        "合同签订日为2023-08-01，与2023-08-01（合同签订日）为同一天，并不更晚",
        "signed on 2023-08-01 is the same day as 2023-08-01 (signed on), not later",
    ),
    (
        "loan.signed_on != loan.signed_on",
        "合同签订日为2023-08-01，与2023-08-01（合同签订日）为同一天",
        "signed on 2023-08-01 is the same day as 2023-08-01 (signed on)",
    ),
    (
        "days(loan.signed_on, loan.disbursed_on) >= grace",
        "9天（合同签订日至放款日的天数（算头不算尾）），比30天（宽限天数）少21天",
        "9 days (days from signed on to disbursed on (the first day counts, the last does not)) "
        "is 21 days less than 30 days (days of "
        "grace)",
    ),
    (
        "year_of(loan.signed_on) == year_of(loan.settled_on)",
        "2023（合同签订日所在年份），比2024（本息结清日所在年份）少1",
        "2023 (the year of signed on) is 1 less than 2024 (the year of settled on)",
    ),
    (
        "loan.interest_paid / loan.principal <= third",
        "约0.3333333（实付利息 ÷ 贷款本金：1,670,000.01 ÷ 5,010,000.00），比1/3（三分之一）多约0.000000001996008",
        "about 0.3333333 (interest paid ÷ loan principal: 1,670,000.01 ÷ 5,010,000.00) is "
        "about 0.000000001996008 more than 1/3 (one third)",
    ),
    (
        "loan.principal / limit <= 1",
        "1.002（贷款本金 ÷ 单笔本金上限：5,010,000.00 ÷ 5,000,000.00），比1多0.002",
        "1.002 (loan principal ÷ limit of one loan: 5,010,000.00 ÷ 5,000,000.00) is 0.002 more than 1",
    ),
    (
        "loan.interest_paid / limit < insured_share",
        "33.4000002%（实付利息 ÷ 单笔本金上限：1,670,000.01 ÷ 5,000,000.00），比2.6%（科保贷比例）高30.8000002个百分点",
        "33.4000002% (interest paid ÷ limit of one loan: 1,670,000.01 ÷ 5,000,000.00) is "
        "30.8000002pp above 2.6% (insured share)",
    ),
    (
        "third < loan.interest_paid / loan.principal * third",
        "约0.1111111（实付利息 × 三分之一 ÷ 贷款本金：1,670,000.01 × 1/3 ÷ 5,010,000.00），"
        "比1/3（三分之一）少约0.2222222",
        "about 0.1111111 (interest paid × one third ÷ loan principal: 1,670,000.01 × 1/3 ÷ 5,010,000.00) is "
        "about 0.2222222 less than 1/3 (one third)",
    ),
    (
        "-loan.rate > 0",
        "-3.10%（-合同年利率：-3.10%），比0低3.1个百分点",
        "-3.10% (-annual contract rate: -3.10%) is 3.1pp below 0",
    ),
    (
        "loan.principal <= (limit if in_window else counted)",
        "贷款本金为5,010,000.00元，比5,000,000.00元（计入本金）高10,000.00元",
        "loan principal of 5,010,000.00 yuan is 10,000.00 yuan above 5,000,000.00 yuan (counted principal)",
    ),
    (
        'loan.product == "科保贷"',
        "贷款产品为“科易贷”，不是科保贷",
        "loan product is “科易贷”, not 科保贷",
    ),
    (
        '"科保贷" == loan.product',
        "贷款产品为“科易贷”，不是科保贷",
        "loan product is “科易贷”, not 科保贷",
    ),
    (
        'loan.product != "科易贷"',
        "贷款产品为“科易贷”",
        "loan product is “科易贷”",
    ),
    (
        "loan.product in products",
        "贷款产品为“科易贷”，不是科保贷、科担贷之一",
        "loan product is “科易贷”, not one of 科保贷, 科担贷",
    ),
    (
        'loan.product in ["科保贷"]',
        "贷款产品为“科易贷”，不是科保贷",
        "loan product is “科易贷”, not 科保贷",
    ),
    (
        'loan.product not in ["科易贷", "科保贷"]',
        "贷款产品为“科易贷”",
        "loan product is “科易贷”",
    ),
    (
        'cover.kind == "guarantee"',
        "增信方式为“无”，不是担保",
        "kind of cover is “none”, not guarantee",
    ),
    (
        'cover.kind in ["guarantee", "insurance"]',
        "增信方式为“无”，不是担保、保证保险之一",
        "kind of cover is “none”, not one of guarantee, insurance",
    ),
    (
        "cover.provider == borrower.city",
        "保险或担保机构为“示例财险”，不是“黄石市”（注册城市）",
        "insurer or guarantor is “示例财险”, not “黄石市” (city of registration)",
    ),
    (
        "in_window == True",
        "在期内结清：否",
        "settled in the window: no",
    ),
    (
        "in_window",
        "不满足“在期内结清”：本息结清日为2024-07-05，比2024-06-30（结清期止）晚5天",
        "“settled in the window” does not hold: settled on 2024-07-05 is 5 days after 2024-06-30 (last day of "
        "settling)",
    ),
    (
        "not not in_window",
        "不满足“在期内结清”：本息结清日为2024-07-05，比2024-06-30（结清期止）晚5天",
        "“settled in the window” does not hold: settled on 2024-07-05 is 5 days after 2024-06-30 (last day of "
        "settling)",
    ),
    (
        "loan.principal <= limit and loan.rate > 0 and in_window and hidden > 0",
        "贷款本金为5,010,000.00元，比5,000,000.00元（单笔本金上限）高10,000.00元；不满足“在期内结清”："
        "本息结清日为2024-07-05，比2024-06-30（结清期止）晚5天",
        "loan principal of 5,010,000.00 yuan is 10,000.00 yuan above 5,000,000.00 yuan (limit of one loan); "
        "“settled in the window” does not hold: settled on 2024-07-05 is 5 days after 2024-06-30 (last day of "
        "settling)",
    ),
    (
        "loan.principal <= limit or in_window",
        "以下各项均不满足：（1）贷款本金为5,010,000.00元，比5,000,000.00元（单笔本金上限）高10,000.00元；"
        "（2）不满足“在期内结清”：本息结清日为2024-07-05，比2024-06-30（结清期止）晚5天",
        "none of these holds: (1) loan principal of 5,010,000.00 yuan is "
        "10,000.00 yuan above 5,000,000.00 yuan (limit of one loan); (2) “settled in the window” does not hold: "
        "settled on 2024-07-05 is 5 days after 2024-06-30 (last day of settling)",
    ),
    (
        "not (loan.principal > limit and loan.rate > 0)",
        "贷款本金为5,010,000.00元，比5,000,000.00元（单笔本金上限）高10,000.00元；合同年利率为3.10%，比0高3.1个百分点",
        "loan principal of 5,010,000.00 yuan is 10,000.00 yuan above 5,000,000.00 yuan (limit of one loan); "
        "annual contract rate of 3.10% is 3.1pp above 0",
    ),
    (
        "not (loan.principal > limit or loan.rate < 0)",
        "贷款本金为5,010,000.00元，比5,000,000.00元（单笔本金上限）高10,000.00元",
        "loan principal of 5,010,000.00 yuan is 10,000.00 yuan above 5,000,000.00 yuan (limit of one loan)",
    ),
    (
        "in_window if loan.principal > limit else False",
        "不满足“在期内结清”：本息结清日为2024-07-05，比2024-06-30（结清期止）晚5天（贷款本金 > 单笔本金上限：是）",
        "“settled in the window” does not hold: settled on 2024-07-05 is 5 days after 2024-06-30 (last day of "
        "settling) (loan principal > limit of one loan: yes)",
    ),
    (
        "in_window if hidden > 0 else loan.principal <= limit",
        "不满足“在期内结清”：本息结清日为2024-07-05，比2024-06-30（结清期止）晚5天；贷款本金为5,010,000.00元，"
        "比5,000,000.00元（单笔本金上限）高10,000.00元",
        "“settled in the window” does not hold: settled on 2024-07-05 is 5 days after 2024-06-30 (last day of "
        "settling); loan principal of 5,010,000.00 yuan is 10,000.00 yuan above 5,000,000.00 yuan (limit of "
        "one loan)",
    ),
    (
        'held("高新技术企业", on=loan.signed_on)',
        "2023-08-01没有有效的“高新技术企业”资质：第1项有效期至2022-11-08，早266天；第3项自2023-08-02起有效，晚1天",
        "no “高新技术企业” is valid on 2023-08-01: qualification 1 was valid only until 2022-11-08, "
        "266 days earlier; qualification 3 is valid only from 2023-08-02, 1 day later",
    ),
    (
        'held("小巨人", on=loan.signed_on)',
        "所列资质中没有“小巨人”，只有“高新技术企业”、“科技型中小企业”、“专精特新”",
        "“小巨人” is not among the qualifications given: “高新技术企业”, “科技型中小企业”, “专精特新”",
    ),
    (
        'not held("专精特新", on=loan.signed_on)',
        "第4项“专精特新”有效期为2023-08-01至2023-08-01",
        "qualification 4, “专精特新”, is valid from 2023-08-01 to 2023-08-01",
    ),
    (
        'any(e.kind == "ordinary" for e in loan.extensions)',
        "没有延期的记录",
        "there is no record of prolongations",
    ),
    (
        'any(a.level == "national" for a in other_aid)',
        "同一贷款的其他补贴第1条：财政层级为“区级”，不是国家级；同一贷款的其他补贴第2条：财政层级为“市级”，"
        "不是国家级；同一贷款的其他补贴第3条：财政层级为“市级”，不是国家级；另有2条",
        "record 1 of other aid for the same loan: level of government is “district”, not national; record 2 of "
        "other aid for the same loan: level of government is “municipal”, not national; record 3 of "
        "other aid for the same loan: level of government is “municipal”, not national; and 2 more",
    ),
    (
        'any(f.amount > limit for f in loan.flows if f.kind == "interest")',
        "资金流水第1条：金额为9,683.33元，比5,000,000.00元（单笔本金上限）低4,990,316.67元；资金流水第2条："
        "款项为“费用”，不是利息；金额为100.00元，比5,000,000.00元（单笔本金上限）低4,999,900.00元",
        "record 1 of cash flows: amount of 9,683.33 yuan is 4,990,316.67 yuan below 5,000,000.00 yuan (limit of "
        "one loan); record 2 of cash flows: kind of payment is “fee”, not interest; amount of 100.00 yuan is "
        "4,999,900.00 yuan below 5,000,000.00 yuan (limit of one loan)",
    ),
    (
        'all(a.level == "municipal" for a in other_aid)',
        "同一贷款的其他补贴第1条：财政层级为“区级”，不是市级",
        "record 1 of other aid for the same loan: level of government is “district”, not municipal",
    ),
    (
        'all(f.amount > limit for f in loan.flows if f.kind == "fee")',
        "资金流水第2条：金额为100.00元，比5,000,000.00元（单笔本金上限）低4,999,900.00元",
        "record 2 of cash flows: amount of 100.00 yuan is 4,999,900.00 yuan below 5,000,000.00 yuan (limit of "
        "one loan)",
    ),
    (
        'not any(a.level == "municipal" and a.kind in aid_kinds for a in other_aid'
        " if a.year == year_of(loan.settled_on))",
        "同一贷款的其他补贴第2条：年度为2024，等于2024（本息结清日所在年份）；财政层级为“市级”；补贴类型为“贴息”",
        "record 2 of other aid for the same loan: year of 2024 is equal to 2024 (the year of settled on); level of "
        "government is “municipal”; kind of aid is “interest subsidy”",
    ),
    (
        'not any(a.level == "municipal" for a in other_aid)',
        "同一贷款的其他补贴第2条：财政层级为“市级”；同一贷款的其他补贴第3条：财政层级为“市级”；"
        "同一贷款的其他补贴第4条：财政层级为“市级”；另有1条",
        "record 2 of other aid for the same loan: level of government is “municipal”; record 3 of "
        "other aid for the same loan: level of government is “municipal”; record 4 of other aid for the same loan: "
        "level of government is “municipal”; and 1 more",
    ),
    (
        "not all(f.amount > 0 for f in loan.flows)",
        "资金流水的每条记录均满足：金额 > 0",
        "for every record of cash flows: amount > 0",
    ),
    (
        "not any(True for f in loan.flows)",
        "有资金流水的记录",
        "there is a record of cash flows",
    ),
    (
        "False",
        "此条件恒不成立",
        "this never holds",
    ),
]
HOLDING = [
    (
        "loan.rate > margin",
        "合同年利率为3.10%，比0.5%（加点上限）高2.6个百分点",
        "annual contract rate of 3.10% is 2.6pp above 0.5% (highest margin)",
    ),
    (
        "loan.principal > 0",
        "贷款本金为5,010,000.00元，比0高5,010,000.00元",
        "loan principal of 5,010,000.00 yuan is 5,010,000.00 yuan above 0",
    ),
    (
        "loan.settled_on >= loan.settled_on",
        "本息结清日为2024-07-05，与2024-07-05（本息结清日）为同一天",
        "settled on 2024-07-05 is the same day as 2024-07-05 (settled on)",
    ),
    (
        "limit <= counted",
        "计入本金为5,000,000.00元，等于5,000,000.00元（单笔本金上限）",
        "counted principal of 5,000,000.00 yuan is equal to 5,000,000.00 yuan (limit of one loan)",
    ),
    (
        'loan.product in ["科易贷", "科保贷"]',
        "贷款产品为“科易贷”",
        "loan product is “科易贷”",
    ),
    (
        'loan.product != "科保贷"',
        "贷款产品为“科易贷”，不是科保贷",
        "loan product is “科易贷”, not 科保贷",
    ),
    (
        'loan.product == "科易贷"',
        "贷款产品为“科易贷”",
        "loan product is “科易贷”",
    ),
    (
        "not loan.product in products",
        "贷款产品为“科易贷”，不是科保贷、科担贷之一",
        "loan product is “科易贷”, not one of 科保贷, 科担贷",
    ),
    (
        "window_from <= loan.disbursed_on <= window_to",
        "放款日为2023-08-10，比2023-07-01（结清期起）晚40天；放款日为2023-08-10，比2024-06-30（结清期止）早325天",
        "disbursed on 2023-08-10 is 40 days after 2023-07-01 (first day of settling); disbursed on 2023-08-10 is "
        "325 days before 2024-06-30 (last day of settling)",
    ),
    (
        "loan.principal <= limit or loan.rate > 0 or hidden > 0",
        "合同年利率为3.10%，比0高3.1个百分点",
        "annual contract rate of 3.10% is 3.1pp above 0",
    ),
    (
        "not (loan.principal <= limit or in_window)",
        "以下各项均不满足：（1）贷款本金为5,010,000.00元，比5,000,000.00元（单笔本金上限）高10,000.00元；"
        "（2）不满足“在期内结清”：本息结清日为2024-07-05，比2024-06-30（结清期止）晚5天",
        "none of these holds: (1) loan principal of 5,010,000.00 yuan is "
        "10,000.00 yuan above 5,000,000.00 yuan (limit of one loan); (2) “settled in the window” does not hold: "
        "settled on 2024-07-05 is 5 days after 2024-06-30 (last day of settling)",
    ),
    (
        'held("专精特新", on=loan.signed_on)',
        "第4项“专精特新”有效期为2023-08-01至2023-08-01",
        "qualification 4, “专精特新”, is valid from 2023-08-01 to 2023-08-01",
    ),
    (
        'not held("小巨人", on=loan.signed_on)',
        "所列资质中没有“小巨人”，只有“高新技术企业”、“科技型中小企业”、“专精特新”",
        "“小巨人” is not among the qualifications given: “高新技术企业”, “科技型中小企业”, “专精特新”",
    ),
    (
        'any(a.level == "municipal" for a in other_aid if a.kind == "interest")',
        "同一贷款的其他补贴第2条：补贴类型为“贴息”；财政层级为“市级”；同一贷款的其他补贴第5条：补贴类型为“贴息”；"
        "财政层级为“市级”",
        "record 2 of other aid for the same loan: kind of aid is “interest subsidy”; level of government is "
        "“municipal”; record 5 of other aid for the same loan: kind of aid is “interest subsidy”; level of "
        "government is “municipal”",
    ),
    (
        "all(f.amount > 0 for f in loan.flows)",
        "资金流水的每条记录均满足：金额 > 0",
        "for every record of cash flows: amount > 0",
    ),
    (
        "not in_window",
        "不满足“在期内结清”：本息结清日为2024-07-05，比2024-06-30（结清期止）晚5天",
        "“settled in the window” does not hold: settled on 2024-07-05 is 5 days after 2024-06-30 (last day of "
        "settling)",
    ),
    (
        "True if hidden > 0 else loan.rate > 0",
        "此条件恒成立；合同年利率为3.10%，比0高3.1个百分点",
        "this always holds; annual contract rate of 3.10% is 3.1pp above 0",
    ),
    (
        "loan.rate > 0 if loan.principal > limit else False",
        "合同年利率为3.10%，比0高3.1个百分点（贷款本金 > 单笔本金上限：是）",
        "annual contract rate of 3.10% is 3.1pp above 0 (loan principal > limit of one loan: yes)",
    ),
]


@pytest.mark.parametrize(("formula", "zh", "en"), FAILING, ids=[formula for formula, *_ in FAILING])
def test_why_it_fails(formula: str, zh: str, en: str) -> None:
    node = node_of(formula)
    assert RUN.value_of(node) is False
    reason = why_fails(node, RUN)
    assert (reason.say("zh"), reason.say("en")) == (zh, en)


@pytest.mark.parametrize(("formula", "zh", "en"), HOLDING, ids=[formula for formula, *_ in HOLDING])
def test_why_it_holds(formula: str, zh: str, en: str) -> None:
    node = node_of(formula)
    assert RUN.value_of(node) is True
    reason = why_holds(node, RUN)
    assert (reason.say("zh"), reason.say("en")) == (zh, en)


def test_no_qualification_at_all() -> None:
    run = run_of({"loan.signed_on": "2023-08-01", "borrower.qualifications": []})
    reason = why_fails(node_of('held("高新技术企业", on=loan.signed_on)'), run)
    assert (reason.say("zh"), reason.say("en")) == ("没有资质的记录", "there is no record of qualifications")


def test_a_qualification_that_ended_before_it_began() -> None:
    given = [{"kind": "高新技术企业", "from": "2023-08-01", "to": "2023-07-31"}]
    run = run_of({"loan.signed_on": "2023-08-01", "borrower.qualifications": given})
    reason = why_fails(node_of('held("高新技术企业", on=loan.signed_on)'), run)
    assert reason.say("en").endswith(": qualification 1 was valid only until 2023-07-31, 1 day earlier")


def test_a_qualification_on_a_day_that_another_list_gives() -> None:
    prolonged = [{"from": "2024-02-10", "to": "2024-05-10", "kind": "展期"}]
    qualifications = [{"kind": "高新技术企业", "from": "2024-02-12", "to": "2025-02-11"}]
    run = run_of({"loan.extensions": prolonged, "borrower.qualifications": qualifications})
    reason = why_fails(
        node_of('all(held("高新技术企业", on=e.from_ + days(e.from_, e.from_)) for e in loan.extensions)'), run
    )
    assert reason.say("en").endswith(": qualification 1 is valid only from 2024-02-12, 2 days later")


def test_a_qualification_that_ended_though_its_beginning_is_not_known() -> None:
    run = run_of(
        {"loan.signed_on": "2023-08-01", "borrower.qualifications": [{"kind": "高新技术企业", "to": "2023-07-31"}]}
    )
    reason = why_fails(node_of('held("高新技术企业", on=loan.signed_on)'), run)
    assert reason.say("en").endswith(": qualification 1 was valid only until 2023-07-31, 1 day earlier")


@given(st.integers(0, 10**14), st.sampled_from(["<", "<=", ">", ">=", "==", "!="]))
def test_an_amount_is_so_much_above_or_below(fen: int, operator: str) -> None:
    node, run = node_of(f"loan.principal {operator} limit"), run_of({"loan.principal": f"{Decimal(fen) / 100:.2f}"})
    reason = (why_holds if run.value_of(node) else why_fails)(node, run).say("en")
    by = Decimal(fen) / 100 - 5_000_000
    if by == 0:
        assert " is equal to " in reason
    else:
        assert f" is {abs(by):,.2f} yuan {'above' if by > 0 else 'below'} 5,000,000.00 yuan (" in reason


@given(st.integers(0, RATE.high))
def test_a_rate_is_so_many_points_above_or_below(units: int) -> None:
    percent = Decimal(units) / 10**6
    node, run = node_of("loan.rate == margin"), run_of({"loan.rate": f"{percent:f}%"})
    reason = (why_holds if run.value_of(node) else why_fails)(node, run).say("zh")
    by = percent - Decimal("0.5")
    if by == 0:
        assert "等于" in reason
    else:
        assert reason.endswith(f"比0.5%（加点上限）{'高' if by > 0 else '低'}{_plain(abs(by))}个百分点")


def _plain(number: Decimal) -> str:
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@given(st.dates(date(1949, 10, 1), date(2199, 12, 31)))
def test_a_date_is_so_many_days_early_or_late(day: date) -> None:
    node, run = node_of("loan.settled_on == window_to"), run_of({"loan.settled_on": day.isoformat()})
    reason = (why_holds if run.value_of(node) else why_fails)(node, run).say("zh")
    by = (day - date(2024, 6, 30)).days
    if by == 0:
        assert reason.endswith("为同一天")
    else:
        assert reason.endswith(f"{'晚' if by > 0 else '早'}{abs(by):,}天")


@given(st.lists(st.integers(0, 3), max_size=8))
def test_the_offending_records_are_named_by_their_numbers(amounts: list[int]) -> None:
    flows = [{"on": "2024-01-01", "kind": "fee", "amount": f"{a}元"} for a in amounts]
    node, run = node_of("all(f.amount > 0 for f in loan.flows)"), run_of({"loan.flows": flows})
    offending = [number for number, amount in enumerate(amounts, 1) if amount == 0]
    assert run.value_of(node) is not bool(offending)
    if offending:
        reason = why_fails(node, run).say("en")
        assert [n for n in range(1, 9) if f"record {n} of" in reason] == offending[:3]
        assert reason.endswith(f"and {len(offending) - 3} more") == (len(offending) > 3)


def test_a_reason_that_every_alternative_shares_is_said_once() -> None:
    formula = 'held("高新技术企业", on=loan.signed_on) or held("专精特新", on=loan.signed_on)'
    node, run = node_of(formula), run_of({**FACTS, "borrower.qualifications": []})
    assert why_fails(node, run).say("en") == "there is no record of qualifications"
