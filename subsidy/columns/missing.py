"""What the rows that cannot be decided wait for. Only the single evaluator follows a formula as it stands, so it is
asked once for all rows that are alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any

import polars as pl

from subsidy.columns.alike import Alike
from subsidy.evaluation import Evaluator
from subsidy.evaluation.layout import layout_of
from subsidy.evaluation.missing import missing, unsettled
from subsidy.evaluation.prepare import Prepared
from subsidy.evaluation.run import Run
from subsidy.language.nodes import Node
from subsidy.scheme.program import Input


class MissingFacts:
    """Says of rows of checked frames what they wait for, under one edition."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self._of_formulas: dict[int, Alike] = {}

    def to_decide(self, frame: pl.DataFrame) -> pl.Series:
        """The paths of the facts to ask for, with commas between."""
        return self._told(frame, self._of_decisions, self._open, ",")

    def to_compute(self, node: Node, frame: pl.DataFrame) -> pl.Series:
        """What a formula of the program waits for, one on a line."""
        alike = self._of_formulas.setdefault(id(node), Alike(layout_of(self.evaluator.program), [node]))
        return self._told(frame, alike, lambda _: [node], "\n")

    @cached_property
    def _of_decisions(self) -> Alike:
        program = self.evaluator.program
        rules = [rule.node for rule in program.rules if rule.otherwise != "warn"]
        return Alike(layout_of(program), [*rules, *(value.node for value in program.values)])

    def _open(self, run: Run) -> list[Node]:
        statuses = {p.benefit.name: p.status(run.rules, run.values[p.amount]) for p in self.evaluator.plans}
        return unsettled(run, [benefit for benefit, status in statuses.items() if status == "open"])

    def _told(
        self, frame: pl.DataFrame, alike: Alike, of: Callable[[Run], Sequence[Node]], separator: str
    ) -> pl.Series:
        firsts, kinds = alike.kinds(frame)
        texts = []
        for facts in _facts(frame[firsts], self.evaluator.program.inputs):
            run = self.evaluator.run(Prepared(facts, complete=False))
            texts.append(separator.join(dict.fromkeys(path for node in of(run) for path in missing(node, run))))
        return pl.Series(texts, dtype=pl.String).gather(kinds)


def _facts(frame: pl.DataFrame, inputs: Sequence[Input]) -> Iterator[tuple[Any, ...]]:
    """The facts of each row in the order of a program's inputs."""
    unknown = pl.lit(None)
    columns = [(pl.col(i.path) if i.path in frame.columns else unknown).alias(i.path) for i in inputs]
    readers = [(place, _records(used)) for place, used in enumerate(inputs) if used.fields is not None]
    for row in frame.with_columns(columns).select([i.path for i in inputs]).iter_rows():
        facts = list(row)
        for place, read in readers:
            facts[place] = read(facts[place])
        yield tuple(facts)


def _records(used: Input) -> Callable[[Any], Any]:
    assert used.fields is not None
    keys = [field.removesuffix("_") for field in used.fields]

    def read(records: Any) -> Any:
        return None if records is None else tuple([tuple([record.get(key) for key in keys]) for record in records])

    return read
