"""The sheets that nobody changes: parameters, readings and sources; the quotes of reference rates."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping
from typing import Final

from subsidy.explain.values import Joined, choice_in_words, value_in_words, verbatim
from subsidy.language.nodes import Constant, Node, Texts, Unpublished
from subsidy.language.scope import Bounded
from subsidy.messages import Label, Sayable, msg
from subsidy.rates import RateTable
from subsidy.report.citations import Citation
from subsidy.report.figures import UNPUBLISHED, labels_of_texts
from subsidy.report.phrases import source_line
from subsidy.scheme.definition import STANDINGS, Parameter
from subsidy.scheme.parameters import parameter_node
from subsidy.scheme.program import Program
from subsidy.workbook.days import SHIFT
from subsidy.workbook.given import Given
from subsidy.workbook.inputs import one_of
from subsidy.workbook.places import FIRST_ROW
from subsidy.workbook.sheet import Heading, Sheet
from subsidy.workbook.shown import DAY, WHOLE, exact_format

_CLAUSE: Final = 5
_OPTIONS: Final = 7


def parameter_nodes(program: Program) -> dict[str, Node]:
    """The parameters that the program needs, each in its own unit."""
    return {name: parameter_node(name, parameter) for name, parameter in program.parameters.items()}


def write_parameters(sheet: Sheet, given: Given, program: Program) -> None:
    """The figures of the text with their clauses, the readings taken, the sources."""
    headings = (
        Heading(msg("Parameter"), 34),
        Heading(msg("Value"), 26),
        Heading(msg("Name in formulas"), 22),
        Heading(msg("Exact value"), 18),
        Heading(msg("Unit of the exact value"), 14),
        Heading(msg("Clause"), 20),
        Heading(msg("Standing of the source"), 22),
        Heading(msg("Texts allowed"), 16),
    )
    sheet.head(
        msg("Parameters"),
        msg("What the text fixes. Another figure is another edition: nothing here is changed."),
        headings,
        _OPTIONS,
    )
    row = FIRST_ROW - 1
    labels = labels_of_texts(program)
    for name, parameter in program.parameters.items():
        said = _said(given.parameters[name], labels.get(name, {}))
        _write_parameter(sheet, given, name, parameter, said, row)
        sheet.text(row, 6, STANDINGS[program.sources[parameter.source].standing])
        row += 1
    row = _write_readings(sheet, program, row + 1)
    row += 1
    _group(sheet, row, msg("Sources"))
    for key, source in program.sources.items():
        row += 1
        sheet.text(row, 0, Citation(key))
        sheet.merge(row, 1, _OPTIONS - 1, "text")
        sheet.text(row, 1, source_line(source))
    sheet.print_rows(row)


def _write_parameter(sheet: Sheet, given: Given, name: str, parameter: Parameter, said: Sayable, row: int) -> None:
    node = given.parameters[name]
    cell = given.names.of(name)
    sheet.text(row, 0, parameter.label)
    sheet.text(row, 1, said, "result")
    sheet.text(row, 2, cell, "faint")
    if isinstance(node, Constant):
        shift = SHIFT if node.type.base == "date" else 0
        value = node.value - shift if shift and isinstance(node.value, int) else node.value
        sheet.given(row, 3, value, "exact", exact_format(node.type))
        sheet.name(cell, row, 3)
        sheet.text(row, 4, one_of(node.type, Bounded(node.type, node.unit, node.low, node.high)), "faint")
    elif isinstance(node, Texts):
        sheet.text(row, 3, "", "faint")
        sheet.text(row, 4, "", "faint")
        for i, option in enumerate(node.options):
            sheet.given(row, _OPTIONS + i, option, "exact")
        sheet.name(cell, row, _OPTIONS, last_column=_OPTIONS + max(1, len(node.options)) - 1)
    else:
        sheet.formula(row, 3, "NA()", None, "exact")
        sheet.name(cell, row, 3)
        sheet.text(row, 4, "", "faint")
    sheet.text(row, _CLAUSE, Citation(parameter.cite))


def _said(node: Node, labels: Mapping[str, Label]) -> Sayable:
    """The value; texts that are codes by their labels."""
    if isinstance(node, Unpublished):
        return UNPUBLISHED
    if isinstance(node, Texts):
        return Joined(tuple(choice_in_words(option, labels) for option in node.options), msg(", "))
    assert isinstance(node, Constant)
    if isinstance(node.value, str):
        return choice_in_words(node.value, labels)
    return value_in_words(node.value, Bounded(node.type, node.unit, node.low, node.high))


def _write_readings(sheet: Sheet, program: Program, row: int) -> int:
    """The row after them."""
    readings = program.edition.readings
    if readings:
        _group(sheet, row, msg("Readings taken: another one is another workbook"))
        row += 1
    for name, reading in readings.items():
        sheet.text(row, 0, reading.label)
        sheet.merge(row, 1, _CLAUSE - 1, "result")
        sheet.text(row, 1, reading.choice_labels[program.readings[name]], "result")
        sheet.text(row, _CLAUSE, Citation(reading.cite))
        row += 1
    return row


def _group(sheet: Sheet, row: int, text: Sayable) -> None:
    """The head of the rows beneath."""
    sheet.merge(row, 0, _OPTIONS - 1, "group")
    sheet.text(row, 0, text, "group")


def write_rates(sheet: Sheet, given: Given, name: str, table: RateTable, days: Collection[int]) -> None:
    """The quotes, each in force from its day on, and the sum of the quotes of all days before.

    Those in force from the first to the last of `days` (ordinals) are printed; all, where no day is known.
    """
    labels = [table.description.tenors[tenor] for tenor in table.tenors]
    headings = [
        Heading(msg("In force from"), 16),
        *(Heading(msg("{tenor}, basis points", tenor=label), 16) for label in labels),
        Heading(msg("Standing"), 64),
        *(Heading(msg("{tenor}, sum of the days before", tenor=label), 16) for label in labels),
    ]
    standing, sums = 1 + len(labels), 2 + len(labels)
    sheet.head(table.description.title, verbatim(table.description.source), headings, sums)
    first, last = FIRST_ROW - 1, FIRST_ROW - 2 + len(table.days)
    sheet.name(given.table(name), first, 0, last_row=last)
    for j, tenor in enumerate(table.tenors):
        sheet.name(given.table(name, tenor), first, 1 + j, last_row=last)
        sheet.name(given.table(name, tenor, "_sum"), first, sums + j, last_row=last)
    for i, day in enumerate(table.days):
        sheet.given(first + i, 0, day - SHIFT, "text", DAY)
        for j, tenor in enumerate(table.tenors):
            sheet.given(first + i, 1 + j, table.quotes[tenor][i].value, "text", WHOLE)
            sheet.given(first + i, sums + j, table.cumulative(tenor, day), "exact", WHOLE)
        quote = table.quotes[table.tenors[0]][i]
        sheet.text(first + i, standing, table.description.standings[quote.standing], "faint")
    begins, ends = (bisect_right(table.days, on) for on in (min(days), max(days))) if days else (1, len(table.days))
    sheet.print_rows(first + max(ends, 1) - 1, first + max(begins, 1) - 1)
