"""What stands in line for a limit: the amounts of a group, bundled as the limit counts or measures them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fnmatch import fnmatchcase
from typing import Final, NamedTuple

from subsidy.limits.entries import Entry
from subsidy.limits.grouping import fact_of
from subsidy.scheme.limits import BoundLimit, Unit

Rank = tuple[int, Decimal]
_UNKNOWN: Final[Rank] = (1, Decimal(0))


class Claim(NamedTuple):
    """One benefit of one decision, and what is due of it, in fen."""

    entry: Entry
    benefit: str
    amount: int


class Bundle(NamedTuple):
    """Claims that are kept or cut together. `size` is in the unit of the limit; `standing` decides who is first,
    and is equal where nothing but the application's number does.
    """

    claims: tuple[Claim, ...]
    size: int
    standing: tuple[object, ...]

    @property
    def amount(self) -> int:
        return sum(claim.amount for claim in self.claims)


def claims_of(limit: BoundLimit, scheme: str, members: Iterable[Entry]) -> list[Claim]:
    """What is due under the limit; of other schemes every benefit."""
    return [
        Claim(entry, benefit, amount)
        for entry in members
        for benefit, amount in entry.due.items()
        if amount > 0 and (entry.scheme != scheme or not limit.rule.of or benefit in limit.rule.of)
    ]


def bundled(limit: BoundLimit, scheme: str, claims: Sequence[Claim], free: Collection[Hashable] = ()) -> list[Bundle]:
    """The bundles in the order in which they come. What is `free` (years granted before) takes nothing of the limit."""
    parts: dict[Hashable, list[Claim]] = {}
    for claim in claims:
        parts.setdefault(_TOGETHER[limit.unit](limit, claim), []).append(claim)
    bundles = [_bundle(limit, scheme, tuple(part), key in free) for key, part in parts.items()]
    return sorted(bundles, key=lambda b: (b.standing, _order(b)))


def rank_of(limit: BoundLimit, entry: Entry) -> Rank:
    """The fact `by` of an entry, as something to sort by; what is not given comes last."""
    value = fact_of(entry, limit.rule.by) if limit.rule.by else None
    if isinstance(value, date):
        return (0, Decimal(value.toordinal()))
    return (0, Decimal(value)) if isinstance(value, int | Decimal) else _UNKNOWN


def is_unranked(limit: BoundLimit, entry: Entry) -> bool:
    return limit.rule.by is not None and rank_of(limit, entry) == _UNKNOWN


def listed_at(limit: BoundLimit, scheme: str, entry: Entry) -> int:
    """Where a scheme stands in the list of `across`; the limit's own one is last, unless it is listed by its name."""
    across = limit.rule.across
    if entry.scheme == scheme:
        return across.index(scheme) if scheme in across else len(across)
    return next(i for i, pattern in enumerate(across) if fnmatchcase(entry.scheme, pattern))


def _bundle(limit: BoundLimit, scheme: str, claims: tuple[Claim, ...], free: bool) -> Bundle:
    amount = sum(claim.amount for claim in claims)
    measured = claims[0].entry.counted[limit.rule.on] if limit.rule.on else amount
    size = measured if limit.unit == "yuan" else 0 if free else 1
    rank = min(rank_of(limit, claim.entry) for claim in claims)
    standing: dict[str | None, tuple[object, ...]] = {
        "largest": (-measured, rank),
        "first": (rank,),
        "listed": (min(listed_at(limit, scheme, claim.entry) for claim in claims), rank),
    }
    return Bundle(claims, size, standing.get(limit.rule.keep, (rank,)))


def _order(bundle: Bundle) -> tuple[object, ...]:
    return min((c.entry.order, c.entry.copy, list(c.entry.due).index(c.benefit)) for c in bundle.claims)


def _decision(_: BoundLimit, claim: Claim) -> Hashable:
    return claim.entry.number


def _loan(_: BoundLimit, claim: Claim) -> Hashable:
    """One application under several schemes is one loan; the same application twice under one scheme is two."""
    return (claim.entry.identity, claim.entry.copy)


def _benefit(_: BoundLimit, claim: Claim) -> Hashable:
    return (claim.entry.number, claim.benefit)


def _scheme(_: BoundLimit, claim: Claim) -> Hashable:
    return claim.entry.scheme


def _year(limit: BoundLimit, claim: Claim) -> Hashable:
    day = fact_of(claim.entry, limit.rule.by or "")
    return day.year if isinstance(day, date) else (claim.entry.number,)


_TOGETHER: Final[Mapping[Unit, Callable[[BoundLimit, Claim], Hashable]]] = {
    "yuan": _decision,
    "loan": _loan,
    "benefit": _benefit,
    "scheme": _scheme,
    "year": _year,
}
