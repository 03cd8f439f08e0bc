"""The sheets that answer: every rule, every step and the result, each beside what the engine has for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from subsidy.evaluation.decision import VERDICTS, Decision
from subsidy.explain import in_words
from subsidy.explain.values import verbatim
from subsidy.language.scope import Bounded
from subsidy.language.types import Type
from subsidy.messages import Sayable, msg
from subsidy.report.citations import Citation
from subsidy.report.phrases import labelled
from subsidy.scheme.program import Condition, Program
from subsidy.workbook.cells import Cell, equal_to
from subsidy.workbook.given import quoted
from subsidy.workbook.inputs import one_of
from subsidy.workbook.model import Placed
from subsidy.workbook.places import FIRST_ROW, MOST_DIGITS, Workings, column_name, digit_column
from subsidy.workbook.sheet import Heading, Sheet
from subsidy.workbook.shown import DIGITS, exact_format, number_format, shown, shown_value, whole_format

EXACT_COLUMN: Final = 6
"""The column (from 0) of the formulas themselves; those before it are for people."""
_SAME: Final = 4


def write_steps(sheet: Sheet, placed: Sequence[Placed], decision: Decision) -> None:
    """One row a tier, definition or step, in the order in which each needs only those before it."""
    headings = (
        Heading(msg("Step"), 28),
        Heading(msg("Result"), 20),
        Heading(msg("Formula in words"), 50),
        Heading(msg("The engine's result"), 20),
        Heading(msg("Same"), 7),
        Heading(msg("Clause"), 18),
        Heading(msg("Exact value"), 20),
        Heading(msg("Unit of the exact value"), 14),
        Heading(msg("Name in formulas"), 28),
        Heading(msg("Remarks"), 40),
    )
    note = msg(
        "The formulas are under “exact value”: whole numbers of the smallest unit, which a spreadsheet keeps exact."
    )
    sheet.head(msg("Steps"), note, headings, EXACT_COLUMN)
    for row, (step, result) in enumerate(zip(placed, decision.steps, strict=True), FIRST_ROW - 1):
        node, (known,) = step.part.node, step.cell.known
        type_, unit = node.type, node.unit
        as_shown = shown_value(known, type_, unit, sheet.language)
        formula = shown(_live(sheet, row, step, type_), type_, unit, sheet.language)
        sheet.text(row, 0, labelled(result, decision.program.benefits))
        sheet.formula(row, 1, formula, as_shown, "result", number_format(type_, unit))
        sheet.note(row, 1, _cited(result.cite, decision.program))
        sheet.text(row, 2, result.formula)
        sheet.text(row, 3, result.result)
        sheet.text(row, 5, Citation(result.cite))
        sheet.text(row, EXACT_COLUMN + 1, one_of(type_, Bounded(type_, unit, node.low, node.high)), "faint")
        sheet.text(row, EXACT_COLUMN + 2, step.name, "faint")
        sheet.text(row, EXACT_COLUMN + 3, _remark(step), "faint")
    sheet.warn_of_differences(_SAME, FIRST_ROW - 2 + len(placed))
    sheet.print_rows(FIRST_ROW - 2 + len(placed))


def write_rules(sheet: Sheet, placed: Sequence[Placed], decision: Decision) -> None:
    """One row a rule."""
    headings = (
        Heading(msg("Rule"), 36),
        Heading(msg("Verdict"), 14),
        Heading(msg("Formula in words"), 56),
        Heading(msg("The engine's verdict"), 16),
        Heading(msg("Same"), 7),
        Heading(msg("Clause"), 20),
        Heading(msg("Exact value"), 14),
        Heading(msg("Name in formulas"), 28),
        Heading(msg("Remarks"), 40),
    )
    note = msg(
        "The formulas are under “exact value”: #N/A is unknown, since a fact is missing that could still decide."
    )
    sheet.head(msg("Rules"), note, headings, EXACT_COLUMN)
    for row, (rule, result) in enumerate(zip(placed, decision.rules, strict=True), FIRST_ROW - 1):
        condition = rule.part
        assert isinstance(condition, Condition)
        open_ = VERDICTS["presumed" if condition.presumed else "unknown"]
        words = [quoted(label.say(sheet.language)) for label in (open_, VERDICTS["holds"], VERDICTS["fails"])]
        text = _live(sheet, row, rule, condition.node.type)
        verdict = VERDICTS[result.verdict].say(sheet.language)
        sheet.text(row, 0, labelled(result, decision.program.benefits))
        sheet.formula(row, 1, f"IF(ISNA({text}),{words[0]},IF({text},{words[1]},{words[2]}))", verdict, "result")
        sheet.note(row, 1, _cited(result.cite, decision.program))
        sheet.text(row, 2, in_words(condition.node, decision.program))
        sheet.text(row, 3, verdict)
        sheet.text(row, 5, Citation(result.cite))
        sheet.text(row, EXACT_COLUMN + 1, rule.name, "faint")
        sheet.text(row, EXACT_COLUMN + 2, _remark(rule), "faint")
    sheet.warn_of_differences(_SAME, FIRST_ROW - 2 + len(placed))
    sheet.print_rows(FIRST_ROW - 2 + len(placed))


def checks(sheet: Sheet, placed: Sequence[Placed]) -> str:
    """The cells of a sheet that say whether it has what the engine has."""
    column = column_name(_SAME)
    return f"'{sheet.title}'!{column}{FIRST_ROW}:{column}{FIRST_ROW + len(placed)}"


def write_workings(sheet: Sheet, workings: Workings) -> None:
    """Helper cells; a long number reads across its row, seven digits a cell."""
    headings = [Heading(msg("For"), 28), Heading(msg("What it is"), 48)]
    headings += [Heading(msg("Digits"), 18)] * MOST_DIGITS
    note = msg("A spreadsheet's number has fifteen digits. A longer one is held here as cells of seven digits each.")
    sheet.head(msg("Workings"), note, headings, len(headings))
    for row, working in enumerate(workings.made, FIRST_ROW - 1):
        sheet.text(row, 0, working.owner)
        sheet.text(row, 1, working.what, "faint")
        for i, (text, (known,)) in enumerate(zip(working.texts, working.known, strict=True)):
            form = DIGITS if len(working.texts) > 1 else whole_format([known])
            sheet.formula(row, digit_column(i), text, known, "exact", form)


def same_as(text: str, cell: Cell, known: Any, type_: Type) -> str:
    """Whether a cell has what the engine has."""
    if known is None:
        return f"ISNA({text})"
    if type_.base == "text":
        return f"EXACT({text},{quoted(known)})"
    if type_.base == "flag":
        return f"{text}={'TRUE' if known else 'FALSE'}"
    return equal_to(cell, known) if cell.digits else f"{text}={known}"


def _live(sheet: Sheet, row: int, placed: Placed, type_: Type) -> str:
    """Writes the formula, or where there is none what the engine has, and the check; a reference to it."""
    (known,) = placed.cell.known
    form = exact_format(type_, known)
    text = f"{column_name(EXACT_COLUMN)}{row + 1}"
    if placed.beyond is None or known is None:
        sheet.formula(row, EXACT_COLUMN, placed.cell.text, known, "exact", form)
    else:
        sheet.given(row, EXACT_COLUMN, known, "exact", form)
    if placed.beyond is not None:
        sheet.note(row, EXACT_COLUMN, _remark(placed))
    sheet.name(placed.name, row, EXACT_COLUMN)
    sheet.same(row, _SAME, same_as(text, placed.cell, known, type_))
    return text


def _remark(placed: Placed) -> Sayable:
    if placed.beyond is None:
        return verbatim("")
    return msg("This cell does not follow the facts: it holds the engine's own value ({why}).", why=placed.beyond)


def _cited(cite: str, program: Program) -> Sayable:
    key, _, clause = cite.partition(" ")
    source = program.sources.get(key)
    return msg("{source}, {clause}", source=source.title if source else key, clause=clause)
