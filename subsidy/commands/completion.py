"""`subsidy completion`: the script that makes a shell complete commands, options and names."""

from __future__ import annotations

import click

from subsidy.commands import options
from subsidy.commands.spoken import Command
from subsidy.messages import msg


@click.command(
    "completion",
    cls=Command,
    help=msg(
        "Prints the script that makes SHELL complete commands, options, schemes, editions, readings and files. Put it "
        "where the shell reads such scripts, or read it in when the shell starts:\n\n"
        '  bash   eval "$(subsidy completion bash)" in ~/.bashrc\n'
        '  zsh    eval "$(subsidy completion zsh)" in ~/.zshrc, after compinit\n'
        "  fish   subsidy completion fish > ~/.config/fish/completions/subsidy.fish"
    ),
    examples=("subsidy completion bash", "subsidy completion fish > ~/.config/fish/completions/subsidy.fish"),
)
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")), metavar="SHELL")
@options.lang
@click.pass_context
def command(context: click.Context, shell: str) -> None:
    from subsidy.commands.shells import script

    root = context.find_root()
    click.echo(script(shell, root.command, root.info_name or ""), nl=False)
