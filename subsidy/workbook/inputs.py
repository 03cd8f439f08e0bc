"""The sheets that a reader may change: the facts, and each list of records with empty rows for more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from subsidy.explain.values import FLAGS, value_in_words
from subsidy.facts import FactType
from subsidy.language.scope import Bounded
from subsidy.language.types import Type, described
from subsidy.messages import Sayable, msg
from subsidy.scheme.inputs import bounded
from subsidy.workbook.given import Given, allowed, quoted
from subsidy.workbook.places import BEFORE, FIRST_ROW, ROW, Column, Rows, column_name
from subsidy.workbook.sheet import Heading, Sheet
from subsidy.workbook.shown import exact, exact_value, number_format, typed

_LONGEST_LIST: Final = 255
_MOST_RECORDS_SHOWN: Final = 31


def write_facts(sheet: Sheet, given: Given, facts: Mapping[str, FactType]) -> None:
    """One row a fact: what it is called, the cell to change, the whole number that formulas read."""
    note = msg("Yellow cells may be changed; an empty one is unknown. What depends on a fact follows it.")
    headings = (
        Heading(msg("Fact"), 34),
        Heading(msg("Value"), 22),
        Heading(msg("Kind"), 14),
        Heading(msg("Key"), 26),
        Heading(msg("As formulas read it"), 18),
        Heading(msg("One of it is"), 14),
        Heading(msg("As it was decided"), 22),
    )
    sheet.head(msg("Facts"), note, headings)
    for row, (path, fact) in enumerate(facts.items(), FIRST_ROW - 1):
        known, value = bounded(fact), given.facts[path]
        sheet.text(row, 0, fact.label)
        _input(sheet, row, 1, known, [value], value)
        sheet.text(row, 2, described(known.type), "faint")
        sheet.text(row, 3, fact.path, "faint")
        formula = exact(f"B{row + 1}", known.type, known.unit, sheet.language)
        sheet.formula(row, 4, formula, exact_value(value, known.type), "exact", _exact_format(known.type))
        sheet.text(row, 5, one_of(known.type, known), "faint")
        sheet.text(row, 6, value_in_words(value, known), "faint")
        sheet.name(given.names.of(path), row, 4)


def write_records(sheet: Sheet, given: Given, rows: Rows, fact: FactType) -> None:
    """One row a record: its fields, the whole numbers that formulas read, then what formulas need of each record."""
    language, fields = sheet.language, given.fields[rows.path]
    types = [(fact.fields or {})[field.removesuffix("_")] for field in fields]
    records = given.facts[rows.path]
    inputs = max(1, len(fields))
    headings = [Heading(msg("There"), 8)]
    headings += [Heading(f.label, 16) for f in types] or [Heading(msg("Mark"), 16)]
    headings += [Heading(msg("{field}, as formulas read it", field=f.label), 14) for f in types]
    headings += [Heading(column.heading, 16) for column in rows.made]
    sheet.head(fact.label, msg("One row a record; the rows below stand ready for more."), headings)
    yes, no = (FLAGS[flag].say(language) for flag in (True, False))
    sheet.text(2, 0, msg("Is the list known?"), "note")
    sheet.given(2, 1, no if records is None else yes, "input")
    sheet.choose(2, 1, [yes, no])
    sheet.formula(2, 2, f"B3={quoted(yes)}", records is not None, "exact")
    sheet.name(given.is_given(rows.path), 2, 2)
    for i in range(rows.count + rows.spare):
        row = FIRST_ROW - 1 + i
        record = (records or ())[i] if i < len(records or ()) else None
        last = column_name(inputs)
        sheet.formula(row, 0, f"COUNTA(B{row + 1}:{last}{row + 1})>0", record is not None, "exact")
        if not fields:
            sheet.given(row, 1, None if record is None else yes, "input")
        for j, f in enumerate(types):
            known, value = bounded(f), None if record is None else record[j]
            _input(sheet, row, 1 + j, known, [r[j] for r in records or ()], value)
            text = exact(f"{column_name(1 + j)}{row + 1}", known.type, known.unit, language)
            there = "" if record is None else exact_value(value, known.type)
            here = f'IF($A{row + 1},{text},"")'
            sheet.formula(row, 1 + inputs + j, here, there, "exact", _exact_format(known.type))
        for j, column in enumerate(rows.made):
            helper(sheet, row, rows.first + j, column, i, only_if=f"$A{row + 1}", known=i < rows.count)


def write_balance(sheet: Sheet, rows: Rows) -> None:
    """The balance of the loan: what moves it, then each day on which it changes."""
    headings = [Heading(column.heading, 18) for column in rows.made]
    sheet.head(
        msg("Balance"), msg("The balance from day to day, worked out of the cash flows; amounts in fen."), headings
    )
    for i in range(rows.count):
        for j, column in enumerate(rows.made):
            helper(sheet, FIRST_ROW - 1 + i, j, column, i, only_if="", known=True)


def helper(sheet: Sheet, row: int, column: int, made: Column, i: int, *, only_if: str, known: bool) -> None:
    """A helper cell of the record or row number `i` (from 0)."""
    text = made.instead.get(i, made.text).replace(ROW, str(row + 1)).replace(BEFORE, str(row))
    if only_if:
        text = f'IF({only_if},{text},"")'
    value = made.known[i] if known else ""
    sheet.formula(row, column, text, value, "exact", is_array=made.is_array)


def one_of(type_: Type, known: Bounded) -> Sayable:
    """What one whole number stands for."""
    if type_.base != "number":
        return msg("itself")
    return value_in_words(1, known)


def _exact_format(type_: Type) -> str:
    return "yyyy-mm-dd" if type_.base == "date" else ""


def _input(sheet: Sheet, row: int, column: int, known: Bounded, values: list[Any], value: Any) -> None:
    """A cell to type into, with what may be typed."""
    type_, unit = known.type, known.unit
    sheet.given(row, column, typed(value, type_, unit, sheet.language), "input", number_format(type_, unit))
    if type_.base == "flag":
        sheet.choose(row, column, [FLAGS[flag].say(sheet.language) for flag in (True, False)])
    elif type_.base == "text":
        labels = [label.say(sheet.language) for label in (type_.choices or {}).values()]
        if labels and len(",".join(labels)) <= _LONGEST_LIST:
            sheet.choose(row, column, labels)
    elif type_.base == "date":
        sheet.between(row, column, date.fromordinal(known.low), date.fromordinal(known.high))
    else:
        low, high = allowed(type_, known.low, known.high, values)
        said = (value_in_words(end, known) for end in (low, high))
        sheet.between(row, column, float(low * unit), float(high * unit), *said)
