"""docs/design.md and the code say the same of the layout: what there is, what imports what, what needs an extra."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "subsidy"
LAYOUT = (ROOT / "docs" / "design.md").read_text("utf-8").partition("## 4. Layout")[2].partition("## 5.")[0]
RANKS = {
    name.rstrip("/"): rank
    for rank, cell in enumerate(re.findall(r"^\| ((?:`[a-z_/]+` ?)+) \|", LAYOUT, re.MULTILINE))
    for name in re.findall("`(.*?)`", cell)
}
EXTRAS = {
    "polars": {"columns", "tables", "batch", "audit", "simulation"},
    "xlsxwriter": {"tables", "batch", "audit", "workbook"},
    "jinja2": {"papers"},
    "segno": {"papers"},
    "weasyprint": {"papers"},
    "click": {"commands"},
}


def imports(tree: ast.AST) -> Iterator[tuple[str, ...]]:
    """What is imported when the code runs: annotations alone need nothing."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.ImportFrom) and node.module:
            yield tuple(node.module.split("."))
        elif isinstance(node, ast.Import):
            yield from (tuple(alias.name.split(".")) for alias in node.names)
        yield from imports(node)


def at_home() -> Iterator[tuple[str, Path, tuple[str, ...]]]:
    """Each import of the package: in which part of it, in which file, of what."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.parent != PACKAGE or not path.name.startswith("__"):
            part = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
            for module in imports(ast.parse(path.read_text("utf-8"))):
                yield part, path, module


def test_the_layout_names_every_part() -> None:
    parts = {p.stem for p in PACKAGE.iterdir() if p.suffix == ".py" or p.is_dir()}
    assert RANKS.keys() == {p for p in parts if not p.startswith("_")}


def test_nothing_lower_imports_what_is_higher() -> None:
    ours = [(part, path, module[1]) for part, path, module in at_home() if module[0] == "subsidy" and len(module) > 1]
    assert len(ours) > 1000
    assert [(path.name, other) for part, path, other in ours if RANKS[other] > RANKS[part]] == []


def test_what_needs_an_extra_is_imported_where_it_is_used() -> None:
    heavy = [(part, path, module[0]) for part, path, module in at_home() if module[0] in EXTRAS]
    assert {name for _, _, name in heavy} == EXTRAS.keys()
    assert [(path.name, name) for part, path, name in heavy if part not in EXTRAS[name]] == []
