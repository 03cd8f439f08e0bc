"""Overlays that change nothing of what is asked: said on the standard error, since nothing is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from subsidy.commands.next_steps import suggest
from subsidy.hashing import sha256_of
from subsidy.messages import msg
from subsidy.scheme.library import Scheme


def tell_unused(overlays: Sequence[Path], schemes: Iterable[Scheme], edition: str | None = None) -> None:
    """Names the overlays that concern no edition of the schemes asked, or not the one that is asked."""
    asked = (scheme.editions.values() if edition is None else (scheme.edition(edition),) for scheme in schemes)
    used = {sha256 for editions in asked for one in editions for sha256 in one.overlays}
    suggest(
        msg("{file} is not for what is asked here, and changes nothing", file=file)
        for file in overlays
        if sha256_of(file) not in used
    )
