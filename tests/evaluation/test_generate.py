"""The generated function: what is in it, and when it gives way to the interpreter."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from subsidy.evaluation import generate as generating
from subsidy.evaluation import meaning
from subsidy.evaluation import runner as running
from subsidy.evaluation.generate import generate
from subsidy.evaluation.layout import layout_of
from subsidy.evaluation.prepare import Prepared
from subsidy.evaluation.runner import runner
from subsidy.language import nodes
from subsidy.language.nodes import Node
from tests.evaluation.small import Formula, SmallScope, facts, program
from tests.evaluation.test_meaning import COMPLETE, ROWS, TECH

KNOWN = facts(**{**COMPLETE, "rows": ROWS, "qualifications": TECH})


def test_names_are_positions_and_nothing_is_within_reach() -> None:
    values: dict[str, str | Formula] = {
        "机密": Formula("sum_a * half", "half-up"),
        "b": 'sum(r.amount + 机密 for r in rows if r.kind == "red" and held("tech", on=day_a))',
        "c": 'lpr("1Y", on=day_a) + lpr_days("1Y", day_a, day_b) / grace',
    }
    function: Any = generate(layout_of(program(values, ["b > 机密"])))
    assert function(KNOWN)[1] == (True,)
    codes = [function.__code__]
    for code in codes:
        codes += [constant for constant in code.co_consts if hasattr(constant, "co_names")]
        for name in (*code.co_varnames, *code.co_names, *code.co_cellvars, *code.co_freevars):
            assert re.fullmatch(r"[fgvt]\d+|r\d+(_\d+)?|facts|\.0", name)
    assert function.__globals__["__builtins__"] == {}


@pytest.mark.parametrize(
    ("formula", "given"),
    [
        ("hidden + sum_a", {}),
        ("sum_a / sum_b > half", {}),
        ('lpr("1Y", on=day_a)', {"day_a": date(2019, 8, 19)}),
        ('lpr_days("1Y", day_a, day_b)', {"day_a": date(2019, 8, 19)}),
        ("min(r.amount for r in rows)", {"rows": []}),
        ("max(r.on for r in rows if r.amount > cap)", {"rows": ROWS}),
    ],
)
def test_the_interpreter_takes_over_what_is_unknown(formula: str, given: dict[str, Any]) -> None:
    made = program({"known": "sum_a", "it": formula})
    prepared = facts(**{**COMPLETE, "sum_a": 7, **given})
    with pytest.raises(ZeroDivisionError):
        generate(layout_of(made))(prepared)
    run = runner(made)(Prepared(prepared, complete=True))
    assert run.values == (7, None)


def test_what_cannot_matter_is_not_looked_at() -> None:
    made = program({}, ["flag_a or hidden > cap", "flag_b and sum_a / sum_b > half", "all(r.good for r in rows)"])
    run = generate(layout_of(made))(facts(**{**COMPLETE, "flag_a": True}))
    assert run == ((), (True, False, True))


def test_incomplete_facts_go_to_the_interpreter(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def interpreted(*arguments: Any) -> Any:
        asked.append(arguments)

    made = program({"it": "sum_a"})
    run, known = runner(made), facts(**COMPLETE)
    run(Prepared(known, complete=True))
    monkeypatch.setattr(running, "interpreted", interpreted)
    assert run(Prepared(known, complete=True)).values == (0,)
    assert not asked
    run(Prepared(known, complete=False))
    assert len(asked) == 1


def test_a_program_without_facts_values_or_rules() -> None:
    empty = program({}, scope=SmallScope(facts={}, lists={}))
    assert generate(layout_of(empty))(()) == ((), ())


def test_a_formula_as_deep_as_the_language_allows() -> None:
    depth = 95
    made = program({"it": "min(" * depth + "sum_a" + ", cap)" * depth, "sum": "+".join(["sum_a"] * depth)})
    assert generate(layout_of(made))(facts(**{**COMPLETE, "sum_a": 3})) == ((3, 3 * depth), ())


def test_many_values() -> None:
    steps = {"v0": "sum_a + sum_b", **{f"v{i}": f"min(v{i - 1} + v{i - 1}, cap)" for i in range(1, 1_500)}}
    made = program(steps)
    values, _ = generate(layout_of(made))(facts(**{**COMPLETE, "sum_a": 1}))
    assert values[:25] == tuple(2**i for i in range(25))
    assert values[-1] == 20_000_000


def test_the_first_application_is_interpreted(monkeypatch: pytest.MonkeyPatch) -> None:
    """To generate pays from the second on."""
    monkeypatch.setattr(running, "generate", lambda _: pytest.fail("generated too early"))
    assert runner(program({"it": "sum_a"}))(Prepared(facts(**COMPLETE), complete=True)).values == (0,)


def test_every_kind_of_node_is_known_to_both_evaluators() -> None:
    """`Texts` and `Ratio` are parts of other nodes; a kind that is added later must be added here too."""
    kinds = {kind for kind in vars(nodes).values() if isinstance(kind, type) and issubclass(kind, Node)}
    assert set(meaning._MEANINGS) == set(generating._EXPRESSIONS) == kinds - {Node, nodes.Texts, nodes.Ratio}
