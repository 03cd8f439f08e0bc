"""The bits of Markdown that the made pages are put together from; texts are shown as they are, signs and all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from subsidy.messages import Label, Language
from subsidy.report.markdown import escaped


def page(*blocks: str) -> str:
    """Blocks with a blank line between them."""
    return "\n\n".join(block.rstrip("\n") for block in blocks if block) + "\n"


def heading(level: int, text: str) -> str:
    return f"{'#' * level} {escaped(text)}"


def code(text: str) -> str:
    """A code in a line of text or in a cell."""
    fence = "``" if "`" in text else "`"
    return f"{fence}{text.replace('|', chr(92) + '|')}{fence}" if text else ""


def block(language: str, text: str) -> str:
    return f"```{language}\n{text.rstrip()}\n```"


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Cells are Markdown; line ends in them become breaks. Nothing where there is no row."""
    lines = ["| " + " | ".join(cell.replace("\n", "<br>") for cell in row) + " |" for row in rows]
    return "\n".join((f"| {' | '.join(columns)} |", "|" + " --- |" * len(columns), *lines)) if lines else ""


def points(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def contents(caption: str, pages: Iterable[str]) -> str:
    """What the sidebar lists, under a caption if it has one."""
    options = [f":caption: {caption}"] if caption else []
    return "\n".join(("```{toctree}", ":maxdepth: 1", ":hidden:", *options, "", *pages, "```"))


def said(columns: Iterable[Label], language: Language) -> list[str]:
    """The header of a table."""
    return [label.say(language) for label in columns]
