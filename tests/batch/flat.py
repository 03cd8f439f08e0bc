"""Applications as rows of tables: the other way round than tables are read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from subsidy.facts import Application


def flat(application: Application) -> dict[str, str]:
    """Every fact that is given under its path; records of lists with their numbers, empty lists not at all."""
    cells: dict[str, str] = {}
    for path, value in _facts(application):
        if isinstance(value, list):
            numbered = enumerate(value, 1)
            cells |= {
                f"{path}.{number}.{key}": str(cell) for number, record in numbered for key, cell in record.items()
            }
        else:
            cells[path] = {True: "是", False: "否"}[value] if isinstance(value, bool) else str(value)
    return cells


def empty_lists(application: Application) -> tuple[str, ...]:
    """The paths of the lists that say that there are none."""
    return tuple(path for path, value in _facts(application) if value == [])


def written_ndjson(path: Path, applications: Iterable[Application]) -> Path:
    """A line for each, with its lists as they are."""
    lines = (json.dumps(dict(_facts(a)), ensure_ascii=False) + "\n" for a in applications)
    path.write_text("".join(lines), "utf-8")
    return path


def _facts(application: Application) -> Iterator[tuple[str, Any]]:
    yield from _below(application.model_dump(mode="json", by_alias=True, exclude_none=True), "")


def _below(data: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    for key, value in data.items():
        if isinstance(value, Mapping):
            yield from _below(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value
