"""The three Wuhan notices a second time, in plain fractions, written from their texts and from nothing else.

Each function takes complete facts and one choice for every open question, and gives the subsidy in yuan, exact to the
fen, or None where the notice gives nothing.
"""

import csv
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

LPR = Path(__file__).parents[2] / "schemes/rates/lpr.csv"
TEN_THOUSAND = 10_000


def fen(amount: Fraction) -> Decimal:
    """Half up, to the fen."""
    return Decimal(int(amount * 100 + Fraction(1, 2))) / 100


def later(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month where it has no such day."""
    number = day.year * 12 + day.month - 1 + months
    for candidate in range(day.day, 0, -1):
        try:
            return date(number // 12, number % 12 + 1, candidate)
        except ValueError:
            continue
    raise AssertionError(day)


def months(start: date, end: date, counting: str) -> Fraction:
    if end <= start:
        return Fraction(0)
    if counting == "thirtieths":
        return Fraction((end - start).days, 30)
    whole = 0
    while later(start, whole + 1) <= end:
        whole += 1
    begun = counting == "started" and later(start, whole) < end
    return Fraction(whole + begun)


@cache
def quotes() -> list[tuple[date, Fraction]]:
    with LPR.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [(date.fromisoformat(row["published"]), Fraction(row["1Y"].rstrip("%")) / 100) for row in rows]


def lpr(day: date) -> Fraction:
    """The one-year rate of the last publication up to the day."""
    return [rate for published, rate in quotes() if published <= day][-1]


def in_time(application: Any, first: date, last: date) -> bool:
    filing = application.application
    return filing is None or filing.submitted_on is None or first <= filing.submitted_on <= last


def cost(application: Any) -> Fraction:
    return Fraction(application.loan.interest_paid) + Fraction(application.cover.premium)


def notice_2019(application: Any, readings: Mapping[str, str]) -> Decimal | None:
    loan, borrower = application.loan, application.borrower
    principal = Fraction(loan.principal)
    repaid_by = {"filing": date(2019, 8, 19), "window": date(2019, 7, 31)}[readings["repaid_by"]]
    refused = (
        borrower.city not in ("武汉", "武汉市")
        or not borrower.on_filed_list
        or loan.product != "科保贷"
        or not date(2017, 9, 20) <= loan.disbursed_on <= date(2019, 7, 31)
        or loan.settled_on > repaid_by
        or "municipal" in [aid.level for aid in application.other_aid]
        or not in_time(application, date(2019, 8, 8), date(2019, 8, 19))
    )
    if refused:
        return None
    if principal >= 300 * TEN_THOUSAND:
        return Decimal(20 * TEN_THOUSAND)
    if principal >= 200 * TEN_THOUSAND:
        return Decimal(13 * TEN_THOUSAND)
    if principal >= 100 * TEN_THOUSAND:
        return Decimal(7 * TEN_THOUSAND)
    if cost(application) > 5 * TEN_THOUSAND:
        return Decimal(5 * TEN_THOUSAND)
    return fen(cost(application)) if readings["low_cost"] == "actual_cost" else None


def counted_months(loan: Any, prolonging: list[Any], readings: Mapping[str, str]) -> Fraction:
    """At most twelve of the loan's months, unless it was prolonged and all of them count."""
    end = loan.settled_on
    if readings["month_base"] == "contract":
        end = max([loan.matures_on, *(extension.to for extension in prolonging)])
    actual = months(loan.disbursed_on, end, readings["loan_months"])
    every = bool(prolonging) and readings["extended_months"] == "all"
    return actual if every else min(actual, Fraction(12))


def notice_2022(application: Any, readings: Mapping[str, str]) -> Decimal | None:
    loan, borrower = application.loan, application.borrower
    principal = Fraction(loan.principal)
    refused = (
        borrower.city not in ("武汉", "武汉市")
        or not borrower.on_filed_list
        or loan.product != "科保贷"
        or not date(2021, 7, 1) <= loan.settled_on <= date(2022, 6, 30)
        or principal > 500 * TEN_THOUSAND
        or any(
            aid.level == "municipal" and aid.kind in ("interest", "premium") and aid.year == 2022
            for aid in application.other_aid
        )
        or not in_time(application, date(2022, 7, 8), date(2022, 7, 24))
    )
    if refused:
        return None
    share = Fraction(7, 100) if principal <= 100 * TEN_THOUSAND else Fraction(6, 100)
    prolonging = [e for e in loan.extensions if e.kind == "ordinary" or e.epidemic]
    standard = fen(principal * share * counted_months(loan, prolonging, readings) / 12)
    return min(standard, fen(cost(application)))


def notice_2024(application: Any, readings: Mapping[str, str]) -> Decimal | None:
    loan, borrower = application.loan, application.borrower
    principal, limit = Fraction(loan.principal), Fraction(500 * TEN_THOUSAND)
    floor = lpr(loan.signed_on if readings["lpr_day"] == "signing" else loan.disbursed_on)
    certified = any(
        q.kind in ("高新技术企业", "科技型中小企业") and q.from_ <= loan.signed_on <= q.to
        for q in borrower.qualifications
    )
    refused = (
        borrower.city not in ("武汉", "武汉市")
        or not certified
        or loan.product not in ("科保贷", "科担贷")
        or not date(2023, 7, 1) <= loan.settled_on <= date(2024, 6, 30)
        or (principal > limit and readings["over_limit"] == "refused")
        or Fraction(loan.rate) < floor
        or any(aid.level == "municipal" and aid.kind in ("interest", "premium") for aid in application.other_aid)
        or not in_time(application, date(2024, 7, 2), date(2024, 7, 16))
    )
    if refused:
        return None
    share = Fraction(26, 1000) if loan.product == "科保贷" else Fraction(1, 100)
    prolonging = [e for e in loan.extensions if e.kind == "ordinary"]
    return fen(min(principal, limit) * share * counted_months(loan, prolonging, readings) / 12)


NOTICES: Mapping[str, Callable[[Any, Mapping[str, str]], Decimal | None]] = {
    "2019": notice_2019,
    "2022": notice_2022,
    "2024": notice_2024,
}
