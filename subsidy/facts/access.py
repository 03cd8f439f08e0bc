"""Reading a fact by its path, quickly: the way there is worked out once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from operator import attrgetter
from typing import Final

from subsidy.facts.application import Application
from subsidy.facts.loan import Loan
from subsidy.facts.records import attribute_of
from subsidy.quantities.fen import total_of

Getter = Callable[[Application], object]


def interest_from_flows(loan: Loan) -> Decimal | None:
    """The sum of the interest in the cash flows; None if no interest is listed, unless the list says "no flows"."""
    if loan.flows is None:
        return None
    return flows_of(loan, "interest") if loan.flows else total_of(())


def flows_of(loan: Loan, kind: str) -> Decimal | None:
    """The sum of a kind of cash flow; None if there is none."""
    amounts = [flow.amount for flow in loan.flows or () if flow.kind == kind]
    return total_of(amounts) if amounts else None


def interest_paid(application: Application) -> Decimal | None:
    """The interest paid as stated, else as the cash flows add up."""
    loan = application.loan
    if loan is None:
        return None
    return interest_from_flows(loan) if loan.interest_paid is None else loan.interest_paid


DERIVED: Final[Mapping[str, Getter]] = {"loan.interest_paid": interest_paid}
"""The facts that follow from others when they are not given themselves."""


def accessor(path: str) -> Getter:
    """A function from an application to the fact at a dotted path of the vocabulary.

    It gives None (unknown) when the fact, or a record on the way, is not given. Raises `AttributeError` when called on
    an application whose model has no such path.
    """
    if path in DERIVED:
        return DERIVED[path]
    first, *others = (attribute_of(key.removesuffix("_")) for key in path.split("."))
    get: Getter = attrgetter(first)
    for name in others:
        get = _then(get, attrgetter(name))
    return get


def _then(get: Getter, step: Callable[[object], object]) -> Getter:
    def get_further(application: Application) -> object:
        record = get(application)
        return None if record is None else step(record)

    return get_further
