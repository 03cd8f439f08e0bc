"""A small world of formulas: facts of every kind, a list of rows, parameters; and programs made of its formulas."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from subsidy.diagnostics import Diagnostic, Place
from subsidy.kinds import COUNT, DATE, DAY, DAYS, FLAG, MONEY, MONTH, MONTHS, RATE, SHARE, TEXT, YUAN, Dimension, Kind
from subsidy.language.arithmetic import rounded
from subsidy.language.errors import FormulaError
from subsidy.language.nodes import Constant, Fact, Named, Node, Quote, Texts, Unpublished
from subsidy.language.parse import parse_formula
from subsidy.language.scope import Bounded, RecordList
from subsidy.language.types import MONEY_TYPE, RATE_TYPE, Type, of_kind
from subsidy.messages import Label
from subsidy.rates import load_rate_tables
from subsidy.scheme.program import Condition, Input, Program, Value

RATES = Path(__file__).parents[2] / "schemes" / "rates"
TABLES = load_rate_tables(RATES)
COLOURS = {c: Label(c, c) for c in ("red", "green", "blue")}
TITLES = {t: Label(t, t) for t in ("tech", "small")}
FEN = Fraction(1, 100)

FACTS: Mapping[str, Kind] = {
    "sum_a": MONEY,
    "sum_b": MONEY,
    "rate_a": RATE,
    "rate_b": RATE,
    "share_a": SHARE,
    "count_a": COUNT,
    "days_a": DAYS,
    "months_a": MONTHS,
    "day_a": DATE,
    "day_b": DATE,
    "word_a": TEXT,
    "word_b": TEXT,
    "flag_a": FLAG,
    "flag_b": FLAG,
    "flag_c": FLAG,
}
BOUNDS: Mapping[str, tuple[int, int]] = {  # narrower than the kinds', so that more formulas are proved to fit
    "sum_a": (0, 10**12),
    "sum_b": (0, 10**12),
    "rate_b": (0, 10**7),
    "share_a": (-(10**8), 10**8),
    "count_a": (0, 1_000),
}
LISTS: Mapping[str, Mapping[str, Kind]] = {
    "rows": {"amount": MONEY, "on": DATE, "kind": TEXT, "good": FLAG},
    "borrower.qualifications": {"kind": TEXT, "from_": DATE, "to": DATE},
}


def _constant(kind: Kind | Dimension, unit: Fraction, value: int, name: str, loose: Any = "") -> Constant:
    if isinstance(kind, Kind):
        type_ = of_kind(kind)
        type_ = Type(type_.base, type_.dimension, type_.percent, loose)
    else:
        type_ = Type("number", kind)
    return Constant(type_, unit, value, value, value, name)


_YEAR = Dimension(years=1)
PARAMETERS: Mapping[str, Node] = {
    "cap": _constant(MONEY, FEN, 20_000_000, "cap"),
    "half": _constant(SHARE, Fraction(1, 2), 1, "half", "percent"),
    "margin": _constant(SHARE, Fraction(1, 200), 3, "margin", "percent"),
    "few": _constant(COUNT, Fraction(1), 3, "few"),
    "grace": _constant(DAYS, Fraction(1), 30, "grace"),
    "term": _constant(MONTHS, Fraction(1), 6, "term"),
    "year_days": _constant(DAY / _YEAR, Fraction(1), 360, "year_days"),
    "year_months": _constant(MONTH / _YEAR, Fraction(1), 12, "year_months"),
    "cutoff": _constant(DATE, Fraction(1), date(2024, 2, 29).toordinal(), "cutoff"),
    "warm": Texts(Type("texts"), Fraction(1), 0, 0, ("red",), "warm"),
    "hidden": Unpublished(MONEY_TYPE, FEN, MONEY.low, MONEY.high, "hidden"),
}


def money(fen: int) -> Node:
    return _constant(MONEY, FEN, fen, "")


def share_of_halves(halves: int) -> Node:
    return _constant(SHARE, Fraction(1, 2), halves, "")


@dataclass
class SmallScope:
    """The scope of the small world, to which named values are added one by one."""

    facts: Mapping[str, Kind] = field(default_factory=lambda: FACTS)
    lists: Mapping[str, Mapping[str, Kind]] = field(default_factory=lambda: LISTS)
    parameters: Mapping[str, Node] = field(default_factory=lambda: PARAMETERS)
    values: dict[str, Node] = field(default_factory=dict)

    def value(self, name: str) -> Node | None:
        if name in self.values:
            node = self.values[name]
            return Named(node.type, node.unit, node.low, node.high, name)
        if name in self.facts:
            spec = _bounded(name, self.facts[name])
            return Fact(spec.type, spec.unit, spec.low, spec.high, name)
        return self.parameters.get(name)

    def records(self, path: str) -> RecordList | None:
        fields = self.lists.get(path)
        return fields and RecordList(path, {f: _bounded(f"{path}.{f}", k) for f, k in fields.items()})

    def reference_rate(self, table: str, tenor: str, on: Node) -> Node | None:
        values = [q.value for q in TABLES[table].quotes[tenor]]
        return Quote(RATE_TYPE, Fraction(1, 10_000), min(values), max(values), table, tenor, on)

    def names(self) -> Collection[str]:
        return [*self.values, *self.facts, *self.parameters]

    def tables(self) -> Collection[str]:
        return TABLES.keys()


def _bounded(path: str, kind: Kind) -> Bounded:
    own = {"borrower.qualifications.kind": TITLES, "loan.flows.kind": None}
    choices = own.get(path, COLOURS) if kind is TEXT else None
    low, high = BOUNDS.get(path, (kind.low, kind.high))
    return Bounded(of_kind(kind, choices), kind.unit, low, high)


@dataclass(frozen=True)
class Formula:
    """A formula of the small world; a money formula may be rounded to the fen in a direction."""

    text: str
    direction: str = ""


class RefusedError(Exception):
    """The language refuses a formula; the argument is its diagnostics."""

    @property
    def codes(self) -> list[str]:
        diagnostics: Sequence[Diagnostic] = self.args[0]
        return [d.code for d in diagnostics]

    def __str__(self) -> str:
        return "; ".join(map(str, self.args[0]))


def parsed(formula: str | Formula, scope: SmallScope | None = None) -> Node:
    """The node of a formula. Raises `RefusedError`."""
    formula = Formula(formula) if isinstance(formula, str) else formula
    node, diagnostics = parse_formula(formula.text, scope or SmallScope(), Place("formula", 1, 1), "")
    if node is None:
        raise RefusedError(diagnostics)
    try:
        return rounded(node, formula.direction, FEN, Type("number", YUAN)) if formula.direction else node
    except FormulaError as error:
        raise RefusedError([Diagnostic(error.code, error.message)]) from error


def program(
    values: Mapping[str, str | Formula | Node], rules: Sequence[str | Node] = (), scope: SmallScope | None = None
) -> Program:
    """A program of these values and rules, which reads every fact of its scope. Raises `RefusedError`."""
    scope = scope or SmallScope()
    named = []
    for name, formula in values.items():
        node = formula if isinstance(formula, Node) else parsed(formula, scope)
        scope.values[name] = node
        named.append(Value(name, Label(name, name), "", str(formula), node))
    conditions = [
        Condition(f"rule_{i}", Label("", ""), "", str(r), r if isinstance(r, Node) else parsed(r, scope))
        for i, r in enumerate(rules)
    ]
    nothing: Any = None
    return Program(
        edition=nothing,
        vocabulary=nothing,
        tables=TABLES,
        readings={},
        values=tuple(named),
        rules=tuple(conditions),
        benefits=(),
        inputs=(*(Input(f) for f in scope.facts), *(Input(path, tuple(fs)) for path, fs in scope.lists.items())),
        parameters={},
        readings_used=frozenset(),
        sources={},
        labels={},
        sha256="",
    )


def facts(scope: SmallScope | None = None, /, **given: Any) -> tuple[Any, ...]:
    """Prepared facts: dates may be `date`, rows lists of tuples; what is not given is unknown.

    `qualifications` stands for `borrower.qualifications`.
    """
    scope = scope or SmallScope()
    given["borrower.qualifications"] = given.pop("qualifications", None)
    assert given.keys() <= {*scope.facts, *scope.lists}
    return tuple(_plain(given.get(name)) for name in (*scope.facts, *scope.lists))


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return tuple(map(_plain, value))
    return value.toordinal() if isinstance(value, date) else value
