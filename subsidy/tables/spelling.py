"""Headings as people write them, in one spelling: width, case, spaces, marks and joints do not tell them apart."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_ORDINARY: Final[dict[int, int | str]] = {
    **{wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(map(ord, "【〔［"), "("),
    **dict.fromkeys(map(ord, "】〕］"), ")"),
    **dict.fromkeys(map(ord, "*＊★※"), ""),
}
_JOINTS: Final = re.compile(r"[\s\-_./·:—–、\"'“”#]+")
_BRACKETED: Final = re.compile(r"(.*)[(\[]([^()\[\]]*)[)\]][\s:]*")


class Bracketed(NamedTuple):
    """A heading without some of the brackets at its end, and what stood in these."""

    base: str
    notes: tuple[str, ...]


def key_of(heading: str) -> str:
    """The heading without what does not tell it apart from others: `贷款金额 ：` is `贷款金额`."""
    return _JOINTS.sub("", _ordinary(heading)).replace("(", "").replace(")", "")


def without_brackets(heading: str) -> list[Bracketed]:
    """The heading as it stands, then without its last bracket, without its last two, and so on."""
    found = [Bracketed(_ordinary(heading), ())]
    while parts := _BRACKETED.fullmatch(found[-1].base):
        found.append(Bracketed(parts[1], (parts[2].strip(), *found[-1].notes)))
    return found


def _ordinary(heading: str) -> str:
    return " ".join(heading.translate(_ORDINARY).split()).casefold()
