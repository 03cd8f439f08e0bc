"""Small tables to decide, and batches of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from subsidy import load_schemes
from subsidy.batch import BatchQuestion, BatchResult, Reading, run_batch

ROOT: Final = Path(__file__).parents[2]
BENCH: Final = ROOT / "bench" / "schemes"
PEERS: Final = "bench/peers"
SCHEMES: Final = load_schemes(BENCH)
HEAD: Final = ("application.id", "loan.product", "loan.principal", "loan.rate", "loan.signed_on", "loan.settled_on",
               "loan.interest_paid")  # fmt: skip


def loans(count: int) -> list[dict[str, str]]:
    """Loans that differ, some of them refused for one reason or several."""
    return [
        {
            "application.id": f"A{n:04}",
            "loan.product": ("科保贷", "科保贷", "科担贷")[n % 3],
            "loan.principal": f"{(n * 37) % 1_200}万元" if n % 4 else f"{n * 12_345.67:.2f}",
            "loan.rate": f"{3 + n % 40 / 10:.1f}%",
            "loan.signed_on": f"2023-{n % 12 + 1:02}-{n % 28 + 1:02}",
            "loan.settled_on": f"2024-{n % 12 + 1:02}-15",
            "loan.interest_paid": f"{n * 321.09 % 90_000:.2f}",
        }
        for n in range(1, count + 1)
    ]


def written(path: Path, rows: Iterable[Mapping[str, str]], encoding: str = "utf-8", head: Sequence[str] = HEAD) -> Path:
    text = io.StringIO()
    writer = csv.DictWriter(text, head, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def read(path: Path, encoding: str = "utf-8-sig") -> list[dict[str, str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))


def question(*inputs: Path, out: Path | None = None, scheme: str = PEERS, **asked: Any) -> BatchQuestion:
    reading = {name: asked.pop(name) for name in ("mapping", "sheet", "flows", "none") if name in asked}
    return BatchQuestion(Reading(inputs, **reading), asked.pop("schemes", SCHEMES), scheme, out=out, **asked)


def batch(*inputs: Path, **asked: Any) -> BatchResult:
    return run_batch(question(*inputs, **asked))
