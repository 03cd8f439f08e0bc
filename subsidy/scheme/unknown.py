"""Names that somebody gives and nothing has: of schemes and editions, of readings and their choices."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from subsidy.diagnostics import SubsidyError, did_you_mean
from subsidy.messages import Message, msg
from subsidy.scheme.definition import Edition


class UnknownNameError(SubsidyError, LookupError):
    """A scheme, an edition, a reading or a choice that does not exist; the message says which are near.

    `scheme` is the one that has no such edition, reading or choice; None where there is no such scheme.
    """

    def __init__(self, message: Message, scheme: str | None = None) -> None:
        super().__init__(message)
        self.scheme = scheme


class NoTextError(SubsidyError, TypeError):
    """Something else than a text was given as a name: the number 2024 is no name of an edition, "2024" is one."""


class UnknownReading(NamedTuple):
    """A reading chosen that does not exist, or not with this choice."""

    name: str
    problem: Message
    remedy: Message


def unknown_readings(chosen: Mapping[str, str], editions: Collection[Edition]) -> Iterator[UnknownReading]:
    """The readings chosen that none of the editions has, and those that have no such choice in any of them."""
    for name, choice in chosen.items():
        readings = [edition.readings[name] for edition in editions if name in edition.readings]
        if not readings:
            remedy = did_you_mean(name, (known for edition in editions for known in edition.readings))
            yield UnknownReading(name, _no_reading(name, _only_scheme(editions)), remedy)
        elif not any(choice in reading.choices for reading in readings):
            remedy = did_you_mean(choice, (known for reading in readings for known in reading.choices))
            yield UnknownReading(name, msg("{found} is not a choice of {name}", found=choice, name=name), remedy)


def refuse_no_text(what: Message, name: object) -> None:
    """Raises `NoTextError` for a name that is no text."""
    if not isinstance(name, str):
        kind = type(name).__name__
        raise NoTextError(
            msg("the name of {what} is a text; {found} is of type {type}", what=what, found=str(name), type=kind)
        )


def refuse_unknown_readings(chosen: Mapping[str, str], editions: Collection[Edition]) -> None:
    """Raises `UnknownNameError` for the first of `unknown_readings`, `NoTextError` for a name that is no text."""
    for name, choice in chosen.items():
        refuse_no_text(msg("a reading"), name)
        refuse_no_text(msg("a choice"), choice)
    for _, problem, remedy in unknown_readings(chosen, editions):
        raise UnknownNameError(msg("{problem}; {remedy}", problem=problem, remedy=remedy), _only_scheme(editions))


def _no_reading(name: str, scheme: str | None) -> Message:
    if scheme is None:
        return msg("there is no reading {name}", name=name)
    return msg("{scheme} has no reading {name}", scheme=scheme, name=name)


def _only_scheme(editions: Iterable[Edition]) -> str | None:
    schemes = {edition.scheme for edition in editions}
    return schemes.pop() if len(schemes) == 1 else None
