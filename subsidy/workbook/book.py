"""A decision as a workbook of live formulas: result, facts, rules, steps, parameters, reference rates, workings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from subsidy.evaluation.decision import Decision
from subsidy.facts import Application
from subsidy.facts.access import DERIVED
from subsidy.kinds import DATE
from subsidy.limits import Settled
from subsidy.messages import Language, msg
from subsidy.workbook.answers import checks, write_rules, write_steps, write_workings
from subsidy.workbook.constants import parameter_nodes, write_parameters, write_rates
from subsidy.workbook.inputs import write_balance, write_facts, write_records
from subsidy.workbook.model import Model, model_of
from subsidy.workbook.names import Titles
from subsidy.workbook.result import write_result
from subsidy.workbook.sheet import Sheet
from subsidy.workshop import Made, publish, workshop

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_OPTIONS: Final = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
_TITLES: Final = (msg("Result"), msg("Facts"), msg("Rules"), msg("Steps"), msg("Parameters"))


def write_workbook(decision: Decision, path: Path, language: Language, settled: Settled | None = None) -> None:
    """Writes the decision as an XLSX whose formulas recompute it from its facts; the file appears whole or not at all.

    `settled` is what limits left of it, which no formula works out.
    Raises `ImportError` without the extra `papers`, `OSError` where the folder does not exist or cannot be written to.
    """
    from xlsxwriter import Workbook

    with workshop(path) as folder:
        made = Made(folder / "book.xlsx", path)
        with Workbook(str(made.path), _OPTIONS) as book:
            titles = Titles(language)
            write_sheets(book, modelled(decision, titles), titles, decision, settled)
        publish([made])


def modelled(decision: Decision, titles: Titles) -> Model:
    """The formulas of a decision; the sheets that every workbook has have their titles already."""
    program = decision.program
    for title in _TITLES:
        titles.fixed(title)
    return model_of(decision.run, titles, program.labels, parameter_nodes(program))


def write_sheets(
    book: Workbook, model: Model, titles: Titles, decision: Decision, settled: Settled | None = None
) -> None:
    """Every sheet, in the order in which a reader wants them."""
    program, given, language = decision.program, model.given, titles.language
    result, facts, rules, steps, parameters = map(titles.fixed, _TITLES)
    sheets = {title: Sheet(book, title, language) for title in (result, facts)}
    lists = {path: Sheet(book, rows.sheet, language) for path, rows in given.lists.items()}
    balance = given.balance and Sheet(book, given.balance.rows.sheet, language)
    sheets |= {title: Sheet(book, title, language) for title in (rules, steps, parameters)}
    checked = checks(sheets[rules], model.rules), checks(sheets[steps], model.values)
    write_result(sheets[result], model, decision, checked, settled)
    plain = {used.path: program.vocabulary[used.path] for used in program.inputs if used.fields is None}
    derived = [path for path in DERIVED if not _is_given(decision.application, path)]
    write_facts(sheets[facts], given, plain, derived)
    for path, sheet in lists.items():
        write_records(sheet, given, given.lists[path], program.vocabulary[path])
    if given.balance and balance:
        write_balance(balance, given.balance.rows)
    write_rules(sheets[rules], model.rules, decision)
    write_steps(sheets[steps], model.values, decision)
    write_parameters(sheets[parameters], given, program)
    days = [given.facts[path] for path, fact in plain.items() if fact.kind == DATE and given.facts[path] is not None]
    for name, table in program.tables.items():
        write_rates(Sheet(book, titles.of(table.description.title), language), given, name, table, days)
    if model.workings.made:
        write_workings(Sheet(book, model.workings.sheet, language), model.workings)


def _is_given(application: Application, path: str) -> bool:
    holder: Any = application
    for key in path.split("."):
        holder = getattr(holder, key, None)
    return holder is not None
