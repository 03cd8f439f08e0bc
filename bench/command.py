"""The benchmark's command: `python -m bench` prints every table, `python -m bench columns` one of them."""

from __future__ import annotations

import os
import platform
import sys
from importlib import import_module
from multiprocessing import get_context
from typing import Final, NamedTuple

import click


class Part(NamedTuple):
    """A module of this package with a function `run`, and how many loans it takes when nothing else is said."""

    module: str
    loans: int
    about: str


PARTS: Final = {
    "single": Part("bench.single", 10_000, "one application at a time, beside other rule engines"),
    "columns": Part("bench.columns", 1_000_000, "loans as columns in memory"),
    "csv": Part("bench.csv_files", 1_000_000, "from a CSV file to a CSV file"),
    "flows": Part("bench.flows", 1_000_000, "loans with six cash flows each"),
    "limits": Part("bench.limits", 1_000_000, "a limit for each enterprise and a pot: deciding and settling"),
    "growth": Part("bench.growth", 10_000_000, "time and memory from 10,000 loans up to so many"),
}
_LISTED: Final = "\n".join(f"  {name:8} {part.loans:>12,}  {part.about}" for name, part in PARTS.items())


@click.command(epilog=f"\b\nPARTS, with the loans of each:\n{_LISTED}")
@click.argument("parts", nargs=-1, type=click.Choice(list(PARTS)))
@click.option("--loans", type=click.IntRange(1), help="Loans in a round, instead of those of each part.")
@click.option("--rounds", type=click.IntRange(1), default=5, show_default=True, help="Rounds in turns; medians count.")
def main(parts: tuple[str, ...], loans: int | None, rounds: int) -> None:
    """Compares speeds in one run, on the same loans, and checks every amount against exact fractions.

    Prints loans a second, multiples of the yardstick (a plain loop with Decimal), and wrong amounts as a share of the
    loans that are granted something. Peers that are not installed are named and left out. Fails when one that claims to
    be exact is not.
    """
    print(f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} cores", flush=True)
    failed = False
    for name in parts or PARTS:  # each in a process of its own, so that none finds the memory of another
        part = PARTS[name]
        process = get_context("spawn").Process(target=run_part, args=(part.module, loans or part.loans, rounds))
        process.start()
        process.join()
        failed |= process.exitcode != 0
    sys.exit(failed)


def run_part(module: str, loans: int, rounds: int) -> None:
    """Runs a part and exits with 1, naming them, where amounts are wrong that claim to be exact."""
    if wrong := import_module(module).run(loans, rounds):
        sys.exit(f"wrong amounts: {', '.join(wrong)}")
