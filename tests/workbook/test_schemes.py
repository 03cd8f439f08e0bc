"""On every shipped edition LibreOffice works the workbook out to what the engine decides, whatever facts are typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from subsidy.workbook import model
from tests.workbook.books import differences, fits, written
from tests.workbook.decisions import EDITIONS, cases, generated
from tests.workbook.recalculation import read, recalculated
from tests.workbook.seen import unlike

FEW_ROWS = 5  # LibreOffice reads many empty rows slowly


def test_the_workbook_of_every_edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of each edition a worked case with a generated application's facts typed into it; of every second, the case too.

    One test, since what takes long is to recalculate.
    """
    monkeypatch.setattr(model, "SPARE", FEW_ROWS)
    made = []
    for number, edition in enumerate(EDITIONS):
        case, languages = cases(edition)[0], ("zh", "en") if number % 2 else ("en", "zh")
        typed = next(t for t in generated(case, 5, complete=number % 2 == 0) if fits(case, t))
        if number % 2 == 0:
            made.append(written(tmp_path / f"{number}-case.xlsx", case, languages[0]))
        made.append(written(tmp_path / f"{number}-typed.xlsx", case, languages[1], typed))
    books = list(zip(made, recalculated([one.path for one in made], tmp_path), strict=True))
    assert {one.path.name: found for one, book in books if (found := list(differences(one, book)))} == {}
    cases_seen = [(one, book) for one, book in books if one.run is one.decision.run]
    assert {one.path.name: found for one, book in cases_seen if (found := unlike(read(one.path), book))} == {}
    typed_in = [one for one, _ in books if one.run is not one.decision.run]
    assert sum(1 for one in typed_in if list(differences(one, read(one.path)))) > len(typed_in) * 3 // 4
