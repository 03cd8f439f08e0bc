"""A question: the fact that is asked for, and what may be answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from subsidy.facts import FactType
from subsidy.messages import Label
from subsidy.scheme.program import Condition, Value

Empty = Literal["unknown", "no-more", "refused"]
"""What an empty answer says: the fact is not known; a list has no more records; nothing, since one is needed."""


@dataclass(frozen=True, slots=True)
class Question:
    """`path` is the fact's place in an application: `loan.rate`, `borrower.qualifications[0].to`.

    The question for a list as a whole is whether it has any records; `record` counts its records from 1 where the
    question is for a field of one. `options` are the texts that the scheme knows, each with its label; other texts may
    be answered too, unless the fact has `choices`. `needed_by` are the conditions and steps that read the fact.
    """

    path: str
    fact: FactType
    empty: Empty = "unknown"
    record: int = 0
    of: FactType | None = None
    options: Mapping[str, Label] = field(default_factory=dict)
    needed_by: tuple[Condition | Value, ...] = ()

    @property
    def is_list(self) -> bool:
        """Whether it asks if there are any records."""
        return self.fact.fields is not None

    @property
    def presumed(self) -> bool:
        """Whether all that needs the fact is presumed to hold without it."""
        conditions = [part for part in self.needed_by if isinstance(part, Condition)]
        return bool(conditions) and len(conditions) == len(self.needed_by) and all(c.presumed for c in conditions)
