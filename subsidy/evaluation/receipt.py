"""What a decision was made with, so that it can be made again years later."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import NamedTuple

from subsidy import __version__
from subsidy.facts import Application
from subsidy.scheme.program import Program


class Receipt(NamedTuple):
    """Hashes are SHA-256 in hexadecimal: of the bytes of files, and of the facts as canonical JSON."""

    engine: str
    scheme: str
    edition: str
    scheme_sha256: str
    overlays_sha256: tuple[str, ...]
    tables_sha256: tuple[tuple[str, str], ...]
    readings: tuple[tuple[str, str], ...]
    facts_sha256: str


def receipt(program: Program, application: Application) -> Receipt:
    """That of the decision which this program makes of this application: `decision.program, decision.application`."""
    return Receipt(
        f"subsidy {__version__}",
        program.edition.scheme,
        program.edition.edition,
        program.sha256,
        program.overlays,
        tuple((name, table.sha256) for name, table in program.tables.items()),
        tuple(program.readings.items()),
        facts_hash(application),
    )


def facts_hash(application: Application) -> str:
    """Of the facts that are given: keys sorted, no spaces, texts as UTF-8, amounts and dates as they are dumped."""
    facts = application.model_dump(mode="json", by_alias=True, exclude_none=True)
    return sha256(json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
