"""The columns that come out, by name: outcome, statuses, entitlements, verdicts, reasons, values.

What `evaluation.conclusion` concludes from one run, said in columns. Only what is asked for is computed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cached_property, reduce
from typing import Final, NamedTuple

import polars as pl

from subsidy.columns.cells import INT64, Cell, Width, added, both_of, number, scaled, stage_of, width_for
from subsidy.columns.compile import Compiler
from subsidy.columns.rounding import divided
from subsidy.evaluation.conclusion import Outcome, Plan, Status
from subsidy.language.nodes import Node
from subsidy.scheme.limits import BoundLimit, Part
from subsidy.scheme.program import Program

STATUS: Final = pl.Enum(["granted", "refused", "suspended", "open"])
OUTCOME: Final = pl.Enum(["eligible", "ineligible", "incomplete", "suspended"])
YUAN: Final = pl.Decimal(38, 2)

# The first of these that a benefit has decides, as in `evaluation.conclusion`.
_OUTCOMES: Final[tuple[tuple[Status, Outcome], ...]] = (
    ("open", "incomplete"),
    ("granted", "eligible"),
    ("suspended", "suspended"),
)


class Result(NamedTuple):
    """A column that can be asked for: the trees it needs, and how it is made."""

    trees: tuple[Node, ...]
    make: Callable[[Conclusion], Cell]


def results(program: Program, plans: Sequence[Plan]) -> Mapping[str, Result]:
    """Every column of a program: see `ColumnEvaluator`."""
    every = tuple(tree for plan in plans for tree in _trees(program, plan))
    found = {
        "outcome": Result(every, lambda c: c.outcome),
        "total": Result(every, lambda c: _in_yuan(c.total)),
        "total_fen": Result(every, lambda c: c.total),
        "reasons": Result(tuple(r.node for r in program.rules), lambda c: c.reasons),
    }
    for i, plan in enumerate(plans):
        own, benefit = tuple(_trees(program, plan)), plan.benefit.name
        found[f"status.{benefit}"] = Result(own, _at(i, lambda c, i: c.statuses[i]))
        found[f"entitlement.{benefit}"] = Result(own, _at(i, lambda c, i: _in_yuan(c.entitlements[i])))
        found[f"entitlement_fen.{benefit}"] = Result(own, _at(i, lambda c, i: c.entitlements[i]))
    for i, rule in enumerate(program.rules):
        found[f"rule.{rule.name}"] = Result((rule.node,), _at(i, Conclusion.rule))
    for i, named in enumerate(program.values):
        found[f"value.{named.name}"] = Result((named.node,), _at(i, lambda c, i: c.compiler.value(i)))
    for limit in program.limits:
        for part, node, unit in parts_of(limit):
            found[limit_column(limit.name, part)] = Result((node,), _figure(node, unit))
    return found


def limit_column(limit: str, part: Part) -> str:
    return f"limit.{limit}.{part}"


def parts_of(limit: BoundLimit) -> Iterator[tuple[Part, Node, Fraction]]:
    """The formulas of a limit, by the names of their keys, and the unit in which each is rounded down: fen, or one; a
    ratio is exact in its own.
    """
    fen, own = Fraction(1, 100), Fraction(1) if limit.unit != "yuan" else Fraction(1, 100)
    units: dict[Part, Fraction] = {"at_most": own, "used": own, "on": fen, "instead": fen}
    for part, node in limit.formulas.items():
        yield part, node, units.get(part, node.unit)


def _figure(node: Node, unit: Fraction) -> Callable[[Conclusion], Cell]:
    factor = node.unit / unit

    def made(conclusion: Conclusion) -> Cell:
        compiler = conclusion.compiler
        numerator, denominator = scaled(compiler.of(node), factor.numerator), number(factor.denominator)
        whole = divided("floor", numerator, denominator, compiler.block.bind) if denominator.known != 1 else numerator
        return _clipped(whole)

    return made


def _clipped(cell: Cell) -> Cell:
    """In Int64: no amounts reach a ceiling beyond it."""
    if cell.width == pl.Int64:
        return cell
    low, high = max(cell.low, -INT64), min(cell.high, INT64)
    expr = cell.expr.clip(pl.lit(low, dtype=pl.Int128), pl.lit(high, dtype=pl.Int128)).cast(pl.Int64)
    return replace(cell, expr=expr, width=pl.Int64(), low=low, high=high, plain=False)


def _at(position: int, of: Callable[[Conclusion, int], Cell]) -> Callable[[Conclusion], Cell]:
    return lambda conclusion: of(conclusion, position)


def _trees(program: Program, plan: Plan) -> Iterator[Node]:
    for i in (*plan.refusing, *plan.suspending):
        yield program.rules[i].node
    yield program.values[plan.amount].node


class Conclusion:
    """The conclusion of every row, each part made when it is first asked for."""

    def __init__(self, compiler: Compiler, plans: Sequence[Plan]) -> None:
        self.compiler = compiler
        self.program = compiler.layout.program
        self.plans = plans
        self._rules: dict[int, Cell] = {}

    def rule(self, i: int) -> Cell:
        if i not in self._rules:
            self._rules[i] = self.compiler.plain(self.program.rules[i].node)
        return self._rules[i]

    @cached_property
    def _standings(self) -> tuple[_Standing, ...]:
        return tuple(map(self._standing, self.plans))

    def _standing(self, plan: Plan) -> _Standing:
        bind = self.compiler.block.bind
        granted, running = (bind(self._all(rules, plan)) for rules in (plan.refusing, plan.suspending))
        amount = bind(self.compiler.value(plan.amount))
        return _Standing(granted, running, scaled(amount, plan.fen))

    def _all(self, rules: Iterable[int], plan: Plan) -> Cell:
        holding = [self._presumed(self.rule(i)) if i in plan.presumed else self.rule(i) for i in rules]
        return both_of(holding) if holding else _TRUE

    def _presumed(self, rule: Cell) -> Cell:
        return Cell(rule.expr.fill_null(True), pl.Boolean, 0, 1, False, rule.stage)

    @cached_property
    def statuses(self) -> tuple[Cell, ...]:
        return tuple(self.compiler.block.bind(s.status) for s in self._standings)

    @cached_property
    def entitlements(self) -> tuple[Cell, ...]:
        return tuple(self.compiler.block.bind(s.entitlement) for s in self._standings)

    @cached_property
    def total(self) -> Cell:
        return self.compiler.block.bind(reduce(added, self.entitlements))

    @property
    def outcome(self) -> Cell:
        expr = pl.lit("ineligible", dtype=OUTCOME)
        for status, outcome in reversed(_OUTCOMES):
            met = pl.any_horizontal(*(s.expr == status for s in self.statuses))
            expr = pl.when(met).then(pl.lit(outcome, dtype=OUTCOME)).otherwise(expr)
        return Cell(expr, OUTCOME, 0, 0, False, stage_of(*self.statuses))

    @property
    def reasons(self) -> Cell:
        """The names of the rules that fail and refuse or suspend something; few sets of them are different."""
        telling = [(self.rule(i), r.name) for i, r in enumerate(self.program.rules) if r.otherwise != "warn"]
        width = width_for(2 ** len(telling))
        failing = pl.lit(0, dtype=width)
        for i, (rule, _) in enumerate(telling):
            holding = rule.expr.fill_null(True) if rule.may_be_unknown else rule.expr
            failing = failing + pl.when(holding).then(pl.lit(0, dtype=width)).otherwise(pl.lit(2**i, dtype=width))
        names = [name for _, name in telling]
        expr = failing.map_batches(lambda sets: _named(sets, names), return_dtype=pl.String, is_elementwise=True)
        return Cell(expr, pl.String, 0, 0, False, stage_of(*(rule for rule, _ in telling)))


def _named(sets: pl.Series, names: Sequence[str]) -> pl.Series:
    """Sets of rules, told by their bits, as their names."""
    different = sets.unique()
    texts = [",".join(name for i, name in enumerate(names) if set_ >> i & 1) for set_ in different]
    return sets.replace_strict(different, pl.Series(texts, dtype=pl.String)).cast(pl.String)  # of no rows, too


class _Standing(NamedTuple):
    """A benefit: whether the rules that refuse, and those that suspend, all hold; its amount in fen."""

    granted: Cell
    running: Cell
    amount: Cell

    @property
    def status(self) -> Cell:
        granted, refused, suspended, open_ = (pl.lit(status, dtype=STATUS) for status in STATUS.categories)
        return self._cell(refused, open_, granted, suspended, STATUS)

    @property
    def entitlement(self) -> Cell:
        amount = self.amount
        nothing, unknown = pl.lit(0, dtype=amount.width), pl.lit(None, dtype=amount.width)
        cell = self._cell(nothing, unknown, amount.expr, nothing, amount.width)
        return Cell(cell.expr, amount.width, min(0, amount.low), max(0, amount.high), self._open, cell.stage)

    @property
    def _open(self) -> bool:
        return any(cell.may_be_unknown for cell in self)

    def _cell(self, refused: pl.Expr, open_: pl.Expr, granted: pl.Expr, suspended: pl.Expr, width: Width) -> Cell:
        expr = granted
        if self._open:
            unsettled = pl.any_horizontal(*(cell.expr.is_null() for cell in self if cell.may_be_unknown))
            expr = pl.when(unsettled).then(open_).otherwise(expr)
        if not self.running.constant:
            expr = pl.when(self.granted.expr & ~self.running.expr).then(suspended).otherwise(expr)
        return Cell(pl.when(~self.granted.expr).then(refused).otherwise(expr), width, 0, 0, False, stage_of(*self))


_TRUE: Final = Cell(pl.lit(True), pl.Boolean, 0, 1, False, 0, True, True, True)


def _in_yuan(fen: Cell) -> Cell:
    """Fen are what such a decimal holds inside."""
    expr = fen.expr.cast(pl.Int128).reinterpret(dtype=YUAN)
    return Cell(expr, YUAN, 0, 0, fen.may_be_unknown, fen.stage)
