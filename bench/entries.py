"""Who takes part in a table, and what of it is installed: a peer that is not there is named, and the rest goes on."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from typing import NamedTuple

from bench.contest import Contender, contest, table
from bench.loans import Loan


class Entry(NamedTuple):
    """A contender: its function as `module:name`, the package that it needs beside this project's core, and whether it
    claims that no amount is wrong.
    """

    name: str
    where: str
    package: str = ""
    is_exact: bool = True

    @property
    def is_ready(self) -> bool:
        """Whether what it needs is installed."""
        return not self.package or find_spec(_IMPORTED_AS.get(self.package, self.package)) is not None

    @property
    def contender(self) -> Contender:
        module, _, name = self.where.partition(":")
        found: Contender = getattr(import_module(module), name)
        return found


_IMPORTED_AS = {
    "json-logic-qubit": "json_logic",
    "openfisca-core": "openfisca_core",
    "rule-engine": "rule_engine",
    "zen-engine": "zen",
}


def hold(
    title: str, entries: Sequence[Entry], loans: Sequence[Loan], exact: Sequence[Fraction], rounds: int
) -> list[str]:
    """Prints a table of those that are ready; the names of those that claim to be exact and are not."""
    ready = [entry for entry in entries if entry.is_ready]
    standings = contest({entry.name: entry.contender for entry in ready}, loans, exact, rounds)
    granted = sum(amount > 0 for amount in exact)
    print(f"\n{title}: {len(loans):,} loans, {granted:,} of them granted something; rounds: {rounds}")
    print(table(standings, granted))
    print(versions(entries))
    claimed = {entry.name for entry in ready if entry.is_exact}
    return [standing.name for standing in standings if standing.wrong and standing.name in claimed]


def versions(entries: Sequence[Entry]) -> str:
    """The peers that were there, with their versions, and those that were not."""
    packages = {entry.package: entry.is_ready for entry in entries if entry.package}
    there = [f"{package} {version(package)}" for package, is_ready in packages.items() if is_ready]
    absent = [package for package, is_ready in packages.items() if not is_ready]
    missing = [f"not installed, so left out: {', '.join(absent)} (pip install '.[bench]')"] if absent else []
    return "\n".join([f"with {', '.join(there)}"] * bool(there) + missing)
