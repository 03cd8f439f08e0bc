"""The user's own headings: a file that says what each means.

YAML or JSON: `{我行放款额: loan.principal 万元, 月息: loan.rate ‰/月, 备注: }`; CSV: lines of heading, path and
unit. A heading that means nothing is carried along without a word.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from subsidy.diagnostics import Diagnostic, InputError, Place, did_you_mean, refuse_if_any
from subsidy.documents import read_document
from subsidy.facts import Vocabulary
from subsidy.messages import msg
from subsidy.tables.known import Heading, KnownHeadings
from subsidy.tables.spelling import key_of
from subsidy.tables.text import text_of


def read_mapping(path: Path, vocabulary: Vocabulary) -> Mapping[str, str]:
    """What each heading means, as `KnownHeadings` wants it. Raises `InputError` with everything that is wrong."""
    problems: list[Diagnostic] = []
    entries = list((_lines if path.suffix.lower() == ".csv" else _document)(path, problems))
    known = KnownHeadings(vocabulary)
    records = [KnownHeadings(vocabulary, records=path) for path, fact in vocabulary.items() if fact.fields is not None]
    seen: set[str] = set()
    for heading, meaning, place in entries:
        if key_of(heading) in seen:
            problems.append(Diagnostic("given-twice", msg("this heading is mapped twice"), place, heading))
        seen.add(key_of(heading))
        if meaning and not any(isinstance(k.meaning(meaning), Heading) for k in (known, *records)):
            message = msg("{found} is neither a fact nor a fact and its unit", found=meaning)
            remedy = known.near(meaning) or did_you_mean(meaning.partition(" ")[0], vocabulary)
            problems.append(Diagnostic("unknown-name", message, place, heading, remedy))
    refuse_if_any(problems)
    return {heading: meaning for heading, meaning, _ in entries}


def _document(path: Path, problems: list[Diagnostic]) -> Iterator[tuple[str, str, Place | None]]:
    document = read_document(path)
    if not isinstance(document.data, dict):
        raise InputError([_not_a_map(document.place(()))])
    for heading, meaning in document.data.items():
        place = document.place((heading,))
        if isinstance(meaning, str | None):
            yield heading, meaning or "", place
        else:
            problems.append(_not_a_map(place, heading))


def _lines(path: Path, problems: list[Diagnostic]) -> Iterator[tuple[str, str, Place | None]]:
    for number, cells in enumerate(csv.reader(io.StringIO(text_of(path), newline="")), 1):
        if any(map(str.strip, cells)):
            heading, meaning, unit, *more = (*map(str.strip, cells), "", "")
            place = Place(str(path), number, 1)
            if any(more):
                problems.append(_not_a_map(place, heading))
            else:
                yield heading, f"{meaning} {unit}".strip(), place


def _not_a_map(place: Place | None, heading: str = "") -> Diagnostic:
    message = msg("a map says for each heading which fact it is, and perhaps its unit")
    return Diagnostic("map", message, place, heading, msg("write {example}", example="heading: loan.rate %"))
