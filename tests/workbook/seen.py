"""What a workbook looks like to whoever does not recalculate it, cell by cell."""

from __future__ import annotations

from itertools import zip_longest

from tests.workbook.recalculation import Book


def unlike(before: Book, after: Book) -> list[tuple[str, str | None, str | None]]:
    """The cells that come to something else when they are recalculated."""
    return [
        (f"{name} row {number}", old, new)
        for name, rows in before.sheets.items()
        for number, (old_row, new_row) in enumerate(zip(rows, after.sheets[name], strict=True), 1)
        for old, new in zip_longest(old_row, new_row)
        if _shown(old) != _shown(new)
    ]


def _shown(text: str | None) -> str | float | None:
    """A number as fourteen digits show it: a double's last bit may differ between two programs."""
    text = {"true": "1", "false": "0", "": None}.get(text or "", text)
    try:
        return None if text is None else float(f"{float(text):.14g}")
    except ValueError:
        return text
