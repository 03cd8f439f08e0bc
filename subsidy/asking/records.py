"""A list that is told record by record, field by field."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from subsidy.asking.question import Empty, Question
from subsidy.facts import FactType


@dataclass(frozen=True, slots=True)
class Listing:
    """`records` are whole, `current` is being told; `fields` are asked for in turn."""

    fact: FactType
    fields: tuple[FactType, ...]
    records: tuple[Mapping[str, str], ...] = ()
    current: Mapping[str, str] | None = None
    turn: int = 0

    @property
    def field(self) -> FactType:
        return self.fields[self.turn]

    @property
    def is_between_records(self) -> bool:
        return self.turn == 0

    def question(self) -> Question:
        """The next field. From the second record on its first field may say that there are no more."""
        number, field = len(self.records), self.field
        path = f"{self.fact.path}[{number}].{_key(field)}"
        empty: Empty = "refused" if field.required else "unknown"
        return Question(path, field, "no-more" if self.turn == 0 and number else empty, number + 1, self.fact)

    def told(self, text: str) -> Listing:
        """After the field is answered; an empty text leaves it out of the record."""
        current = {**(self.current or {}), **({_key(self.field): text} if text else {})}
        if self.turn + 1 < len(self.fields):
            return Listing(self.fact, self.fields, self.records, current, self.turn + 1)
        return Listing(self.fact, self.fields, (*self.records, current))


def starting(fact: FactType, read: Collection[str]) -> Listing:
    """The list before its first record. A record's first questions are for what makes it one.

    That is what is required of it or, where nothing is, what formulas read (`read`); further fields are asked for when
    they turn out to matter.
    """
    scalars = [field for field in (fact.fields or {}).values() if field.scalar]
    needed = [f for f in scalars if f.required] or [f for f in scalars if f.name.rpartition(".")[2] in read]
    return Listing(fact, tuple(needed or scalars))


def _key(field: FactType) -> str:
    return field.path.rpartition(".")[2]
