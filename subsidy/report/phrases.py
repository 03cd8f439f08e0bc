"""The small texts that several reports share: amounts, sources, spans of days, what an edition is called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from subsidy.evaluation.decision import BenefitResult, RuleResult, StepResult
from subsidy.explain.values import Joined, verbatim
from subsidy.kinds import DATE
from subsidy.messages import Language, Message, Sayable, msg
from subsidy.quantities import capital, format_money
from subsidy.quantities.fen import yuan_of
from subsidy.scheme.definition import STANDINGS, UNDATED, Edition, Governs, Source
from subsidy.scheme.program import Condition, Entitlement

NOT_KNOWN_YET: Final = msg("not known yet")


@dataclass(frozen=True, slots=True)
class Yuan:
    """An amount: ``26,000.00 yuan``."""

    amount: Decimal

    def say(self, language: Language) -> str:
        return msg("{amount} yuan", amount=format_money(self.amount, language)).say(language)


def in_yuan(fen: int) -> Sayable:
    """An amount whose unit is said elsewhere: ``26,000.00``."""
    return verbatim(format_money(yuan_of(fen)))


def yuan_if_known(amount: Decimal | None) -> Sayable:
    """An amount, or that it is not known yet."""
    return NOT_KNOWN_YET if amount is None else Yuan(amount)


def in_figures_and_capitals(amount: Decimal) -> Sayable:
    """An amount as vouchers carry it, in figures and in capital Chinese numerals (大写), which know no sign."""
    if amount < 0:
        return Yuan(amount)
    return msg("{amount} (RMB {capitals})", amount=Yuan(amount), capitals=capital(amount))


def edition_name(edition: Edition) -> Message:
    """The scheme's title and the edition."""
    if edition.edition == UNDATED:
        return msg("{scheme}, undated", scheme=edition.title.label)
    return msg("{scheme}, edition {edition}", scheme=edition.title.label, edition=edition.edition)


def edition_and_days(edition: Edition) -> Message:
    """An edition of a scheme that is named already, and the days that it governs."""
    days = days_governed(edition.governs)
    if edition.edition == UNDATED:
        return msg("undated: {days}", days=days)
    return msg("{edition}: {days}", edition=edition.edition, days=days)


def days_governed(governs: Governs) -> Message:
    """The first and the last day that an edition governs; a text that names no first day has the earliest of dates."""
    if governs.from_.toordinal() == DATE.low:
        return msg("any day") if governs.to is None else msg("until {day}", day=governs.to)
    if governs.to is None:
        return msg("from {day}", day=governs.from_)
    return msg("{from_} to {to}", from_=governs.from_, to=governs.to)


def source_line(source: Source) -> Joined:
    """A source as one cites it: title, issuer and number where they are known, date, standing."""
    known = (source.title, source.issuer, source.number, source.issued)
    parts = [verbatim(part) for part in known if part]
    return Joined((*parts, STANDINGS[source.standing]), msg(", "))


def labelled(part: Condition | RuleResult | StepResult, benefits: Sequence[BenefitResult | Entitlement]) -> Sayable:
    """The label of a rule or step, with that of its benefit where there are several."""
    benefit = next((b.label for b in benefits if b.name == part.benefit), None)
    if benefit is None or len(benefits) == 1:
        return part.label
    return msg("{part} ({benefit})", part=part.label, benefit=benefit)
