"""A decision as a workbook before it is written: every value and rule as a cell, and the helpers that they need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from subsidy.evaluation.run import Run
from subsidy.language.nodes import Apply, Node
from subsidy.language.walk import walk
from subsidy.messages import Label, Message, msg
from subsidy.scheme.program import Condition, Program, Value
from subsidy.workbook.balance_sheet import balance_of
from subsidy.workbook.cells import BeyondSheetError, Cell, number, reference
from subsidy.workbook.compile import Compiler
from subsidy.workbook.given import Given, quoted
from subsidy.workbook.names import Names, Titles
from subsidy.workbook.places import SPARE, Rows, Workings, attempt

RULE: Final = "rule"
"""Where the names of rules stand apart from those of steps."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A value or rule, the name of its cell, its formula, what the engine has for it; `beyond`: why there is none."""

    part: Value | Condition
    name: str
    cell: Cell
    beyond: Message | None = None


@dataclass(frozen=True, slots=True)
class Model:
    given: Given
    workings: Workings
    values: tuple[Placed, ...]
    rules: tuple[Placed, ...]


def model_of(run: Run, titles: Titles, labels: Mapping[str, Label], parameters: Mapping[str, Node]) -> Model:
    """The formulas of a run; `labels` name the lists of records, `parameters` are those that have a cell."""
    workings = Workings(titles.of(msg("Workings")))
    program = run.program
    lists: dict[str, Rows] = {}
    for used, records in zip(program.inputs, run.facts, strict=True):
        if used.fields is not None:
            count = len(records or ())
            lists[used.path] = Rows(titles.of(labels[used.path]), used.path, used.fields, count, SPARE)
    facts = {used.path: fact for used, fact in zip(program.inputs, run.facts, strict=True)}
    given = Given(Names(), facts, facts, lists, parameters)
    compiler = Compiler(run, given, workings)
    for node in _kernels(program):
        if node.kernel == "balance_days" and given.balance is None:
            given.balance = balance_of(compiler, node, titles.of(msg("Balance")))
    places: list[Workings | Rows] = [workings, *lists.values()]
    values, rules = [], []
    for value in program.values:
        placed = _placed(compiler, value, given.names.of(value.name), places)
        cell = placed.cell
        compiler.values[value.name] = reference(placed.name, cell.low, cell.high, cell.known, cell.digits)
        values.append(placed)
    for rule in program.rules:
        name = given.names.of(f"{RULE}.{rule.benefit}.{rule.name}" if rule.benefit else f"{RULE}.{rule.name}")
        rules.append(_placed(compiler, rule, name, places))
    return Model(given, workings, tuple(values), tuple(rules))


def _placed(compiler: Compiler, part: Value | Condition, name: str, places: Iterable[Workings | Rows]) -> Placed:
    workings = compiler.place
    assert isinstance(workings, Workings)
    workings.owner = part.label
    try:
        with attempt(places):
            return Placed(part, name, compiler.of(part.node))
    except BeyondSheetError as beyond:
        return Placed(part, name, _engines_own(part.node, compiler), beyond.why)


def _engines_own(node: Node, compiler: Compiler) -> Cell:
    """What the engine has for a node, as a constant."""
    (value,) = compiler.known(node)
    if value is None:
        return reference("NA()", node.low, node.high, (None,))
    if isinstance(value, bool):
        return reference("TRUE" if value else "FALSE", 0, 1, (value,))
    return reference(quoted(value), 0, 0, (value,)) if isinstance(value, str) else number(value)


def _kernels(program: Program) -> Iterator[Apply]:
    for tree in [*(value.node for value in program.values), *(rule.node for rule in program.rules)]:
        yield from (node for node in walk(tree) if isinstance(node, Apply))
