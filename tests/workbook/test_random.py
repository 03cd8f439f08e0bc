"""On random programs and random facts, known and unknown, LibreOffice works out what the reference evaluator says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from subsidy.evaluation.interpret import interpret
from subsidy.workbook import model
from tests.evaluation.formulas import prepared, programs
from tests.evaluation.test_evaluators_agree import compiled
from tests.workbook.recalculation import recalculated
from tests.workbook.small_books import Written, differences, named, written

BOOKS = 16


def test_a_workbook_agrees_with_the_interpreter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "SPARE", 5)
    made = drawn(tmp_path, BOOKS)
    books = recalculated([one.path for one in made], tmp_path)
    wrong = [list(differences(one, book)) for one, book in zip(made, books, strict=True)]
    assert [found for found in wrong if found] == []


def drawn(folder: Path, count: int) -> list[Written]:
    """Workbooks of random programs; the facts of every second one are changed after it is made."""
    made: list[Written] = []
    either = st.one_of(prepared(unknown=True), prepared(unknown=False), prepared(unknown=False))

    @settings(max_examples=count, phases=(Phase.generate,), suppress_health_check=list(HealthCheck))
    @given(programs(), either, either)
    def draw(parts: Any, facts: tuple[Any, ...], others: tuple[Any, ...]) -> None:
        program = named(compiled(*parts))
        number = len(made)
        typed = interpret(program, others) if number % 2 else None
        made.append(written(folder / f"{number}.xlsx", interpret(program, facts), typed))

    draw()
    return made
