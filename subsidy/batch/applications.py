"""Single applications out of a table's facts, for what is said of one row after another: causes, sheets."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import polars as pl

from subsidy.batch.source import ROW
from subsidy.evaluation.evaluator import as_application
from subsidy.facts import Application, Vocabulary


class Applications:
    """The applications of a facts frame by the number of their row."""

    def __init__(self, facts: pl.DataFrame, vocabulary: Vocabulary) -> None:
        self._facts = facts
        self._vocabulary = vocabulary
        self._read: dict[int, Application] = {}

    @cached_property
    def _places(self) -> dict[int, int]:
        return {row: place for place, row in enumerate(self._facts.get_column(ROW).to_list())}

    def __getitem__(self, row: int) -> Application:
        if row not in self._read:
            given = self._facts.row(self._places[row], named=True)
            self._read[row] = as_application(_document(given), self._vocabulary)
        return self._read[row]


def _document(given: Mapping[str, Any]) -> dict[str, Any]:
    """A row's facts by path, as the records of a document; what is null is not known."""
    data: dict[str, Any] = {}
    for path, value in given.items():
        if value is not None and not path.startswith("#"):
            *way, key = path.split(".")
            record = data
            for name in way:
                record = record.setdefault(name, {})
            record[key] = _plain(value)
    return data


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [{key: field for key, field in record.items() if field is not None} for record in value]
    return value
