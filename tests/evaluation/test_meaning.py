"""Each node's meaning on its own, known and unknown, in both evaluators."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.evaluation.generate import generate
from subsidy.evaluation.interpret import interpret
from subsidy.evaluation.layout import layout_of
from subsidy.kinds import DATE, MONEY, TEXT
from subsidy.language.logic import banded, sliced
from subsidy.language.nodes import Band, Gather, Item, Node
from subsidy.language.walk import walk
from subsidy.rounding import ROUNDINGS
from tests.evaluation import oracle
from tests.evaluation.small import FACTS, LISTS, Formula, SmallScope, facts, money, parsed, program, share_of_halves

COMPLETE: dict[str, Any] = {
    **dict.fromkeys(("sum_a", "sum_b", "rate_a", "rate_b", "share_a", "count_a", "days_a", "months_a"), 0),
    "day_a": date(2024, 1, 31),
    "day_b": date(2024, 2, 29),
    "word_a": "red",
    "word_b": "green",
    **dict.fromkeys(("flag_a", "flag_b", "flag_c"), False),
    "rows": [],
    "qualifications": [],
}
ROWS = [
    (100, date(2024, 1, 1), "red", True),
    (250, date(2024, 3, 1), "green", False),
    (30, date(2023, 1, 1), "red", True),
]
TECH = [("tech", date(2022, 11, 9), date(2025, 11, 8))]


def answer(formula: str | Formula | Node, scope: SmallScope | None = None, **given: Any) -> Any:
    """The value in yuan, days, ...; asserts that the evaluators agree on it."""
    made = program({"it": formula}, scope=scope)
    prepared = facts(scope, **given)
    (value,) = interpret(made, prepared).values
    if not any(v is None or (isinstance(v, tuple) and any(None in r for r in v)) for v in prepared):
        try:
            assert generate(layout_of(made))(prepared) == ((value,), ())
        except ZeroDivisionError:
            assert value is None
    node = made.values[0].node
    if value is None or node.type.base in ("text", "flag"):
        return value
    return date.fromordinal(value) if node.type.base == "date" else value * node.unit


@pytest.mark.parametrize(
    ("formula", "given", "expected"),
    [
        ("sum_a + sum_b", {"sum_a": 1, "sum_b": 2}, Fraction("0.03")),
        ("sum_a - sum_b", {"sum_a": 1, "sum_b": 2}, Fraction("-0.01")),
        ("-sum_a", {"sum_a": 1}, Fraction("-0.01")),
        ("sum_a * half", {"sum_a": 1}, Fraction("0.005")),
        ("sum_a / few", {"sum_a": 1}, Fraction(1, 300)),
        ("sum_a * rate_a * days_a / year_days", {"sum_a": 100, "rate_a": 10**8, "days_a": 1}, Fraction(1, 360)),
        ("rate_a + margin", {"rate_a": 1}, Fraction("0.01500001")),
        ("max(sum_a - sum_b, 0)", {"sum_a": 1, "sum_b": 2}, 0),
        ("min(sum_a, sum_b, cap)", {"sum_a": 3, "sum_b": 2}, Fraction("0.02")),
        ("sum_a if flag_a else sum_b", {"sum_a": 3, "flag_a": True}, Fraction("0.03")),
        ("sum_a if flag_a else sum_b", {"sum_a": 3, "flag_a": False}, 0),
        ("day_b - day_a", {}, 29),
        ("days(day_b, day_a)", {}, 0),
        ("day_a + days_a", {"days_a": 29}, date(2024, 2, 29)),
        ("day_a + term", {}, date(2024, 7, 31)),
        ("day_a + (term - months_a)", {"months_a": 5}, date(2024, 2, 29)),
        ("day_a + (0 - months_a)", {"months_a": 2}, date(2023, 11, 30)),
        ('months(day_a, day_b, "completed")', {}, 1),
        ('months(day_a, day_b, "started")', {}, 1),
        ('months(day_a, day_b, "started")', {"day_b": date(2024, 3, 1)}, 2),
        ('months(day_a, day_b, "thirtieths")', {}, Fraction(29, 30)),
        ('years(day_a, day_b, "30e/360")', {}, Fraction(29, 360)),
        ("year_of(day_a)", {"day_a": date(1999, 12, 31)}, 1999),
        ("year_of(day_a)", {"day_a": date(2000, 1, 1)}, 2000),
        ('word_a == "red"', {}, True),
        ("word_a != word_b", {}, True),
        ("word_a in warm", {"word_a": "blue"}, False),
        ("word_a not in []", {}, True),
        ("flag_a == flag_b", {}, True),
        ("day_a <= day_b < cutoff", {}, False),
        ("day_a < day_b <= cutoff", {}, True),
        ('lpr("1Y", on=day_a)', {"day_a": date(2019, 8, 20)}, Fraction("0.0425")),
        ('lpr("1Y", on=day_a)', {"day_a": date(2019, 9, 19)}, Fraction("0.0425")),
        ('lpr("1Y", on=day_a)', {"day_a": date(2019, 9, 20)}, Fraction("0.0420")),
        ('lpr("1Y", on=day_a)', {"day_a": date(2019, 8, 19)}, None),
        ('lpr_days("1Y", day_a, day_b)', {"day_a": date(2019, 9, 19), "day_b": date(2019, 9, 21)}, Fraction("0.0845")),
        ('lpr_days("1Y", day_a, day_b)', {"day_a": date(2019, 8, 19), "day_b": date(2019, 8, 20)}, None),
        ('lpr_days("1Y", day_b, day_a)', {"day_a": date(2019, 8, 19)}, 0),
        ("hidden + sum_a", {}, None),
        ("sum_a / sum_b >= half", {"sum_a": 1, "sum_b": 2}, True),
        ("sum_a / sum_b > half", {"sum_a": 1, "sum_b": 2}, False),
        ("half <= sum_a / sum_b", {"sum_a": 1, "sum_b": 2}, True),
        ("sum_a / sum_b <= half", {"sum_a": 0, "sum_b": 0}, None),
        ("sum_a / sum_b * share_a / sum_b * sum_a <= half", {"sum_a": 1, "sum_b": 1, "share_a": 5 * 10**7}, True),
        ("sum_a / sum_b * (sum_a / sum_b) < half", {"sum_a": 7, "sum_b": 10}, True),
        ("sum_a / sum_b * (sum_a / sum_b) < half", {"sum_a": 8, "sum_b": 10}, False),
        ("layer(sum_a, sum_b, cap)", {"sum_a": 30_000_000, "sum_b": 5_000_000}, 150_000),
    ],
)
def test_values(formula: str, given: dict[str, Any], expected: Any) -> None:
    assert answer(formula, **{**COMPLETE, **given}) == expected


@pytest.mark.parametrize(
    ("formula", "given", "expected"),
    [
        ("sum(r.amount for r in rows)", {}, Fraction("3.80")),
        ('sum(r.amount for r in rows if r.kind == "red")', {}, Fraction("1.30")),
        ('sum(r.amount for r in rows if r.kind == "blue")', {}, 0),
        ('sum(r.amount for r in rows if r.kind == "red" if r.on > day_a)', {"day_a": date(2023, 1, 1)}, 1),
        ("sum(r.amount for r in rows if False)", {}, 0),
        ("count(r for r in rows)", {}, 3),
        ("count(r for r in rows if r.good)", {}, 2),
        ("count(r.good for r in rows)", {}, 2),
        ("min(r.amount for r in rows)", {}, Fraction("0.30")),
        ("max(r.on for r in rows)", {}, date(2024, 3, 1)),
        ("max(r.on for r in rows if r.amount > sum_a)", {"sum_a": 250}, None),
        ("any(r.good for r in rows if r.amount > sum_a)", {"sum_a": 100}, False),
        ("any(r.good for r in rows if r.amount >= sum_a)", {"sum_a": 100}, True),
        ("all(r.good for r in rows)", {}, False),
        ('all(r.good for r in rows if r.kind == "red")', {}, True),
        ("all(r.good for r in rows)", {"rows": []}, True),
        ("any(r.good for r in rows)", {"rows": []}, False),
        ("count(r for r in rows)", {"rows": []}, 0),
        ("sum(r.amount for r in rows)", {"rows": []}, 0),
        ("min(r.amount for r in rows)", {"rows": []}, None),
        ("count(any(q.on > r.on for q in rows) for r in rows)", {}, 2),
        ("sum(max(q.amount for q in rows if q.on <= r.on) for r in rows)", {}, Fraction("3.80")),
        ("sum(r.amount * years(r.on, cutoff, 'actual/365') for r in rows if r.kind == 'green')", {}, 0),
        ('held("tech", on=day_a)', {}, True),
        ('held("tech", on=day_a)', {"day_a": date(2022, 11, 8)}, False),
        ('held("tech", on=day_a)', {"day_a": date(2022, 11, 9)}, True),
        ('held("tech", on=day_a)', {"day_a": date(2025, 11, 8)}, True),
        ('held("tech", on=day_a)', {"day_a": date(2025, 11, 9)}, False),
        ('held("small", on=day_a)', {}, False),
        ('count(held("tech", on=r.on + grace) for r in rows)', {}, 3),
    ],
)
def test_records(formula: str, given: dict[str, Any], expected: Any) -> None:
    assert answer(formula, **{**COMPLETE, "rows": ROWS, "qualifications": TECH, **given}) == expected


GAPS = [(100, None, "red", True), (None, None, "green", False), (30, None, None, None)]


@pytest.mark.parametrize(
    ("formula", "given", "expected"),
    [
        ("sum_a + sum_b", {"sum_a": 1}, None),
        ("sum_a * share_a", {"sum_a": 0}, None),
        ("min(sum_a, 0)", {}, None),
        ("max(sum_a, cap)", {}, None),
        ("sum_a if flag_a else sum_a", {"sum_a": 7}, Fraction("0.07")),
        ("sum_a if flag_a else sum_b", {"sum_a": 7, "sum_b": 7}, Fraction("0.07")),
        ("sum_a if flag_a else sum_b", {"sum_a": 7, "sum_b": 8}, None),
        ("sum_a if flag_a else sum_b", {"sum_a": 7}, None),
        ("sum_a if flag_a else sum_b", {"flag_a": True, "sum_a": 7}, Fraction("0.07")),
        ("flag_a and sum_a > sum_b", {"flag_a": False}, False),
        ("flag_a or sum_a > sum_b", {"flag_a": True}, True),
        ("word_a == word_a", {}, None),
        ("word_a in warm", {}, None),
        ("word_a not in warm", {}, None),
        ("flag_b or hidden > 0", {"flag_b": True}, True),
        ('flag_b or lpr("1Y", on=day_a) > 0', {"flag_b": True, "day_a": date(2000, 1, 1)}, True),
        ("any(r.good for r in rows)", {}, None),
        ("count(r for r in rows)", {}, None),
        ("count(r for r in rows)", {"rows": GAPS}, 3),
        ("any(r.good for r in rows)", {"rows": GAPS}, True),
        ("all(r.good for r in rows)", {"rows": GAPS}, False),
        ("any(r.good for r in rows)", {"rows": GAPS[1:]}, None),
        ("all(r.good for r in rows)", {"rows": [GAPS[0], GAPS[2]]}, None),
        ('any(r.good for r in rows if r.kind == "green")', {"rows": GAPS}, None),
        ('any(r.good for r in rows if r.kind == "green")', {"rows": GAPS[:2]}, False),
        ('all(not r.good for r in rows if r.kind == "green")', {"rows": GAPS[:2]}, True),
        ("count(r.good for r in rows)", {"rows": GAPS}, None),
        ('count(r.good for r in rows if r.kind != "red")', {"rows": GAPS[:2]}, 0),
        ('sum(r.amount for r in rows if r.kind == "red")', {"rows": GAPS[:2]}, 1),
        ('sum(r.amount for r in rows if r.kind == "red")', {"rows": GAPS}, None),
        ("sum(r.amount for r in rows)", {"rows": GAPS[:2]}, None),
        ("max(r.on for r in rows)", {"rows": GAPS}, None),
        ('held("tech", on=day_a)', {"day_a": date(2024, 1, 1)}, None),
        ('held("tech", on=day_a)', {"qualifications": []}, False),
        ('held("tech", on=day_a)', {"qualifications": [("small", None, None)]}, False),
        (
            'held("tech", on=day_a)',
            {"day_a": date(2024, 1, 1), "qualifications": [("tech", date(2024, 1, 2), None)]},
            False,
        ),
        (
            'held("tech", on=day_a)',
            {"day_a": date(2024, 1, 1), "qualifications": [("tech", date(2024, 1, 1), None)]},
            None,
        ),
    ],
)
def test_what_is_not_known(formula: str, given: dict[str, Any], expected: Any) -> None:
    assert answer(formula, **given) == expected


@given(st.sampled_from(tuple(ROUNDINGS)), st.integers(-(10**6), 10**6), st.integers(1, 400))
def test_rounding_of_quotients(direction: str, numerator: int, denominator: int) -> None:
    formula = Formula("(sum_a - sum_b) * count_a / max(days_a / grace, 0)", direction)
    given = {"sum_a": max(numerator, 0), "sum_b": max(-numerator, 0), "days_a": denominator, "count_a": 1}
    exact = Fraction(numerator, 100) / Fraction(denominator, 30)
    assert answer(formula, **{**COMPLETE, **given}) == oracle.rounded(exact, direction)


def test_a_rounded_quotient_by_nothing_is_unknown() -> None:
    assert answer(Formula("sum_a * sum_a / sum_b", "half-up"), **{**COMPLETE, "sum_a": 5}) is None


def test_rounding_nought_is_money() -> None:
    node = parsed(Formula("0", "half-up"))
    assert node.type.is_money
    assert answer(node, **COMPLETE) == 0


VALUES = ("sum_b", "hidden", "cap", "sum_b + cap")
ENDS = st.lists(st.integers(0, 10**6), min_size=0, max_size=4, unique=True).map(sorted)


def _bands(ends: list[int], inclusive: list[bool], values: list[str]) -> list[Band]:
    nodes = [money(end) for end in ends]
    rows = zip([*nodes, None], inclusive, values, strict=False)
    return [Band(end, inside, parsed(value)) for end, inside, value in rows]


def _chosen(subject: int, ends: list[int], inclusive: list[bool]) -> int:
    for i, (end, inside) in enumerate(zip(ends, inclusive, strict=False)):
        if subject < end or (inside and subject == end):
            return i
    return len(ends)


@given(
    ENDS,
    st.lists(st.booleans(), min_size=5, max_size=5),
    st.lists(st.sampled_from(VALUES), min_size=5, max_size=5),
    st.data(),
)
def test_a_tier_of_the_whole_amount(
    ends: list[int], inclusive: list[bool], values: list[str], data: st.DataObject
) -> None:
    near = [e + d for e in ends for d in (-1, 0, 1) if e + d >= 0]
    subject = data.draw(st.one_of(st.sampled_from(near or [0]), st.integers(0, 10**7)))
    node = banded("tier", parsed("sum_a"), _bands(ends, inclusive, values))
    expected = {"sum_b": Fraction("0.07"), "hidden": None, "cap": 200_000, "sum_b + cap": Fraction("200000.07")}
    found = answer(node, **{**COMPLETE, "sum_a": subject, "sum_b": 7})
    assert found == expected[values[_chosen(subject, ends, inclusive)]]


@given(ENDS, st.lists(st.sampled_from(VALUES), min_size=5, max_size=5))
def test_a_tier_of_an_unknown_amount_is_known_if_all_bands_agree(ends: list[int], values: list[str]) -> None:
    node = banded("tier", parsed("sum_a"), _bands(ends, [False] * 5, values))
    reached = set(values[: len(ends) + 1])
    expected = {"sum_b": Fraction("0.07"), "hidden": None, "cap": 200_000, "sum_b + cap": Fraction("200000.07")}
    assert answer(node, **{**COMPLETE, "sum_a": None, "sum_b": 7}) == (
        expected[reached.pop()] if len(reached) == 1 else None
    )


@given(ENDS, st.integers(0, 2 * 10**6), st.lists(st.integers(-5, 5), min_size=5, max_size=5))
def test_a_tier_of_slices_is_the_sum_of_each_fen(ends: list[int], subject: int, shares: list[int]) -> None:
    values = map(share_of_halves, shares)
    rows = [Band(end, False, value) for end, value in zip([*map(money, ends), None], values, strict=False)]
    edges = [0, *ends, max(subject, 2 * 10**6 + 1)]
    halves = sum(n * (min(subject, b) - min(subject, a)) for n, (a, b) in zip(shares, pairwise(edges), strict=False))
    assert answer(sliced("tier", parsed("sum_a"), rows), **{**COMPLETE, "sum_a": subject}) == Fraction(halves, 200)


def test_a_named_value_is_taken_as_it_was_computed() -> None:
    made = program({"a": Formula("sum_a * half", "half-up"), "b": "a + a"}, ["b == sum_a"])
    run = interpret(made, facts(sum_a=3))
    assert (run.values, run.rules) == ((2, 4), (False,))


LOAN = SmallScope(
    facts={**FACTS, "loan.principal": MONEY, "loan.disbursed_on": DATE},
    lists={**LISTS, "loan.flows": {"kind": TEXT, "amount": MONEY, "on": DATE}},
)


def _loan(**given: Any) -> dict[str, Any]:
    flows = [("principal", 4_000, date(2024, 1, 11)), ("interest", 55, date(2024, 1, 21))]
    names = {"principal": "loan.principal", "disbursed_on": "loan.disbursed_on", "flows": "loan.flows"}
    known = {"principal": 10_000, "disbursed_on": date(2024, 1, 1), "flows": flows, **given}
    return {**COMPLETE, **{names.get(name, name): value for name, value in known.items()}}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, 100 * 10 + 60 * 20),
        ({"flows": []}, 100 * 30),
        ({"flows": [("drawdown", 100, date(2024, 1, 30))]}, 1),
        ({"flows": None}, None),
        ({"flows": [(None, 100, date(2024, 1, 30))]}, None),
        ({"principal": None}, None),
    ],
)
def test_balances(given: dict[str, Any], expected: Any) -> None:
    """100 yuan from 01-01, of which 40 are repaid on 01-11, looked at until 01-31."""
    window = {"day_a": date(2024, 1, 1), "day_b": date(2024, 1, 31)}
    assert answer("balance_days(day_a, day_b)", LOAN, **_loan(**window, **given)) == expected


def test_balances_at_the_quote_of_each_day() -> None:
    window = {"day_a": date(2024, 1, 1), "day_b": date(2024, 1, 31)}
    formula = 'balance_lpr_days("1Y", day_a, day_b)'
    assert answer(formula, LOAN, **_loan(**window)) == (100 * 10 + 60 * 20) * Fraction("0.0345")
    early = {"day_a": date(2019, 8, 1), "disbursed_on": date(2019, 8, 1)}
    assert answer(formula, LOAN, **_loan(**window | early, flows=[])) is None


def test_interest_paid_in_a_window() -> None:
    for first, last, expected in ((20, 21, "0.55"), (21, 21, "0.55"), (22, 31, "0"), (1, 20, "0")):
        window = {"day_a": date(2024, 1, first), "day_b": date(2024, 1, last)}
        assert answer("interest_paid(day_a, day_b)", LOAN, **_loan(**window)) == Fraction(expected)


def test_a_run_answers_for_any_node_in_any_record() -> None:
    made = program({"good": "sum(r.amount * half for r in rows if r.good)"})
    run = interpret(made, facts(rows=ROWS))
    (gather,) = (node for node in walk(made.values[0].node) if isinstance(node, Gather))
    assert run.program is made
    assert run.value_of(gather) == run.values[0]
    assert [run.value_of(gather.value, {gather.level: record}) for record in run.facts[-2]] == [100, 250, 30]
    assert run.value_of(gather.value) is None
    items = [node for node in walk(gather) if isinstance(node, Item)]
    assert [run.value_of(item, {gather.level: run.facts[-2][1]}) for item in items] == [False, 250]
