"""What one may do next, as a command to copy: said on the standard error, beside the answer and not in it."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

import click

from subsidy.commands.language import spoken
from subsidy.commands.manner import colour
from subsidy.messages import Message

_PLAIN: Final = re.compile(r"[\w@%+=:,./-]+")


def asked_again(
    scheme: str | None,
    edition: str | None,
    readings: Mapping[str, str],
    overlays: Sequence[Path],
    folders: Sequence[Path],
) -> list[str]:
    """The options by which another command decides under the same scheme, or tries all, in the same way."""
    return [
        *(("--scheme", scheme) if scheme else ()),
        *(("--edition", edition) if edition else ()),
        *(word for name, choice in readings.items() for word in ("--reading", f"{name}={choice}")),
        *(word for overlay in overlays for word in ("--overlay", str(overlay))),
        *(word for folder in folders for word in ("--schemes", str(folder))),
    ]


def command_line(*words: str) -> str:
    """A command as one types it; what is no letter or common sign is quoted."""
    return " ".join(word if _PLAIN.fullmatch(word) else shlex.quote(word) for word in ("subsidy", *words))


def suggest(steps: Iterable[Message]) -> None:
    """Says what one may do next, a line each."""
    for step in steps:
        click.echo(click.style(step.say(spoken()), dim=True), err=True, color=colour(os.environ))
