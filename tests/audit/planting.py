"""Differences of every kind planted in rows that are in order; each amount is worked out by hand, not by the engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, Final, NamedTuple

from tests.audit.rows import Row, by_days, by_flows, by_months, renamed


class Plant(NamedTuple):
    """What the audit must say of a row: its verdict, the kind of cause (empty: none), and words of the cause."""

    verdict: str
    kind: str = ""
    words: str = ""


@dataclass
class Planted:
    """Rows by number, what is claimed for each in fen where it is not what is right, and what was planted."""

    make: Callable[..., Row]
    first: int
    rows: dict[int, Row] = field(default_factory=dict)
    claimed: dict[int, int | None] = field(default_factory=dict)
    plants: dict[int, Plant] = field(default_factory=dict)
    findings: dict[str, list[set[int]]] = field(default_factory=dict)

    def add(self, **other: Any) -> int:
        """One more row in order; facts as `renamed` has them."""
        number = self.first + len(self.rows)
        self.rows[number] = self.make(number, **renamed(**other))
        return number

    def plant(self, plant: Plant, claimed: int | None, **other: Any) -> int:
        """A row for which something else is claimed."""
        number = self.add(**other)
        self.plants[number] = plant
        self.claimed[number] = claimed
        return number

    def found(self, check: str, *rows: int) -> None:
        """Rows that a check must find together."""
        self.findings.setdefault(check, []).append(set(rows))


def fen(amount: Fraction, rounding: str = ROUND_HALF_UP, step: str = "0.01") -> int:
    """An exact amount in yuan, rounded to a step in yuan, in fen."""
    quotient = amount / Fraction(step)
    exact = Decimal(quotient.numerator) / Decimal(quotient.denominator)
    return int(exact.quantize(Decimal(1), rounding) * Decimal(step) * 100)


def months_planted(first: int = 1) -> Planted:
    """2.6% (1% of guaranteed loans) of the principal a year, by completed months, at most twelve; one loan each."""
    made = Planted(by_months, first)
    made.add(contract=IN_TWO_SCHEMES)
    for _ in range(60):
        made.add()
    _readings_and_roundings(made)
    _caps_and_conditions(made)
    _slips(made)
    _limits(made)
    _odd_batches(made)
    for _ in range(60):
        made.add()
    return made


def _readings_and_roundings(made: Planted) -> None:
    """From 2023-03-10 to 2023-09-25 are six months and fifteen days; to 2023-10-31 it is 235 days."""
    loan = {"product": "科保贷", "principal": "1234569", "disbursed_on": "2023-03-10", "settled_on": "2023-09-25"}
    year = Fraction(1_234_569 * 26, 1_000)  # half of it is 16,049.397
    made.plant(Plant("over", "reading", "a started month counts whole"), fen(year * 7 / 12), **loan)
    twice = Plant("over", "reading", "days divided by 30, and from which day to which")
    made.plant(twice, fen(year * 235 / 30 / 12), **loan, matures_on="2023-10-31")
    made.plant(Plant("under", "rounding", "rounded otherwise: toward zero"), fen(year / 2, ROUND_DOWN), **loan)
    made.plant(
        Plant("under", "rounding", "rounded more coarsely: to 1.00 yuan (toward zero)"),
        fen(year / 2, ROUND_DOWN, "1"),
        **loan,
    )
    made.plant(
        Plant("under", "coarse", "rounded more coarsely: to 10,000.00 yuan"),
        fen(year / 2, ROUND_DOWN, "10000"),
        **loan,
    )
    even = Plant("under", "rounding", "rounded otherwise: half to even")
    half = loan | {"product": "科担贷", "principal": "1000001"}  # 5,000.005
    made.plant(even, fen(Fraction(1_000_001, 200), ROUND_HALF_EVEN), **half)
    monthly = Fraction(fen(Fraction(1_234_567 * 26, 12_000)), 100)  # 2,674.895
    first = Plant("over", "rounding", "what one month comes to rounded first")
    made.plant(first, fen(monthly * 6), **loan | {"principal": "1234567"})
    days = 199  # from 2023-03-10 to 2023-09-25
    made.plant(Plant("over", "days", "days divided by 365, times 12"), fen(year * days / 365), **loan)
    both = Plant("over", "days", "days with both ends, divided by 360, times 12")
    made.plant(both, fen(year * (days + 1) / 360), **loan)
    part = Plant("under", "rounding", "the part of a year rounded to 2 decimals first")  # 0.58 of seven twelfths
    made.plant(part, fen(year * 58 / 100), **loan | {"settled_on": "2023-10-25"})


def _caps_and_conditions(made: Planted) -> None:
    """From 2022-04-10 to 2023-08-25 are sixteen months; the reference rate of 2023-02 is 3.65%."""
    long = {"product": "科保贷", "principal": "2000000", "disbursed_on": "2022-04-10", "settled_on": "2023-08-25"}
    made.plant(Plant("over", "cap", "without regard to one year"), fen(Fraction(52_000 * 16, 12)), **long)
    short = {"principal": "3000000", "disbursed_on": "2023-02-10", "settled_on": "2023-08-15", "product": "科担贷"}
    made.plant(Plant("over", "branch", "share for insured loans"), fen(Fraction(3_000_000 * 26, 2_000)), **short)
    cheap = Plant("not-eligible", "condition", "not below the same-period LPR")
    made.plant(cheap, fen(Fraction(15_000)), **short, rate="3.2%")
    above = Plant("not-eligible", "reading", "its first 5 million counts")
    made.plant(above, fen(Fraction(25_000)), **short | {"principal": "600万元"})
    made.plant(Plant("not-claimed"), 0, **short)
    made.plant(Plant("not-claimed"), None, **short)
    made.plant(Plant("not-recomputed"), fen(Fraction(15_000)), **short | {"rate": None})
    made.plant(Plant("not-recomputed"), fen(Fraction(15_000)), **short | {"rate": "4.15"})
    made.plant(Plant("over", ""), fen(Fraction("15123.97")), **short)
    cost = {
        "borrower__on_filed_list": "是",
        "interest_paid": "45万元",
        "cover__kind": "insurance",
        "cover__premium": "0",
    }
    insured = short | cost | {"product": "科保贷"}
    made.plant(Plant("over", "edition", "under another edition: 2022"), fen(Fraction(90_000)), **insured)


def _slips(made: Planted) -> None:
    """A guaranteed loan of 3,216,800 yuan for six months gives 16,084.00 yuan."""
    loan = {"principal": "3216800", "disbursed_on": "2023-02-10", "settled_on": "2023-08-15", "product": "科担贷"}
    made.plant(Plant("under", "figure", "10,000 yuan, to two decimals"), fen(Fraction("1.61")), **loan)
    made.plant(Plant("over", "figure", "10 times the amount"), fen(Fraction(160_840)), **loan)
    made.plant(Plant("over", "figure", "two neighbouring digits exchanged"), fen(Fraction(61_084)), **loan)
    made.plant(Plant("over", "benefit", "technology-loan subsidy counted twice"), fen(Fraction(32_168)), **loan)
    other = made.add(**loan | {"principal": "3333800"})  # 16,669.00, and no other row comes to this
    made.plant(Plant("over", "row", f"row {other}"), fen(Fraction(16_669)), **loan)


def _limits(made: Planted) -> None:
    """One loan for each enterprise, the largest amount: 10,000 and 12,000 yuan, the first of them disbursed first."""
    smaller = {"principal": "2000000", "disbursed_on": "2023-02-10", "settled_on": "2023-08-15", "product": "科担贷"}
    larger = {"principal": "2400000", "disbursed_on": "2023-02-20", "settled_on": "2023-08-25", "product": "科担贷"}
    both, not_applied = {"borrower__name": "两笔都报有限公司"}, Plant("over", "limit", "a limit not applied")
    made.found(
        "beyond-limit", made.plant(not_applied, fen(Fraction(10_000)), **smaller, **both), made.add(**larger, **both)
    )
    first = {"borrower__name": "先到先得有限公司"}
    made.plant(
        Plant("over", "limit", "in another order: by signed on or by disbursed on"),
        fen(Fraction(10_000)),
        **smaller,
        **first,
    )
    made.plant(
        Plant("not-claimed", "limit", "in another order: by signed on or by disbursed on"),
        0,
        **larger,
        **first,
    )
    granted = [{"scheme": "wuhan/tech-loan-subsidy", "year": "2024", "amount": "1万元"}]
    made.plant(Plant("over", "limit", "granted before not deducted"), fen(Fraction(12_000)), **larger, granted=granted)


def _odd_batches(made: Planted) -> None:
    """What is odd though every amount but those of the split loan is right."""
    loan = {"disbursed_on": "2023-02-10", "settled_on": "2023-08-15", "product": "科担贷"}
    same = {"contract": "重复号", "principal": "2000000"}
    rows = (
        made.add(borrower__name="光谷示例（武汉）科技有限公司", **same, **loan),
        made.add(borrower__name="光谷示例武汉科技有限责任公司", **same, **loan),
    )
    made.found("same-contract", *rows)
    made.found("alike-names", *rows)
    name, code = {"borrower__name": "同名示例有限公司"}, "borrower__uscc"
    made.found("several-codes", made.add(**name, **{code: CODES[0]}), made.add(**name, **{code: CODES[1]}))
    renamed = made.add(borrower__name="旧名示例有限公司", principal="2000000", **{code: CODES[2]}, **loan)
    second = {"borrower__name": "新名示例有限公司", "principal": "1900000", code: CODES[2], **loan}
    made.found("several-names", renamed, made.plant(Plant("agree"), 0, **second))
    split = {
        "borrower__name": "拆分示例有限公司",
        "principal": "300万元",
        "product": "科担贷",
        "settled_on": "2023-08-15",
    }
    one = made.add(disbursed_on="2023-02-01", **split)
    cut = Plant("over", "limit", "a limit not applied")
    two = made.plant(cut, fen(Fraction(12_500)), disbursed_on="2023-03-03", **split)  # five months
    for check in ("split", "beyond-limit", "overlapping-contracts"):
        made.found(check, one, two)


IN_TWO_SCHEMES: Final = "两处号"
CODES: Final = ("91420100MA4K88800X", "91420100MA4K888011", "91420100MA4K888024")


def days_planted(first: int, other: int) -> Planted:
    """Half of the interest at the 1-year LPR, 3.85% all through, by days over 360; at most a million of a borrower."""
    made = Planted(by_days, first)
    made.found("two-schemes", other, made.add(contract=IN_TWO_SCHEMES))
    for _ in range(60):
        made.add()
    loan = {"principal": "2345678", "disbursed_on": "2021-03-01", "settled_on": "2021-07-15"}
    days = (date(2021, 7, 15) - date(2021, 3, 1)).days
    principal = Fraction(2_345_678)
    made.plant(Plant("over", "days", "end days: both end days count"), _half(principal, days + 1), **loan)
    made.plant(Plant("under", "reading", "actual days over 365"), _half(principal, days, year=365), **loan)
    made.plant(Plant("under", "days", "30/360"), _half(principal, 4 * 30 + 14), **loan)
    made.plant(Plant("over", "rate", "5 years LPR"), _half(principal, days, rate="0.0465"), **loan)
    once = next(p for p in range(2_000_000, 2_100_000) if _exact(p, days) != _half(Fraction(p), days))
    made.plant(Plant("under", "rounding", "rounded only once"), _exact(once, days), **loan | {"principal": str(once)})
    odd = next(p for p in range(2_000_000, 2_100_000) if _interest(Fraction(p), days) % 2)
    cut = Plant("under", "rounding", "half of it rounded otherwise")
    made.plant(cut, _interest(Fraction(odd), days) // 2, **loan | {"principal": str(odd)})
    large = Plant("over", "cap", "without regard to most for one enterprise")
    alone = made.plant(large, _half(Fraction(200_000_000), days), **loan | {"principal": "2亿元"})
    made.found("beyond-limit", alone)
    hundred = loan | {"principal": "1亿元"}
    above, whole = {"borrower__name": "一户两笔有限公司"}, _half(Fraction(100_000_000), days)
    not_applied = Plant("over", "limit", "a limit not applied")
    one = made.plant(not_applied, whole, **hundred, **above)
    rows = (one, made.plant(not_applied, whole, **hundred, **above, rate="4.6%"))
    made.found("beyond-limit", *rows)
    made.found("overlapping-contracts", *rows)
    in_turn = {"borrower__name": "先后两笔有限公司"}
    later = hundred | {"principal": "9000万元", "disbursed_on": "2021-03-02"}
    made.plant(Plant("over", "limit", "in another order"), whole, **hundred, **in_turn)
    made.plant(Plant("under", "limit", "in another order"), 100_000_000 - whole, **later, **in_turn)
    _overlaps(made)
    for _ in range(60):
        made.add()
    return made


def _overlaps(made: Planted) -> None:
    """Times of one borrower at one lender: one day in common, or none; one contract in two parts."""
    same = {"borrower__name": "重叠示例有限公司", "principal": "2000000"}
    one = made.add(disbursed_on="2021-02-01", settled_on="2021-05-02", **same)
    two = made.add(disbursed_on="2021-05-01", settled_on="2021-07-01", **same)
    made.add(disbursed_on="2021-07-01", settled_on="2021-09-01", **same)
    made.found("overlapping-contracts", one, two)
    parts = {"borrower__name": "分段示例有限公司", "contract": "分段号"}
    first = made.add(disbursed_on="2021-02-01", settled_on="2021-05-02", principal="1000000", **parts)
    second = made.add(disbursed_on="2021-05-01", settled_on="2021-07-01", principal="1200000", **parts)
    made.found("overlapping-parts", first, second)
    made.found("same-contract", first, second)


def _interest(principal: Fraction, days: int, rate: str = "0.0385", year: int = 360) -> int:
    return fen(principal * Fraction(rate) * days / year)


def _half(principal: Fraction, days: int, rate: str = "0.0385", year: int = 360) -> int:
    return fen(Fraction(_interest(principal, days, rate, year), 200))


def _exact(principal: int, days: int) -> int:
    return fen(principal * Fraction("0.0385") * days / 720)


def flows_planted(first: int) -> Planted:
    """Half of the interest paid and of the premium; 80% of the interest that arose in a span of relief, by days."""
    made = Planted(by_flows, first)
    for _ in range(40):
        made.add()
    paid = [_paid("2021-05-01", "利息", "20000.33"), _paid("2021-08-01", "利息", "30000.12")]
    loan = {"disbursed_on": "2021-03-01", "settled_on": "2021-08-01", "cover__premium": "40000"}
    penalty = [*paid, _paid("2021-08-01", "罚息", "1234.56")]
    gross = fen(Fraction("51235.01") / 2) + fen(Fraction(20_000))
    made.plant(Plant("over", "interest", "penalty and compound interest counted"), gross, **loan, flows=penalty)
    interest, premium = fen(Fraction("50000.45") / 2), fen(Fraction(20_000))
    made.plant(Plant("under", "benefit", "without premium subsidy"), interest, **loan, flows=paid)
    made.plant(Plant("over", "benefit", "premium subsidy counted twice"), interest + 2 * premium, **loan, flows=paid)
    whole = Plant("over", "part", "share of the premium left out")
    made.plant(whole, interest + 2 * premium, **loan, flows=paid)
    dear = loan | {"cover__premium": "120万元"}
    ceiling = Plant("over", "cap", "without regard to ceiling of the premium")
    made.plant(ceiling, interest + fen(Fraction(600_000)), **dear, flows=paid)
    relief = {"disbursed_on": "2022-04-01", "settled_on": "2022-09-01", "application__submitted_on": "2022-12-01"}
    arose = Fraction(fen(Fraction(3_000_000) * Fraction("0.045") * 153 / 365), 100)
    shared = fen(arose * Fraction("0.8") + (80_000 - arose) / 2)
    flows = [_paid("2022-06-01", "利息", "40000"), _paid("2022-09-01", "利息", "40000")]
    year = Plant("under", "days", "days of a year: 365 in place of 360")
    made.plant(year, shared + premium, **relief, principal="3000000", cover__premium="40000", flows=flows)
    aid = [{"kind": "interest", "level": "district", "program": "示例区级贴息", "amount": "1万元"}]
    made.found("other-aid", made.add(other_aid=aid))
    for _ in range(40):
        made.add()
    return made


def _paid(on: str, kind: str, amount: str) -> dict[str, str]:
    return {"on": on, "kind": kind, "amount": amount}
