"""Pages and records on the standard output."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping
from typing import Any, Final, Literal

import click

from subsidy.commands.language import spoken
from subsidy.report.markdown import as_markdown
from subsidy.report.page import Page, Tone
from subsidy.report.terminal import USUAL_WIDTH, as_text

PageForm = Literal["text", "markdown"]

_NARROWEST: Final = 40
_WIDEST: Final = 100
_STYLES: Final[Mapping[Tone, dict[str, Any]]] = {
    "plain": {},
    "strong": {"bold": True},
    "faint": {"dim": True},
    "good": {"fg": "green", "bold": True},
    "bad": {"fg": "red", "bold": True},
    "open": {"fg": "yellow", "bold": True},
}


def show_page(page: Page, form: PageForm, *, after: bool = False) -> None:
    """Prints a page, with a blank line before it `after` another; coloured on a terminal unless NO_COLOR is set."""
    colour = False if os.environ.get("NO_COLOR") else None
    click.echo("\n" * after + _WRITERS[form](page), nl=False, color=colour)


def show_json(data: object) -> None:
    """Prints plain data as JSON."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def _painted(text: str, tone: Tone) -> str:
    return click.style(text, **_STYLES[tone]) if _STYLES[tone] else text


def _text(page: Page) -> str:
    columns = shutil.get_terminal_size((USUAL_WIDTH, 24)).columns
    return as_text(page, spoken(), min(max(columns, _NARROWEST), _WIDEST), _painted)


_WRITERS: Final[Mapping[PageForm, Callable[[Page], str]]] = {
    "text": _text,
    "markdown": lambda page: as_markdown(page, spoken()),
}
