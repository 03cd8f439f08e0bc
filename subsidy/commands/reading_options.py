"""The options of commands that read whole tables of applications: which, and how."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from subsidy.commands.spoken import Option
from subsidy.messages import msg

Callback = TypeVar("Callback", bound=Callable[..., None])

_OPTIONS: Final = (
    click.option(
        "--map",
        "mapping",
        cls=Option,
        metavar="FILE",
        type=click.Path(path_type=Path),
        help=msg("What headings mean that are not known by themselves: YAML, JSON or CSV, heading and fact."),
    ),
    click.option(
        "--none",
        cls=Option,
        metavar="LIST",
        multiple=True,
        help=msg("There are none of this list where a row says nothing of it, such as other_aid; may be repeated."),
    ),
    click.option(
        "--sheet",
        cls=Option,
        metavar="NAME",
        help=msg("The sheet of the workbooks; otherwise the one with most known headings."),
    ),
    click.option(
        "--flows",
        cls=Option,
        metavar="FILE",
        type=click.Path(path_type=Path),
        help=msg("A table of the loans' cash flows: one a row, with the number of the application or contract."),
    ),
)


def reading_tables(command: Callback) -> Callable[..., None]:
    """Gives a command the tables to read as arguments and options, and hands them to it as one `reading`."""
    return reading_tables_called("IN...", is_required=True)(command)


def reading_tables_called(metavar: str, *, is_required: bool) -> Callable[[Callback], Callable[..., None]]:
    """`reading_tables` whose arguments have another name, or may be left out."""
    named = click.argument("inputs", nargs=-1, required=is_required, metavar=metavar, type=click.Path(path_type=Path))

    def give(command: Callback) -> Callable[..., None]:
        @wraps(command)
        def reading_them(
            inputs: Sequence[Path],
            mapping: Path | None,
            none: Sequence[str],
            sheet: str | None,
            flows: Path | None,
            **others: Any,
        ) -> None:
            from subsidy.batch.question import Reading

            command(reading=Reading(tuple(inputs), mapping, sheet, flows, tuple(none)), **others)

        wrapped: Callable[..., None] = reading_them
        for decorate in reversed((named, *_OPTIONS)):
            wrapped = decorate(wrapped)
        return wrapped

    return give
