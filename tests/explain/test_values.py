"""Values in words are exact, in both languages."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.explain import value_in_words
from subsidy.explain.values import difference_in_words
from subsidy.facts.cover import COVER_KINDS
from subsidy.kinds import COUNT, DATE, DAY, DAYS, FLAG, MONEY, MONTH, MONTHS, RATE, SHARE, TEXT, YUAN, Kind
from subsidy.language.scope import Bounded
from subsidy.language.types import Type, of_kind

FEN = Fraction(1, 100)


def a(kind: Kind, unit: Fraction | None = None) -> Bounded:
    return Bounded(of_kind(kind), unit or kind.unit, kind.low, kind.high)


def of(type_: Type, unit: Fraction) -> Bounded:
    return Bounded(type_, unit, 0, 0)


@pytest.mark.parametrize(
    ("value", "kind", "zh", "en"),
    [
        (2_600_000, a(MONEY), "26,000.00元", "26,000.00 yuan"),
        (1, a(MONEY), "0.01元", "0.01 yuan"),
        (0, a(MONEY), "0.00元", "0.00 yuan"),
        (-123_456_789, a(MONEY), "-1,234,567.89元", "-1,234,567.89 yuan"),
        (1_234_567, a(MONEY, Fraction(1, 1000)), "1,234.567元", "1,234.567 yuan"),
        (100, a(MONEY, Fraction(1, 3)), "33又1/3元", "33 1/3 yuan"),
        (4_150_000, a(RATE), "4.15%", "4.15%"),
        (3_100_000, a(RATE), "3.10%", "3.10%"),
        (4_123_456, a(RATE), "4.123456%", "4.123456%"),
        (1, a(RATE, Fraction(1, 3)), "33又1/3%", "33 1/3%"),
        (2_600_000, a(SHARE), "2.6%", "2.6%"),
        (-50_000_000, a(SHARE), "-50%", "-50%"),
        (2024, a(COUNT), "2024", "2024"),
        (3, a(COUNT, Fraction(1, 2)), "1.5", "1.5"),
        (1, a(COUNT, Fraction(1, 3)), "1/3", "1/3"),
        (1, a(DAYS), "1天", "1 day"),
        (90, a(DAYS), "90天", "90 days"),
        (6, a(MONTHS), "6个月", "6 months"),
        (16, a(MONTHS, Fraction(1, 3)), "5又1/3个月", "5 1/3 months"),
        (30, of(Type("number", DAY / MONTH), Fraction(1)), "30天/月", "30 days/month"),
        (5, of(Type("number", YUAN, percent=True), FEN), "0.05元", "0.05 yuan"),
        (date(2024, 2, 29).toordinal(), a(DATE), "2024-02-29", "2024-02-29"),
        (True, a(FLAG), "是", "yes"),
        (False, a(FLAG), "否", "no"),
        (None, a(FLAG), "未知", "unknown"),
        (None, a(MONEY), "未知", "unknown"),
        ("科保贷", a(TEXT), "科保贷", "科保贷"),
        ("guarantee", of(of_kind(TEXT, COVER_KINDS), Fraction(1)), "担保", "guarantee"),
        ("other", of(of_kind(TEXT, COVER_KINDS), Fraction(1)), "other", "other"),
    ],
)
def test_a_value_in_words(value: int | str | bool | None, kind: Bounded, zh: str, en: str) -> None:
    words = value_in_words(value, kind)
    assert (words.say("zh"), words.say("en")) == (zh, en)


@given(st.integers(-(10**12), 10**12))
def test_money_is_exact(fen: int) -> None:
    said = value_in_words(fen, a(MONEY)).say("zh")
    assert Decimal(said.removesuffix("元").replace(",", "")) * 100 == fen


@given(st.integers(0, RATE.high), st.sampled_from([RATE, SHARE]))
def test_percents_are_exact(value: int, kind: Kind) -> None:
    said = value_in_words(value, a(kind)).say("en")
    assert Decimal(said.removesuffix("%").replace(",", "")) * 10**6 == value


@given(st.integers(DATE.low, DATE.high))
def test_dates_are_iso(ordinal: int) -> None:
    assert date.fromisoformat(value_in_words(ordinal, a(DATE)).say("en")).toordinal() == ordinal


@pytest.mark.parametrize(
    ("value", "kind", "zh", "en"),
    [
        (Fraction(-1_000_000, 100), MONEY, "10,000.00元", "10,000.00 yuan"),
        (Fraction(-45, 10_000), RATE, "0.45个百分点", "0.45pp"),
        (Fraction(1, 300), SHARE, "1/3个百分点", "1/3pp"),
        (Fraction(5), DATE, "5天", "5 days"),
        (Fraction(-1), DATE, "1天", "1 day"),
        (Fraction(2), MONTHS, "2个月", "2 months"),
        (Fraction(2), COUNT, "2", "2"),
    ],
)
def test_a_difference_in_words(value: Fraction, kind: Kind, zh: str, en: str) -> None:
    words = difference_in_words(value, of_kind(kind))
    assert (words.say("zh"), words.say("en")) == (zh, en)
