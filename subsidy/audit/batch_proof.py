"""Whether a batch's receipt names what is there now, and what it asks to be recomputed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from subsidy.audit.proof import Part, Proof, Recorded, edition_parts, engine_part
from subsidy.batch.receipt import engine
from subsidy.diagnostics import Diagnostic, refuse_if_any
from subsidy.documents import Document, validate
from subsidy.hashing import sha256_of
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
    rejects: KeptFile | None = None


def is_of_batch(document: Document) -> bool:
    return isinstance(document.data, dict) and document.data.get("receipt") == "batch"


def kept_batch(document: Document) -> KeptBatch:
    """Raises `InputError` for what is no receipt of a batch."""
    return validate(KeptBatch, document)


def batch_proof(kept: KeptBatch, schemes: Schemes, files: Sequence[Path], mapping: Path | None, output: Path) -> Proof:
    """Each part of the receipt beside what there is now: `files` are the applications', `output` what is claimed."""
    parts = [engine_part(kept.engine, engine())]
    for name, edition in kept.editions.items():
        parts += edition_parts(name, edition, schemes, kept.scheme)
    now = {path: sha256_of(path) for path in files}
    for file in kept.inputs:
        parts.append(Part("inputs", msg("input {file}", file=file.file), file.sha256, _now(file, now, kept)))
    if kept.options.map is not None or mapping is not None:
        parts.append(Part("map", msg("the map of headings"), kept.options.map, _hash(mapping)))
    if kept.output is not None:
        label = msg("output {file}", file=kept.output.file)
        parts.append(Part("output", label, kept.output.sha256, _hash(output)))
    return tuple(parts)


def _now(file: KeptFile, now: Mapping[Path, str], kept: KeptBatch) -> str | None:
    """An input is known by what is in it, else by its name, wherever it lies; a single one may be called otherwise."""
    if file.sha256 in now.values():
        return file.sha256
    known = [hash_ for path, hash_ in now.items() if path.name == Path(file.file).name]
    return next(iter(known or (now.values() if len(now) == len(kept.inputs) == 1 else ())), None)


def _hash(path: Path | None) -> str | None:
    return sha256_of(path) if path is not None and path.is_file() else None


class Search:
    """Looks for the files that a receipt names: beside it, in the folder above, and where they were named from.

    Of several of one name the one with the recorded content is meant; no file is two of those that are named.
    """

    def __init__(self, receipt: Path) -> None:
        self._folders = tuple(dict.fromkeys((receipt.parent, receipt.parent.parent, Path())))
        self._found: set[Path] = set()
        self._problems: list[Diagnostic] = []

    def file(self, kept: KeptFile, option: str) -> Path:
        """Where nothing is found, a path that is not there; `option` is what can name it."""
        names = dict.fromkeys((kept.file, Path(kept.file).name))
        there = [path for folder in self._folders for name in names if (path := folder / name).is_file()]
        same = [path for path in there if sha256_of(path) == kept.sha256]
        found = next((path for path in (*same, *there) if path.resolve() not in self._found), None)
        if found is None:
            folders = list(dict.fromkeys(str(folder.resolve()) for folder in self._folders))
            problem = msg("{file}, which the receipt names, is in none of {folders}", file=kept.file, folders=folders)
            remedy = msg("give it with {option}", option=option)
            self._problems.append(Diagnostic("not-there", problem, remedy=remedy))
            return Path(kept.file)
        self._found.add(found.resolve())
        return found

    def end(self) -> None:
        """Raises `InputError` with every file that is not found."""
        refuse_if_any(self._problems)
