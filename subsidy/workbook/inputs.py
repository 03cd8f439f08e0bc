"""The sheets that a reader may change: the facts, and each list of records with empty rows for more."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from subsidy.explain.values import FLAGS, value_in_words, verbatim
from subsidy.facts import FactType
from subsidy.language.scope import Bounded
from subsidy.language.types import Type, described
from subsidy.messages import Language, Sayable, msg
from subsidy.report.width import width
from subsidy.scheme.inputs import bounded
from subsidy.workbook.given import Given, allowed, quoted
from subsidy.workbook.places import BEFORE, FIRST_ROW, ROW, Column, Rows, column_name
from subsidy.workbook.sheet import Heading, Sheet
from subsidy.workbook.shown import WHOLE, exact, exact_format, exact_value, number_format, typed, whole_format

_LONGEST_LIST: Final = 255


def write_facts(
    sheet: Sheet, given: Given, facts: Mapping[str, FactType], derived: Collection[str] = frozenset()
) -> None:
    """One row a fact: what it is called, the cell to change, the whole number that formulas read.

    Those in `derived` were not given: they follow from other facts.
    """
    note = msg("Yellow cells may be changed; an empty one is unknown. What depends on a fact follows it.")
    headings = (
        Heading(msg("Fact"), 34),
        Heading(msg("Value"), 24),
        Heading(msg("Kind"), 14),
        Heading(msg("As it was decided"), 24),
        Heading(msg("Key"), 28),
        Heading(msg("Exact value"), 18),
        Heading(msg("Unit of the exact value"), 14),
        Heading(msg("Name in formulas"), 28),
    )
    sheet.head(msg("Facts"), note, headings, 4)
    for row, (path, fact) in enumerate(facts.items(), FIRST_ROW - 1):
        known, value, name = bounded(fact), given.typed[path], given.names.of(path)
        bounds = allowed(*_limits(fact), [given.facts[path]])
        formula = exact(f"B{row + 1}", known.type, known.unit, bounds, sheet.language)
        sheet.text(row, 0, fact.label)
        _input(sheet, row, 1, known, bounds, value)
        if path in derived and value is not None:
            sheet.note(
                row, 1, msg("Added up from the cash flows when it was decided: change it here when they change.")
            )
        sheet.text(row, 2, described(known.type), "faint")
        sheet.text(row, 3, value_in_words(given.facts[path], known), "faint")
        sheet.text(row, 4, fact.path, "faint")
        sheet.formula(row, 5, formula, exact_value(given.facts[path], known.type), "exact", exact_format(known.type))
        sheet.text(row, 6, one_of(known.type, known), "faint")
        sheet.text(row, 7, name, "faint")
        sheet.name(name, row, 5)
    sheet.print_rows(FIRST_ROW - 2 + len(facts))


def write_records(sheet: Sheet, given: Given, rows: Rows, fact: FactType) -> None:
    """One row a record: its fields, the whole numbers that formulas read, then what formulas need of each record."""
    language, fields = sheet.language, rows.fields or ()
    types = [(fact.fields or {})[field.removesuffix("_")] for field in fields]
    typed_in, decided = given.typed[rows.path] or (), given.facts[rows.path] or ()
    bounds = [allowed(*_limits(f), [record[j] for record in decided]) for j, f in enumerate(types)]
    headings = [Heading(msg("No."), 6), *(Heading(f.label, 20) for f in types), Heading(msg("There"), 16)]
    headings += [Heading(msg("{field}: exact value", field=f.label), 14) for f in types]
    headings += [_of_helper(column, language) for column in rows.made]
    note = msg(
        "One row a record; the rows below stand ready for more. A number makes a record though all else is unknown."
    )
    sheet.head(fact.label, note, headings, max(3, 1 + len(fields)))
    _write_known(sheet, given, rows)
    for i in range(rows.count + rows.spare):
        row, there = FIRST_ROW - 1 + i, i < len(decided)
        last, present = column_name(len(fields)), column_name(1 + len(fields))
        sheet.given(row, 0, i + 1 if i < len(typed_in) else None, "input", WHOLE)
        sheet.formula(row, 1 + len(fields), f"IF(COUNTA(A{row + 1}:{last}{row + 1})>0,1,0)", int(there), "exact", WHOLE)
        for j, f in enumerate(types):
            known = bounded(f)
            _input(sheet, row, 1 + j, known, bounds[j], typed_in[i][j] if i < len(typed_in) else None)
            text = exact(f"{column_name(1 + j)}{row + 1}", known.type, known.unit, bounds[j], language)
            value = exact_value(decided[i][j], known.type) if there else ""
            here = f'IF(${present}{row + 1},{text},"")'
            sheet.formula(row, 2 + len(fields) + j, here, value, "exact", exact_format(known.type))
        for j, column in enumerate(rows.made):
            helper(sheet, row, rows.first + j, column, i, only_if=f"${present}{row + 1}", known=there)
    sheet.print_rows(FIRST_ROW - 2 + max(1, rows.count))


def _write_known(sheet: Sheet, given: Given, rows: Rows) -> None:
    """Whether the list is known: an empty list that is known says that there is nothing."""
    yes, no = (FLAGS[flag].say(sheet.language) for flag in (True, False))
    sheet.merge(2, 0, 1, "note")
    sheet.text(2, 0, msg("Is the list known?"), "note")
    sheet.given(2, 2, no if given.typed[rows.path] is None else yes, "input")
    sheet.choose(2, 2, [yes, no])
    sheet.formula(2, 3, f"C3={quoted(yes)}", given.facts[rows.path] is not None, "exact")
    sheet.name(given.is_given(rows.path), 2, 3)


def write_balance(sheet: Sheet, rows: Rows) -> None:
    """The balance of the loan: what moves it, then each day on which it changes; the last is repeated."""
    headings = [_of_helper(column, sheet.language) for column in rows.made]
    note = msg("The balance from day to day, worked out of the cash flows; amounts in fen.")
    sheet.head(msg("Balance"), note, headings, len(headings))
    for i in range(rows.count):
        for j, column in enumerate(rows.made):
            helper(sheet, FIRST_ROW - 1 + i, j, column, i, only_if="", known=True)
    repeated = f"$C{FIRST_ROW + 1}=$C{FIRST_ROW}"
    sheet.fade(FIRST_ROW, 2, rows.last_row - 1, len(rows.made) - 1, repeated)


def helper(sheet: Sheet, row: int, column: int, made: Column, i: int, *, only_if: str, known: bool) -> None:
    """A helper cell of the record or row number `i` (from 0)."""
    text = made.instead.get(i, made.text).replace(ROW, str(row + 1)).replace(BEFORE, str(row))
    if only_if:
        text = f'IF({only_if},{text},"")'
    value = made.known[i] if known else ""
    form = made.form or whole_format(made.known)
    sheet.formula(row, column, text, value, "exact", form, is_array=made.is_array)


def _of_helper(column: Column, language: Language) -> Heading:
    """As wide as to say what it is in two lines."""
    return Heading(column.heading, min(60, max(16, width(column.heading.say(language)) * 0.6)))


def one_of(type_: Type, known: Bounded) -> Sayable:
    """What one whole number stands for."""
    return value_in_words(1, known) if type_.base == "number" else verbatim("")


def _limits(fact: FactType) -> tuple[Type, int, int]:
    known = bounded(fact)
    return known.type, known.low, known.high


def _input(sheet: Sheet, row: int, column: int, known: Bounded, bounds: tuple[int, int], value: Any) -> None:
    """A cell to type into, with what may be typed."""
    type_, unit = known.type, known.unit
    sheet.given(row, column, typed(value, type_, unit, sheet.language), "input", number_format(type_, unit))
    if type_.base == "flag":
        sheet.choose(row, column, [FLAGS[flag].say(sheet.language) for flag in (True, False)])
    elif type_.base == "text":
        labels = [label.say(sheet.language) for label in (type_.choices or {}).values()]
        if labels and len(",".join(labels)) <= _LONGEST_LIST:
            sheet.choose(row, column, labels)
    else:
        low, high = (typed(end, type_, unit, sheet.language) for end in bounds)
        message = msg(
            "between {low} and {high}", low=value_in_words(bounds[0], known), high=value_in_words(bounds[1], known)
        )
        sheet.between(row, column, low, high, message)
