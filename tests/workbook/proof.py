"""The whole proof, by hand: `python -m tests.workbook.proof 10` recalculates the workbook of every worked case of every
edition, and types so many generated applications of each edition into its workbooks.

Prints how many workbooks and values were compared, every difference, and every cell that holds the engine's own value.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.workbook.books import Written, differences, fits, written
from tests.workbook.decisions import EDITIONS, cases, generated
from tests.workbook.recalculation import Book, recalculated


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def main(count: int) -> None:
    totals: Counter[str] = Counter()
    for scheme, edition in EDITIONS:
        with TemporaryDirectory() as folder:
            made = workbooks((scheme, edition), count, Path(folder))
            totals += compared(made, recalculated([one.path for one in made], Path(folder)))
        say(f"{scheme}@{edition}: {len(made)} workbooks")
    say(dict(totals))


def workbooks(edition: tuple[str, str], count: int, folder: Path) -> list[Written]:
    """Of every case; and of cases in turn, with generated facts typed in, half of them complete."""
    known = cases(edition)
    made = [written(folder / f"case-{i}.xlsx", case, "zh" if i % 2 else "en") for i, case in enumerate(known)]
    for i in range(count):
        case = known[i % len(known)]
        typed = generated(case, 1 + i // 2, complete=bool(i % 2))[-1]
        if fits(case, typed):
            made.append(written(folder / f"typed-{i}.xlsx", case, "en" if i % 2 else "zh", typed))
    return made


def compared(made: list[Written], books: list[Book]) -> Counter[str]:
    totals: Counter[str] = Counter()
    for one, book in zip(made, books, strict=True):
        is_typed = one.run is not one.decision.run
        parts = (*one.model.values, *one.model.rules)
        totals["workbooks"] += 1
        totals["with other facts typed"] += is_typed
        totals["values and rules"] += len(parts)
        totals["long numbers"] += sum(bool(part.cell.digits) for part in parts)
        for part in parts:
            if part.beyond is not None:
                totals["engine's own value"] += 1
                say("the engine's own value:", one.decision.scheme, part.name, part.beyond)
        for difference in differences(one, book):
            totals["different"] += 1
            say("different:", one.decision.scheme, one.path.name, *difference)
    return totals


if __name__ == "__main__":
    main(int(sys.argv[1]))
