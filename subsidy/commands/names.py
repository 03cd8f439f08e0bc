"""What the shell completes: schemes, editions, readings, tables, found by the names of files. No engine is loaded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from subsidy.commands.language import spoken
from subsidy.scheme.folders import RATES, edition_files, shipped_schemes

if TYPE_CHECKING:
    import click
    from click.shell_completion import CompletionItem

VARIABLE: Final = "_SUBSIDY_COMPLETE"
"""What click reads when a shell asks what may come next."""
_READINGS: Final = re.compile(r"^readings:[ \t]*\n((?:[ \t#].*\n|[ \t]*\n)*)", re.MULTILINE)


def scheme_names(context: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    return _beginning(_files(context), incomplete)


def edition_names(context: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """Of the scheme that the line names."""
    return _beginning((path.stem for path in _of_scheme(context)), incomplete)


def reading_choices(context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """`name=choice` of the scheme that the line names, each with its label."""
    from click.shell_completion import CompletionItem

    found = {f"{name}={code}": label for p in _of_scheme(context) for name, code, label in _readings(p)}
    return [CompletionItem(text, help=label) for text, label in found.items() if text.startswith(incomplete)]


def table_names(context: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """Of reference rates."""
    found = (path.stem for folder in _folders(context) for path in sorted((folder / RATES).glob("*.csv")))
    return _beginning(found, incomplete)


def _beginning(names: Iterable[str], incomplete: str) -> list[str]:
    return [name for name in dict.fromkeys(names) if name.startswith(incomplete)]


def _folders(context: click.Context) -> list[Path]:
    return [shipped_schemes(), *map(Path, context.params.get("folders") or ())]


def _files(context: click.Context) -> Mapping[str, list[Path]]:
    """The files of each scheme's editions, by the scheme's name."""
    found: dict[str, list[Path]] = {}
    for folder in _folders(context):
        for path in edition_files(folder):
            found.setdefault(path.parent.relative_to(folder).as_posix(), []).append(path)
    return found


def _of_scheme(context: click.Context) -> list[Path]:
    """The files of the schemes that the line names, of its edition alone where it names one."""
    given, known = context.params, _files(context)
    schemes = given.get("scheme") or given.get("name") or context.args  # what stands before an option without its value
    files = [path for name in ([schemes] if isinstance(schemes, str) else schemes) for path in known.get(name, ())]
    return [path for path in files if given.get("edition") in (None, path.stem)]


def _readings(path: Path) -> Iterator[tuple[str, str, str]]:
    """Name, choice and label of an edition's readings; nothing where its file cannot be read."""
    import yaml

    try:
        section = _READINGS.search(path.read_text("utf-8") + "\n")
        readings: Any = yaml.load(section[1], yaml.CSafeLoader) if section else {}
    except (OSError, ValueError, yaml.YAMLError):
        return
    for name, reading in (readings or {}).items():
        for code, choice in reading.get("choices", {}).items():
            label = choice if isinstance(choice, str) else choice.get(spoken()) or choice.get("zh", "")
            yield name, code, label
