"""The first sheet: what is decided, of what, how much, and whether the sheet has what the engine has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from subsidy.evaluation.conclusion import Outcome, Plan, Status, plans
from subsidy.evaluation.decision import OUTCOMES, Decision
from subsidy.evaluation.receipt import receipt
from subsidy.explain.values import verbatim
from subsidy.limits import Settled
from subsidy.messages import Label, Message, Sayable, msg
from subsidy.quantities import capital
from subsidy.report.phrases import NOT_KNOWN_YET, edition_name
from subsidy.report.verdict import STATUSES, verdict
from subsidy.scheme.definition import PAYEES
from subsidy.workbook.given import quoted
from subsidy.workbook.model import Model, Placed
from subsidy.workbook.places import FIRST_ROW
from subsidy.workbook.sheet import DIFFERENT, Heading, Sheet
from subsidy.workbook.shown import WHOLE

_OUTCOME_OF: Final[Mapping[Status, Outcome]] = {"open": "incomplete", "granted": "eligible", "suspended": "suspended"}
_MONEY: Final = "#,##0.00"
_STATUS, _AMOUNT, _ENGINES, _SAME, _CODE, _FEN = range(2, 8)


def write_result(
    sheet: Sheet, model: Model, decision: Decision, checked: Sequence[str], settled: Settled | None
) -> None:
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
    note = msg("Change a yellow cell on the other sheets and the result follows. Limits across loans come after it.")
    sheet.head(edition_name(decision.program.edition), note, headings, _CODE)
    total = FIRST_ROW - 1 + len(decision.benefits)
    _write_benefits(sheet, model, decision)
    _write_total(sheet, decision, total)
    words, about = _write_words(sheet, decision, checked, total, settled), _about(decision)
    for row, (label, text) in enumerate(about, words + 1):
        sheet.text(row, 0, label, "note")
        sheet.merge(row, 1, _SAME, "note")
        sheet.text(row, 1, text, "note")
    sheet.warn_of_differences(_SAME, total)
    sheet.print_rows(words + len(about))


def _write_benefits(sheet: Sheet, model: Model, decision: Decision) -> None:
    values = {placed.part.name: placed for placed in model.values}
    both = zip(plans(decision.program), decision.benefits, strict=True)
    for row, (plan, benefit) in enumerate(both, FIRST_ROW - 1):
        amount, code = values[plan.benefit.amount], f"G{row + 1}"
        sheet.text(row, 0, benefit.label)
        sheet.text(row, 1, PAYEES[benefit.payee])
        sheet.formula(row, _STATUS, _said(code, STATUSES, sheet), STATUSES[benefit.status].say(sheet.language))
        sheet.formula(row, _CODE, _status(plan, model.rules, amount), benefit.status, "faint")
        fen = f'IF({code}="granted",{amount.name}*{plan.fen},IF({code}="open",NA(),0))'
        _write_amount(sheet, row, fen, benefit.entitlement, "result")


def _write_total(sheet: Sheet, decision: Decision, row: int) -> None:
    """The outcome and the sum of the rows above."""
    codes = f"G{FIRST_ROW}:G{row}"
    tests = "".join(f'IF(COUNTIF({codes},"{status}")>0,"{outcome}",' for status, outcome in _OUTCOME_OF.items())
    outcome = OUTCOMES[decision.outcome].say(sheet.language)
    sheet.text(row, 0, msg("Outcome and total due"), "strong")
    sheet.text(row, 1, "", "strong")
    sheet.formula(row, _STATUS, _said(f"G{row + 1}", OUTCOMES, sheet), outcome, "strong")
    sheet.formula(row, _CODE, f'{tests}"ineligible"{")" * len(_OUTCOME_OF)}', decision.outcome, "faint")
    _write_amount(sheet, row, f"SUM(H{FIRST_ROW}:H{row})", decision.total, "strong")


def _write_words(sheet: Sheet, decision: Decision, checked: Sequence[str], total: int, settled: Settled | None) -> int:
    """What the limits leave where that is something else, the total in capitals where it has them, and whether the
    whole sheet is the engine's; the row after them.
    """
    rows: list[tuple[Sayable, str, str]] = []
    if decision.total is not None and decision.total >= 0:
        words = [(msg("Total in capitals (the engine's)"), capital(decision.total))]
        if settled is not None and not settled.is_as_due:
            left = verdict(decision, settled).text.say(sheet.language)
            words.insert(0, (msg("After the limits (the engine's)"), left))
        same_total = f"IFERROR(H{total + 1}={_fen(decision.total)},FALSE)"
        rows += ((label, f'IF({same_total},{quoted(text)},"")', text) for label, text in words)
    cells = (*checked, f"F{FIRST_ROW}:F{total + 1}")
    different = "+".join(f'COUNTIF({some},"{DIFFERENT}")' for some in cells)
    same = msg("yes: the facts are as they were decided").say(sheet.language)
    other = msg("no: a fact was changed").say(sheet.language)
    whole = f"IF({different}=0,{quoted(same)},{quoted(other)})"
    rows.append((msg("Does the whole sheet have what the engine has?"), whole, same))
    for row, (label, text, known) in enumerate(rows, total + 1):
        sheet.text(row, 0, label)
        sheet.merge(row, 1, _SAME, "text")
        sheet.formula(row, 1, text, known)
    return total + 1 + len(rows)


def _write_amount(sheet: Sheet, row: int, text: str, amount: Decimal | None, look: str) -> None:
    """An amount that a formula has in fen: in yuan, beside what the engine has for it."""
    unknown, cell = NOT_KNOWN_YET.say(sheet.language), f"H{row + 1}"
    fen = None if amount is None else _fen(amount)
    known = unknown if fen is None else fen / 100
    sheet.formula(row, _FEN, text, fen, "exact", WHOLE)
    sheet.formula(row, _AMOUNT, f"IF(ISNA({cell}),{quoted(unknown)},{cell}/100)", known, look, _MONEY)
    sheet.given(row, _ENGINES, unknown if amount is None else float(amount), "text", _MONEY)
    sheet.same(row, _SAME, f"ISNA({cell})" if fen is None else f"{cell}={fen}")


def _fen(amount: Decimal) -> int:
    return int(amount * 100)


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
