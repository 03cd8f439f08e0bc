"""Functions over the records of an application: qualifications held, interest paid, balances and rates day by day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Final

from subsidy.calendar import DAY_COUNTS
from subsidy.interest import SETTLEMENTS
from subsidy.kinds import DAY, KINDS, MOST_RECORDS, PER_YEAR, YUAN
from subsidy.language.arguments import date_argument, most_days, static_text
from subsidy.language.arithmetic import common_unit, fitting, rescaled
from subsidy.language.errors import FormulaError
from subsidy.language.logic import both, compare, known_choice, text
from subsidy.language.nodes import Apply, Gather, Held, Item, Node, Records
from subsidy.language.scope import Scope
from subsidy.language.types import FLAG_TYPE, MONEY_TYPE, Type, described
from subsidy.messages import msg

_FLOWS: Final = "loan.flows"
_LEVEL: Final = -1  # nothing nests in these gathers, so they need no level of their own


def held(scope: Scope, args: Mapping[str, Node]) -> Node:
    on, path = date_argument(args, "on"), "borrower.qualifications"
    item = _item_of(scope, path)
    if isinstance(on, Item):
        raise FormulaError("argument", msg("{name} cannot be a field of a record", name="on"))
    kind = static_text(args, "kind")
    known_choice(item("kind").type, kind)
    valid = both((compare("<=", item("from_"), on), compare("<=", on, item("to"))))
    where = compare("==", item("kind"), text(kind))
    gather = Gather(FLAG_TYPE, Fraction(1), 0, 1, "any", path, _LEVEL, where, valid)
    return Held(FLAG_TYPE, Fraction(1), 0, 1, kind, on, gather)


def interest_paid(scope: Scope, args: Mapping[str, Node]) -> Node:
    """The interest that was paid on the days from `first` to `last`, both counted."""
    first, last = date_argument(args, "first"), date_argument(args, "last")
    item = _item_of(scope, _FLOWS)
    where = both(
        (
            compare("==", item("kind"), text("interest")),
            compare("<=", first, item("on")),
            compare("<=", item("on"), last),
        )
    )
    amount = item("amount")
    high = amount.high * MOST_RECORDS
    return Gather(amount.type, amount.unit, 0, high, "sum", _FLOWS, _LEVEL, where, amount)


def balance_days(scope: Scope, args: Mapping[str, Node]) -> Node:
    first, until = date_argument(args, "first"), date_argument(args, "until")
    arguments = (*balance_of(scope), first, until)
    high = KINDS["money"].high * MOST_RECORDS * most_days(first, until)
    type_ = Type("number", YUAN * DAY)
    return fitting(Apply(type_, Fraction(1, 100), 0, high, "balance_days", "balance_days", (), arguments))


def interest_settled(scope: Scope, args: Mapping[str, Node]) -> Node:
    basis = static_text(args, "basis", {name: d.label for name, d in DAY_COUNTS.items()})
    settlement = static_text(args, "settlement", {name: s.label for name, s in SETTLEMENTS.items()})
    rate = args["rate"]
    if rate.type.dimension != PER_YEAR or rate.low < 0:
        raise FormulaError(
            "type", msg("{name} must be an annual rate, found {found}", name="rate", found=described(rate.type))
        )
    rate = rescaled(rate, common_unit(rate.unit, KINDS["rate"].unit))
    if rate.unit != KINDS["rate"].unit:
        raise FormulaError("unit", msg("{name} has too many decimals", name="rate"))
    first, until = date_argument(args, "first"), date_argument(args, "until")
    arguments = (*balance_of(scope), first, until, rate)
    days, yearly = most_days(first, until), KINDS["money"].high * MOST_RECORDS * (rate.high // 10**8 + 1)
    high = yearly * (days // 360 + 1) + days  # rounding adds less than a fen a day
    node = Apply(MONEY_TYPE, Fraction(1, 100), 0, high, "interest_settled", "settled", (basis, settlement), arguments)
    return fitting(node)


def balance_of(scope: Scope) -> tuple[Node, ...]:
    """What the balance of the loan from day to day follows from: the flows, the principal, the day of disbursement."""
    flows = Records(Type("records"), Fraction(1), 0, 0, _FLOWS, ("on", "kind", "amount"))
    facts = [scope.value(path) for path in ("loan.principal", "loan.disbursed_on")]
    return (flows, *(f for f in facts if f is not None))


def _item_of(scope: Scope, path: str) -> Callable[[str], Item]:
    records = scope.records(path)
    assert records is not None

    def item(field: str) -> Item:
        spec = records.fields[field]
        return Item(spec.type, spec.unit, spec.low, spec.high, _LEVEL, field, f"{path}.{field}")

    return item
