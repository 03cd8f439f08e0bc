"""Formulas over the common facts, with bilingual parameters and definitions, and runs of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from subsidy.diagnostics import Place
from subsidy.evaluation.interpret import interpret
from subsidy.evaluation.run import Run
from subsidy.facts import VOCABULARY, FactType
from subsidy.facts.scalars import in_units
from subsidy.kinds import MONEY
from subsidy.language.arithmetic import rounded
from subsidy.language.logic import banded, sliced
from subsidy.language.nodes import Band, Fact, Named, Node, Quote, Texts, Unpublished
from subsidy.language.parse import parse_formula
from subsidy.language.scope import Bounded, RecordList
from subsidy.language.types import MONEY_TYPE, RATE_TYPE, Type, of_kind
from subsidy.messages import Label
from subsidy.rates import load_rate_tables
from subsidy.scheme.parameters import literal_node
from subsidy.scheme.program import Input, Program, Value

TABLES = load_rate_tables(Path(__file__).parents[2] / "schemes" / "rates")
ONE = Fraction(1)


def _texts(name: str, *options: str) -> Texts:
    return Texts(Type("texts"), ONE, 0, 0, options, name)


PARAMETERS: dict[str, tuple[Node, Label]] = {
    name: (node if isinstance(node, Node) else literal_node(node, name), label)
    for name, node, label in (
        ("products", _texts("products", "科保贷", "科担贷"), Label("支持的产品", "supported products")),
        ("aid_kinds", _texts("aid_kinds", "interest", "premium"), Label("贴息类补贴", "interest aid")),
        ("limit", "500万元", Label("单笔本金上限", "limit of one loan")),
        ("insured_share", "2.6%", Label("科保贷比例", "insured share")),
        ("guaranteed_share", "1%", Label("科担贷比例", "guaranteed share")),
        ("margin", "50bp", Label("加点上限", "highest margin")),
        ("year", "12个月", Label("一年", "one year")),
        ("year_days", "360天/年", Label("全年天数", "days of a year")),
        ("grace", "30天", Label("宽限天数", "days of grace")),
        ("few", "2", Label("笔数上限", "highest number")),
        ("third", "1/3", Label("三分之一", "one third")),
        ("window_from", "2023-07-01", Label("结清期起", "first day of settling")),
        ("window_to", "2024-06-30", Label("结清期止", "last day of settling")),
        (
            "hidden",
            Unpublished(MONEY_TYPE, MONEY.unit, MONEY.low, MONEY.high, "hidden"),
            Label("年度限额", "yearly limit"),
        ),
    )
}
DEFINITIONS: dict[str, tuple[str, Label]] = {
    "counted": ("min(loan.principal, limit)", Label("计入本金", "counted principal")),
    "share": (
        'insured_share if loan.product == "科保贷" else guaranteed_share',
        Label("补贴比例", "share of the subsidy"),
    ),
    "loan_months": (
        'months(loan.disbursed_on, loan.settled_on, "completed")',
        Label("实际贷款月份", "actual loan months"),
    ),
    "in_window": ("window_from <= loan.settled_on <= window_to", Label("在期内结清", "settled in the window")),
}
LISTS = ("borrower.qualifications", "loan.flows", "loan.extensions", "other_aid")


@dataclass
class World:
    """The scope of the tests' formulas."""

    values: dict[str, Node]

    def value(self, name: str) -> Node | None:
        if name in self.values:
            node = self.values[name]
            return Named(node.type, node.unit, node.low, node.high, name)
        if name in PARAMETERS:
            return PARAMETERS[name][0]
        fact = VOCABULARY.get(name)
        if fact is None or fact.scalar is None:
            return None
        spec = bounded(fact)
        return Fact(spec.type, spec.unit, spec.low, spec.high, fact.path)

    def records(self, path: str) -> RecordList | None:
        return RecordList(path, {_key(k): bounded(f) for k, f in fields(path).items()}) if path in LISTS else None

    def reference_rate(self, table: str, tenor: str, on: Node) -> Node | None:
        values = [q.value for q in TABLES[table].quotes[tenor]]
        return Quote(RATE_TYPE, Fraction(1, 10_000), min(values), max(values), table, tenor, on)

    def names(self) -> Collection[str]:
        return [*self.values, *PARAMETERS, *VOCABULARY]

    def tables(self) -> Collection[str]:
        return TABLES.keys()


def bounded(fact: FactType) -> Bounded:
    assert fact.scalar is not None
    return Bounded(
        of_kind(fact.scalar.kind, fact.choices or None), fact.scalar.kind.unit, fact.scalar.low, fact.scalar.high
    )


def fields(path: str) -> Mapping[str, FactType]:
    found = VOCABULARY[path].fields
    assert found is not None
    return {k: f for k, f in found.items() if f.scalar}


def _key(key: str) -> str:
    return "from_" if key == "from" else key


def parsed(formula: str, scope: World) -> Node:
    node, diagnostics = parse_formula(formula, scope, Place("test", 1, 1), "")
    assert node is not None, [d.say("en") for d in diagnostics]
    return node


def _defined() -> tuple[World, tuple[Value, ...]]:
    scope, values = World({}), []
    for name, (formula, label) in DEFINITIONS.items():
        scope.values[name] = parsed(formula, scope)
        values.append(Value(name, label, "notice 一", formula, scope.values[name]))
    return scope, tuple(values)


SCOPE, VALUES = _defined()
SCALARS = tuple(path for path, fact in VOCABULARY.items() if fact.scalar and fact.fields is None)
NOTHING: Any = None
PROGRAM = Program(
    edition=NOTHING,
    vocabulary=VOCABULARY,
    tables=TABLES,
    readings={},
    values=VALUES,
    rules=(),
    benefits=(),
    inputs=(*(Input(p) for p in SCALARS), *(Input(p, tuple(map(_key, fields(p)))) for p in LISTS)),
    parameters={},
    readings_used=frozenset(),
    sources={},
    labels={
        **{path: VOCABULARY[path].label for path in (*SCALARS, *LISTS)},
        **{f"{path}.{key}": fact.label for path in LISTS for key, fact in fields(path).items()},
        **{name: label for name, (_, label) in PARAMETERS.items()},
        **{name: label for name, (_, label) in DEFINITIONS.items()},
        "tier": Label("分档标准", "table of amounts"),
    },
    sha256="",
)


def node_of(formula: str) -> Node:
    return parsed(formula, SCOPE)


def rounded_to(formula: str, direction: str, step: str) -> Node:
    unit = literal_node(step)
    assert isinstance(unit.value, int)
    return rounded(node_of(formula), direction, unit.value * unit.unit, unit.type)


def tier(subject: str, *rows: tuple[str, str], slices: bool = False) -> Node:
    """Rows of a bound (`<100万元`, `<=100万元`, or empty) and a value."""
    bands = [
        Band(literal_node(bound.lstrip("<=")) if bound else None, "=" in bound, literal_node(value))
        for bound, value in rows
    ]
    return (sliced if slices else banded)("tier", node_of(subject), bands)


def run_of(facts: Mapping[str, str | bool | Sequence[Mapping[str, str]] | None]) -> Run:
    """A run of facts as documents write them, by path; a fact that is not given is unknown."""
    assert facts.keys() <= {*SCALARS, *LISTS}
    prepared = [_scalar(VOCABULARY[path], facts.get(path)) for path in SCALARS]
    return interpret(PROGRAM, (*prepared, *(_records(path, facts.get(path)) for path in LISTS)))


def _records(path: str, given: Any) -> tuple[tuple[Any, ...], ...] | None:
    if given is None:
        return None
    return tuple(tuple(_scalar(fact, record.get(key)) for key, fact in fields(path).items()) for record in given)


def _scalar(fact: FactType, given: Any) -> Any:
    if given is None or fact.scalar is None:
        return None
    value = fact.scalar.read(given)
    return value if isinstance(value, str | bool) else in_units(fact.scalar.kind, value)
