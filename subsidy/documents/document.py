"""What a file says, as the author wrote it: every scalar stays text, so 4.10 is never a float and 是 never a flag."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self, TypeAlias

from subsidy.diagnostics import Diagnostic, Place
from subsidy.messages import Message

Value: TypeAlias = "dict[str, Value] | list[Value] | str | None"
Keys: TypeAlias = tuple[str | int, ...]
_STEPS: Final = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


@dataclass(frozen=True, slots=True)
class Document:
    """`places` says where each value begins, `key_places` where its key does, `quoted` which
    values are in quotes; `sha256` is the hash of the file's bytes.

    A value is found by its keys: `("loan", "flows", 0, "amount")`; the whole document by `()`.
    """

    data: Value
    places: Mapping[Keys, Place]
    key_places: Mapping[Keys, Place]
    quoted: frozenset[Keys]
    name: str
    sha256: str

    @classmethod
    def of(cls, data: Value, name: str = "") -> Self:
        """What stands in no file, so nothing of it has a place."""
        return cls(data, {}, {}, frozenset(), name, "")

    def place(self, keys: Keys) -> Place | None:
        """Where a value stands; for one that is missing, where the nearest mapping or list around it does."""
        for end in range(len(keys), -1, -1):
            if keys[:end] in self.places:
                return self.places[keys[:end]]
        return None

    def key_place(self, keys: Keys) -> Place | None:
        """Where the key of a value stands; for an item of a list, where the item does."""
        return self.key_places.get(keys) or self.place(keys)

    def text_place(self, keys: Keys) -> Place | None:
        """Where the first character of a text stands: after its quote, if it has one."""
        place = self.place(keys)
        return place._replace(column=place.column + 1) if place and keys in self.quoted else place

    def diagnostic(self, code: str, keys: Keys, message: Message, remedy: Message | None = None) -> Diagnostic:
        """What is wrong with the value at these keys."""
        return Diagnostic(code, message, self.place(keys), dotted(keys), remedy)


def dotted(keys: Keys) -> str:
    """The keys as people write them: `loan.flows[0].amount`."""
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys).removeprefix(".")


def keys_of(path: str) -> Keys:
    """The keys of what `dotted` writes: `loan.flows[0].amount`."""
    return tuple(int(found[1]) if found[1] else found[2] for found in _STEPS.finditer(path))
