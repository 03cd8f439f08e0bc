"""The options that several commands share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Literal, TypeVar, get_args

import click

from subsidy.commands.language import OPTION, spoken
from subsidy.commands.names import edition_names, reading_choices, scheme_names
from subsidy.commands.spoken import Option
from subsidy.diagnostics import given_twice, refuse_if_any
from subsidy.messages import Language, msg

Callback = TypeVar("Callback", bound=Callable[..., None])

SCHEMES_VARIABLE: Final = "SUBSIDY_SCHEMES"

lang = click.option(
    OPTION,
    cls=Option,
    type=click.Choice(get_args(Language)),
    expose_value=False,
    help=msg("Say everything in Chinese or English; otherwise as the locale says."),
)
schemes = click.option(
    "--schemes",
    "folders",
    cls=Option,
    metavar="DIR",
    multiple=True,
    envvar=SCHEMES_VARIABLE,
    show_envvar=True,
    type=click.Path(path_type=Path),
    help=msg("A folder of your own schemes, besides those that come with the program; may be repeated."),
)
overlay = click.option(
    "--overlay",
    "overlays",
    cls=Option,
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help=msg("A file with values for unpublished parameters, and their sources; may be repeated."),
)
scheme = click.option(
    "--scheme",
    cls=Option,
    metavar="NAME",
    shell_complete=scheme_names,
    help=msg("Decide under this scheme alone; otherwise every one is tried."),
)
scheme_of_tables = click.option(
    "--scheme",
    cls=Option,
    metavar="NAME",
    required=True,
    shell_complete=scheme_names,
    help=msg("Decide under this scheme."),
)
edition = click.option(
    "--edition",
    cls=Option,
    metavar="NAME",
    shell_complete=edition_names,
    help=msg("Take this edition, whether or not it governs; needs --scheme."),
)


def pairs(_: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """What is written as name=value, by name; each name once."""
    for pair in given:
        if "=" not in pair:
            wanted = msg("write name=value, not {found}", found=pair)
            raise click.BadParameter(wanted.say(spoken()), param=parameter)
    names = [pair.partition("=")[0] for pair in given]
    for name, count in Counter(names).items():
        if count > 1:
            raise click.BadParameter(msg("{name} is given twice", name=name).say(spoken()), param=parameter)
    return {name: choice for name, _, choice in (pair.partition("=") for pair in given)}


reading = click.option(
    "--reading",
    "readings",
    cls=Option,
    metavar="NAME=CHOICE",
    multiple=True,
    callback=pairs,
    shell_complete=reading_choices,
    help=msg("Choose a reading where the text is open; may be repeated."),
)
edition_of_it = click.option(
    "--edition",
    cls=Option,
    metavar="NAME",
    shell_complete=edition_names,
    help=msg("Take this edition, whether or not it governs."),
)
last_edition = click.option(
    "--edition",
    cls=Option,
    metavar="NAME",
    shell_complete=edition_names,
    help=msg("This edition; otherwise the one that governs last."),
)
output = click.option(
    "--format",
    "form",
    cls=Option,
    type=click.Choice(("text", "json", "markdown")),
    default="text",
    show_default=True,
    help=msg("How the answer is written."),
)
CardForm = Literal["text", "json", "markdown", "html"]
card_format = click.option(
    "--format",
    "form",
    cls=Option,
    type=click.Choice(get_args(CardForm)),
    default="text",
    show_default=True,
    help=msg("How the answer is written."),
)
out = click.option(
    "--out",
    cls=Option,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help=msg("Write to this file, which is replaced at once; otherwise to the standard output."),
)


def _each_once(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    """Raises `InputError` where a file is there twice: an application would be paid twice, or silently but once."""
    refuse_if_any(given_twice([Path(file) for file in given]))
    return given


files = click.argument(
    "files", nargs=-1, required=True, metavar="FILE...", type=click.Path(allow_dash=True), callback=_each_once
)
_ASKING: Final = (files, scheme, edition, reading, overlay, schemes)


def asking(*others: Callable[[Any], Any]) -> Callable[[Callback], Callback]:
    """Gives a command the arguments and options that say what to decide, and then others."""

    def decorated(command: Callback) -> Callback:
        for decorate in reversed((*_ASKING, *others)):
            command = decorate(command)
        return command

    return decorated


def deciding(command: Callback) -> Callback:
    """Gives a command the arguments and options of calc and explain."""
    return asking(output, lang)(command)
