"""The calculation sheet as HTML: one file that needs nothing else, for the screen, a telephone and A4 paper."""

from __future__ import annotations

from subsidy.messages import Language
from subsidy.papers.html import render
from subsidy.papers.sheet import Sheet


def sheet_as_html(sheet: Sheet, *languages: Language) -> str:
    """In one language, or in the first with the second beneath each text."""
    return render("sheet.html", languages, title=sheet.title, footer=sheet.footer, sheet=sheet)
