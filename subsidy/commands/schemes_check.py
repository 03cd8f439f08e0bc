"""`subsidy schemes check`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from subsidy.commands import options
from subsidy.commands.failure import BAD_INPUT
from subsidy.commands.language import spoken
from subsidy.commands.output import show_page
from subsidy.commands.spoken import Command
from subsidy.diagnostics import Diagnostic
from subsidy.messages import msg

if TYPE_CHECKING:
    from subsidy.scheme.library import Schemes


def _check_files(paths: Sequence[Path], folders: Sequence[Path]) -> list[Diagnostic]:
    """The user's own folders bring their own reference rates."""
    from subsidy.scheme.check import check_file
    from subsidy.scheme.library import load_schemes

    tables = load_schemes(*folders).tables if folders else None
    return [diagnostic for path in paths for diagnostic in check_file(path, tables)]


def _check_all(schemes: Schemes) -> list[Diagnostic]:
    from subsidy.evaluation.findings import policy_findings
    from subsidy.scheme.check import check_schemes

    found = check_schemes(schemes)
    if any(diagnostic.severity == "error" for diagnostic in found):
        return found
    return [*found, *policy_findings(schemes)]


@click.command(
    "check",
    cls=Command,
    help=msg(
        "Checks the scheme files PATH..., or all the schemes at hand: names, types and units, citations, roundings, "
        "overflow, what nothing uses, days that no edition governs; of all the schemes also what the policies do "
        "around their worked examples: cliffs, subsidies that can exceed the cost. One finding a line. The exit code "
        "is 2 when one is an error."
    ),
    examples=("subsidy schemes check", "subsidy schemes check my-schemes/city/scheme/2024.yaml"),
)
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@options.schemes
@options.lang
def command(paths: Sequence[Path], folders: Sequence[Path]) -> None:
    from subsidy.report.listing import findings_summary
    from subsidy.scheme.library import load_schemes

    found = _check_files(paths, folders) if paths else _check_all(load_schemes(*folders))
    for diagnostic in found:
        click.echo(diagnostic.say(spoken()))
    show_page(findings_summary(found))
    if any(diagnostic.severity == "error" for diagnostic in found):
        click.get_current_context().exit(BAD_INPUT)
