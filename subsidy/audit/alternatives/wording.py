"""Other readings and other editions: what the text itself, or another text, would have given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations

from subsidy.audit.alternatives.ground import Alternative, Ground, Otherwise
from subsidy.explain.values import verbatim
from subsidy.messages import Message, Sayable, msg
from subsidy.scheme.governs import GOVERNS
from subsidy.scheme.library import LoadedEdition
from subsidy.scheme.program import Program


def readings(ground: Ground) -> Iterator[Alternative]:
    """Each other choice of each reading that the program uses."""
    for name, choice in _choices(ground):
        program = ground.edition.program({**ground.readings, name: choice})
        reading = ground.edition.definition.readings[name]
        yield Alternative("reading", Otherwise(reading.label, reading.choice_labels[choice]), program)


def pairs_of_readings(ground: Ground) -> Iterator[Alternative]:
    """Each two other choices of two readings."""
    for (one, first), (other, second) in combinations(_choices(ground), 2):
        if one != other:
            program = ground.edition.program({**ground.readings, one: first, other: second})
            said = (_read_as(ground.edition, one, first), _read_as(ground.edition, other, second))
            yield Alternative("reading", Otherwise(_together(*said)), program)


def editions(ground: Ground) -> Iterator[Alternative]:
    """Each other edition, as if it governed, with the readings that it has too."""
    for edition in _others(ground):
        program = edition.program(_kept(edition, ground.readings))
        yield Alternative(
            "edition", Otherwise(msg("under another edition"), verbatim(edition.name)), _governing(program)
        )


def editions_with_a_reading(ground: Ground) -> Iterator[Alternative]:
    """Each other edition with each other choice of one of its readings."""
    for edition in _others(ground):
        kept = _kept(edition, ground.readings)
        there = Ground(ground.scheme, edition, kept, edition.program(kept))
        for name, choice in _choices(there):
            program = _governing(edition.program({**kept, name: choice}))
            said = _together(msg("under the edition {edition}", edition=edition.name), _read_as(edition, name, choice))
            yield Alternative("edition", Otherwise(said), program)


def _choices(ground: Ground) -> list[tuple[str, str]]:
    """The readings that the program uses, each with every choice but the one made."""
    program = ground.program
    return [
        (name, choice)
        for name, reading in program.edition.readings.items()
        if name in program.readings_used
        for choice in reading.choices
        if choice != program.readings[name]
    ]


def _others(ground: Ground) -> list[LoadedEdition]:
    return [edition for edition in ground.scheme.editions.values() if edition.name != ground.edition.name]


def _kept(edition: LoadedEdition, readings: Mapping[str, str]) -> dict[str, str]:
    """The readings that an edition has, with choices that it has."""
    known = edition.definition.readings
    return {name: choice for name, choice in readings.items() if name in known and choice in known[name].choices}


def _governing(program: Program) -> Program:
    """Without the rules of its own days: those that it governs, and what it presumes, such as its filing window."""
    return replace(program, rules=tuple(rule for rule in program.rules if rule.name != GOVERNS and not rule.presumed))


def _read_as(edition: LoadedEdition, name: str, choice: str) -> Message:
    reading = edition.definition.readings[name]
    return msg("{reading}: {choice}", reading=reading.label, choice=reading.choice_labels[choice])


def _together(one: Sayable, other: Sayable) -> Message:
    return msg("{one}, and {other}", one=one, other=other)
