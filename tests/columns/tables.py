"""Applications as a table has them: one row each, columns called by fact path, values as people write them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import polars as pl
from hypothesis import strategies as st

from subsidy.facts import Application, FactType, Vocabulary
from subsidy.scheme.library import Scheme
from tests.support.applications import applications


def applications_for(scheme: Scheme) -> st.SearchStrategy[Application]:
    """Applications drawn where the rules of the scheme's editions turn; some facts are not known."""
    programs = [replace(e.program(), vocabulary=scheme.vocabulary) for e in scheme.editions.values()]
    drawn = st.permutations(programs).flatmap(lambda some: applications(*some))
    return st.builds(_mostly_without_flows, drawn, st.integers(0, 3))


def _mostly_without_flows(application: Application, chance: int) -> Application:
    """Drawn flows nearly always contradict the loan's own days and amounts."""
    loan = application.loan
    if chance == 0 or loan is None or loan.flows is None:
        return application
    return application.model_copy(update={"loan": loan.model_copy(update={"flows": ()})})


def table_of(applications: Sequence[Application], vocabulary: Vocabulary) -> pl.DataFrame:
    """The facts that any of the applications gives."""
    documents = [application.as_data() for application in applications]
    columns = []
    for path, fact in vocabulary.items():
        if fact.scalar or fact.fields is not None:
            values = [_found(document, path) for document in documents]
            if any(value is not None for value in values):
                columns.append(pl.Series(path, values, dtype=_type_of(fact)))
    return pl.DataFrame(columns) if columns else pl.DataFrame({"#row": range(len(documents))})


def _found(document: Any, path: str) -> Any:
    for key in path.split("."):
        document = None if document is None else document.get(key)
    return document


def _type_of(fact: FactType) -> Any:
    if fact.fields is not None:
        return pl.List(pl.Struct({key: _type_of(field) for key, field in fact.fields.items()}))
    assert fact.kind is not None
    return {"flag": pl.Boolean, "count": pl.Int64, "days": pl.Int64, "months": pl.Int64}.get(fact.kind.name, pl.String)
