"""The sheets that answer: every rule, every step and the result, each beside what the engine has for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from subsidy.evaluation.decision import VERDICTS, Decision
from subsidy.explain import in_words
from subsidy.language.scope import Bounded
from subsidy.language.types import Type
from subsidy.messages import Message, Sayable, msg
from subsidy.report.phrases import labelled
from subsidy.scheme.program import Condition, Program
from subsidy.workbook.cells import Cell, equal_to
from subsidy.workbook.given import quoted
from subsidy.workbook.inputs import one_of
from subsidy.workbook.model import Placed
from subsidy.workbook.places import FIRST_ROW, LEAST_DIGITS, MOST_DIGITS, Workings, digit_column
from subsidy.workbook.sheet import Heading, Sheet
from subsidy.workbook.shown import number_format, shown, shown_value


def write_steps(sheet: Sheet, placed: Sequence[Placed], decision: Decision) -> None:
    """One row a tier, definition or step, in the order in which each needs only those before it."""
    headings = (
        Heading(msg("Step"), 28),
        Heading(msg("Result"), 20),
        Heading(msg("Formula in words"), 48),
        Heading(msg("As formulas have it"), 18),
        Heading(msg("One of it is"), 14),
        Heading(msg("The engine's result"), 20),
        Heading(msg("Same"), 7),
        Heading(msg("Clause"), 18),
        Heading(msg("Name in formulas"), 26),
        Heading(msg("Remarks"), 26),
    )
    note = msg("Formulas compute in whole numbers of the smallest unit, which a spreadsheet keeps exact.")
    sheet.head(msg("Steps"), note, headings)
    for row, (step, result) in enumerate(zip(placed, decision.steps, strict=True), FIRST_ROW - 1):
        node, (known,) = step.part.node, step.cell.known
        type_, unit, text = node.type, node.unit, f"D{row + 1}"
        as_shown = shown_value(known, type_, unit, sheet.language)
        formula = shown(text, type_, unit, sheet.language)
        sheet.text(row, 0, labelled(result, decision.program.benefits))
        sheet.formula(row, 1, formula, as_shown, "result", number_format(type_, unit))
        sheet.note(row, 1, _cited(result.cite, decision.program))
        sheet.text(row, 2, result.formula)
        _live(sheet, row, 3, step, type_)
        sheet.text(row, 4, one_of(type_, Bounded(type_, unit, node.low, node.high)), "faint")
        sheet.text(row, 5, result.result)
        sheet.same(row, 6, same_as(text, step.cell, known, type_))
        sheet.text(row, 7, result.cite)
        sheet.text(row, 8, step.name, "faint")
        sheet.name(step.name, row, 3)
        sheet.text(row, 9, "" if step.beyond is None else _remark(step.beyond), "faint")
    sheet.warn_of_differences(6, FIRST_ROW - 2 + len(placed))


def write_rules(sheet: Sheet, placed: Sequence[Placed], decision: Decision) -> None:
    """One row a rule."""
    headings = (
        Heading(msg("Rule"), 36),
        Heading(msg("Verdict"), 14),
        Heading(msg("Formula in words"), 60),
        Heading(msg("As formulas have it"), 14),
        Heading(msg("The engine's verdict"), 16),
        Heading(msg("Same"), 7),
        Heading(msg("Clause"), 20),
        Heading(msg("Remarks"), 26),
    )
    sheet.head(msg("Rules"), msg("#N/A is unknown: a fact is missing that could still decide the rule."), headings)
    for row, (rule, result) in enumerate(zip(placed, decision.rules, strict=True), FIRST_ROW - 1):
        condition = rule.part
        assert isinstance(condition, Condition)
        (known,) = rule.cell.known
        open_ = VERDICTS["presumed" if condition.presumed else "unknown"]
        words = [quoted(label.say(sheet.language)) for label in (open_, VERDICTS["holds"], VERDICTS["fails"])]
        text = f"D{row + 1}"
        verdict = VERDICTS[result.verdict].say(sheet.language)
        sheet.text(row, 0, labelled(result, decision.program.benefits))
        sheet.formula(row, 1, f"IF(ISNA({text}),{words[0]},IF({text},{words[1]},{words[2]}))", verdict, "result")
        sheet.note(row, 1, _cited(result.cite, decision.program))
        sheet.text(row, 2, in_words(condition.node, decision.program))
        _live(sheet, row, 3, rule, condition.node.type)
        sheet.text(row, 4, verdict)
        sheet.same(row, 5, same_as(text, rule.cell, known, condition.node.type))
        sheet.text(row, 6, result.cite)
        sheet.name(rule.name, row, 3)
        sheet.text(row, 7, "" if rule.beyond is None else _remark(rule.beyond), "faint")
    sheet.warn_of_differences(5, FIRST_ROW - 2 + len(placed))


def write_workings(sheet: Sheet, workings: Workings) -> None:
    """Helper cells; a long number reads across its row, seven digits a cell."""
    headings = [Heading(msg("For"), 28), Heading(msg("What it is"), 48), Heading(msg("Last row"), 3)][:2]
    headings += [Heading(msg("Digits"), 18)] * (LEAST_DIGITS - 2 + MOST_DIGITS)
    note = msg("A spreadsheet's number has fifteen digits. A longer one is held here as cells of seven digits each.")
    sheet.head(msg("Workings"), note, headings)
    for row, working in enumerate(workings.made, FIRST_ROW - 1):
        sheet.text(row, 0, working.owner)
        sheet.text(row, 1, working.what, "faint")
        look = "exact" if len(working.texts) == 1 else "digits"
        for i, (text, known) in enumerate(zip(working.texts, working.known, strict=True)):
            sheet.formula(row, digit_column(i), text, known[0], look)


def same_as(text: str, cell: Cell, known: Any, type_: Type) -> str:
    """Whether a cell has what the engine has."""
    if known is None:
        return f"ISNA({text})"
    if type_.base == "text":
        return f"EXACT({text},{quoted(known)})"
    if type_.base == "flag":
        return f"{text}={'TRUE' if known else 'FALSE'}"
    return equal_to(cell, known) if cell.digits else f"{text}={known}"


def _live(sheet: Sheet, row: int, column: int, placed: Placed, type_: Type) -> None:
    """The formula; where there is none, what the engine has."""
    (known,) = placed.cell.known
    form = "yyyy-mm-dd" if type_.base == "date" else ""
    if placed.beyond is None or known is None:
        sheet.formula(row, column, placed.cell.text, known, "exact", form)
    else:
        sheet.given(row, column, known, "exact", form)
    if placed.beyond is not None:
        sheet.note(row, column, _remark(placed.beyond))


def _remark(beyond: Message) -> Message:
    return msg("This cell does not follow the facts: it holds the engine's own value ({why}).", why=beyond)


def _cited(cite: str, program: Program) -> Sayable:
    key, _, clause = cite.partition(" ")
    source = program.sources.get(key)
    return msg("{source}, {clause}", source=source.title if source else key, clause=clause)
