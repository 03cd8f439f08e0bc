"""What the rows that cannot be decided wait for, by the single evaluator: it alone follows a formula as it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import polars as pl

from subsidy.evaluation import Evaluator
from subsidy.evaluation.missing import missing, unsettled
from subsidy.evaluation.prepare import Prepared
from subsidy.evaluation.run import Run
from subsidy.language.nodes import Node
from subsidy.scheme.program import Input

Facts = tuple[Any, ...]


def missing_facts(frame: pl.DataFrame, evaluator: Evaluator) -> pl.Series:
    """The paths of the facts to ask for of every row of a checked frame, with commas between."""

    def open_nodes(run: Run) -> Sequence[Node]:
        statuses = {plan.benefit.name: plan.status(run.rules, run.values[plan.amount]) for plan in evaluator.plans}
        return unsettled(run, [benefit for benefit, status in statuses.items() if status == "open"])

    return _waiting(frame, evaluator, open_nodes, ",")


def missing_for(node: Node, frame: pl.DataFrame, evaluator: Evaluator) -> pl.Series:
    """What a formula of the program waits for in every row of a checked frame, one on a line."""
    return _waiting(frame, evaluator, lambda _: [node], "\n")


def _waiting(
    frame: pl.DataFrame, evaluator: Evaluator, of: Callable[[Run], Sequence[Node]], separator: str
) -> pl.Series:
    known: dict[Facts, str] = {}
    texts = []
    for facts in _facts(frame, evaluator):
        if facts not in known:
            run = evaluator.run(Prepared(facts, complete=False))
            known[facts] = separator.join(dict.fromkeys(path for node in of(run) for path in missing(node, run)))
        texts.append(known[facts])
    return pl.Series(texts, dtype=pl.String)


def _facts(frame: pl.DataFrame, evaluator: Evaluator) -> Iterator[Facts]:
    """The facts of each row in the order of the program's inputs."""
    inputs = evaluator.program.inputs
    unknown = pl.lit(None)
    columns = [(pl.col(i.path) if i.path in frame.columns else unknown).alias(i.path) for i in inputs]
    readers = [(place, _records(used)) for place, used in enumerate(inputs) if used.fields is not None]
    for row in frame.select(pl.lit(0).alias("#"), *columns).iter_rows():
        facts = list(row[1:])
        for place, read in readers:
            facts[place] = read(facts[place])
        yield tuple(facts)


def _records(used: Input) -> Callable[[Any], Any]:
    assert used.fields is not None
    keys = [field.removesuffix("_") for field in used.fields]

    def read(records: Any) -> Any:
        return None if records is None else tuple([tuple([record.get(key) for key in keys]) for record in records])

    return read
