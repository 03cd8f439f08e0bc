"""What the functions of the language and their parameters mean, in sentences; the code has their names and labels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from subsidy.language.nodes import Gathering
from subsidy.messages import Label

MEANINGS: Final[Mapping[str, Label]] = {
    "min": Label("几个值中最小的；日期也可以", "the smallest of several values, also of dates"),
    "max": Label("几个值中最大的；日期也可以", "the largest of several values, also of dates"),
    "layer": Label(
        "一个值在两个高度之间的部分，至少为0", "the part of a value that lies between two heights, at least 0"
    ),
    "days": Label(
        "天数，算头不算尾；截止不晚于起始时为0", "days, first in and last out; 0 unless the end is after the start"
    ),
    "months": Label("月数；截止不晚于起始时为0", "months; 0 unless the end is after the start"),
    "years": Label("按计息基础折算的年数", "the share of years by a day-count convention"),
    "year_of": Label("日期所在的公历年", "the calendar year of a day"),
    "first_day": Label("所在年、半年、季度或月的首日", "the first day of the year, half, quarter or month of a day"),
    "last_day": Label("所在年、半年、季度或月的末日", "the last day of the year, half, quarter or month of a day"),
    "held": Label(
        "该日持有某项有效资质；没有写明起止日的证书，结果可能是未知",
        "whether a qualification is valid on a day; unknown where only a certificate without its days could decide",
    ),
    "interest_paid": Label("期间内资金流水中的利息之和", "the sum of the interest among the cash flows of a window"),
    "balance_days": Label("逐日本金余额之和（元·天）", "the sum of each day's balance of principal, in yuan-days"),
    "interest_settled": Label(
        "按结息日逐期计算、每期四舍五入到分的利息之和",
        "interest settlement by settlement, each rounded half up to the fen, and summed",
    ),
}
PARAMETERS: Final[Mapping[str, Label]] = {
    "items": Label("两个或更多的值", "two values or more"),
    "value": Label("被切分的值", "the value that is cut"),
    "over": Label("下界", "the lower height"),
    "up_to": Label("上界", "the upper height"),
    "start": Label("起始日", "the day on which the span begins"),
    "end": Label("截止日", "the day on which it ends"),
    "counting": Label(
        "足月、起始月或天数折算，见下表；也可以是口径",
        "how months count, see below; may be a reading",
    ),
    "basis": Label("计息基础，见下表；也可以是口径", "a day-count convention, see below; may be a reading"),
    "day": Label("日期", "a day"),
    "period": Label("期间，见下表", "a period, see below"),
    "of": Label("所在的日期", "a day in it"),
    "kind": Label("资质名称", "the qualification's name"),
    "on": Label("哪一天", "the day"),
    "first": Label("首日（计入）", "the first day, which counts"),
    "last": Label("末日（计入）", "the last day, which counts"),
    "until": Label("截止日（不计入）", "the day that ends it, which does not count"),
    "rate": Label("年利率，不低于0", "an annual rate, at least 0"),
    "settlement": Label("结息方式，见下表；也可以是口径", "when interest is settled, see below; may be a reading"),
    "tenor": Label("期限，如 1Y", "the tenor, such as 1Y"),
}
RATE_FUNCTIONS: Final[Mapping[str, Label]] = {
    "TABLE(tenor, on)": Label(
        "该日执行的参考利率；首个报价之前为未知", "the reference rate in force on a day; unknown before the first quote"
    ),
    "TABLE_days(tenor, first, until)": Label("逐日参考利率之和", "the sum of each day's reference rate"),
    "balance_TABLE_days(tenor, first, until)": Label(
        "逐日本金余额与参考利率的乘积之和", "the sum of each day's balance times its rate"
    ),
}
GATHERINGS: Final[Mapping[Gathering, Label]] = {
    "sum": Label("各条记录的值之和；没有记录时为0", "the sum over the records; 0 of none"),
    "count": Label("记录的条数", "how many records there are"),
    "any": Label("至少一条记录成立", "whether one of the records fulfils it"),
    "all": Label("每条记录都成立；没有记录时成立", "whether all of the records fulfil it; true of none"),
    "min": Label("各条记录中最小的值；没有记录时为未知", "the smallest over the records; unknown of none"),
    "max": Label("各条记录中最大的值；没有记录时为未知", "the largest over the records; unknown of none"),
}
