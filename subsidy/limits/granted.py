"""What was granted before, from the facts `granted`: it counts against the limits of the same scheme, year and life.

A grant is the borrower's, so it counts only where a group has one borrower. What it does not say (of which edition, of
which lender) cannot be matched: such a grant does not count, and a warning says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Final, NamedTuple

from subsidy.facts.aid import Grant
from subsidy.limits.grouping import Group, KeyValue, plain_name
from subsidy.quantities.fen import fen_of
from subsidy.scheme.limits import BoundLimit, KeyWord


class Before(NamedTuple):
    """`grants` count, `vague` ones may or may not. `is_known`: at least one application of the group says something."""

    grants: tuple[Grant, ...]
    vague: tuple[Grant, ...]
    is_known: bool


def granted_before(limit: BoundLimit, scheme: str, group: Group) -> Before | None:
    """The grants that a limit of a scheme counts in a group; None where `granted` has no say in it."""
    if not counts_grants(limit):
        return None
    lists = [a.granted for entry in group.members if (a := entry.decision.application).granted is not None]
    grants: Counter[Grant] = Counter()
    for given in lists:  # each application of a borrower may repeat the same grants
        grants |= Counter(given)
    schemes = (scheme, *limit.rule.across)
    verdicts = [(g, _counts(g, limit, group.values)) for g in grants.elements() if _is_of(g, schemes)]
    vague = tuple(g for g, counts in verdicts if counts is None)
    return Before(tuple(g for g, counts in verdicts if counts), vague, bool(lists))


_OF_ONE_LOAN: Final[frozenset[KeyWord]] = frozenset({"loan", "application"})


def counts_grants(limit: BoundLimit) -> bool:
    """Whether `granted` has a say in a limit: one of a borrower, over several loans, that has no `used` of its own."""
    words = {key.word for key in limit.per}
    ours = "borrower" in words and not words & _OF_ONE_LOAN
    return ours and limit.rule.used is None and limit.ratio is None


def used_before(limit: BoundLimit, grants: Sequence[Grant]) -> int:
    """How much of the limit the grants take: fen, or the number of what is counted."""
    if limit.unit == "yuan":
        return sum(fen_of(g.amount) for g in grants)
    return len({g.year for g in grants}) if limit.unit == "year" else len(grants)


def _is_of(grant: Grant, schemes: Sequence[str]) -> bool:
    return any(fnmatchcase(grant.scheme, pattern) for pattern in schemes)


def _counts(grant: Grant, limit: BoundLimit, values: Sequence[KeyValue]) -> bool | None:
    """Whether a grant belongs to a group; None where it does not say enough."""
    judged = [_SAME[key.word](grant, value) for key, value in zip(limit.per, values, strict=True)]
    if limit.rule.of:
        judged.append(None if grant.benefit is None else grant.benefit in limit.rule.of)
    if limit.on is not None:
        judged.append(None)
    return False if False in judged else None if None in judged else True


def _always(_: Grant, __: KeyValue) -> bool | None:
    return True


def _never_said(_: Grant, __: KeyValue) -> bool | None:
    return None


def _same_year(grant: Grant, value: KeyValue) -> bool | None:
    return None if value.value is None else grant.year == value.value


def _same_edition(grant: Grant, value: KeyValue) -> bool | None:
    """By its edition; without one, an edition that is named by a year is the one of that year."""
    edition = value.shown.say("en")
    if grant.edition is not None:
        return grant.edition == edition
    return str(grant.year) == edition if edition.isdigit() else None


def _same_lender(grant: Grant, value: KeyValue) -> bool | None:
    return None if grant.lender is None or value.value is None else plain_name(grant.lender) == value.value


_SAME: Final[Mapping[KeyWord, Callable[[Grant, KeyValue], bool | None]]] = {
    "borrower": _always,
    "scheme": _always,
    "year": _same_year,
    "edition": _same_edition,
    "lender": _same_lender,
    "fact": _never_said,
}
