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
from subsidy.report.terminal import USUAL_WIDTH, Paint, as_text, unpainted
from subsidy.workshop import Made, publish, workshop

PageForm = Literal["text", "markdown", "html"]

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
    click.echo(as_json(data))


def as_json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2, default=str)


def put(page: Page, record: Callable[[], object], form: PageForm | Literal["json"], out: Path | None) -> None:
    """A page, or the plain data that say the same, on the standard output or in a file that appears whole."""
    if out is None and form != "json":
        show_page(page, form)
        return
    text = as_json(record()) + "\n" if form == "json" else _UNPAINTED[form](page)
    if out is None:
        click.echo(text, nl=False)
    else:
        write_whole(out, text)


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


def _text(page: Page, paint: Paint = _painted) -> str:
    if plain():
        return as_plain(page, spoken())
    columns = shutil.get_terminal_size((USUAL_WIDTH, 24)).columns
    return as_text(page, spoken(), min(max(columns, _NARROWEST), _WIDEST), paint)


def _html(page: Page) -> str:
    from subsidy.papers.html import as_html  # an extra

    return as_html(page, spoken())


_WRITERS: Final[Mapping[PageForm, Callable[[Page], str]]] = {
    "text": _text,
    "markdown": lambda page: as_markdown(page, spoken()),
    "html": _html,
}
_UNPAINTED: Final[Mapping[PageForm, Callable[[Page], str]]] = {
    **_WRITERS,
    "text": lambda page: _text(page, unpainted),
}
