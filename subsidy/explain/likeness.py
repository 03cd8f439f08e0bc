"""What a text that is none of those asked for may have been meant to be: an abbreviation, or a slip of the pen."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

from subsidy.explain.sight import Sight
from subsidy.language.nodes import Fact, Item, Node
from subsidy.language.options import texts_asked
from subsidy.messages import Sayable, msg

_ALIKE: Final = 0.8
_SHORTEST: Final = 2
_NEGATIONS: Final = ("非", "不", "无", "未")


def meant(found: str, options: Iterable[str]) -> str | None:
    """The option that a text abbreviates (``高企``: its characters, in their order, from the first on) or nearly is.

    One that says that something is not so (``非…``) means none of them.
    """
    others = [option for option in options if option != found]
    if len(found) < _SHORTEST or found.startswith(_NEGATIONS):
        return None
    short = [option for option in others if _abbreviates(found, option)]
    near = get_close_matches(found, others, n=1, cutoff=_ALIKE)
    return next(iter(near or short), None)


def _abbreviates(short: str, whole: str) -> bool:
    rest = iter(whole)
    return short[0] == whole[:1] and all(character in rest for character in short)


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
