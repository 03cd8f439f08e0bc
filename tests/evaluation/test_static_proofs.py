"""What is proved of a formula before it runs: bounds that are reached; what is refused for want of a proof."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from subsidy.evaluation.interpret import interpret
from subsidy.kinds import DATE, DAYS, MONTHS
from subsidy.language.logic import sliced
from subsidy.language.nodes import Band
from tests.evaluation.small import Formula, RefusedError, facts, money, parsed, program, share_of_halves
from tests.evaluation.test_meaning import COMPLETE

FIRST, LAST = date.fromordinal(DATE.low), date.fromordinal(DATE.high)


@pytest.mark.parametrize(
    ("formula", "given"),
    [
        ("day_a + months_a", {"day_a": LAST, "months_a": MONTHS.high}),
        ("day_a + (0 - months_a)", {"day_a": FIRST, "months_a": MONTHS.high}),
        ("day_a + (0 - months_a)", {"day_a": date(2024, 3, 31), "months_a": 1}),
        ("day_a + (months_a - term)", {"day_a": FIRST, "months_a": 0}),
        ("day_a + days_a", {"day_a": LAST, "days_a": DAYS.high}),
        ("year_of(day_a + days_a)", {"day_a": LAST, "days_a": DAYS.high}),
        ("year_of(day_a + (0 - days_a))", {"day_a": FIRST, "days_a": DAYS.high}),
        ('months(day_a, day_b + months_a, "started")', {"day_a": FIRST, "day_b": LAST, "months_a": MONTHS.high}),
        ('years(day_a, day_b + days_a, "30e/360")', {"day_a": FIRST, "day_b": LAST, "days_a": DAYS.high}),
        ('years(day_a, day_b + days_a, "actual/360")', {"day_a": FIRST, "day_b": LAST, "days_a": DAYS.high}),
        ('years(day_a, day_b, "actual/actual-isda")', {"day_a": FIRST, "day_b": LAST}),
        ('lpr_days("1Y", day_a, day_b + days_a)', {"day_a": date(2019, 8, 20), "day_b": LAST, "days_a": DAYS.high}),
        ("sum_a - sum_b", {"sum_a": 0, "sum_b": 10**12}),
        ("sum_a * share_a", {"sum_a": 10**12, "share_a": -(10**8)}),
        ("-sum_a", {"sum_a": 10**12}),
        (Formula("(sum_a - sum_b) * sum_a / max(days_a / grace * sum_b, 0)", "up"), {"sum_b": 1, "days_a": 1}),
        (Formula("(0 - sum_a) * count_a / max(days_a / grace, 0)", "up"), {"sum_a": 10**12, "count_a": 9, "days_a": 1}),
        (Formula("(0 - sum_a) * half", "up"), {"sum_a": 10**12 - 1}),
    ],
)
def test_a_value_at_its_extreme_is_within_the_bounds(formula: str | Formula, given: dict[str, Any]) -> None:
    made = program({"it": formula})
    (value,), (named,) = interpret(made, facts(**{**COMPLETE, **given})).values, made.values
    assert named.node.low <= value <= named.node.high  # type: ignore[operator]


@pytest.mark.parametrize(
    ("formula", "code"),
    [
        ("day_a + days_a * count_a", "overflow"),
        ("day_a + (0 - months_a * count_a)", "overflow"),
        ("sum_a * sum_a * sum_a * sum_a", "overflow"),
        ("sum_a / (sum_b / cap / sum_a) > half", "unrounded"),
        ("sum_a / (sum_b / sum_a) > cap", "unrounded"),
        ("min(word_a, word_b)", "type"),
        ("max(flag_a, flag_b)", "type"),
        ("min(['red'], ['blue'])", "type"),
        ("warm == ['red']", "type"),
        ("warm != warm", "type"),
        ("sum_a / (sum_b - sum_a) > half", "division"),
    ],
)
def test_what_has_no_proof_is_refused(formula: str, code: str) -> None:
    with pytest.raises(RefusedError) as refused:
        parsed(formula)
    assert refused.value.codes == [code]


@pytest.mark.parametrize(
    ("formula", "like"),
    [
        ("0 if 1 == 1 else sum_a", "sum_a"),
        ("sum_a if 1 != 1 else 0", "sum_a"),
        ("half if 1 == 1 else rate_a", "rate_a"),
        ("sum_a if 1 == 1 else 0", "sum_a"),
        ("0 if 1 == 1 else 0", "0"),
    ],
)
def test_a_choice_that_is_made_already_has_the_type_of_both_branches(formula: str, like: str) -> None:
    assert parsed(formula).type == parsed(like).type


@pytest.mark.parametrize(("end", "fen"), [(-1, 0), (0, 0), (0, 7), (1, 0), (1, 1), (10**12, 10**12)])
def test_slices_are_within_their_bounds_wherever_the_first_ends(end: int, fen: int) -> None:
    bands = [Band(money(end), False, share_of_halves(6)), Band(None, True, share_of_halves(2))]
    made = program({"it": sliced("it", parsed("sum_a"), bands)})
    (value,), (named,) = interpret(made, facts(sum_a=fen)).values, made.values
    exact = 3 * min(fen, end) + max(fen - end, 0)
    assert isinstance(value, int)
    assert value * named.node.unit == Fraction(exact, 100)
    assert named.node.low <= value <= named.node.high


def test_a_product_of_quotients_is_a_quotient() -> None:
    made = program({"it": Formula("sum_a / sum_b * (sum_a / sum_b) * cap", "half-up")})
    assert interpret(made, facts(sum_a=1, sum_b=3)).values == (2_222_222,)
    assert interpret(made, facts(sum_a=1, sum_b=0)).values == (None,)
