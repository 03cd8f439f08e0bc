"""Which edition of a scheme governs an application, by the date fact that each edition's text names."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from subsidy.diagnostics import SubsidyError
from subsidy.facts import Application, accessor
from subsidy.messages import Message, msg
from subsidy.scheme.definition import Edition
from subsidy.scheme.library import LoadedEdition, Scheme


class SeveralEditionsError(SubsidyError, LookupError):
    """More than one edition governs; `editions` are their names."""

    def __init__(self, scheme: Scheme, editions: tuple[str, ...]) -> None:
        super().__init__(
            msg(
                "{scheme}: the editions {editions} both govern this loan; choose one",
                scheme=scheme.name,
                editions=editions,
            )
        )
        self.editions = editions


class Candidates(NamedTuple):
    """The editions to decide under, the likeliest first, and what to say of the choice."""

    editions: tuple[LoadedEdition, ...]
    notices: tuple[Message, ...] = ()


def candidates(scheme: Scheme, application: Application) -> Candidates:
    """The edition that governs; else those that may, if their date is unknown; else the nearest one.

    Raises `SeveralEditionsError` where two editions govern: their dates are of different facts, or overlap.
    """
    dated = [(e, _day(e.definition, application)) for e in scheme.editions.values()]
    governing = [e for e, day in dated if day is not None and distance(e.definition, day) == 0]
    if len(governing) > 1:
        raise SeveralEditionsError(scheme, tuple(e.name for e in governing))
    if governing:
        return Candidates(tuple(governing))
    unknown = [e for e, day in dated if day is None]
    if unknown:
        return Candidates(tuple(reversed(unknown)), (_undetermined(unknown),))
    nearest = sorted(((distance(e.definition, day), e) for e, day in dated if day), key=lambda pair: pair[0])
    return Candidates((nearest[0][1],), (_none_governs([e for _, e in nearest[:2]], application),))


def distance(edition: Edition, day: date) -> int:
    """Days from a day to the nearest one that the edition governs; 0 if it governs the day itself."""
    governs = edition.governs
    if day < governs.from_:
        return (governs.from_ - day).days
    return (day - governs.to).days if governs.to is not None and day > governs.to else 0


def _day(edition: Edition, application: Application) -> date | None:
    day = accessor(edition.governs.by)(application)
    return day if isinstance(day, date) else None


def _undetermined(editions: list[LoadedEdition]) -> Message:
    facts = dict.fromkeys(e.vocabulary[e.definition.governs.by].label for e in editions)
    return msg("which edition governs is not known without {facts}", facts=list(facts))


def _none_governs(nearest: list[LoadedEdition], application: Application) -> Message:
    first = nearest[0]
    return msg(
        "no edition governs {fact} {day}; nearest: {editions}",
        fact=first.vocabulary[first.definition.governs.by].label,
        day=_day(first.definition, application),
        editions=[_span(e.definition) for e in nearest],
    )


def _span(edition: Edition) -> Message:
    governs = edition.governs
    if governs.to is None:
        return msg("{edition} (from {from_})", edition=edition.edition, from_=governs.from_)
    return msg("{edition} ({from_} to {to})", edition=edition.edition, from_=governs.from_, to=governs.to)
