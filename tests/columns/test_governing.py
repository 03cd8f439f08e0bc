"""Which edition governs each row is what it is for the row's application alone, whatever days the editions name."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from subsidy.columns.governing import governed
from subsidy.evaluation.governing import SeveralEditionsError, candidates
from subsidy.scheme.library import LoadedEdition, Scheme
from tests.limits.town import town

FACTS = ("loan.settled_on", "loan.disbursed_on", "loan.signed_on")
FIRST = date(2024, 1, 1)
DAYS = st.integers(0, 12).map(lambda n: FIRST + timedelta(days=n))
SPANS = st.tuples(st.sampled_from(FACTS), DAYS, st.none() | st.integers(0, 6))
ROWS = st.lists(st.fixed_dictionaries({path: st.none() | DAYS for path in FACTS}), min_size=1, max_size=12)


def scheme_of(spans: list[tuple[str, date, int | None]]) -> Scheme:
    """Editions that govern these spans of days, from the earliest on."""
    made = town().edition
    editions = {}
    for number, (by, first, length) in enumerate(sorted(spans, key=lambda span: span[1])):
        last = None if length is None else first + timedelta(days=length)
        governs = made.definition.governs.model_copy(update={"by": by, "from_": first, "to": last})
        definition = made.definition.model_copy(update={"governs": governs, "edition": str(number)})
        editions[str(number)] = LoadedEdition(definition, made.document, {})
    return Scheme("town/tech", editions, made.vocabulary)


Row = dict[str, date | None]


def alone(scheme: Scheme, row: Row) -> list[str] | str:
    """The editions to try for one application, or why there is none."""
    loan = {path.removeprefix("loan."): day for path, day in row.items()}
    try:
        found = candidates(scheme, scheme.vocabulary.model.model_validate({"loan": loan}))
    except SeveralEditionsError as error:
        return str(error)
    return [e.name for e in found.editions]


def ordinal(day: date | None) -> int | None:
    return None if day is None else day.toordinal()


@settings(max_examples=60)
@given(st.lists(SPANS, min_size=1, max_size=4), ROWS)
def test_every_row_has_the_editions_of_its_application(
    spans: list[tuple[str, date, int | None]], rows: list[Row]
) -> None:
    scheme = scheme_of(spans)
    columns = {path: pl.Series([ordinal(row[path]) for row in rows], dtype=pl.Int64) for path in FACTS}
    given_ = {path: column for path, column in columns.items() if column.null_count() < len(rows)}
    frame = pl.DataFrame({"#row": range(100, 100 + len(rows)), **given_})
    found = governed(frame, frame["#row"], scheme)
    told: dict[int, list[str] | str] = {row: [e.name for e in t.editions] for t in found.turns for row in t.rows}
    told |= {fault.row - 100: str(fault.message) for fault in found.faults}
    assert told == {number: alone(scheme, row) for number, row in enumerate(rows)}
    assert [fault.found for fault in found.faults] == [str(rows[f.row - 100][f.path]) for f in found.faults]
