"""What the reader must know of a settlement: one warning for each thing, with the applications that it concerns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, Literal

from subsidy.messages import Label, Message, Sayable, msg

Concern = Literal[
    "granted", "vague", "alone", "named", "late", "tied", "disagree", "differ", "unknown", "shaken", "incomplete"
]
MOST_NAMED: Final = 5


class Notes:
    """Collects who is concerned by what, and says it once."""

    def __init__(self) -> None:
        self._found: dict[tuple[Concern, Label, Label | None], dict[str, Sayable]] = {}

    def add(self, concern: Concern, limit: Label, who: Sayable, what: Label | None = None) -> None:
        """`what` is a further part of the sentence; what differs in it makes sentences of their own."""
        self._found.setdefault((concern, limit, what), {})[who.say("en")] = who

    def messages(self) -> tuple[Message, ...]:
        return tuple(
            sentence(concern, limit, list(who.values()), len(who), what)
            for (concern, limit, what), who in self._found.items()
        )


def sentence(concern: Concern, limit: Label, who: Sequence[Sayable], count: int, what: Label | None) -> Message:
    """What is said of so many that are concerned; `who` are these, or the first of them."""
    rest = count - MOST_NAMED
    named = list(who) if rest <= 0 else [*who[:MOST_NAMED], msg("{count} more", count=f"{rest:,}")]
    return _SENTENCES[concern](limit, named, what)


_SENTENCES: Final[Mapping[Concern, Callable[[Label, list[Sayable], Label | None], Message]]] = {
    "granted": lambda limit, who, _: msg(
        "{limit}: what was granted before is not given; taken as nothing ({who})", limit=limit, who=who
    ),
    "vague": lambda limit, who, _: msg(
        "{limit}: grants that do not say what it asks (edition, lender, benefit, principal) do not count ({who})",
        limit=limit,
        who=who,
    ),
    "alone": lambda limit, who, what: msg(
        "{limit}: {what} is not given; judged each for itself ({who})", limit=limit, what=what, who=who
    ),
    "named": lambda limit, who, _: msg(
        "{limit}: told only by the borrower's name, without a credit code ({who})", limit=limit, who=who
    ),
    "late": lambda limit, who, what: msg(
        "{limit}: {what} is not given; these come last ({who})", limit=limit, what=what, who=who
    ),
    "tied": lambda limit, who, _: msg(
        "{limit}: the text does not say who of these comes first; taken by application number ({who})",
        limit=limit,
        who=who,
    ),
    "disagree": lambda limit, who, _: msg(
        "{limit}: the editions differ in how it is kept; taken as in the latest ({who})", limit=limit, who=who
    ),
    "differ": lambda limit, who, _: msg(
        "{limit}: the applications give different ceilings; the least holds ({who})", limit=limit, who=who
    ),
    "unknown": lambda limit, who, what: msg(
        "{limit}: cannot be judged without {what}; what is payable stays open ({who})", limit=limit, what=what, who=who
    ),
    "shaken": lambda limit, who, _: msg(
        "{limit}: shared with amounts that are still open; what is payable stays open ({who})", limit=limit, who=who
    ),
    "incomplete": lambda limit, who, _: msg(
        "{limit}: incomplete, and may change what the others get ({who})", limit=limit, who=who
    ),
}
