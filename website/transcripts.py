"""What the tutorials print is what the program prints: their blocks are run, one after the other, in a new folder.

`python -m website.transcripts` runs them and brings what they print up to date; a test holds them to it.

- ```` ```yaml application.yaml ```` (or csv, ...): the block is that file.
- ```` ```console ````: lines that begin with `$ ` are commands, the others what they print (both streams). A line `…`
  stands for any lines. What is typed in answer to a prompt `>` stands behind it.
- ```` ```python ````: run as it stands.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from typing import Any, Final

from click.testing import CliRunner

from subsidy.commands import main
from subsidy.messages import Language

ROOT: Final = Path(__file__).parent.parent
TUTORIALS: Final = ROOT / "docs" / "tutorials"
ANY_LINES: Final = "…"

_BLOCK: Final = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_COMMAND: Final = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
_TYPED: Final = re.compile(r"^ *> ?(.*)$", re.MULTILINE)
_LOCALES: Final[dict[Language, str]] = {"zh": "zh_CN.UTF-8", "en": "en_GB.UTF-8"}
_QUIET: Final = {
    "LC_MESSAGES": "",
    "LANG": "",
    "SUBSIDY_SCHEMES": "",
    "SUBSIDY_PLAIN": "",
    "NO_COLOR": "1",
    "COLUMNS": "80",
}


def language_of(page: Path) -> Language:
    return "zh" if page.name.endswith(".zh-CN.md") else "en"


def rerun(text: str, language: Language) -> str:
    """The page with what its commands print now; blocks that print what they say stay as they are.

    The commands find the `examples/` of the project in their folder. Whatever a Python block raises is raised.
    """
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        shutil.copytree(ROOT / "examples", "examples")
        session = _Session(language)
        return _BLOCK.sub(session.block, text)


class _Session:
    """One page's commands, files and names, and the exit code of the last command."""

    def __init__(self, language: Language) -> None:
        self.environment = {**_QUIET, "LC_ALL": _LOCALES[language]}
        self.names: dict[str, Any] = {}
        self.exit_code = 0

    def block(self, found: re.Match[str]) -> str:
        kind, file, text = found.groups()
        if file:
            Path(file).write_text(text, "utf-8")
        elif kind == "python":
            exec(compile(text, "<tutorial>", "exec"), self.names)
        elif kind == "console":
            return f"```console\n{_COMMAND.sub(self.command, text)}```"
        return found[0]

    def command(self, found: re.Match[str]) -> str:
        line, said = found.groups()
        printed = "".join(f"{text.rstrip()}\n" for text in self._printed(line, said).rstrip().splitlines())
        return found[0] if _says(said, printed) else f"$ {line}\n{_shortened(printed, said)}"

    def _printed(self, line: str, said: str) -> str:
        if line == "echo $?":
            return str(self.exit_code)
        if not line.startswith("subsidy "):
            shown = subprocess.run(line, shell=True, check=True, capture_output=True, text=True).stdout
            return shown.removeprefix("\ufeff")
        command, _, target = line.partition(" > ")
        typed = "".join(f"{answer}\n" for answer in _TYPED.findall(said))
        arguments = [word for part in shlex.split(command)[1:] for word in _spread(part)]
        result = CliRunner().invoke(main, arguments, input=typed, env=self.environment, catch_exceptions=False)
        self.exit_code = result.exit_code
        if target:
            Path(target).write_text(result.output, "utf-8")
        return "" if target else result.output


def _spread(word: str) -> list[str]:
    """A word as a shell would hand it on: a pattern is the files that fit it."""
    return sorted(str(path) for path in Path().glob(word)) if "*" in word else [word]


def _says(said: str, printed: str) -> bool:
    pattern = "".join("(.*\n)*?" if line == ANY_LINES else f"{re.escape(line)}\n" for line in said.splitlines())
    return re.fullmatch(pattern, printed) is not None


def _shortened(printed: str, said: str) -> str:
    """What is printed, with as much of its beginning and its end as was said before, where lines were left out."""
    lines, before = printed.splitlines(keepends=True), said.splitlines()
    if ANY_LINES not in before:
        return printed
    first, last = before.index(ANY_LINES), before[::-1].index(ANY_LINES)
    if first + last >= len(lines):
        return printed
    return "".join((*lines[:first], f"{ANY_LINES}\n", *lines[len(lines) - last :]))


def stale(pages: Iterator[Path]) -> dict[Path, str]:
    """The pages that print something else now, with what they should say."""
    texts = {page: page.read_text("utf-8") for page in pages}
    rerun_texts = {page: rerun(text, language_of(page)) for page, text in texts.items()}
    return {page: text for page, text in rerun_texts.items() if text != texts[page]}


if __name__ == "__main__":
    for page, text in stale(TUTORIALS.glob("*.md")).items():
        page.write_text(text, "utf-8")
        sys.stdout.write(f"{page.relative_to(ROOT)}\n")
