"""What a text that is none of those asked for may have been meant to be, behind the reason that it is none."""

from __future__ import annotations

from collections.abc import Iterable

from subsidy.explain.sight import Sight
from subsidy.language.nodes import Fact, Item, Node
from subsidy.language.options import texts_asked
from subsidy.messages import Sayable, msg
from subsidy.slips import meant


def with_hint(sight: Sight, reason: Sayable, found: Iterable[object], asked: Iterable[str], subject: Node) -> Sayable:
    """A reason with the option that one of the texts found may have been meant to be.

    A text that the scheme itself asks for somewhere, of the same fact, was meant as it stands.
    """
    wanted = list(asked)
    for text in found:
        option = meant(text, wanted) if isinstance(text, str) else None
        if option is not None and text not in _known(sight, subject):
            return msg("{reason}; did you mean “{option}” by “{text}”?", reason=reason, option=option, text=text)
    return reason


def _known(sight: Sight, subject: Node) -> tuple[str, ...]:
    if not isinstance(subject, Fact | Item):
        return ()
    trees = [part.node for parts in (sight.program.rules, sight.program.values) for part in parts]
    return texts_asked(trees).get(subject.path, ())
