"""Yuan and fen: there and back in a decimal context that holds three digits and forbids rounding."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Context, Decimal, Inexact, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.quantities.fen import fen_of, total_of, yuan_of, yuan_text

FEN = st.integers(-(10**39), 10**39)


@pytest.fixture(autouse=True, scope="module")
def narrow_context() -> Iterator[None]:
    with localcontext(Context(prec=3, traps=[Inexact])):
        yield


@given(FEN)
def test_an_amount_comes_back_with_two_decimals(fen: int) -> None:
    yuan = yuan_of(fen)
    assert fen_of(yuan) == fen
    assert Fraction(yuan) == Fraction(fen, 100)
    assert yuan.as_tuple().exponent == -2


@given(FEN)
def test_an_amount_is_written_with_all_its_digits(fen: int) -> None:
    text = yuan_text(fen)
    assert re.fullmatch(r"-?(0|[1-9]\d*)\.\d\d", text)
    assert Fraction(text) == Fraction(fen, 100)


@given(st.lists(FEN, max_size=5))
def test_a_total_is_the_exact_sum(amounts: list[int]) -> None:
    assert Fraction(total_of(map(yuan_of, amounts))) == Fraction(sum(amounts), 100)


def test_nothing_is_written_like_an_amount() -> None:
    assert str(total_of([])) == str(yuan_of(0)) == "0.00"
    assert fen_of(Decimal("1E+2")) == 10_000
