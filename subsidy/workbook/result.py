"""The first sheet: what is decided, of what, how much, and whether the sheet has what the engine has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from subsidy.evaluation.conclusion import Outcome, Plan, Status, plans
from subsidy.evaluation.decision import OUTCOMES, Decision
from subsidy.evaluation.receipt import receipt
from subsidy.explain.values import verbatim
from subsidy.messages import Label, Message, Sayable, msg
from subsidy.quantities import capital
from subsidy.report.phrases import NOT_KNOWN_YET, edition_name
from subsidy.report.verdict import STATUSES
from subsidy.scheme.definition import PAYEES
from subsidy.workbook.given import quoted
from subsidy.workbook.model import Model, Placed
from subsidy.workbook.places import FIRST_ROW
from subsidy.workbook.sheet import DIFFERENT, Heading, Sheet
from subsidy.workbook.shown import WHOLE

_OUTCOME_OF: Final[Mapping[Status, Outcome]] = {"open": "incomplete", "granted": "eligible", "suspended": "suspended"}
_MONEY: Final = "#,##0.00"


def write_result(sheet: Sheet, model: Model, decision: Decision, checked: Sequence[str]) -> None:
    """`checked` are the ranges of the other sheets that say whether they have what the engine has."""
    headings = (
        Heading(msg("Benefit"), 34),
        Heading(msg("Paid to"), 18),
        Heading(msg("Status"), 18),
        Heading(msg("Amount in yuan"), 22),
        Heading(msg("The engine's amount"), 22),
        Heading(msg("Same"), 8),
        Heading(msg("Code"), 12),
        Heading(msg("In fen"), 16),
    )
    edition = edition_name(decision.program.edition)
    note = msg("Change a yellow cell on the other sheets and the result follows. Limits across loans come after it.")
    sheet.head(edition, note, headings)
    first = row = FIRST_ROW - 1
    rules = list(zip(model.rules, decision.program.rules, strict=True))
    names = {placed.part.name: placed for placed in model.values}
    for plan, benefit in zip(plans(decision.program), decision.benefits, strict=True):
        amount = names[plan.benefit.amount]
        sheet.text(row, 0, benefit.label)
        sheet.text(row, 1, PAYEES[benefit.payee])
        sheet.formula(row, 2, _said(f"G{row + 1}", STATUSES, sheet), STATUSES[benefit.status].say(sheet.language))
        sheet.formula(row, 6, _status(plan, [r for r, _ in rules], amount), benefit.status, "faint")
        fen = None if benefit.entitlement is None else int(benefit.entitlement * 100)
        text = f'IF(G{row + 1}="granted",{amount.name}*{plan.fen},IF(G{row + 1}="open",NA(),0))'
        sheet.formula(row, 7, text, fen, "exact", WHOLE)
        _amount(sheet, row, fen, benefit.entitlement)
        row += 1
    codes, fens = f"G{first + 1}:G{row}", f"H{first + 1}:H{row}"
    total = None if decision.total is None else int(decision.total * 100)
    outcome_row = row
    code = "".join(f'IF(COUNTIF({codes},"{s}")>0,"{o}",' for s, o in _OUTCOME_OF.items()) + '"ineligible")))'
    sheet.text(row, 0, msg("Outcome and total"), "strong")
    sheet.formula(
        row, 2, _said(f"G{row + 1}", OUTCOMES, sheet), OUTCOMES[decision.outcome].say(sheet.language), "strong"
    )
    sheet.formula(row, 6, code, decision.outcome, "faint")
    sheet.formula(row, 7, f"SUM({fens})", total, "exact", WHOLE)
    _amount(sheet, row, total, decision.total, "strong")
    row += 1
    if decision.total is not None and decision.total >= 0:
        words = capital(decision.total)
        sheet.text(row, 0, msg("Total in capitals (the engine's)"))
        sheet.formula(row, 3, f'IF(IFERROR(H{row}={total},FALSE),{quoted(words)},"")', words)
        row += 1
    different = "+".join(f'COUNTIF({cells},"{DIFFERENT}")' for cells in (*checked, f"F{first + 1}:F{outcome_row + 1}"))
    same = msg("yes: the facts are as they were decided").say(sheet.language)
    other = msg("no: a fact was changed").say(sheet.language)
    sheet.text(row, 0, msg("Does the whole sheet have what the engine has?"))
    sheet.formula(row, 3, f"IF({different}=0,{quoted(same)},{quoted(other)})", same)
    row += 2
    for label, about in _about(decision):
        sheet.text(row, 0, label, "note")
        sheet.text(row, 1, about, "note")
        row += 1
    sheet.warn_of_differences(5, outcome_row)
    sheet.print_only(row, 6)


def _amount(sheet: Sheet, row: int, fen: int | None, amount: Decimal | None, look: str = "result") -> None:
    unknown = NOT_KNOWN_YET.say(sheet.language)
    known = unknown if fen is None else fen / 100
    sheet.formula(row, 3, f"IF(ISNA(H{row + 1}),{quoted(unknown)},H{row + 1}/100)", known, look, _MONEY)
    sheet.given(row, 4, unknown if amount is None else float(amount), "text", _MONEY)
    sheet.same(row, 5, f"ISNA(H{row + 1})" if fen is None else f"H{row + 1}={fen}")


def _status(plan: Plan, rules: Sequence[Placed], amount: Placed) -> str:
    """What `Plan.status` says, as a formula over the rules; an unknown rule that is presumed counts as holding."""

    def terms(positions: Sequence[int]) -> tuple[str, str]:
        names = [f"IFERROR({rules[i].name},TRUE)" if i in plan.presumed else rules[i].name for i in positions]
        lenient = [f"IFERROR({rules[i].name},TRUE)" for i in positions]
        return ",".join(["TRUE", *names]), ",".join(["TRUE", *lenient])

    granted, not_refused = terms(plan.refusing)
    running, not_suspended = terms(plan.suspending)
    suspended = f"AND(IFERROR(AND({granted}),FALSE),NOT(AND({not_suspended})))"
    known = f"OR(ISERROR(AND({granted})),ISERROR(AND({running})),ISERROR({amount.name}))"
    return f'IF(NOT(AND({not_refused})),"refused",IF({suspended},"suspended",IF({known},"open","granted")))'


def _said(code: str, labels: Mapping[Status, Message] | Mapping[Outcome, Label], sheet: Sheet) -> str:
    text = quoted("")
    for key, label in labels.items():
        text = f"IF({code}={quoted(key)},{quoted(label.say(sheet.language))},{text})"
    return text


def _about(decision: Decision) -> list[tuple[Sayable, Sayable]]:
    made = receipt(decision.program, decision.application)
    borrower = decision.application.borrower
    lines: list[tuple[Sayable, str | None]] = [
        (msg("Application"), decision.id),
        (msg("Borrower"), borrower.name if borrower else None),
        (msg("Engine"), made.engine),
        (msg("Scheme"), f"{made.scheme}@{made.edition}"),
        (msg("Hash of the scheme"), made.scheme_sha256),
        (msg("Hash of the facts"), made.facts_sha256),
    ]
    return [(label, verbatim(text)) for label, text in lines if text]
