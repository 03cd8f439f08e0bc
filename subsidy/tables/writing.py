"""Tables to files, portion by portion: CSV, XLSX, Parquet, NDJSON by the end of the name.

Amounts are decimals and stay exact: digits in CSV, numbers in XLSX where Excel's 15 digits hold them, `Decimal` in
Parquet, texts in NDJSON.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Literal, Protocol, Self, TypeAlias, cast

import polars as pl

from subsidy.diagnostics import Diagnostic, InputError
from subsidy.hashing import HashedFile, sha256_of
from subsidy.messages import msg
from subsidy.tables.harmless import harmless, harmless_text, may_run
from subsidy.workshop import Made, publish, workshop

Encoding: TypeAlias = Literal["utf-8-sig", "utf-8", "gb18030"]
USUAL_ENCODING: Final[Encoding] = "utf-8-sig"
"""Of CSV files: UTF-8 with the mark by which Excel knows it; without the mark it shows Chinese as gibberish."""


class TableFile(Protocol):
    """A file in the making. Every portion has the columns of the first, also one without rows."""

    def write(self, frame: pl.DataFrame) -> None: ...

    def finish(self) -> str:
        """Ends the file, which cannot be read before that; the SHA-256 of its bytes."""

    def close(self) -> None:
        """Lets go of the file, whether or not it was finished."""


def opened(path: Path, encoding: Encoding = USUAL_ENCODING) -> TableFile:
    """A file to write a table to, of the form that its name says. Raises `InputError` for a name of no known form."""
    return FORMS[form_to_write(path)](path, encoding)


def form_to_write(path: Path) -> str:
    """The end of a file's name, such as `.csv`. Raises `InputError` where no table can be written to it."""
    form = path.suffix.lower()
    if form not in FORMS:
        problem = msg("{file}: no table can be written to a file of this name", file=path)
        remedy = msg("let it end in one of {forms}", forms=list(FORMS))
        raise InputError([Diagnostic("form", problem, remedy=remedy)])
    return form


class TableWriter:
    """A table that appears at its path whole, when the block ends well, or not at all.

    Raises `InputError` for a name of no known form, `OSError` where its folder does not exist or cannot be written to.
    """

    def __init__(self, path: Path, encoding: Encoding = USUAL_ENCODING) -> None:
        form_to_write(path)
        self.path = path
        self.encoding = encoding

    def __enter__(self) -> Self:
        self._workshop = workshop(self.path)
        self._made = Made(self._workshop.__enter__() / self.path.name, self.path)
        self._file = opened(self._made.path, self.encoding)
        return self

    def write(self, frame: pl.DataFrame) -> None:
        self._file.write(frame)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self._file.finish()
                publish([self._made])
        finally:
            self._file.close()
            self._workshop.__exit__(kind, error, trace)


class _Csv:
    """Lines end in a line feed; nothing is an empty cell, an empty text a pair of quotes."""

    def __init__(self, path: Path, encoding: Encoding) -> None:
        self._file = HashedFile(path)
        self._encoding = encoding
        self._is_begun = False

    def write(self, frame: pl.DataFrame) -> None:
        plain = _in_cells(frame).rename(harmless_text)
        first, self._is_begun = not self._is_begun, True
        if self._encoding == "gb18030":
            self._file.write(plain.write_csv(include_header=first).encode("gb18030"))
        else:
            marked = first and self._encoding == "utf-8-sig"
            plain.write_csv(cast(IO[bytes], self._file), include_header=first, include_bom=marked)

    def finish(self) -> str:
        self._file.close()
        return self._file.sha256

    def close(self) -> None:
        self._file.close()


def _in_cells(frame: pl.DataFrame) -> pl.DataFrame:
    """Each value in a cell of its own, none of which a spreadsheet runs."""
    nested = [as_json(pl.col(name)) for name, type_ in frame.schema.items() if type_.is_nested()]
    texts = [name for name, type_ in frame.schema.items() if type_ == pl.String]
    doubtful = frame.select(may_run(pl.col(texts)).any()).row(0, named=True) if texts else {}
    return frame.with_columns(*nested, *(harmless(pl.col(name)) for name in texts if doubtful[name]))


def as_json(column: pl.Expr) -> pl.Expr:
    """Lists and records as JSON texts, for forms whose cells hold one value."""
    whole = pl.struct(column.alias("")).struct.json_encode()
    said = pl.when(column.is_not_null()).then(whole.str.strip_prefix('{"":').str.head(-1))
    return said.alias(column.meta.output_name())


class _Ndjson:
    def __init__(self, path: Path, encoding: Encoding) -> None:
        self._file = HashedFile(path)

    def write(self, frame: pl.DataFrame) -> None:
        frame.write_ndjson(cast(IO[bytes], self._file))

    def finish(self) -> str:
        self._file.close()
        return self._file.sha256

    def close(self) -> None:
        self._file.close()


class _Parquet:
    """Polars writes a Parquet file in one go; the portions wait on the disk, so that memory stays bounded."""

    def __init__(self, path: Path, encoding: Encoding) -> None:
        self._path = path
        self._portions: list[Path] = []

    def write(self, frame: pl.DataFrame) -> None:
        portion = self._path.with_name(f"{self._path.name}-{len(self._portions)}.arrow")
        frame.write_ipc(portion)
        self._portions.append(portion)

    def finish(self) -> str:
        pl.scan_ipc(self._portions).sink_parquet(self._path)
        return sha256_of(self._path)

    def close(self) -> None:
        for portion in self._portions:
            portion.unlink(missing_ok=True)


def _xlsx(path: Path, encoding: Encoding) -> TableFile:
    from subsidy.tables.sheet import Sheet  # only XLSX needs it

    return Sheet(path)


FORMS: Final[Mapping[str, Callable[[Path, Encoding], TableFile]]] = {
    ".csv": _Csv,
    ".xlsx": _xlsx,
    ".parquet": _Parquet,
    ".ndjson": _Ndjson,
    ".jsonl": _Ndjson,
}
