"""Reference rates: the quotes in force on a day, and the last ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from subsidy.explain.values import Figure, Joined, verbatim
from subsidy.language.types import RATE_TYPE
from subsidy.messages import Sayable, msg
from subsidy.quantities import format_date
from subsidy.rates import RateTable
from subsidy.rates.table import Quote
from subsidy.report.page import Field, Fields, Item, Items, Page, Paragraph, Table, Title

_LAST: Final = 6


def quotes_on(table: RateTable, on: date, tenor: str | None = None) -> Page:
    """The quote of each tenor, or of one, in force on a day, and a warning where the day lies beyond the last quote.

    Raises `NoQuoteError` for a day before the first quote, `InputError` for an unknown tenor.
    """
    quotes = {name: [table.at(name, on)] for name in ((tenor,) if tenor else table.tenors)}
    warning = table.warning(on)
    beware: Page = () if warning is None else (Items((Item(warning, "!", "open"),)),)
    return (
        Title(msg("{table} in force on {day}", table=table.description.title, day=on)),
        *_quotes(table, quotes),
        *beware,
        _publisher(table),
    )


def last_quotes(table: RateTable, tenor: str | None = None) -> Page:
    """The last quotes of each tenor, or of one, the newest first. Raises `InputError` for an unknown tenor."""
    if tenor is not None:
        table.at(tenor, table.last_day)
    quotes = {name: table.quotes[name][: -_LAST - 1 : -1] for name in ((tenor,) if tenor else table.tenors)}
    title = Title(msg("{table}, the last quotes", table=table.description.title))
    return (title, *_quotes(table, quotes), _publisher(table))


def _quotes(table: RateTable, quotes: Mapping[str, Sequence[Quote]]) -> Page:
    """A row for each publication, with the rates of the tenors; then what the standings mean."""
    described = table.description
    tenors = [msg("{label} ({code})", label=described.tenors[name], code=name) for name in quotes]
    published = list(zip(*quotes.values(), strict=True))
    standings = list(dict.fromkeys(row[0].standing for row in published))
    notes = {code: msg("note {number}", number=number) for number, code in enumerate(standings, 1)}
    rows: list[tuple[Sayable, ...]] = [
        (verbatim(format_date(row[0].published)), *(Figure(q.rate, RATE_TYPE) for q in row), notes[row[0].standing])
        for row in published
    ]
    return (
        Table((msg("published"), *tenors, msg("standing")), tuple(rows)),
        Fields(tuple(Field(note, described.standings[code]) for code, note in notes.items())),
    )


def _publisher(table: RateTable) -> Paragraph:
    return Paragraph(Joined((table.description.issuer, verbatim(table.description.source)), msg(", ")), "faint")
