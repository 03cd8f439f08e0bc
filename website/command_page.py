"""Every command with its help, options and examples, from the commands themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import click

from subsidy.commands import main
from subsidy.commands.language import speaking
from subsidy.commands.spoken import Command
from subsidy.messages import Label, Language
from subsidy.report.markdown import escaped
from website.markup import block, code, heading, page, said, table

_TITLE: Final = Label("命令", "Commands")
_INTRODUCTION: Final = Label(
    "每个命令的 `--help` 所说的内容。语言随系统而定，也可用 `--lang zh` 或 `--lang en` 指定。",
    "What each command's `--help` says. The language is that of the locale, or of `--lang zh` and `--lang en`.",
)
_OPTION: Final = (Label("选项", "option"), Label("含义", "means"))


def command_page(language: Language) -> str:
    with speaking(language):
        return page(heading(1, _TITLE.say(language)), _INTRODUCTION.say(language), *_command(main, None, language))


def _command(command: click.Command, above: click.Context | None, language: Language) -> Iterator[str]:
    """A command and those under it, each with a heading of its own."""
    context = click.Context(command, info_name=command.name, parent=above)
    path = context.command_path
    yield heading(min(path.count(" ") + 2, 3), path)
    yield block("text", f"{path} {' '.join(command.collect_usage_pieces(context))}")
    yield from (escaped(paragraph) for paragraph in (command.help or "").split("\n\n"))
    options = (option.get_help_record(context) for option in command.get_params(context))
    yield table(said(_OPTION, language), ((code(o[0]), escaped(o[1])) for o in options if o and o[1]))
    if isinstance(command, Command) and command.examples:
        yield block("sh", "\n".join(command.examples))
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            if (below := command.get_command(context, name)) is not None:
                yield from _command(below, context, language)
