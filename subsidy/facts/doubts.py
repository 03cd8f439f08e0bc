"""What is odd about facts that can all be true: a number as if in another unit, a loan that was not drawn in full.

The bounds are far from what any scheme gives money for; ten thousand times a usual principal, or a hundredth of a usual
rate, lies beyond them.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from subsidy.facts.access import accessor, flows_of
from subsidy.facts.application import Application
from subsidy.facts.vocabulary import VOCABULARY
from subsidy.messages import Label, Message, Sayable, msg
from subsidy.quantities import format_money, format_percent, money, rate, share

PRINCIPAL: Final = "loan.principal"
RATE: Final = "loan.rate"


class Usual(NamedTuple):
    """Between what a number usually lies, in yuan or as a share; `of` is the fact of which it is a share."""

    low: Decimal
    high: Decimal
    of: str = ""


_PART: Final = Usual(share("0.01%"), share("100%"), PRINCIPAL)
USUAL: Final = {
    PRINCIPAL: Usual(money("1000元"), money("10亿元")),
    RATE: Usual(rate("0.2%"), rate("30%")),
    **dict.fromkeys(("loan.interest_paid", "cover.premium", "cover.fee"), _PART),
}


def doubts(application: Application) -> Iterator[Message]:
    """What a reader should look at again; nought is no odd number."""
    yield from _odd_units(application)
    yield from _not_drawn(application)


def _odd_units(application: Application) -> Iterator[Message]:
    for path, usual in USUAL.items():
        found = accessor(path)(application)
        whole = accessor(usual.of)(application) if usual.of else Decimal(1)
        if isinstance(found, Decimal) and isinstance(whole, Decimal) and found and whole:
            is_high = found > usual.high * whole
            if is_high or found < usual.low * whole:
                label, number = VOCABULARY[path].label, number_said(path, found)
                odd = beyond_usual(path, is_high=is_high)
                yield msg("{fact}: {found} is {beyond}; is its unit right?", fact=label, found=number, beyond=odd)
                if path == PRINCIPAL:
                    return  # a wrong principal makes all its shares odd


def _not_drawn(application: Application) -> Iterator[Message]:
    """Formulas take the principal of the contract, or the flows: which of them counts is in the scheme."""
    loan = application.loan
    drawn = flows_of(loan, "drawdown") if loan else None
    if loan and loan.principal is not None and drawn is not None and drawn < loan.principal:
        yield msg(
            "the drawdowns come to {drawn} yuan, less than the principal of {principal} yuan",
            drawn=format_money(drawn),
            principal=format_money(loan.principal),
        )


def beyond_usual(path: str, *, is_high: bool) -> Message:
    """On which side a fact is odd: above or below an amount, a rate, or a share of another fact."""
    low, high, of = USUAL[path]
    end = high if is_high else low
    bound = (
        msg("{share} of {fact}", share=format_percent(end), fact=VOCABULARY[of].label) if of else number_said(path, end)
    )
    return msg("above {bound}", bound=bound) if is_high else msg("below {bound}", bound=bound)


def number_said(path: str, number: Decimal) -> Sayable:
    """One of these facts in words: `26,000.00 yuan`, `4.15%`."""
    if path == RATE:
        percent = format_percent(number)
        return Label(percent, percent)
    return msg("{amount} yuan", amount=format_money(number))
