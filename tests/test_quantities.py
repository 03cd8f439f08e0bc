"""The door for numbers: what it reads, what it refuses and why, and that the way back is exact."""

import decimal
import pickle
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.kinds import (
    COUNT,
    DATE,
    DAY,
    DAYS,
    KINDS,
    MONEY,
    MONTH,
    MONTHS,
    NUMBER,
    PER_YEAR,
    RATE,
    SHARE,
    YUAN,
    Dimension,
    Kind,
)
from subsidy.messages import LANGUAGES, Language
from subsidy.quantities import (
    Quantity,
    QuantityError,
    count,
    day,
    days,
    flag,
    format_date,
    format_money,
    format_percent,
    format_points,
    format_quantity,
    money,
    months,
    parse_quantity,
    rate,
    read,
    share,
    text,
)

PER_MONTH = Dimension(months=-1)
Reader = Callable[[object], object]
MEGABYTE = "9" * 1_000_000

languages = st.sampled_from(LANGUAGES)
amounts = st.one_of(st.integers(MONEY.low, MONEY.high), st.integers(0, 10_000)).map(lambda n: Decimal(n).scaleb(-2))
rates = st.one_of(st.integers(RATE.low, RATE.high), st.integers(0, 500)).map(lambda n: Decimal(n).scaleb(-8))
shares = st.one_of(st.integers(SHARE.low, SHARE.high), st.integers(-500, 500)).map(lambda n: Decimal(n).scaleb(-8))
dates = st.dates(date.fromordinal(DATE.low), date.fromordinal(DATE.high))
fractions = st.one_of(
    st.fractions(-(10**9), 10**9, max_denominator=10**6),
    st.decimals(-(10**12), 10**12, places=6).map(Fraction),
)
# A number of years is read as months, so no quantity has years above the stroke.
dimensions = st.builds(
    Dimension,
    yuan=st.integers(-2, 2),
    days=st.integers(-2, 2),
    months=st.integers(-2, 2),
    years=st.integers(-2, 0),
)


def _wide(ascii_text: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in ascii_text)


# --- parameters: text with any unit ---


@pytest.mark.parametrize(
    ("written", "value", "dimension", "shown"),
    [
        ("3", "3", NUMBER, "plain"),
        ("1.3", "13/10", NUMBER, "plain"),
        ("-1.5", "-3/2", NUMBER, "plain"),
        ("+2", "2", NUMBER, "plain"),
        ("1.3倍", "13/10", NUMBER, "times"),
        ("200万", "2000000", NUMBER, "plain"),
        ("\N{MINUS SIGN}3", "-3", NUMBER, "plain"),
        ("1千元", "1000", YUAN, "plain"),
        ("5\N{EN SPACE}圆", "5", YUAN, "plain"),
        ("3千万", "30000000", NUMBER, "plain"),
        ("1万亿", "1000000000000", NUMBER, "plain"),
        ("1/3", "1/3", NUMBER, "plain"),
        ("5又1/3个月", "16/3", MONTH, "plain"),
        ("5 1/3 months", "16/3", MONTH, "plain"),
        ("1,005又1/3", "3016/3", NUMBER, "plain"),
        ("-1 1/2", "-3/2", NUMBER, "plain"),
        ("200万元", "2000000", YUAN, "plain"),
        ("0.5亿元", "50000000", YUAN, "plain"),
        ("5百万元", "5000000", YUAN, "plain"),
        ("1,234,567.89元", "123456789/100", YUAN, "plain"),
        ("１，２３４，５６７．８９元", "123456789/100", YUAN, "plain"),
        ("¥1,234.50", "2469/2", YUAN, "plain"),
        ("￥ 1,234.50", "2469/2", YUAN, "plain"),
        ("人民币200万元", "2000000", YUAN, "plain"),
        ("RMB 200万", "2000000", YUAN, "plain"),
        ("CNY5.00", "5", YUAN, "plain"),
        ("5 Yuan", "5", YUAN, "plain"),
        ("200\u3000万\u00a0元", "2000000", YUAN, "plain"),
        ("3000元/年", "3000", YUAN * PER_YEAR, "plain"),
        ("10元·天", "10", YUAN * DAY, "plain"),
        ("2.6%", "13/500", NUMBER, "percent"),
        ("１２．５％", "1/8", NUMBER, "percent"),
        ("6.5‰", "13/2000", NUMBER, "percent"),
        ("14.9357779%", "149357779/1000000000", NUMBER, "percent"),
        ("100/3%", "1/3", NUMBER, "percent"),
        ("50bp", "1/200", NUMBER, "points"),
        ("50 BP", "1/200", NUMBER, "points"),
        ("-150BP", "-3/200", NUMBER, "points"),
        ("50个基点", "1/200", NUMBER, "points"),
        ("1.5pp", "3/200", NUMBER, "points"),
        ("1.5个百分点", "3/200", NUMBER, "points"),
        ("1pp/年", "1/100", PER_YEAR, "points"),
        ("2.6% / year", "13/500", PER_YEAR, "percent"),
        ("年利率4.15%", "83/2000", PER_YEAR, "percent"),
        ("年化4.15%/年", "83/2000", PER_YEAR, "percent"),
        ("月利率6.541530‰", "654153/100000000", PER_MONTH, "percent"),
        ("0.05%/天", "1/2000", Dimension(days=-1), "percent"),
        ("12个月", "12", MONTH, "plain"),
        ("3年", "36", MONTH, "plain"),
        ("1.5 years", "18", MONTH, "plain"),
        ("90天", "90", DAY, "plain"),
        ("30日", "30", DAY, "plain"),
        ("１ day", "1", DAY, "plain"),
        ("360天/年", "360", DAY * PER_YEAR, "plain"),
        ("365 days/year", "365", DAY * PER_YEAR, "plain"),
        ("12个月/年", "12", MONTH * PER_YEAR, "plain"),
        ("  3 \n", "3", NUMBER, "plain"),
    ],
)
def test_reads(written: str, value: str, dimension: Dimension, shown: str) -> None:
    assert parse_quantity(written) == (Fraction(value), dimension, shown)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "not a number with a unit"),
        ("元", "not a number with a unit"),
        ("LPR+50BP", "not a number with a unit"),
        ("二百万元", "not a number with a unit"),
        ("5²", "not a number with a unit"),
        ("٣", "not a number with a unit"),
        (".5", "not a number with a unit"),
        ("- 5", "not a number with a unit"),
        ("--5", "not a number with a unit"),
        ("1 234", "not a number with a unit"),
        ("1_000", "not a number with a unit"),
        ("1.2.3", "not a number with a unit"),
        ("12e3", "exponent; write all its digits"),
        ("1.2E-3%", "exponent"),
        ("1,23", "misplaced; write 1.23 or 123, as is meant"),
        ("1,0000元", "misplaced; write 10,000元"),
        ("12,34,567.80元", "misplaced; write 1,234,567.80元"),
        ("1234,567", "misplaced; write 1,234,567"),
        ("1,,234", "misplaced; write 1,234"),
        ("4，15%", "misplaced; write 4.15% or 415%, as is meant"),
        ("5.", "unknown unit: '.'"),
        ("0.5亿亿", "unknown unit: '亿亿'; did you mean 亿"),
        ("3 yeras", "unknown unit: 'yeras'; did you mean years"),
        ("100USD", "unknown unit: 'usd'"),
        ("6月", "unknown unit: '月'; did you mean 个月"),
        ("5%%", "unknown unit: '%%'; did you mean %"),
        ("¥5天", "contradict each other"),
        ("5%元", "contradict each other"),
        ("¥5%", "contradict each other"),
        ("1.3倍天", "contradict each other"),
        ("月利率5‰/年", "contradict each other"),
        ("1/0", "divides by zero"),
        ("1又1/0个月", "divides by zero"),
        ("9" * 101, "has 101 characters"),
        pytest.param(MEGABYTE, "has 1000000 characters", id="megabyte"),
    ],
)
def test_refuses(written: str, reason: str) -> None:
    with pytest.raises(QuantityError, match=re.escape(reason)) as caught:
        parse_quantity(written)
    assert len(caught.value.say("en")) < 250


def test_a_number_as_long_as_may_be_is_read_exactly() -> None:
    assert parse_quantity("9" * 100).value == 10**100 - 1


@given(fractions, dimensions, st.sampled_from(["plain", "times", "percent", "points"]), languages)
def test_a_quantity_said_is_read_as_the_same(
    value: Fraction, dimension: Dimension, shown: str, language: Language
) -> None:
    if any(power > 0 for power in dimension):
        shown = "plain"
    quantity = Quantity(value, dimension, shown)  # type: ignore[arg-type]
    assert parse_quantity(quantity.say(language)) == quantity


@given(fractions, dimensions, languages)
def test_any_dimension_formatted_is_read_as_the_same(value: Fraction, dimension: Dimension, language: Language) -> None:
    again = parse_quantity(format_quantity(value, dimension, language))
    assert (again.value, again.dimension) == (value, dimension)


@given(st.text(), st.sampled_from(["", "3", "200万", "2.6%", "2024-02-3"]))
def test_any_text_is_read_or_refused_with_a_reason(tail: str, start: str) -> None:
    reasons = []
    for reader in (parse_quantity, money, rate, share, count, days, months, day, flag):
        try:
            reader(start + tail)
        except QuantityError as error:
            reasons += [error.say(language) for language in LANGUAGES]
    assert all(reasons)


@given(st.text("0123456789,.%‰万亿元天年月个/·又 +-ebp¥", max_size=12))
def test_what_is_read_says_the_same_when_said_again(written: str) -> None:
    try:
        quantity = parse_quantity(written)
    except QuantityError:
        return
    assert parse_quantity(quantity.say("zh")) == quantity


# --- facts: a value of a known kind ---


@given(amounts, languages)
def test_money_formatted_is_read_as_the_same(amount: Decimal, language: Language) -> None:
    forms = [f"{amount:f}", f"{amount:,f}", f"{amount:,f}元", format_money(amount), f"{amount / 10_000:f}万元"]
    forms += ["¥" + format_money(amount, language), format_quantity(Fraction(amount), YUAN, language)]
    for form in forms:
        for written in (form, _wide(form), f" {form} "):
            assert money(written) == amount, written


@given(amounts)
def test_money_from_exact_values(amount: Decimal) -> None:
    values = [amount, amount.normalize(), Fraction(amount), Decimal(f"{amount}000")]
    if amount == int(amount):
        values.append(int(amount))
    assert {str(money(value)) for value in values} == {f"{amount:.2f}"}


@given(rates, languages)
def test_rate_formatted_is_read_as_the_same(value: Decimal, language: Language) -> None:
    percent = format_percent(value)
    forms = [percent, "年利率" + percent, percent + "/年", format_quantity(Fraction(value), PER_YEAR, language)]
    forms += [format_points(value, language), f"年利率{value * 1000:f}‰"]
    assert {rate(form) for form in forms} | {rate(_wide(form)) for form in forms} == {value}
    assert rate(value) == rate(Fraction(value)) == value


@given(st.integers(0, RATE.high // 12))
def test_a_monthly_rate_is_twelve_times_as_much_a_year(units: int) -> None:
    monthly = Decimal(units).scaleb(-5)
    assert rate(f"月利率{monthly:f}‰") == rate(f"{monthly:f}‰/月") == Decimal(units * 12).scaleb(-8)


@given(shares, languages)
def test_share_formatted_is_read_as_the_same(value: Decimal, language: Language) -> None:
    forms = [format_percent(value, language), format_points(value, language), f"{value * 10_000:f}bp"]
    assert {share(form) for form in forms} | {share(_wide(form)) for form in forms} == {value}
    assert share(value) == share(Fraction(value)) == value


@given(st.integers(0, 2_400), languages)
def test_whole_numbers_formatted_are_read_as_the_same(number: int, language: Language) -> None:
    for reader, dimension in ((count, NUMBER), (days, DAY), (months, MONTH)):
        for form in (str(number), f"{number:,}", format_quantity(Fraction(number), dimension, language)):
            assert reader(form) == reader(_wide(form)) == number
        for value in (number, Decimal(number), Fraction(number), Decimal(f"{number}.00")):
            assert reader(value) == number
        assert type(reader(Decimal(number))) is int


@given(dates)
def test_day_in_every_form(value: date) -> None:
    y, m, d = value.year, value.month, value.day
    forms = [format_date(value), f"{y}-{m}-{d}", f"{y}/{m:02}/{d:02}", f"{y}.{m}.{d}", f"{y}年{m}月{d}日"]
    forms += [f"{y} 年 {m} 月 {d} 日", f"{y}{m:02}{d:02}"]
    assert {day(form) for form in forms} | {day(_wide(form)) for form in forms} == {day(value)} == {value}
    for midnight in (" 00:00:00", "T00:00:00", " 0:00", "T00:00:00.000", "  00:00"):
        assert {day(form + midnight) for form in forms} == {value}
    assert day(datetime.combine(value, time.min)) == value


@given(st.integers(1949, 2199), st.integers(1, 12))
def test_the_day_after_the_last_of_a_month_does_not_exist(year: int, month: int) -> None:
    last = (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    for written in (f"{year}-{month:02}-{last.day + 1}", f"{year}年{month}月{last.day + 1}日"):
        with pytest.raises(QuantityError, match=f"{year} has {last.day} days"):
            day(written)


def test_known_values() -> None:
    assert rate("4.15%") == Decimal("0.0415")
    assert rate("月利率6.541530‰") == rate("6.541530‰/月") == Decimal("0.07849836")
    assert rate("1pp/月") == Decimal("0.12")
    assert rate(Decimal("0.0415")) == Decimal("0.0415")
    assert share("2.6%") == Decimal("0.026")
    assert share(1) == 1
    assert money("200万") == money("200万元") == money("２００万") == 2_000_000
    assert money("9,683.33") == Decimal("9683.33")
    assert money("0.01") == Decimal("0.01")
    assert str(money("-0")) == str(money(Decimal("-0"))) == "0.00"
    assert months("3年") == months("1.5年") * 2 == 36
    assert count("1万") == 10_000
    assert day("2024-02-29") == day("20240229") == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("reader", "written", "remedy"),
    [
        (money, "200美元", "allowed are 元, 千元, 万元, 百万元, 千万元, 亿元"),
        (money, "-", "leave it empty if it is not known"),
        (rate, "N/A", "leave it empty if it is not known"),
        (count, " 无 ", "leave it empty if it is not known"),
        (day, "——", "leave it empty if it is not known"),
        (money, "二百万", "write for example 2000000.00, 2000000 yuan"),
        (money, "200万圈", "allowed are 元, 千元, 万元, 百万元, 千万元, 亿元"),
        (rate, "3.5‰", "write 3.5‰/month or 0.35%, as is meant"),
        (rate, "4.15元人", "allowed are %, ‰, bp, 基点, %/月, ‰/月"),
        (rate, "4.15%%", "did you mean %?"),
        (count, "3户", "write for example 3"),
        (days, "3 dayz", "did you mean days?"),
        (months, "6月", "did you mean 个月?"),
    ],
)
def test_a_hint_names_units_of_the_kind_alone(reader: Reader, written: str, remedy: str) -> None:
    with pytest.raises(QuantityError) as caught:
        reader(written)
    assert str(caught.value.remedy) == remedy


def test_a_number_is_shown_as_people_write_it() -> None:
    with pytest.raises(QuantityError, match=re.escape("-0.00000001 is not within 0%/year to 100%/year")):
        rate(Decimal("-1E-8"))


@pytest.mark.parametrize("written", ["true", "TRUE", " yes ", "是", "有", "ｙｅｓ"])
def test_yes(written: str) -> None:
    assert flag(written) is True


@pytest.mark.parametrize("written", ["false", "No", "否", "无 "])
def test_no(written: str) -> None:
    assert flag(written) is False


def test_flags_and_texts_as_they_are() -> None:
    assert (flag(True), flag(False)) == (True, False)
    assert text(" 武汉 ") == "武汉"


@pytest.mark.parametrize(
    ("kind", "low", "high", "step"),
    [
        (MONEY, Decimal(0), Decimal(10**12), Decimal("0.01")),
        (RATE, Decimal(0), Decimal(1), Decimal("1e-8")),
        (SHARE, Decimal(-100), Decimal(10_000), Decimal("1e-8")),
        (COUNT, 0, 10**9, 1),
        (DAYS, 0, 73_000, 1),
        (MONTHS, 0, 2_400, 1),
        (DATE, date(1949, 10, 1), date(2199, 12, 31), timedelta(days=1)),
    ],
)
def test_bounds_are_the_last_values_that_pass(kind: Kind, low: Any, high: Any, step: Any) -> None:
    for value in (low, low + step, high - step, high):
        assert read(kind, value) == value
    for value in (low - step, high + step):
        with pytest.raises(QuantityError, match="is not within"):
            read(kind, value)


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_kind_has_a_reader(name: str) -> None:
    examples = {"money": "1元", "rate": "1%", "share": "1%", "date": "2024-01-01", "flag": "是"}
    assert read(KINDS[name], examples.get(name, "1")) is not None


@pytest.mark.parametrize("reader", [money, rate, share, count, days, months])
@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (1.0, "1.0 is a binary float, which cannot hold 0.1; pass a text or a Decimal"),
        (float("nan"), "binary float"),
        (True, "found True"),
        (None, "found None"),
        ([1], "found [1]"),
        (date(2024, 1, 1), "found 2024-01-01"),
        (Decimal("NaN"), "NaN is not a finite number"),
        (Decimal("sNaN"), "sNaN is not a finite number"),
        (Decimal("-Infinity"), "-Infinity is not a finite number"),
        (Fraction(1, 3), "1/3 is not a whole multiple of"),
        (Decimal("0.123456789"), "is not a whole multiple of"),
        (Decimal("1E-999999"), "is not a whole multiple of"),
        (Decimal("1E+999999"), "is not within"),
        pytest.param(10**6000, "is not within", id="huge"),
        pytest.param(-(10**6000), "is not within", id="huge negative"),
        pytest.param(Fraction(10**6000), "is not within", id="huge fraction"),
        ("1e3", "exponent"),
        ("50元人", "unknown unit"),
        ("7/1", "found '7/1'"),
        ("７／１", "found '７／１'"),
        ("1.3倍", "found '1.3倍'"),
        pytest.param(MEGABYTE, "has 1000000 characters", id="megabyte"),
    ],
)
def test_no_number(reader: Reader, value: object, reason: str) -> None:
    with pytest.raises(QuantityError, match=re.escape(reason)) as caught:
        reader(value)
    assert len(caught.value.say("zh")) < 250


@pytest.mark.parametrize(
    ("reader", "value", "reason"),
    [
        (money, "12.345", "'12.345' is not a whole multiple of 0.01 yuan"),
        (money, "1.0000001万元", "is not a whole multiple of 0.01 yuan"),
        (money, "-0.01", "is not within 0.00 yuan to 1,000,000,000,000.00 yuan"),
        (money, "50%", "expected money, found '50%'; write for example 2000000.00, 2000000 yuan"),
        (money, "90天", "expected money"),
        (rate, "4.15", "'4.15' has no unit; write 4.15%"),
        (rate, "0.0415", "'0.0415' has no unit; write 0.0415% or 4.15%, as is meant"),
        (rate, "1", "'1' has no unit; write 1%"),
        (rate, "年利率4.15", "has no unit; write 4.15%"),
        (rate, "4.15/年", "has no unit; write 4.15%"),
        (rate, "200万", "expected annual rate"),
        (rate, "日利率0.05%", "expected annual rate"),
        (rate, "4.15元", "expected annual rate"),
        (rate, 4, "4 is not within 0%/year to 100%/year"),
        (rate, "4.1234567%", "is not a whole multiple of 0.000001%/year"),
        (share, "0.5", "'0.5' has no unit; write 0.5% or 50%, as is meant"),
        (share, "2.6%/年", "expected share"),
        (count, "2.5", "'2.5' is not a whole multiple of 1"),
        (count, "3%", "expected count"),
        (days, "3个月", "expected days"),
        (days, "1.5天", "is not a whole multiple of 1 day"),
        (months, "90天", "expected months"),
        (day, "2024-02-30", "'2024-02-30' does not exist: February 2024 has 29 days"),
        (day, "2023-02-29", "February 2023 has 28 days"),
        (day, "2023-06-00", "June 2023 has 30 days"),
        (day, "20231301", "a year has 12 months"),
        (day, "2023-00-01", "a year has 12 months"),
        (day, "23-07-01", "the year of '23-07-01' has not four digits"),
        (day, "23年7月1日", "has not four digits"),
        (day, "12023-07-01", "has not four digits"),
        (day, "0000-01-01", "is not within 1949-10-01 to 2199-12-31"),
        (day, "9999-12-31", "is not within 1949-10-01 to 2199-12-31"),
        (day, "2023/7-1", "expected date, found '2023/7-1'; write it as 2023-07-01"),
        (day, "2023年7月1", "expected date"),
        (day, "2023-W26-6", "expected date"),
        (day, "2023-07", "expected date"),
        (day, "01/07/2023", "expected date"),
        (day, "2023-07-01T07:00", "has a time of day; write the day alone: 2023-07-01"),
        (day, "2023年7月1日 0:00:01", "has a time of day; write the day alone: 2023年7月1日"),
        (day, "2023-07-01 00:00 UTC", "has a time of day"),
        (day, "2023-07-01T00:00:00Z", "has a time of day"),
        (day, "2023-13-01 00:00:00", "a year has 12 months"),
        (day, "12:30", "expected date, found '12:30'; write it as 2023-07-01"),
        (day, datetime(2023, 7, 1, 7), "2023-07-01 07:00:00 has a time of day; write the day alone: 2023-07-01"),  # noqa: DTZ001
        (day, datetime(2023, 7, 1, tzinfo=UTC), "2023-07-01 00:00:00+00:00 has a time of day"),
        (day, 20230701, "expected date, found 20230701"),
        (day, "45139", "expected date, found '45139'; a spreadsheet counts 2023-08-01 as this number; write the day"),
        (day, 45139, "a spreadsheet counts 2023-08-01"),
        (day, "1231", "write it as 2023-07-01"),
        (day, None, "expected date"),
        pytest.param(day, MEGABYTE, "has 1000000 characters", id="megabyte"),
        (flag, "1", "expected yes or no, found '1'; allowed are true, yes, 是"),
        (flag, 1, "expected yes or no, found 1"),
        (flag, None, "expected yes or no"),
        (text, " ", "a text has 1 to 10000 characters"),
        pytest.param(text, MEGABYTE, "a text has 1 to 10000 characters", id="megabyte of text"),
        (text, 2023, "expected text, found 2023; put it in quotation marks"),
    ],
)
def test_no_value_of_the_kind(reader: Reader, value: object, reason: str) -> None:
    with pytest.raises(QuantityError, match=re.escape(reason)) as caught:
        reader(value)
    assert (" or " in str(caught.value)) == (" or " in reason)


def test_the_error_carries_its_parts() -> None:
    with pytest.raises(ValueError, match="has no unit") as caught:
        rate("4.15")
    error = caught.value
    assert isinstance(error, QuantityError)
    assert error.message.say("en") == "'4.15' has no unit"
    assert error.remedy is not None
    assert error.remedy.say("en") == "write 4.15%"
    again = pickle.loads(pickle.dumps(error))
    assert (again.message, again.remedy) == (error.message, error.remedy)


@pytest.mark.parametrize("precision", [1, 3])
def test_the_context_of_the_caller_has_no_say(precision: int) -> None:
    with decimal.localcontext(prec=precision, traps=[decimal.Inexact, decimal.Rounded, decimal.InvalidOperation]):
        assert money("1,234,567.89") == money(Decimal("1234567.89")) == money("123.456789万元") == Decimal("1234567.89")
        assert rate("4.152345%") == Decimal("0.04152345")
        assert format_money(Decimal("1234567.89")) == "1,234,567.89"


# --- formats ---


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (format_money(Decimal("1234567.89")), "1,234,567.89"),
        (format_money(0), "0.00"),
        (format_money(Decimal("-0.5")), "-0.50"),
        (format_money(Decimal("20060.692")), "20,060.692"),
        (format_money(Fraction(20000, 3)), "6,666 2/3"),
        (format_money(Fraction(-20000, 3), "zh"), "-6,666又2/3"),
        (format_percent(Decimal("0.0415")), "4.15%"),
        (format_percent(Decimal("0.04150000")), "4.15%"),
        (format_percent(Fraction(1, 2)), "50%"),
        (format_percent(Decimal("0.149357779")), "14.9357779%"),
        (format_percent(Fraction(1, 3)), "33 1/3%"),
        (format_percent(Fraction(1, 3), "zh"), "33又1/3%"),
        (format_points(Decimal("0.0045")), "0.45pp"),
        (format_points(Decimal("0.0045"), "zh"), "0.45个百分点"),
        (format_date(date(2023, 7, 1)), "2023-07-01"),
        (format_quantity(Fraction(6), MONTH, "zh"), "6个月"),
        (format_quantity(Fraction(6), MONTH, "en"), "6 months"),
        (format_quantity(Fraction(1), MONTH, "en"), "1 month"),
        (format_quantity(Fraction(16, 3), MONTH, "zh"), "5又1/3个月"),
        (format_quantity(Fraction(16, 3), MONTH, "en"), "5 1/3 months"),
        (format_quantity(Fraction(1, 3), MONTH, "zh"), "1/3个月"),
        (format_quantity(Fraction(82), DAY, "zh"), "82天"),
        (format_quantity(Fraction(82), DAY, "en"), "82 days"),
        (format_quantity(Fraction(360), DAY * PER_YEAR, "zh"), "360天/年"),
        (format_quantity(Fraction(360), DAY * PER_YEAR, "en"), "360 days/year"),
        (format_quantity(Fraction(12), MONTH * PER_YEAR, "zh"), "12个月/年"),
        (format_quantity(Fraction(2_000_000), YUAN, "zh"), "2,000,000.00元"),
        (format_quantity(Fraction(2_000_000), YUAN, "en"), "2,000,000.00 yuan"),
        (format_quantity(Fraction(1000), YUAN * DAY, "en"), "1,000.00 yuan·days"),
        (format_quantity(Fraction("0.0415"), PER_YEAR, "zh"), "4.15%/年"),
        (format_quantity(Fraction("0.0065"), PER_MONTH, "zh"), "0.65%/月"),
        (format_quantity(Fraction("0.026"), NUMBER, "zh"), "0.026"),
        (format_quantity(Fraction("0.026"), NUMBER, "zh", "percent"), "2.6%"),
        (format_quantity(Fraction("0.01"), PER_YEAR, "en", "points"), "1pp/year"),
        (parse_quantity("1.3倍").say("zh"), "1.3倍"),
        (parse_quantity("1.3倍").say("en"), "1.3 times"),
        (parse_quantity("50bp").say("en"), "0.5pp"),
        (parse_quantity("3年").say("zh"), "36个月"),
    ],
)
def test_formats(said: str, expected: str) -> None:
    assert said == expected


@given(st.decimals(-(10**12), 10**12, places=2))
def test_money_is_formatted_as_python_would(amount: Decimal) -> None:
    assert format_money(amount) == f"{amount + 0:,.2f}"


def test_the_import_is_light() -> None:
    program = "import sys, subsidy.quantities; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert not {"pydantic", "yaml", "click", "rich", "dateutil", "cn2an", "polars", "numpy"} & set(loaded)
