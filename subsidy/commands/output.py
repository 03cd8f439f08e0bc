"""Pages and records on the standard output."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, Literal

import click

from subsidy.commands.language import spoken
from subsidy.commands.manner import colour, plain
from subsidy.report.markdown import as_markdown
from subsidy.report.page import Page, Tone
from subsidy.report.plain import as_plain
from subsidy.report.terminal import USUAL_WIDTH, as_text
from subsidy.workshop import Made, publish, workshop

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


def show_page(page: Page, form: PageForm = "text", *, after: bool = False) -> None:
    """Prints a page, with a blank line before it `after` another; coloured on a terminal where colours are wanted."""
    click.echo("\n" * after + _WRITERS[form](page), nl=False, color=colour(os.environ))


def show_json(data: object) -> None:
    """Prints plain data as JSON."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def write_whole(path: Path, text: str) -> None:
    """Writes a text as UTF-8 to a file that appears whole or not at all; what is no plain file is written to directly.

    Raises `OSError`, which names the file.
    """
    place = path.resolve()
    try:
        if place.exists() and not place.is_file():
            place.write_text(text, encoding="utf-8")
            return
        with workshop(place) as folder:
            made = Made(folder / place.name, place)
            made.path.write_text(text, encoding="utf-8")
            publish([made])
    except OSError as error:
        raise type(error)(error.errno, error.strerror, str(path)) from None


def _painted(text: str, tone: Tone) -> str:
    return click.style(text, **_STYLES[tone]) if _STYLES[tone] else text


def _text(page: Page) -> str:
    if plain():
        return as_plain(page, spoken())
    columns = shutil.get_terminal_size((USUAL_WIDTH, 24)).columns
    return as_text(page, spoken(), min(max(columns, _NARROWEST), _WIDEST), _painted)


_WRITERS: Final[Mapping[PageForm, Callable[[Page], str]]] = {
    "text": _text,
    "markdown": lambda page: as_markdown(page, spoken()),
}
