"""What files are called where their folders do not matter: by their names, with as many folders as tell them apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path


def names_of(files: Sequence[Path]) -> dict[Path, str]:
    """`loans.csv`; of two files that are both called so, `2023/loans.csv` and `2024/loans.csv`.

    The files are different ones, so their whole paths tell them apart at the latest.
    """
    whole = {file: file.resolve() for file in files}
    names = {file: path.name for file, path in whole.items()}
    parts = 1
    while alike := {name for name, count in Counter(names.values()).items() if count > 1}:
        parts += 1
        names |= {file: "/".join(whole[file].parts[-parts:]) for file, name in names.items() if name in alike}
    return names
