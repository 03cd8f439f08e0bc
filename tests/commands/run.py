"""Runs the command in this process, in a language, with nothing of this machine's settings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from subsidy.commands import main

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "wuhan-kebao.yaml"
WUHAN = "wuhan/tech-loan-subsidy"
FICTIONAL = ROOT / "tests" / "report" / "schemes"
QUIET = {"LC_ALL": "", "LC_MESSAGES": "", "LANG": "", "SUBSIDY_SCHEMES": "", "NO_COLOR": "", "COLUMNS": "80"}


def run(*arguments: object, stdin: str | bytes = "", environment: Mapping[str, str] | None = None) -> Result:
    """An exception that is no exit is raised: it would be a traceback."""
    return CliRunner().invoke(
        main, [str(a) for a in arguments], input=stdin, env={**QUIET, **(environment or {})}, catch_exceptions=False
    )


def english(*arguments: object, stdin: str | bytes = "") -> Result:
    return run(*arguments, "--lang", "en", stdin=stdin)


def as_json(*arguments: object) -> Any:
    return json.loads(english(*arguments, "--format", "json").stdout)


def written(folder: Path, name: str = "application.yaml", **replaced: str) -> Path:
    """The example in a file of its own, with texts replaced: `rate="3.10%"` writes the rate anew."""
    text = EXAMPLE.read_text("utf-8")
    for key, value in replaced.items():
        lines = [line for line in text.splitlines() if line.strip().startswith(f"{key}:")]
        assert len(lines) == 1, key
        text = text.replace(lines[0], f"  {key}: {value}" if value else "")
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
