"""Whether what a receipt names is what is there now, part by part: engine, scheme files, tables, readings, facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from pydantic import BaseModel, ConfigDict

from subsidy.messages import Sayable, msg
from subsidy.scheme.library import LoadedEdition, Schemes


class Part(NamedTuple):
    """A part of a receipt, by its key: what was recorded and what is found now; None: not there."""

    part: str
    label: Sayable
    recorded: str | None
    found: str | None

    @property
    def is_same(self) -> bool:
        return self.recorded == self.found


Proof: TypeAlias = tuple[Part, ...]


def is_same(proof: Proof) -> bool:
    return all(part.is_same for part in proof)


class Recorded(BaseModel):
    """What both kinds of receipt say of an edition; what else they say is read elsewhere."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    scheme_sha256: str
    overlays_sha256: tuple[str, ...] = ()
    tables_sha256: Mapping[str, str] = {}
    readings: Mapping[str, str] = {}


def edition_parts(name: str, recorded: Recorded, schemes: Schemes, scheme: str) -> Iterator[Part]:
    """The scheme file, overlays, tables and readings of an edition, those recorded and those at hand."""
    edition = edition_at_hand(schemes, scheme, name)
    document = None if edition is None else edition.document
    file = f"{scheme}/{name}" if document is None else document.name
    yield Part(
        "scheme_sha256",
        msg("scheme file {file}", file=file),
        recorded.scheme_sha256,
        None if document is None else document.sha256,
    )
    overlays = () if edition is None else edition.overlays
    if recorded.overlays_sha256 or overlays:
        label = msg("overlays of the edition {edition}", edition=name)
        yield Part("overlays_sha256", label, _joined(recorded.overlays_sha256), _joined(overlays))
    for table, sha256 in recorded.tables_sha256.items():
        found = schemes.tables.get(table)
        label = msg("rate table {table}", table=table)
        yield Part("tables_sha256", label, sha256, None if found is None else found.sha256)
    known = {} if edition is None else edition.definition.readings
    for reading, choice in recorded.readings.items():
        there = choice if reading in known and choice in known[reading].choices else None
        said = known[reading].label if reading in known else reading
        yield Part("readings", msg("reading {reading}", reading=said), choice, there)


def engine_part(recorded: str, now: str) -> Part:
    return Part("engine", msg("engine"), recorded, now)


def edition_at_hand(schemes: Schemes, scheme: str, name: str) -> LoadedEdition | None:
    return schemes[scheme].editions.get(name) if scheme in schemes else None


def readings_at_hand(edition: LoadedEdition, recorded: Mapping[str, str]) -> dict[str, str]:
    """The recorded choices that the edition still has."""
    known = edition.definition.readings
    return {name: choice for name, choice in recorded.items() if name in known and choice in known[name].choices}


def _joined(hashes: Sequence[str]) -> str | None:
    return ", ".join(hashes) or None
