"""Where a batch writes, and that it overwrites neither what it reads nor what somebody else wrote."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from glob import escape
from pathlib import Path
from typing import Final, NamedTuple

from subsidy.batch.question import BatchQuestion
from subsidy.batch.receipt import SUFFIX, is_rejects_of
from subsidy.diagnostics import Diagnostic, refuse_if_any
from subsidy.messages import msg
from subsidy.tables.writing import FORMS, form_to_write

_REJECTS: Final = "-rejects"
_OTHERWISE: Final = ".csv"


class Places(NamedTuple):
    """The files to write; None: not asked for."""

    out: Path | None
    receipt: Path | None
    rejects: Path | None


def places(question: BatchQuestion, files: Sequence[Path]) -> Places:
    """The output, its receipt beside it, and the rejects: beside it, named after it, of the form of the first input.

    Raises `InputError` where one of them is read, lies in a folder that is read, is another of them or a folder, and
    for a name of no known form; and where rejects are there already that the receipt beside the output does not know,
    which may be another file of that name, or rejects that somebody is mending.
    """
    out = question.out
    form = files[0].suffix.lower()
    beside = out and out.with_name(f"{out.stem}{_REJECTS}{form if form in FORMS else _OTHERWISE}")
    rejects = question.rejects or beside
    found = Places(out, out and out.with_name(out.name + SUFFIX), rejects)
    for place in filter(None, (found.out, found.rejects)):
        form_to_write(place)
    refuse_if_any(_problems(question, found))
    return found


def _report(folder: Path) -> Iterator[Diagnostic]:
    """A report's folder is new, so that no sheet of another batch is among its own."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = msg("{file} is there already; a report goes into a folder that is new or empty", file=folder)
        yield Diagnostic("place", message)


def _problems(question: BatchQuestion, found: Places) -> Iterator[Diagnostic]:
    read = [*question.reading.inputs, *filter(None, (question.reading.flows, question.reading.mapping))]
    written = [place for place in found if place]
    yield from _report(question.report) if question.report else ()
    for i, place in enumerate(written):
        for other in read:
            if _is_within(place, other):
                message = msg("{file} is read, so it cannot be written to", file=other)
                yield Diagnostic("place", message, remedy=msg("name another file for {place}", place=place))
        if place.is_dir():
            yield Diagnostic("place", msg("{file} is a folder, not a file", file=place))
        if place.absolute() in [p.absolute() for p in written[:i]]:
            yield Diagnostic("place", msg("{file} is to be written twice", file=place))
    yield from _not_ours(found)


def _not_ours(found: Places) -> Iterator[Diagnostic]:
    rejects = found.rejects
    receipts = found.out.parent.glob(f"{escape(found.out.stem)}.*{SUFFIX}") if found.out else ()  # one for each form
    if rejects and rejects.is_file() and not any(is_rejects_of(receipt, rejects) for receipt in receipts):
        message = msg("{file} is there already, and is not what the last run wrote for the same output", file=rejects)
        yield Diagnostic("place", message, remedy=msg("move it away, or name another file with --rejects"))


def _is_within(place: Path, other: Path) -> bool:
    """Whether a file is another one, or lies directly in it."""
    place, other = place.resolve(), other.resolve()
    return other in (place, place.parent)
