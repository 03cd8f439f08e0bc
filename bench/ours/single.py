"""One application at a time, from prepared facts, from a dict, fully explained."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from bench.contest import Run
from bench.loans import Loan
from bench.ours.schemes import PEERS, edition
from subsidy.evaluation import Evaluator


def evaluator() -> Evaluator:
    return Evaluator(edition(PEERS))


def facts(loan: Loan) -> dict[str, Any]:
    """A loan as a bank's system would hand it over: exact Python values under the keys of an application."""
    return {
        "loan": {
            "product": loan.product,
            "principal": loan.principal,
            "rate": loan.rate,
            "signed_on": loan.signed_on,
            "settled_on": loan.settled_on,
            "interest_paid": loan.interest,
        }
    }


def prepared(loans: Sequence[Loan]) -> Run:
    """Whole numbers in, amount out; no trace."""
    engine = evaluator()
    read = engine.edition.vocabulary.model.model_validate
    ready = [engine.prepare(read(facts(loan))) for loan in loans]

    def run() -> Sequence[Decimal | None]:
        amount = engine.amount
        return [amount(one) for one in ready]

    return run


def dict_to_dict(loans: Sequence[Loan]) -> Run:
    """Validation, evaluation, and a plain dict out."""
    engine = evaluator()
    given = [facts(loan) for loan in loans]

    def run() -> Sequence[object]:
        return [engine.answer(one)["total"] for one in given]

    return run


def full_trace(loans: Sequence[Loan]) -> Run:
    """From prepared facts to a decision with the value of every step and the verdict of every rule."""
    engine = evaluator()
    read = engine.edition.vocabulary.model.model_validate
    applications = [read(facts(loan)) for loan in loans]
    ready = [engine.prepare(application) for application in applications]

    def run() -> Sequence[Decimal | None]:
        totals = []
        for application, one in zip(applications, ready, strict=True):
            decision = engine.conclude(application, one)
            totals.append(decision.total)
            _ = decision.run.values, decision.run.rules
        return totals

    return run
