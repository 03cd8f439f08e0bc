"""On every shipped edition LibreOffice works the workbook out to what the engine decides, whatever facts are typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from subsidy.workbook import model
from tests.workbook.books import differences, fits, written
from tests.workbook.decisions import EDITIONS, cases, generated
from tests.workbook.recalculation import Book, read, recalculated

FEW_ROWS = 5  # LibreOffice reads many empty rows slowly


def test_the_workbook_of_every_edition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of each edition a worked case; and that case with a generated application's facts typed into it.

    One test, since what takes long is to recalculate.
    """
    monkeypatch.setattr(model, "SPARE", FEW_ROWS)
    made = []
    for number, edition in enumerate(EDITIONS):
        case, languages = cases(edition)[0], ("zh", "en") if number % 2 else ("en", "zh")
        typed = next(t for t in generated(case, 5, complete=number % 2 == 0) if fits(case, t))
        made.append(written(tmp_path / f"{number}-case.xlsx", case, languages[0]))
        made.append(written(tmp_path / f"{number}-typed.xlsx", case, languages[1], typed))
    books = list(zip(made, recalculated([one.path for one in made], tmp_path), strict=True))
    assert {one.path.name: found for one, book in books if (found := list(differences(one, book)))} == {}
    cases_seen = [(one, book) for one, book in books if one.run is one.decision.run]
    assert {one.path.name: found for one, book in cases_seen if (found := unlike(read(one.path), book))} == {}
    typed_in = [one for one, _ in books if one.run is not one.decision.run]
    assert sum(1 for one in typed_in if list(differences(one, read(one.path)))) > len(typed_in) * 3 // 4


def unlike(before: Book, after: Book) -> list[tuple[str, str | None, str | None]]:
    """The cells that are seen otherwise by whoever does not recalculate."""
    return [
        (f"{name} row {number}", old, new)
        for name, rows in before.sheets.items()
        for number, (old_row, new_row) in enumerate(zip(rows, after.sheets[name], strict=True), 1)
        for old, new in zip(old_row, new_row, strict=True)
        if shown(old) != shown(new)
    ]


def shown(text: str | None) -> str | float | None:
    """A number as fifteen digits show it: a double's last bit may differ between two programs."""
    text = {"true": "1", "false": "0", "": None}.get(text or "", text)
    try:
        return None if text is None else float(f"{float(text):.14g}")
    except ValueError:
        return text
