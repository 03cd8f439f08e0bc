"""What cells and sheets are called: the names of the scheme, as far as a spreadsheet allows them."""

from __future__ import annotations

import re
from typing import Final

from subsidy.messages import Language, Message, Sayable

_LIKE_A_CELL: Final = re.compile(r"[a-z]{1,3}\d+|r\d*(c\d*)?|c\d*|true|false", re.IGNORECASE)
_LONGEST: Final = 200
_LONGEST_TITLE: Final = 31


class Names:
    """Gives each thing a name of its own; names that differ by capitals alone are the same to a spreadsheet."""

    def __init__(self) -> None:
        self._taken: dict[str, str] = {}

    def of(self, wanted: str, where: str = "") -> str:
        """The name of what is called so (`loan.principal`); `where` tells apart things of one name."""
        key = f"{where}:{wanted}"
        if key not in self._taken:
            self._taken[key] = self._free(re.sub(r"\W", "_", wanted)[:_LONGEST])
        return self._taken[key]

    def _free(self, name: str) -> str:
        if _LIKE_A_CELL.fullmatch(name) or not re.match(r"[^\W\d]|_", name):
            name = f"_{name}"
        used = {taken.lower() for taken in self._taken.values()}
        while name.lower() in used:
            name += "_"
        return name


class Titles:
    """Gives each sheet a title of its own, in a language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._taken: list[str] = []
        self._fixed: dict[str, str] = {}

    def fixed(self, wanted: Message) -> str:
        """The title of a sheet that every workbook has, the same each time."""
        if wanted.text not in self._fixed:
            self._fixed[wanted.text] = self.of(wanted)
        return self._fixed[wanted.text]

    def of(self, wanted: Sayable) -> str:
        """A new title: at most 31 characters, without those that a title cannot have."""
        said = re.sub(r"[\[\]:*?/\\']", " ", wanted.say(self.language)).strip()[:_LONGEST_TITLE].strip() or "_"
        title, number = said, 1
        while title.lower() in (taken.lower() for taken in self._taken):
            number += 1
            title = f"{said[: _LONGEST_TITLE - 3].strip()} {number}"
        self._taken.append(title)
        return title
