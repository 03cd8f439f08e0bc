"""The loans as a file, and the amounts of a file: what those who go from CSV to CSV read and what is checked."""

from __future__ import annotations

import atexit
import csv
import shutil
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

from bench.loans import Loan, borrower, contract

HEADINGS: Final = (
    "loan.contract",
    "borrower.name",
    "loan.product",
    "loan.principal",
    "loan.rate",
    "loan.signed_on",
    "loan.settled_on",
    "loan.interest_paid",
)
_NUMBERS: Final = count()


class Paths:
    """A file of these loans, and where to write; all of it goes when the process ends."""

    def __init__(self, loans: Sequence[Loan]) -> None:
        folder = Path(mkdtemp(prefix="subsidy-bench-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        self.given = folder / "loans.csv"
        self._folder = folder
        write(self.given, loans)

    def new(self) -> Path:
        """A file that is not there yet: to overwrite one takes longer."""
        return self._folder / f"amounts-{next(_NUMBERS)}.csv"


class Amounts(Iterable[object]):
    """A column of a file, read when it is looked at; the file goes with it."""

    def __init__(self, path: Path, column: str) -> None:
        self._path = path
        self._column = column

    def __iter__(self) -> Iterator[object]:
        with self._path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                yield Fraction(row[self._column])

    def __del__(self) -> None:
        self._path.unlink(missing_ok=True)


def write(path: Path, loans: Sequence[Loan], repeated: int = 1) -> None:
    """The loans as CSV, again and again under other contracts and names. None of the cells needs quotation marks."""
    cells = [
        f"{loan.product},{loan.principal:.2f},{loan.rate:.2%},{loan.signed_on},{loan.settled_on},{loan.interest}\n"
        for loan in loans
    ]
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join(HEADINGS) + "\n")
        for number in range(repeated):
            first = number * len(loans)
            file.writelines(f"{contract(i)},{borrower(i)},{rest}" for i, rest in enumerate(cells, first))
