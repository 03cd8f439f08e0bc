"""Where schemes lie: the shipped folder, and which files of such a folder are editions. Nothing is read here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

PRODUCTS: Final = "products.yaml"
RATES: Final = "rates"
_CASES: Final = "cases"
_PACKAGE: Final = Path(__file__).parent.parent


def shipped_schemes() -> Path:
    """The folder of the schemes that come with the package: inside it when installed, beside it in a checkout."""
    inside = _PACKAGE / "_schemes"
    return inside if inside.is_dir() else _PACKAGE.parent / "schemes"


def edition_files(folder: Path) -> Iterator[Path]:
    """The files of editions in a folder laid out as CITY/SCHEME/EDITION.yaml, in the order of their names."""
    for path in sorted(folder.glob("*/**/*.yaml")):
        parts = path.relative_to(folder).parts
        if path.name != PRODUCTS and parts[0] != RATES and _CASES not in parts:
            yield path
