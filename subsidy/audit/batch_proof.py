"""Whether a batch's receipt names what is there now, and what it asks to be recomputed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from subsidy.audit.proof import Part, Proof, Recorded, edition_parts, engine_part
from subsidy.batch.receipt import engine
from subsidy.diagnostics import Diagnostic, InputError
from subsidy.documents import Document, validate
from subsidy.hashing import sha256_of
from subsidy.messages import Message, msg
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
    flows: str | None = None


class KeptBatch(_Kept):
    """What `batch` keeps beside its output; `options.flows` names the table of cash flows among the inputs."""

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


def batch_proof(kept: KeptBatch, schemes: Schemes, files: Sequence[Path], mapping: Path | None, output: Path) -> Proof:
    """Each part of the receipt beside what there is now: `files` are the applications', `output` what is claimed.

    Files are known by their names, wherever they lie now; a single one may have another name.
    """
    parts = [engine_part(kept.engine, engine())]
    for name, edition in kept.editions.items():
        parts += edition_parts(name, edition, schemes, kept.scheme)
    now = {path.name: path for path in files}
    for file in kept.inputs:
        alone = files[0] if len(files) == len(kept.inputs) == 1 else None
        parts.append(_file_part("inputs", msg("input {file}", file=file.file), file, now.get(file.file, alone)))
    if kept.options.map is not None or mapping is not None:
        parts.append(Part("map", msg("the map of headings"), kept.options.map, _hash(mapping)))
    if kept.output is not None:
        parts.append(_file_part("output", msg("output {file}", file=kept.output.file), kept.output, output))
    return tuple(parts)


def _file_part(part: str, label: Message, kept: KeptFile, now: Path | None) -> Part:
    return Part(part, label, kept.sha256, _hash(now))


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
