"""Days, months and shares of a year in LibreOffice, under every convention: month ends, leap days, far days."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from subsidy.calendar import DAY_COUNTS, PERIODS
from subsidy.evaluation.interpret import interpret
from subsidy.workbook import model
from tests.evaluation.small import facts, program
from tests.workbook.recalculation import read, recalculated
from tests.workbook.seen import unlike
from tests.workbook.small_books import differences, named, written

EDGES = [
    date(year, month, day) + timedelta(shift)
    for year, month, day in ((2023, 3, 1), (2024, 3, 1), (2024, 1, 31), (2000, 3, 1), (2100, 3, 1), (2023, 12, 31))
    for shift in range(-3, 3)
]
DAYS = [date(1949, 10, 1), *EDGES, date(2199, 12, 31)]
VALUES = {
    **{f"v{i}": f'sum(years(r.on, day_a, "{basis}") for r in rows)' for i, basis in enumerate(DAY_COUNTS)},
    "completed": 'sum(months(r.on, day_a, "completed") for r in rows)',
    "started": 'sum(months(r.on, day_a, "started") for r in rows)',
    **{f"first_{period}": f'sum(first_day("{period}", of=r.on) - day_a for r in rows)' for period in PERIODS},
    **{f"last_{period}": f'sum(last_day("{period}", of=r.on) - day_a for r in rows)' for period in PERIODS},
    "later": "sum((r.on + months_a) - day_a for r in rows if r.on < cutoff)",
    "earlier": "sum((r.on - term) - day_a for r in rows if r.on > cutoff)",
    "year": "sum(year_of(r.on) for r in rows)",
    "quotes": 'sum(lpr_days("1Y", r.on, day_a) for r in rows if r.on > cutoff)',
}


def test_every_function_of_days_record_by_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The workbook is made for one day and another is typed into it, then looked at record by record for its own."""
    monkeypatch.setattr(model, "SPARE", 0)
    made = named(program(dict(VALUES)))
    records = [(1, day, "red", True) for day in DAYS]
    days = [date(2024, 2, 29), date(2025, 1, 30)]
    runs = [interpret(made, facts(day_a=day, months_a=13, rows=records, count_a=1)) for day in days]
    books = [written(tmp_path / f"{i}.xlsx", run) for i, run in enumerate(runs)]
    books += [written(tmp_path / f"typed-{i}.xlsx", *pair) for i, pair in enumerate(pairwise(runs))]
    for one, book in zip(books, recalculated([b.path for b in books], tmp_path), strict=True):
        assert all(part.beyond is None for part in one.parts)
        assert list(differences(one, book)) == []
        if not one.is_typed:
            assert unlike(read(one.path), book) == []
