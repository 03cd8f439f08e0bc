"""Click's commands and options with texts that are said in the language of the moment, laid out for Chinese too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from subsidy.commands.language import spoken
from subsidy.commands.manner import OPTION, VARIABLE
from subsidy.diagnostics import did_you_mean
from subsidy.messages import Message, Sayable, msg
from subsidy.report.width import padded, width, wrapped

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


_STOPS = re.compile(r"(?:(?<=['”）])\.|。) ?(?=$|[\u4e00-\u9fff])")


class Spoken:
    """An attribute that is given as a message and read as its text."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = f"_{name}_message"

    def __set__(self, instance: object, message: Sayable | None) -> None:
        instance.__dict__[self._name] = message

    def __get__(self, instance: object, owner: type | None = None) -> Any:
        message = None if instance is None else instance.__dict__.get(self._name)
        return message and message.say(spoken())


class Formatter(click.HelpFormatter):
    """Help whose lines end where a Chinese line may end; the line ends of a text are kept."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, msg("Usage: ").say(spoken()) if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        said = msg("{heading}:", heading=heading).say(spoken())
        self.write(f"{' ' * self.current_indent}{said}\n")

    def write_text(self, text: str) -> None:
        for line in wrapped(text, self.width - self.current_indent):
            self.write(f"{' ' * self.current_indent}{line}\n" if line else "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        listed = list(rows)
        start = self.current_indent + min(max(width(name) for name, _ in listed), col_max) + col_spacing
        for name, text in listed:
            beside = " " * self.current_indent + name
            lines = wrapped(text, self.width - start)
            if width(beside) + col_spacing > start:
                lines.insert(0, "")
            for line in lines:
                self.write(f"{padded(beside, start)}{line}".rstrip() + "\n")
                beside = ""


class Context(click.Context):
    formatter_class = Formatter


class Option(click.Option):
    """An option whose help is a message."""

    help = Spoken()

    def __init__(self, *args: Any, help: Message, **attributes: Any) -> None:  # noqa: A002 - click's name
        super().__init__(*args, **attributes)
        self.help = help


def _show_help(context: click.Context, parameter: click.Parameter, asked: bool) -> None:
    if asked and not context.resilient_parsing:
        click.echo(context.get_help(), color=context.color)
        context.exit()


def _punctuated(message: str) -> str:
    return _STOPS.sub("。", message) if spoken() == "zh" else message


class Command(click.Command):
    """A command whose texts are messages; `examples` are command lines, the same in every language."""

    context_class = Context
    help = Spoken()
    options_metavar = Spoken()

    def __init__(
        self,
        name: str | None = None,
        *,
        help: Message,  # noqa: A002 - click's name
        examples: Sequence[str] = (),
        **attributes: Any,
    ) -> None:
        super().__init__(name, **attributes)
        self.help = help
        self.options_metavar = msg("[OPTIONS]")
        self.examples = examples
        self.params.append(
            Option(
                [OPTION],
                is_flag=True,
                expose_value=False,
                help=msg(
                    "No colours, marks, columns or progress bars: for screen readers (also {variable}=1).",
                    variable=VARIABLE,
                ),
            )
        )
        self._help_switch = Option(
            ["--help"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_show_help,
            help=msg("Show this message and stop."),
        )

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Click's own words end as sentences of the language do; the full stops that click itself adds are ASCII's."""
        try:
            return super().parse_args(ctx, args)
        except (click.MissingParameter, click.NoSuchOption) as error:
            raise click.UsageError(_punctuated(error.format_message()), error.ctx) from None

    def get_help_option(self, ctx: click.Context) -> click.Option:
        return self._help_switch

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if self.examples:
            with formatter.section(msg("Examples").say(spoken())):
                for example in self.examples:
                    formatter.write(f"{' ' * formatter.current_indent}{example}\n")


class Entry(NamedTuple):
    """A command that is imported when it is asked for: the module whose `command` it is, and what it does."""

    module: str
    summary: Message


class Group(Command, click.Group):
    """Commands that are imported when they are asked for, in the order of the table."""

    command_class = Command
    subcommand_metavar = Spoken()

    def __init__(self, name: str | None = None, *, entries: Mapping[str, Entry], **attributes: Any) -> None:
        super().__init__(name, **attributes)
        self.subcommand_metavar = msg("COMMAND [ARGS]...")
        self.entries = entries

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.entries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.entries:
            return None
        command: click.Command = import_module(self.entries[cmd_name].module).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.entries:
            remedy = did_you_mean(args[0], self.entries)
            raise click.UsageError(
                msg("there is no command {found}; {remedy}", found=args[0], remedy=remedy).say(spoken()), ctx
            )
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        """The commands by the table, so that none is imported, and the options."""
        from click.shell_completion import CompletionItem

        found = ((name, entry) for name, entry in self.entries.items() if name.startswith(incomplete))
        commands = [CompletionItem(name, help=entry.summary.say(spoken())) for name, entry in found]
        return [*commands, *Command.shell_complete(self, ctx, incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(msg("Commands").say(spoken())):
            formatter.write_dl([(name, entry.summary.say(spoken())) for name, entry in self.entries.items()])
