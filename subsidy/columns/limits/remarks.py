"""What the reader must know of a settlement, as `subsidy.limits.notes` has it: each thing once, with a count."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import polars as pl

from subsidy.explain.values import verbatim
from subsidy.limits.notes import MOST_NAMED, Concern, sentence
from subsidy.messages import Label, Message, Sayable


class Who(NamedTuple):
    """Those who are concerned, as texts; `labels` are the names of those that have one in either language."""

    texts: pl.Series
    labels: Mapping[str, Sayable]


class Remarks:
    """Collects who is concerned by what."""

    def __init__(self) -> None:
        self._found: dict[tuple[Concern, Label, Label | None], list[Who]] = {}

    def add(self, concern: Concern, limit: Label, who: Who, what: Label | None = None) -> None:
        """`what` is a further part of the sentence; nobody is concerned where there are no texts."""
        if len(who.texts):
            self._found.setdefault((concern, limit, what), []).append(who)

    def messages(self) -> tuple[Message, ...]:
        return tuple(_said(concern, limit, who, what) for (concern, limit, what), who in self._found.items())


def _said(concern: Concern, limit: Label, who: list[Who], what: Label | None) -> Message:
    texts = pl.concat([w.texts.alias("who").cast(pl.String) for w in who]).unique(maintain_order=True)
    labels = {text: label for w in who for text, label in w.labels.items()}
    named = [labels.get(text) or verbatim(text) for text in texts.head(MOST_NAMED)]
    return sentence(concern, limit, named, len(texts), what)
