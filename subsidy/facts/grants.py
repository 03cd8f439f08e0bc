"""Grants of schemes and benefits that nobody knows: no limit would count them, and too much would be paid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple, TypeAlias

from subsidy.diagnostics import did_you_mean
from subsidy.messages import Label, Message, msg

GRANTED: Final = "granted"


class Granting(NamedTuple):
    """What a scheme is called, and the benefits that any of its editions grants, by name."""

    title: Label
    benefits: Mapping[str, Label]


Grantings: TypeAlias = Mapping[str, Granting]
"""By the schemes' names."""


class Unknown(NamedTuple):
    """A field of a grant that names nothing."""

    key: str
    found: str
    message: Message
    remedy: Message | None


def unknown_in_grant(scheme: str, benefit: str | None, known: Grantings) -> Iterator[Unknown]:
    """What a grant names that is not there."""
    if scheme not in known:
        message = msg("there is no scheme {found}", found=scheme)
        yield Unknown("scheme", scheme, message, _remedy(scheme, {name: g.title for name, g in known.items()}))
    elif benefit is not None and benefit not in known[scheme].benefits:
        message = msg("{scheme} has no benefit {found}", scheme=scheme, found=benefit)
        yield Unknown("benefit", benefit, message, _remedy(benefit, known[scheme].benefits))


def _remedy(found: str, labels: Mapping[str, Label]) -> Message | None:
    """The name of what is called so, else the names that are alike."""
    for name, label in labels.items():
        if found in (label.zh, label.en):
            return msg("write {name}", name=name)
    return did_you_mean(found, labels)
