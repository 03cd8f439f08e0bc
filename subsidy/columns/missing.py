"""What the rows that cannot be decided wait for, by the single evaluator: it alone follows a formula as it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import polars as pl

from subsidy.evaluation import Evaluator
from subsidy.evaluation.missing import missing, unsettled
from subsidy.evaluation.prepare import Prepared
from subsidy.evaluation.run import Run
from subsidy.scheme.program import Input

Facts = tuple[Any, ...]


def missing_facts(frame: pl.DataFrame, evaluator: Evaluator) -> pl.Series:
    """The paths of the facts to ask for of every row of a checked frame, with commas between."""
    known: dict[Facts, str] = {}
    return pl.Series([_known(facts, known, evaluator) for facts in _facts(frame, evaluator)], dtype=pl.String)


def _known(facts: Facts, known: dict[Facts, str], evaluator: Evaluator) -> str:
    if facts not in known:
        run = evaluator.run(Prepared(facts, complete=False))
        known[facts] = ",".join(_paths(run, evaluator))
    return known[facts]


def _paths(run: Run, evaluator: Evaluator) -> Sequence[str]:
    plans = evaluator.plans
    open_ = [p.benefit.name for p in plans if p.status(run.rules, run.values[p.amount]) == "open"]
    return list(dict.fromkeys(path for node in unsettled(run, open_) for path in missing(node, run)))


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
