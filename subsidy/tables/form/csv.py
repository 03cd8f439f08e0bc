"""A form as a CSV file: its headings and the example, for whoever fills tables by program."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

from subsidy.tables.form.columns import Form
from subsidy.tables.harmless import harmless_text


def write_csv(form: Form, path: Path) -> None:
    """The row of headings and the example's, in UTF-8 with the mark by which Excel knows it."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([harmless_text(column.heading) for column in form.columns])
        writer.writerow([harmless_text(_said(column.example)) for column in form.columns])


def _said(value: Decimal | int | date | str | None) -> str:
    if isinstance(value, Decimal):
        digits = f"{value:f}"
        return digits.rstrip("0").rstrip(".") if "." in digits else digits
    return "" if value is None else str(value)
