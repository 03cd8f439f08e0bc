"""The words of every kind of node, in both languages."""

import dataclasses

import pytest

from subsidy.explain import in_words
from subsidy.explain.formula import FORMULA
from subsidy.language import nodes
from subsidy.language.kernels import KERNELS
from subsidy.language.nodes import Apply, Node, Records, Texts
from subsidy.language.walk import walk
from tests.explain.world import PROGRAM, node_of, rounded_to, tier

SAID = [
    (
        "counted * share * loan_months / year",
        "计入本金 × 补贴比例 × 实际贷款月份 ÷ 一年",
        "counted principal × share of the subsidy × actual loan months ÷ one year",
    ),
    (
        "min(loan.principal, limit)",
        "较小者（贷款本金，单笔本金上限）",
        "the smaller of (loan principal, limit of one loan)",
    ),
    (
        "min(loan.principal, limit, hidden)",
        "最小者（贷款本金，单笔本金上限，年度限额）",
        "the smallest of (loan principal, limit of one loan, yearly limit)",
    ),
    (
        "max(loan.rate - margin, 0)",
        "较大者（合同年利率 - 加点上限，0）",
        "the larger of (annual contract rate - highest margin, 0)",
    ),
    (
        "max(loan.principal, limit, 0)",
        "最大者（贷款本金，单笔本金上限，0）",
        "the largest of (loan principal, limit of one loan, 0)",
    ),
    (
        "min(loan.settled_on, loan.matures_on)",
        "较早者（本息结清日，合同到期日）",
        "the earlier of (settled on, matures on)",
    ),
    (
        "min(loan.settled_on, loan.matures_on, window_to)",
        "最早者（本息结清日，合同到期日，结清期止）",
        "the earliest of (settled on, matures on, last day of settling)",
    ),
    (
        "max(loan.signed_on, window_from)",
        "较晚者（合同签订日，结清期起）",
        "the later of (signed on, first day of settling)",
    ),
    (
        "max(loan.signed_on, loan.disbursed_on, window_from)",
        "最晚者（合同签订日，放款日，结清期起）",
        "the latest of (signed on, disbursed on, first day of settling)",
    ),
    ("loan.disbursed_on + year", "放款日 + 一年", "disbursed on + one year"),
    ("loan.disbursed_on + grace", "放款日 + 宽限天数", "disbursed on + days of grace"),
    ("year_of(loan.settled_on)", "本息结清日所在年份", "the year of settled on"),
    ('first_day("year", of=loan.settled_on)', "本息结清日所在年的第一天", "the first day of the year of settled on"),
    (
        'last_day("quarter", of=loan.settled_on)',
        "本息结清日所在季度的最后一天",
        "the last day of the quarter of settled on",
    ),
    ("loan.settled_on - grace", "本息结清日 - 宽限天数", "settled on - days of grace"),
    (
        "days(loan.disbursed_on, loan.settled_on)",
        "放款日至本息结清日的天数（算头不算尾）",
        "days from disbursed on to settled on (the first day counts, the last does not)",
    ),
    (
        'months(loan.disbursed_on, loan.settled_on, "completed")',
        "放款日至本息结清日的月数（足月）",
        "months from disbursed on to settled on (completed months)",
    ),
    (
        'months(loan.disbursed_on, loan.disbursed_on + year, "started")',
        "放款日至（放款日 + 一年）的月数（不足一月按一月）",
        "months from disbursed on to (disbursed on + one year) (started months count whole)",
    ),
    (
        'months(loan.disbursed_on, loan.settled_on, "thirtieths")',
        "放款日至本息结清日的天数（算头不算尾） ÷ 30天/月",
        "days from disbursed on to settled on (the first day counts, the last does not) ÷ 30 days/month",
    ),
    (
        'loan.rate >= lpr("1Y", on=loan.signed_on)',
        "合同年利率 ≥ 1年期LPR（合同签订日）",
        "annual contract rate ≥ 1-year LPR (signed on)",
    ),
    ("loan.rate < margin", "合同年利率 < 加点上限", "annual contract rate < highest margin"),
    ("loan.rate <= margin", "合同年利率 ≤ 加点上限", "annual contract rate ≤ highest margin"),
    ("loan.principal > limit", "贷款本金 > 单笔本金上限", "loan principal > limit of one loan"),
    ("loan.settled_on == window_to", "本息结清日 = 结清期止", "settled on = last day of settling"),
    ("loan.settled_on != window_to", "本息结清日 ≠ 结清期止", "settled on ≠ last day of settling"),
    ('loan.product == "科保贷"', "贷款产品为科保贷", "loan product is 科保贷"),
    ('loan.product != "科保贷"', "贷款产品不为科保贷", "loan product is not 科保贷"),
    ('cover.kind == "guarantee"', "增信方式为担保", "kind of cover is guarantee"),
    ("in_window == True", "在期内结清为是", "settled in the window is yes"),
    ("loan.product in products", "贷款产品为科保贷、科担贷之一", "loan product is one of 科保贷, 科担贷"),
    ('loan.product not in ["科易贷"]', "贷款产品不为科易贷", "loan product is not 科易贷"),
    ("loan.product in []", "贷款产品为空集之一", "loan product is one of an empty set"),
    (
        'cover.kind in ["insurance", "none"]',
        "增信方式为保证保险、无之一",
        "kind of cover is one of insurance, none",
    ),
    (
        "in_window and loan.principal <= limit or not in_window",
        "在期内结清 且 贷款本金 ≤ 单笔本金上限 或 并非在期内结清",
        "settled in the window and loan principal ≤ limit of one loan or not settled in the window",
    ),
    (
        "in_window and (loan.principal <= limit or not loan.principal > limit)",
        "在期内结清 且 （贷款本金 ≤ 单笔本金上限 或 并非（贷款本金 > 单笔本金上限））",
        "settled in the window and (loan principal ≤ limit of one loan or not (loan principal > limit of one loan))",
    ),
    (
        'insured_share if loan.product == "科保贷" else guaranteed_share',
        "贷款产品为科保贷时为科保贷比例，否则为科担贷比例",
        "insured share if loan product is 科保贷, otherwise guaranteed share",
    ),
    (
        "loan.principal * (insured_share if in_window else guaranteed_share)",
        "贷款本金 × （在期内结清时为科保贷比例，否则为科担贷比例）",
        "loan principal × (insured share if settled in the window, otherwise guaranteed share)",
    ),
    (
        'sum(f.amount for f in loan.flows if f.kind == "interest")',
        "资金流水中款项为利息的金额之和",
        "the sum of amount over cash flows where kind of payment is interest",
    ),
    (
        "sum(f.amount * third for f in loan.flows) * third",
        "（资金流水的（金额 × 三分之一）之和） × 三分之一",
        "(the sum of (amount × one third) over cash flows) × one third",
    ),
    ("count(f for f in loan.flows)", "资金流水的条数", "the number of records of cash flows"),
    (
        "count(f.amount > limit for f in loan.flows if f.on < window_to)",
        "资金流水中日期 < 结清期止 且 金额 > 单笔本金上限的条数",
        "the number of records of cash flows where date < last day of settling and amount > limit of one loan",
    ),
    ("min(f.amount for f in loan.flows)", "资金流水的最小金额", "the smallest amount over cash flows"),
    ("max(f.amount for f in loan.flows)", "资金流水的最大金额", "the largest amount over cash flows"),
    ("min(f.on for f in loan.flows)", "资金流水的最早日期", "the earliest date over cash flows"),
    ("max(e.from_ for e in loan.extensions)", "延期的最晚延期起", "the latest prolonged from over prolongations"),
    (
        'any(a.level == "municipal" for a in other_aid if a.kind in aid_kinds)',
        "同一贷款的其他补贴中有补贴类型为贴息、保费补贴之一 且 财政层级为市级的记录",
        "there is a record of other aid for the same loan where kind of aid is one of interest subsidy, premium subsidy"
        " and level of government is municipal",
    ),
    (
        'not any(a.level == "municipal" for a in other_aid)',
        "同一贷款的其他补贴中没有财政层级为市级的记录",
        "there is no record of other aid for the same loan where level of government is municipal",
    ),
    ("any(True for f in loan.flows)", "有资金流水的记录", "there is a record of cash flows"),
    (
        'all(f.amount > 0 for f in loan.flows if f.kind == "fee" or f.kind == "premium")',
        "资金流水中（款项为费用 或 款项为保费）的每条记录均满足：金额 > 0",
        "for every record of cash flows where (kind of payment is fee or kind of payment is premium): amount > 0",
    ),
    (
        'held("高新技术企业", on=loan.signed_on)',
        "合同签订日持有有效的“高新技术企业”资质",
        "a valid “高新技术企业” is held (day: signed on)",
    ),
    (
        'not held("高新技术企业", on=loan.signed_on)',
        "并非（合同签订日持有有效的“高新技术企业”资质）",
        "not (a valid “高新技术企业” is held (day: signed on))",
    ),
    (
        "loan.interest_paid / loan.principal <= third",
        "实付利息 ÷ 贷款本金 ≤ 三分之一",
        "interest paid ÷ loan principal ≤ one third",
    ),
    (
        'years(loan.disbursed_on, loan.settled_on, "actual/360")',
        "放款日至本息结清日的年数（实际天数/360）",
        "years from disbursed on to settled on (actual days over 360)",
    ),
    (
        'lpr_days("1Y", loan.disbursed_on, loan.settled_on)',
        "放款日至本息结清日逐日1年期LPR之和（算头不算尾）",
        "the sum of each day's 1-year LPR from disbursed on to settled on (the first day counts, the last does not)",
    ),
    (
        "balance_days(loan.disbursed_on, loan.settled_on)",
        "放款日至本息结清日逐日余额之和（算头不算尾）",
        "the sum of each day's balance from disbursed on to settled on (the first day counts, the last does not)",
    ),
    (
        'balance_lpr_days("5Y", loan.disbursed_on, loan.settled_on)',
        "放款日至本息结清日逐日余额 × 5年期以上LPR之和（算头不算尾）",
        "the sum of each day's balance × over 5 years LPR from disbursed on to settled on "
        "(the first day counts, the last does not)",
    ),
    (
        'interest_settled(loan.disbursed_on, loan.settled_on, loan.rate, "actual/360", "at-maturity")',
        "放款日至本息结清日按合同年利率计的利息（实际天数/360；利随本清）",
        "interest from disbursed on to settled on at annual contract rate"
        " (actual days over 360; settled with the principal)",
    ),
    # Parentheses only where precedence needs them.
    (
        "limit - (limit - counted)",
        "单笔本金上限 - （单笔本金上限 - 计入本金）",
        "limit of one loan - (limit of one loan - counted principal)",
    ),
    (
        "(limit - limit) - counted",
        "单笔本金上限 - 单笔本金上限 - 计入本金",
        "limit of one loan - limit of one loan - counted principal",
    ),
    (
        "limit + (limit - counted)",
        "单笔本金上限 + 单笔本金上限 - 计入本金",
        "limit of one loan + limit of one loan - counted principal",
    ),
    (
        "(limit - counted) * share",
        "（单笔本金上限 - 计入本金） × 补贴比例",
        "(limit of one loan - counted principal) × share of the subsidy",
    ),
    (
        "limit * (share / few)",
        "单笔本金上限 × 补贴比例 ÷ 笔数上限",
        "limit of one loan × share of the subsidy ÷ highest number",
    ),
    ("-counted", "-计入本金", "-counted principal"),
    ("limit - -counted", "单笔本金上限 - （-计入本金）", "limit of one loan - (-counted principal)"),
    ("limit + -counted", "单笔本金上限 + （-计入本金）", "limit of one loan + (-counted principal)"),
    ("-(limit - counted)", "-（单笔本金上限 - 计入本金）", "-(limit of one loan - counted principal)"),
    ("-counted * share", "（-计入本金） × 补贴比例", "(-counted principal) × share of the subsidy"),
    (
        "counted <= limit * share + limit",
        "计入本金 ≤ 单笔本金上限 × 补贴比例 + 单笔本金上限",
        "counted principal ≤ limit of one loan × share of the subsidy + limit of one loan",
    ),
]
NOT_WRITTEN = [
    (
        rounded_to("counted * share / year * loan_months", "half-up", "0.01元"),
        "计入本金 × 补贴比例 ÷ 一年 × 实际贷款月份，四舍五入到0.01元",
        "counted principal × share of the subsidy ÷ one year × actual loan months,"
        " rounded half away from zero to 0.01 yuan",
    ),
    (
        rounded_to("counted * loan.interest_paid / (loan.principal + limit)", "down", "1元"),
        "计入本金 × 实付利息 ÷ （贷款本金 + 单笔本金上限），舍去到1.00元",
        "counted principal × interest paid ÷ (loan principal + limit of one loan), rounded toward zero to 1.00 yuan",
    ),
    (
        tier("loan.principal", ("<100万元", "7%"), ("<=500万元", "6%"), ("", "0%")),
        "按贷款本金分档：小于1,000,000.00元的为7%；不小于1,000,000.00元 且 不超过5,000,000.00元的为6%；"
        "大于5,000,000.00元的为0%",
        "by loan principal: below 1,000,000.00 yuan: 7%; at least 1,000,000.00 yuan and at most 5,000,000.00 yuan: 6%;"
        " above 5,000,000.00 yuan: 0%",
    ),
    (
        tier("loan.principal", ("<=100万元", "40%"), ("", "30%"), slices=True),
        "按贷款本金分段累计：不超过1,000,000.00元的为40%；大于1,000,000.00元的为30%",
        "by slices of loan principal: at most 1,000,000.00 yuan: 40%; above 1,000,000.00 yuan: 30%",
    ),
    (
        tier("loan.principal", ("", "5万元")),
        "按贷款本金分档：任意值的为50,000.00元",
        "by loan principal: any value: 50,000.00 yuan",
    ),
    (node_of("True"), "是", "yes"),
]
PART = Apply(
    *(getattr(node_of("limit"), f.name) for f in dataclasses.fields(Node)),
    function="split",
    kernel="part",
    static=("1",),
    arguments=(node_of("limit"), node_of("few"), node_of("1")),
)
NOT_WRITTEN.append(
    (PART, "单笔本金上限按笔数上限：1分摊的第2份", "part 2 of limit of one loan, shared as highest number : 1")
)
EVERY = [(node_of(formula), zh, en) for formula, zh, en in SAID] + NOT_WRITTEN


@pytest.mark.parametrize(("node", "zh", "en"), EVERY, ids=[f for f, *_ in SAID] + [e for *_, e in NOT_WRITTEN])
def test_words(node: Node, zh: str, en: str) -> None:
    words = in_words(node, PROGRAM)
    assert words.say("zh") == zh
    assert words.say("en") == en


def test_every_kind_of_node_has_words() -> None:
    kinds = {c for c in vars(nodes).values() if isinstance(c, type) and issubclass(c, Node)} - {Node}
    assert FORMULA.keys() == kinds - {Texts, Records}  # which their owners say
    assert {type(n) for node, *_ in EVERY for n in walk(node)} >= FORMULA.keys()


def test_every_kernel_has_words() -> None:
    used = {n.kernel for node, *_ in EVERY for n in walk(node) if isinstance(n, Apply)}
    assert used == KERNELS.keys()


def test_a_rescaled_node_is_invisible() -> None:
    node = node_of('loan.rate + lpr("1Y", on=loan.signed_on)')
    assert any(isinstance(n, nodes.Rescaled) for n in walk(node))
    assert in_words(node, PROGRAM).say("zh") == "合同年利率 + 1年期LPR（合同签订日）"
