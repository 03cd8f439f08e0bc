"""With what a batch was made: enough to make it again, and to prove that it was made so.

Written beside the output as `OUT.receipt.json`. Names and hashes are the same in every language, and nothing in it
depends on the day or on the machine.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Literal

from subsidy import __version__
from subsidy.hashing import sha256_of
from subsidy.scheme.program import Program

SUFFIX: Final = ".receipt.json"


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A table: its name as it was given, the SHA-256 of its bytes, its rows."""

    file: str
    sha256: str
    rows: int


@dataclass(frozen=True, slots=True)
class EditionRecord:
    """An edition that decided rows: hashes are SHA-256 of the files' bytes."""

    scheme_sha256: str
    overlays_sha256: list[str]
    tables_sha256: dict[str, str]
    readings: dict[str, str]


@dataclass(frozen=True, slots=True)
class OptionsRecord:
    """How the input was read: `map` is the hash of the file that says what headings mean, `flows` the table of cash
    flows among the inputs.
    """

    map: str | None
    sheet: str | None
    none: list[str]
    flows: str | None


@dataclass(frozen=True, slots=True)
class TotalsRecord:
    """The sums of what is known, in yuan."""

    entitlement: str
    payable: str


@dataclass(frozen=True, slots=True)
class BatchReceipt:
    """`edition` and `readings` are as they were asked for; `editions` are those that decided a row, by name.

    `inputs` are the tables of loans in the order read, then that of cash flows. Without an output file, `output` and
    `rejects` are None; `rejects` is None where no row was rejected.
    """

    receipt: Literal["batch"]
    engine: str
    scheme: str
    edition: str | None
    readings: dict[str, str]
    editions: dict[str, EditionRecord]
    inputs: list[FileRecord]
    options: OptionsRecord
    output: FileRecord | None
    rejects: FileRecord | None
    totals: TotalsRecord

    @property
    def plain(self) -> dict[str, Any]:
        """As plain data for JSON."""
        return asdict(self)


def engine() -> str:
    return f"subsidy {__version__}"


def edition_records(programs: Iterable[Program]) -> dict[str, EditionRecord]:
    return {
        program.edition.edition: EditionRecord(
            program.sha256,
            list(program.overlays),
            {name: table.sha256 for name, table in program.tables.items()},
            dict(program.readings),
        )
        for program in programs
    }


def is_rejects_of(receipt: Path, file: Path) -> bool:
    """Whether a receipt proves that a file is the rejects of its run, with not a byte changed since."""
    try:
        known = json.loads(receipt.read_text("utf-8"))["rejects"]
        return bool(known["file"] == file.name and known["sha256"] == sha256_of(file))
    except (FileNotFoundError, ValueError, LookupError, TypeError):
        return False


def write_receipt(receipt: BatchReceipt, path: Path) -> None:
    path.write_text(json.dumps(receipt.plain, ensure_ascii=False, indent=2) + "\n", "utf-8")
