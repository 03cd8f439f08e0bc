"""What is missing settles the question, and nothing of it is idle."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from subsidy.evaluation.interpret import interpret
from subsidy.evaluation.missing import label_of, missing
from subsidy.kinds import DATE, MONEY, TEXT
from subsidy.language.logic import banded, sliced
from subsidy.language.nodes import Band, Node
from subsidy.messages import Label
from tests.evaluation.formulas import prepared, programs
from tests.evaluation.small import FACTS, LISTS, Formula, SmallScope, facts, money, parsed, program
from tests.evaluation.test_evaluators_agree import compiled

NAMES = (*FACTS, *LISTS)


def asked(formula: str | Formula | Node, scope: SmallScope | None = None, **given: Any) -> tuple[str, ...]:
    made = program({"it": formula}, scope=scope)
    run = interpret(made, facts(scope, **given))
    found = missing(made.values[0].node, run)
    assert bool(found) == (run.values[0] is None)
    return found


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("loan.rate", "rate"),
        ("loan.flows[12].amount", "amount"),
        ("parameter:hidden", "hidden one"),
        ("zero:loan.rate", "rate"),
        ("quote:lpr:1Y:2019-08-19", "1-year LPR (2019-08-19)"),
    ],
)
def test_what_is_missing_has_a_name(path: str, named: str) -> None:
    labels = {"loan.rate": "rate", "loan.flows.amount": "amount", "hidden": "hidden one"}
    made = replace(program({"it": "sum_a"}), labels={name: Label(label, label) for name, label in labels.items()})
    assert label_of(path, made).en == named


@pytest.mark.parametrize(
    ("formula", "given", "expected"),
    [
        ("sum_a + sum_b", {}, ["sum_a", "sum_b"]),
        ("sum_b + sum_a + sum_b", {}, ["sum_b", "sum_a"]),
        ("sum_a + sum_b", {"sum_a": 1}, ["sum_b"]),
        ("sum_a + sum_b", {"sum_a": 1, "sum_b": 1}, []),
        ("sum_a + cap", {}, ["sum_a"]),
        ("min(sum_a, sum_b)", {"sum_b": 1}, ["sum_a"]),
        ("flag_a and flag_b", {"flag_b": False}, []),
        ("flag_a and flag_b", {"flag_b": True}, ["flag_a"]),
        ("flag_a or flag_b and flag_c", {"flag_c": False}, ["flag_a"]),
        ("flag_a or flag_b and not flag_c", {"flag_c": False}, ["flag_a", "flag_b"]),
        ("(flag_a or flag_b) and flag_c", {"flag_a": True}, ["flag_c"]),
        ("sum_a if flag_a else sum_b", {}, ["flag_a", "sum_a", "sum_b"]),
        ("sum_a if flag_a else sum_b", {"flag_a": True}, ["sum_a"]),
        ("sum_a if flag_a else sum_b", {"flag_a": False}, ["sum_b"]),
        ("sum_a if flag_a else sum_b", {"sum_a": 1, "sum_b": 2}, ["flag_a"]),
        ("sum_a if flag_a else sum_b", {"sum_a": 1, "sum_b": 1}, []),
        ("sum_a if flag_a else hidden", {"flag_a": True}, ["sum_a"]),
        ("sum_a if flag_a else hidden", {"flag_a": False}, ["parameter:hidden"]),
        ("word_a in warm and word_b == 'red'", {"word_b": "blue"}, []),
        ("word_a in warm", {}, ["word_a"]),
        ('lpr("1Y", on=day_a) + rate_a', {}, ["day_a", "rate_a"]),
        ('lpr("1Y", on=day_a)', {"day_a": date(2019, 8, 19)}, ["quote:lpr:1Y:2019-08-19"]),
        (
            'lpr_days("1Y", day_a, day_b)',
            {"day_a": date(2018, 1, 1), "day_b": date(2018, 1, 2)},
            ["quote:lpr:1Y:2018-01-01"],
        ),
        ('lpr_days("1Y", day_a, day_b)', {"day_a": date(2018, 1, 1)}, ["day_b"]),
        ("sum_a / sum_b > half", {}, ["sum_a", "sum_b"]),
        ("sum_a / sum_b > half", {"sum_b": 0}, ["zero:sum_b"]),
        ("share_a > sum_a / max(sum_b - cap, 0)", {"sum_b": 1}, ["zero:sum_b,cap", "share_a"]),
        ('months(day_a, day_b, "completed")', {"day_b": date(2024, 1, 1)}, ["day_a"]),
        ("day_a + term < cutoff", {}, ["day_a"]),
        ("sum(r.amount for r in rows)", {}, ["rows"]),
        ("sum(r.amount for r in rows)", {"rows": [(1, None, None, None)]}, []),
        (
            'sum(r.amount for r in rows if r.kind == "red")',
            {"rows": [(None, None, "red", None), (None, None, "blue", None), (None, None, None, None)]},
            ["rows[0].amount", "rows[2].kind", "rows[2].amount"],
        ),
        ("max(r.on for r in rows if r.good)", {"rows": [(1, None, "red", False)]}, ["empty:rows"]),
        ("max(r.on for r in rows)", {"rows": []}, ["empty:rows"]),
        ("max(r.on for r in rows if r.good)", {"rows": [(1, None, "red", None)]}, ["rows[0].good", "rows[0].on"]),
        ("any(r.good for r in rows)", {"rows": [(1, None, None, False), (1, None, None, None)]}, ["rows[1].good"]),
        ("any(r.good for r in rows)", {"rows": [(1, None, None, True), (1, None, None, None)]}, []),
        (
            'any(r.good for r in rows if r.kind == "red")',
            {"rows": [(1, None, None, False), (1, None, "blue", None), (1, None, None, None)]},
            ["rows[2].kind", "rows[2].good"],
        ),
        (
            'all(r.good for r in rows if r.kind == "red")',
            {"rows": [(1, None, None, True), (1, None, "blue", None), (1, None, None, None)]},
            ["rows[2].kind", "rows[2].good"],
        ),
        ("count(r.good for r in rows)", {"rows": [(1, None, None, True), (1, None, None, None)]}, ["rows[1].good"]),
        ("count(r for r in rows if flag_a)", {"rows": [(1, None, None, True)] * 2}, ["flag_a"]),
        ("count(r for r in rows if flag_a)", {"rows": []}, []),
        (
            "any(any(q.on > r.on for q in rows) for r in rows)",
            {"rows": [(1, date(2024, 1, 1), None, None), (1, None, None, None)]},
            ["rows[1].on"],
        ),
        ('held("tech", on=day_a)', {}, ["borrower.qualifications", "day_a"]),
        ('held("tech", on=day_a)', {"day_a": date(2024, 1, 1)}, ["borrower.qualifications"]),
        ("count(r for r in rows if flag_a)", {}, ["rows", "flag_a"]),
        ("any(r.good for r in rows if flag_a and r.amount > sum_a)", {"flag_a": False}, ["rows"]),
        ('held("tech", on=day_a)', {"qualifications": [("small", None, None)]}, []),
        (
            'held("tech", on=day_a)',
            {"qualifications": [("small", None, None), ("tech", None, date(2025, 1, 1))], "day_a": date(2024, 1, 1)},
            ["borrower.qualifications[1].from"],
        ),
        (
            'held("tech", on=day_a)',
            {"qualifications": [("tech", None, date(2023, 1, 1))], "day_a": date(2024, 1, 1)},
            [],
        ),
        (
            'held("tech", on=day_a)',
            {"qualifications": [(None, date(2020, 1, 1), None)]},
            [
                "borrower.qualifications[0].kind",
                "day_a",
                "borrower.qualifications[0].to",
            ],
        ),
    ],
)
def test_examples(formula: str, given: dict[str, Any], expected: list[str]) -> None:
    assert list(asked(formula, **given)) == expected


def test_a_kernel_asks_for_what_it_reads() -> None:
    scope = SmallScope(
        facts={**FACTS, "loan.principal": MONEY, "loan.disbursed_on": DATE},
        lists={**LISTS, "loan.flows": {"on": DATE, "kind": TEXT, "amount": MONEY}},
    )
    formula = "balance_days(day_a, day_b)"
    assert asked(formula, scope) == ("loan.flows", "loan.principal", "loan.disbursed_on", "day_a", "day_b")
    given: dict[str, Any] = {"loan.flows": [(None, None, 5)], "loan.principal": 1, "day_a": date(2024, 1, 1)}
    assert asked(formula, scope, **given) == (
        "loan.flows[0].on",
        "loan.flows[0].kind",
        "loan.disbursed_on",
        "day_b",
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, ["sum_a", "sum_b", "parameter:hidden", "share_a"]),
        ({"sum_a": 99}, ["sum_b"]),
        ({"sum_a": 100}, ["parameter:hidden"]),
        ({"sum_a": 200}, ["parameter:hidden"]),
        ({"sum_a": 201}, ["sum_b", "share_a"]),
        ({"sum_a": 201, "sum_b": 1}, ["share_a"]),
        ({"sum_a": 99, "sum_b": 1}, []),
    ],
)
def test_a_tier_asks_for_the_bands_that_are_left(given: dict[str, int], expected: list[str]) -> None:
    hundred, two_hundred = money(100), money(200)
    bands = [
        Band(hundred, False, parsed("sum_b")),
        Band(two_hundred, True, parsed("hidden")),
        Band(None, False, parsed("sum_b * share_a")),
    ]
    tier = banded("tier", parsed("sum_a"), bands)
    assert list(asked(tier, **given)) == expected
    slices = sliced(
        "tier", parsed("sum_a"), [Band(hundred, False, parsed("half")), Band(None, False, parsed("share_a"))]
    )
    assert asked(slices, share_a=1) == ("sum_a",)


def test_a_tier_asks_for_an_end_that_is_not_published() -> None:
    bands = [Band(parsed("hidden"), False, parsed("sum_b")), Band(None, False, parsed("cap"))]
    tier = banded("tier", parsed("sum_a"), bands)
    assert asked(tier, sum_a=1) == ("parameter:hidden", "sum_b")
    assert asked(tier) == ("sum_a", "parameter:hidden", "sum_b")
    assert asked(tier, sum_b=20_000_000) == ()


def test_a_named_value_asks_for_what_it_needs() -> None:
    made = program({"a": "sum_a + cap", "b": "a + sum_b", "c": "a if flag_a else b"}, ["c > a", "flag_b or b > a"])
    run = interpret(made, facts(flag_a=False, flag_b=True))
    assert missing(made.rules[0].node, run) == ("sum_a", "sum_b")
    assert missing(made.rules[1].node, run) == ()


def test_a_long_row_of_steps() -> None:
    steps = {"v0": "sum_a + sum_b", **{f"v{i}": f"min(v{i - 1} + v{i - 1}, cap)" for i in range(1, 1_500)}}
    made = program(steps)
    assert missing(made.values[-1].node, interpret(made, facts(sum_b=1))) == ("sum_a",)


# What holds for every formula.

PLACE = re.compile(r"(?P<list>[\w.]+)\[(?P<index>\d+)\]\.(?P<field>\w+)").fullmatch


def filled(some: tuple[Any, ...], all_known: tuple[Any, ...], paths: Iterable[str]) -> tuple[Any, ...]:
    """Facts in which those at these paths are given, as in `all_known`; a list is given with all its fields."""
    found = dict(zip(NAMES, some, strict=True))
    spare = dict(zip(NAMES, all_known, strict=True))
    for path in paths:
        place = PLACE(path)
        if place is None:
            found[path] = spare[path]
            continue
        name, index = place["list"], int(place["index"])
        at = [field.removesuffix("_") for field in LISTS[name]].index(place["field"])
        records = [list(record) for record in found[name]]
        records[index][at] = _field(name, at, spare[name], index)
        found[name] = tuple(map(tuple, records))
    return tuple(found.values())


def _field(name: str, at: int, records: tuple[tuple[Any, ...], ...], index: int) -> Any:
    """A value for a field: from the spare records, if there are any."""
    if records:
        return records[index % len(records)][at]
    plain = {"money": 5, "date": date(2024, 1, 1).toordinal(), "flag": True}
    kind = list(LISTS[name].values())[at]
    return plain.get(kind.name, "tech" if name.startswith("borrower") else "red")


def unknown_places(some: tuple[Any, ...]) -> list[str]:
    """Every unknown fact, and every unknown field of a given record."""
    found = []
    for name, value in zip(NAMES, some, strict=True):
        if value is None:
            found.append(name)
        elif name in LISTS:
            fields = [field.removesuffix("_") for field in LISTS[name]]
            found += [
                f"{name}[{i}].{f}" for i, r in enumerate(value) for f, v in zip(fields, r, strict=True) if v is None
            ]
    return found


def is_fact(reason: str) -> bool:
    return ":" not in reason


@settings(max_examples=50)
@given(programs(), prepared(unknown=True), prepared(unknown=False))
def test_what_is_missing_settles_the_question(parts: Any, some: tuple[Any, ...], all_known: tuple[Any, ...]) -> None:
    made = compiled(*parts)
    run = interpret(made, some)
    for tree, known in zip(
        [v.node for v in made.values] + [r.node for r in made.rules], run.values + run.rules, strict=True
    ):
        reasons = missing(tree, run)
        assert bool(reasons) == (known is None)
        assert set(filter(is_fact, reasons)) <= set(unknown_places(some))
        after = interpret(made, filled(some, all_known, filter(is_fact, reasons)))
        assert not any(map(is_fact, missing(tree, after)))
        event("settled" if reasons else "known")


@settings(max_examples=50)
@given(programs(), prepared(unknown=True), prepared(unknown=False))
def test_what_is_not_missing_is_idle(parts: Any, some: tuple[Any, ...], all_known: tuple[Any, ...]) -> None:
    made = compiled(*parts)
    run = interpret(made, some)
    for tree in [v.node for v in made.values] + [r.node for r in made.rules]:
        reasons = missing(tree, run)
        idle = [path for path in unknown_places(some) if path not in reasons]
        after = interpret(made, filled(some, all_known, idle))
        assert missing(tree, after) == reasons
        assert after.value_of(tree) == run.value_of(tree)


@settings(max_examples=50)
@given(programs(), prepared(unknown=True), prepared(unknown=False), st.data())
def test_knowing_more_never_changes_what_is_known(
    parts: Any, some: tuple[Any, ...], all_known: tuple[Any, ...], data: st.DataObject
) -> None:
    made = compiled(*parts)
    gaps = unknown_places(some)
    told = data.draw(st.lists(st.sampled_from(gaps), unique=True) if gaps else st.just([]))
    before, after = interpret(made, some), interpret(made, filled(some, all_known, told))
    for old, new in zip(before.values + before.rules, after.values + after.rules, strict=True):
        assert old is None or new == old


READ_ONCE = ("flag_a", "flag_b", "flag_c", "flag_d", "flag_e", "flag_f")


@st.composite
def read_once(draw: st.DrawFn) -> str:
    """A formula in which each flag stands at most once."""
    parts = list(draw(st.permutations(READ_ONCE)))[: draw(st.integers(1, len(READ_ONCE)))]
    while len(parts) > 1:
        pattern = draw(st.sampled_from(("({} and {})", "({} or {})", "(not {} or {})", "({} if {} else {})")))
        many = pattern.count("{}")
        if many > len(parts):
            continue
        parts = [pattern.format(*parts[:many]), *parts[many:]]
        parts = list(draw(st.permutations(parts)))
    return parts[0]


@given(read_once(), st.fixed_dictionaries({name: st.sampled_from((True, False, None)) for name in READ_ONCE}))
def test_each_missing_flag_can_change_the_answer(formula: str, flags: Mapping[str, bool | None]) -> None:
    scope = SmallScope(facts={**FACTS, **dict.fromkeys(READ_ONCE, FACTS["flag_a"])})
    made = program({}, [formula], scope)
    run = interpret(made, facts(scope, **flags))
    gaps = [name for name in READ_ONCE if flags[name] is None and name in formula]
    worlds = [dict(zip(gaps, world, strict=True)) for world in product((True, False), repeat=len(gaps))]
    answers = {tuple(w.items()): interpret(made, facts(scope, **{**flags, **w})).rules[0] for w in worlds}
    decisive = [
        name
        for name in gaps
        if any(answers[tuple(w.items())] != answers[tuple({**w, name: not w[name]}.items())] for w in worlds)
    ]
    assert sorted(missing(made.rules[0].node, run)) == decisive
