"""What a form says of itself: a note at each heading, and how it is filled in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from subsidy.kinds import DATE
from subsidy.messages import Language, Message, Sayable, msg
from subsidy.report.phrases import days_governed, source_line
from subsidy.tables.form.columns import NONE, Column, Form
from subsidy.tables.form.example import MARK


def note(column: Column, language: Language) -> str:
    """What stands beside a heading: what it is, how it is written, an example, what programs call it."""
    parts = [meaning(column), allowed(column), _example(column), msg("path: {path}", path=column.path)]
    return "\n".join(part.say(language) for part in parts if part is not None)


def meaning(column: Column) -> Sayable | None:
    """What the label does not say."""
    if column.fact.fields is not None:
        return msg("write {none} where there are none; left empty, it is not known", none=NONE)
    return column.fact.help


def allowed(column: Column) -> Sayable:
    """What may be written."""
    if column.options:
        options = list(column.options)
        return (
            msg("one of: {options}", options=options)
            if column.is_strict
            else msg("such as: {options}", options=options)
        )
    if column.fact.kind is DATE:
        return msg("a day, such as {example}", example="2024-02-10")
    assert column.fact.kind_label is not None
    if column.unit is not None:
        return msg("{kind}, in {unit}", kind=column.fact.kind_label, unit=column.unit)
    return column.fact.kind_label


def example_text(column: Column) -> str:
    """The fact's own example, as it is written in the column."""
    value = column.example
    if isinstance(value, Decimal):
        digits = f"{value:,f}"
        return digits.rstrip("0").rstrip(".") if "." in digits else digits
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def _example(column: Column) -> Message | None:
    shown = example_text(column)
    return msg("example: {example}", example=shown) if shown else None


def instructions(form: Form, heading_row: int) -> Iterator[Message]:
    """How the form is filled in, a line each."""
    yield msg(
        "One loan a row. Row {row} holds the headings, by which the columns are known: keep them as they are.",
        row=heading_row,
    )
    yield msg("Columns may be moved, taken away, and added; what has another heading is carried along unread.")
    yield msg("What is left empty is not known. Then a loan may remain undecided, and the answer says what is missing.")
    yield msg("The grey row is an example, marked {mark} in its number: write over it or delete it.", mark=MARK)
    yield msg(
        "Numbers are in the unit of their heading; a cell may name another, such as {example}.", example="200万元"
    )
    short = [c for c in form.columns if c.path.split(".")[-2:-1] == ["2"]]
    if short:
        second = short[0].of.say(form.language)
        more = short[0].heading.replace(second, f"{second[:-1]}3")
        yield msg("For a third record of a list, add columns such as {heading}.", heading=more)
    for records in form.sheets.values():
        sheet = records[-1].of
        yield msg(
            "{list}: one a row of the sheet {sheet}, with the application number of its loan.", list=sheet, sheet=sheet
        )


def standing(form: Form) -> Iterator[tuple[Sayable, Sayable]]:
    """What the form is for, and on what it stands."""
    edition = form.edition.definition
    yield msg("scheme"), msg("{scheme}, edition {edition}", scheme=edition.title.label, edition=edition.edition)
    yield msg("authority"), edition.authority.label
    fact = form.edition.vocabulary[edition.governs.by].label
    yield msg("governs"), msg("{fact}: {days}", fact=fact, days=days_governed(edition.governs))
    for source in edition.sources.values():
        yield msg("source"), source_line(source)
