"""Rounding against the decimal module and against the definition of each direction."""

import decimal
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.rounding import DIVIDE, ROUNDINGS, round_to

MODES = {
    "half-up": decimal.ROUND_HALF_UP,
    "half-even": decimal.ROUND_HALF_EVEN,
    "half-down": decimal.ROUND_HALF_DOWN,
    "up": decimal.ROUND_UP,
    "down": decimal.ROUND_DOWN,
    "ceiling": decimal.ROUND_CEILING,
    "floor": decimal.ROUND_FLOOR,
}
directions = st.sampled_from(sorted(ROUNDINGS))
numerators = st.one_of(st.integers(), st.integers(-200, 200))
denominators = st.one_of(st.integers(1), st.integers(1, 40))


def test_the_table_and_the_names_agree() -> None:
    assert set(DIVIDE) == set(ROUNDINGS) == set(MODES)


@pytest.mark.parametrize(
    ("direction", "expected"),
    [
        ("half-up", [-3, -2, -1, 0, 1, 2, 3]),
        ("half-even", [-2, -2, 0, 0, 0, 2, 2]),
        ("half-down", [-2, -1, 0, 0, 0, 1, 2]),
        ("up", [-3, -2, -1, 0, 1, 2, 3]),
        ("down", [-2, -1, 0, 0, 0, 1, 2]),
        ("ceiling", [-2, -1, 0, 0, 1, 2, 3]),
        ("floor", [-3, -2, -1, 0, 0, 1, 2]),
    ],
)
def test_halves(direction: str, expected: list[int]) -> None:
    assert [DIVIDE[direction](n, 2) for n in (-5, -3, -1, 0, 1, 3, 5)] == expected


@given(numerators, st.integers(0, 12), directions)
def test_as_the_decimal_module(numerator: int, places: int, direction: str) -> None:
    with decimal.localcontext() as context:
        context.prec = 400
        expected = Decimal(numerator).scaleb(-places).quantize(Decimal(1), MODES[direction])
    assert DIVIDE[direction](numerator, 10**places) == int(expected)


@given(numerators, denominators)
def test_every_direction_by_its_definition(numerator: int, denominator: int) -> None:
    exact = Fraction(numerator, denominator)
    got = {direction: DIVIDE[direction](numerator, denominator) for direction in ROUNDINGS}
    assert got["floor"] <= exact < got["floor"] + 1
    assert got["ceiling"] - 1 < exact <= got["ceiling"]
    assert got["down"] == int(exact)
    assert abs(got["up"]) - 1 < abs(exact) <= abs(got["up"])
    assert got["up"] * exact >= 0
    assert got["half-even"] == round(exact)
    for direction in ("half-up", "half-down", "half-even"):
        assert abs(got[direction] - exact) <= Fraction(1, 2)
    if abs(exact - got["floor"]) == Fraction(1, 2):
        assert abs(got["half-up"]) == abs(got["up"])
        assert abs(got["half-down"]) == abs(got["down"])


@given(numerators, denominators, denominators, directions)
def test_a_common_factor_changes_nothing(numerator: int, denominator: int, factor: int, direction: str) -> None:
    expected = DIVIDE[direction](numerator, denominator)
    assert DIVIDE[direction](numerator * factor, denominator * factor) == expected


@given(st.fractions(), st.fractions(min_value=Fraction(1, 10**6)).filter(bool), directions)
def test_round_to_gives_the_near_multiple_of_the_step(value: Fraction, step: Fraction, direction: str) -> None:
    rounded = round_to(value, step, direction)
    assert (rounded / step).denominator == 1
    assert abs(rounded - value) < step
    assert round_to(rounded, step, direction) == rounded


@pytest.mark.parametrize(
    ("value", "step", "direction", "expected"),
    [
        ("20060.692", "0.01", "half-up", "20060.69"),
        ("0.005", "0.01", "half-up", "0.01"),
        ("-0.005", "0.01", "half-up", "-0.01"),
        ("0.005", "0.01", "half-even", "0"),
        ("26500", "1000", "half-up", "27000"),
        ("26500", "1000", "half-even", "26000"),
        ("1/3", "1/4", "up", "1/2"),
        ("1/3", "1/4", "half-up", "1/4"),
    ],
)
def test_round_to_steps(value: str, step: str, direction: str, expected: str) -> None:
    assert round_to(Fraction(value), Fraction(step), direction) == Fraction(expected)
