"""Whether a batch's receipt names what is there now, and what it asks to be recomputed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from subsidy.audit.proof import Part, Proof, Recorded, edition_parts, engine_part
from subsidy.batch.question import Reading
from subsidy.batch.receipt import engine, sha256_of
from subsidy.diagnostics import Diagnostic, InputError
from subsidy.documents import Document, validate
from subsidy.messages import msg
from subsidy.scheme.library import Schemes


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class KeptFile(_Kept):
    file: str
    sha256: str
    rows: int


class KeptOptions(_Kept):
    map: str | None = None
    sheet: str | None = None
    none: tuple[str, ...] = ()


class KeptBatch(_Kept):
    """What `batch` keeps beside its output; the last of `inputs` is the table of cash flows, if there is one."""

    receipt: Literal["batch"]
    engine: str
    scheme: str
    edition: str | None = None
    readings: Mapping[str, str] = {}
    editions: Mapping[str, Recorded]
    inputs: tuple[KeptFile, ...]
    options: KeptOptions
    output: KeptFile | None = None


def is_of_batch(document: Document) -> bool:
    return isinstance(document.data, dict) and document.data.get("receipt") == "batch"


def kept_batch(document: Document) -> KeptBatch:
    """Raises `InputError` for what is no receipt of a batch."""
    return validate(KeptBatch, document)


def batch_proof(kept: KeptBatch, schemes: Schemes, reading: Reading, output: Path | None) -> Proof:
    """Each part of the receipt beside what there is now. `reading` are the applications as they are read now."""
    editions = (p for name, e in kept.editions.items() for p in edition_parts(name, e, schemes, kept.scheme))
    return (engine_part(kept.engine, engine()), *editions, *_files(kept, reading, output))


def _files(kept: KeptBatch, reading: Reading, output: Path | None) -> Iterator[Part]:
    paths = (*reading.inputs, *filter(None, (reading.flows,)))
    for file, path in zip(kept.inputs, (*paths, *[None] * len(kept.inputs)), strict=False):
        yield Part("inputs", msg("input {file}", file=file.file), file.sha256, _hash(path))
    if kept.options.map is not None or reading.mapping is not None:
        yield Part("map", msg("the map of headings"), kept.options.map, _hash(reading.mapping))
    if kept.output is not None:
        yield Part("output", msg("output {file}", file=kept.output.file), kept.output.sha256, _hash(output))


def _hash(path: Path | None) -> str | None:
    return sha256_of(path) if path is not None and path.is_file() else None


def found_path(name: str, beside: Path) -> Path:
    """A file that a receipt names. Raises `InputError`."""
    for path in (Path(name), beside.parent / name, beside.parent / Path(name).name):
        if path.exists():
            return path
    problem = msg("{file}, which the receipt names, is not there", file=name)
    raise InputError(
        [Diagnostic("not-there", problem, remedy=msg("name it: CLAIMED for the output, --facts for an input"))]
    )
