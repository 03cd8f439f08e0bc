"""Capital numerals against the rules for vouchers, and against a reader and a writer that share no code with them."""

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.quantities import QuantityError, capital

fen = st.one_of(
    st.integers(0, 10**18 - 1),
    st.integers(0, 10**9),
    st.text("05", min_size=1, max_size=18).map(int),
    st.text("019", min_size=1, max_size=18).map(int),
)


def _yuan(amount_in_fen: int) -> Decimal:
    return Decimal(f"{amount_in_fen // 100}.{amount_in_fen % 100:02}")


def _read_back(text: str) -> int:
    """Capital numerals read from left to right, in fen."""
    places = {"拾": 10, "佰": 100, "仟": 1000}
    total = section = digit = 0
    for sign in text:
        if sign in "零壹贰叁肆伍陆柒捌玖":
            digit = "零壹贰叁肆伍陆柒捌玖".index(sign)
        elif sign in places:
            section, digit = section + digit * places[sign], 0
        elif sign == "万":
            total += (section + digit) * 10**4
            section = digit = 0
        elif sign == "亿":
            total = (total + section + digit) * 10**8
            section = digit = 0
        elif sign == "元":
            total = (total + section + digit) * 100
            section = digit = 0
        else:
            total, digit = total + digit * {"角": 10, "分": 1, "整": 0}[sign], 0
    return total


def _written_digit_by_digit(amount_in_fen: int) -> str:
    """Every digit with its unit, then what a reader leaves out is struck out."""
    units = ["分", "角", "元", *"拾佰仟万拾佰仟亿拾佰仟", "万", *"拾佰仟"]
    digits = str(amount_in_fen).zfill(3)
    text = "".join(
        "零壹贰叁肆伍陆柒捌玖"[int(d)] + unit for d, unit in zip(digits, reversed(units[: len(digits)]), strict=True)
    )
    text = re.sub(r"零[仟佰拾]", "零", text)
    text = text.replace("零角零分", "整").replace("零角", "零").replace("零分", "")
    text = re.sub(r"零+", "零", text)
    text = re.sub(r"零([万亿元])", r"\1", text)
    for skipped in ("亿万", "亿零万"):  # a whole section of zeros leaves one 零 before what follows
        text = text.replace(skipped, "亿零")
    text = re.sub(r"零+", "零", text).replace("零元", "元").replace("零亿", "亿")
    if digits[-3] == "0" and len(digits) > 3 and digits[-2] != "0":
        text = text.replace("元", "元零")
    text = re.sub(r"^(零?元零?|零)(?=.)", "", text) if int(digits[:-2]) == 0 else text
    return "零元整" if text == "整" else text


@pytest.mark.parametrize(
    ("amount", "allowed"),
    [
        ("1409.50", {"壹仟肆佰零玖元伍角", "壹仟肆佰零玖元伍角整"}),
        ("6007.14", {"陆仟零柒元壹角肆分"}),
        ("1680.32", {"壹仟陆佰捌拾元零叁角贰分", "壹仟陆佰捌拾元叁角贰分"}),
        ("107000.53", {"壹拾万柒仟元零伍角叁分", "壹拾万零柒仟元伍角叁分"}),
        ("16409.02", {"壹万陆仟肆佰零玖元零贰分"}),
        ("325.04", {"叁佰贰拾伍元零肆分"}),
    ],
)
def test_the_examples_printed_in_the_rules(amount: str, allowed: set[str]) -> None:
    assert capital(Decimal(amount)) in allowed


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("0", "零元整"),
        ("-0.00", "零元整"),
        ("0.01", "壹分"),
        ("0.10", "壹角"),
        ("0.53", "伍角叁分"),
        ("1", "壹元整"),
        ("1.01", "壹元零壹分"),
        ("10", "壹拾元整"),
        ("10.10", "壹拾元零壹角"),
        ("26000", "贰万陆仟元整"),
        ("26000.00", "贰万陆仟元整"),
        ("2.6E+4", "贰万陆仟元整"),
        ("100000.05", "壹拾万元零伍分"),
        ("1000000", "壹佰万元整"),
        ("1000001", "壹佰万零壹元整"),
        ("10005000.50", "壹仟万伍仟元零伍角"),
        ("10000500", "壹仟万零伍佰元整"),
        ("100000000", "壹亿元整"),
        ("100005000", "壹亿零伍仟元整"),
        ("100000001", "壹亿零壹元整"),
        ("105000000", "壹亿零伍佰万元整"),
        ("150000000", "壹亿伍仟万元整"),
        ("1000000000000", "壹万亿元整"),
        ("1000100000000", "壹万零壹亿元整"),
        ("9999999999999999.99", "玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_edges(amount: str, expected: str) -> None:
    assert capital(Decimal(amount)) == expected


@given(fen)
def test_reads_back(amount: int) -> None:
    assert _read_back(capital(_yuan(amount))) == amount


@given(fen)
def test_as_written_digit_by_digit(amount: int) -> None:
    assert capital(_yuan(amount)) == _written_digit_by_digit(amount)


@given(fen)
def test_the_rules_for_zero_and_for_the_closing_word(amount: int) -> None:
    text = capital(_yuan(amount))
    assert text.endswith("整") == (amount % 100 == 0)
    assert not re.search(r"零[零万亿角分仟佰拾整]|零$", text)
    assert amount < 100 or "零元" not in text
    # 四: a 零 stands after 元 where there are fen but no jiao
    assert amount < 100 or amount % 100 == 0 or amount % 100 > 9 or "元零" in text


@pytest.mark.parametrize("amount", ["-0.01", "0.001", "1E+16", "NaN", "Infinity", "1E+99999999"])
def test_refused(amount: str) -> None:
    with pytest.raises(QuantityError, match="capital numerals"):
        capital(Decimal(amount))


def test_the_oracles_read_and_write_the_same() -> None:
    assert Fraction(_read_back("壹万亿零伍拾元零叁分"), 100) == Fraction("1000000000050.03")
    assert _written_digit_by_digit(10_000_500_053) == "壹亿零伍仟元零伍角叁分"
