"""What a formula takes for granted and its words do not say: when a month is full."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from subsidy.language.nodes import MonthsBetween, Node
from subsidy.language.walk import walk
from subsidy.messages import Message, msg

START: Final = date(2023, 1, 31)
FULL: Final = date(2023, 2, 28)
"""The day on which a month is full that began on `START`; the day before it is not yet."""

_MONTHS: Final[Mapping[str, Message]] = {
    "completed": msg(
        "a month is full on the same day of the next month or, where that has no such day, on its last: "
        "{start} to {full} is 1 month, a day less is 0",
        start=START,
        full=FULL,
    ),
    "started": msg(
        "a month begins anew after the same day of the next month or, where that has no such day, after its last: "
        "{start} to {full} is 1 month, a day more is 2",
        start=START,
        full=FULL,
    ),
}


def conventions(*formulas: Node) -> tuple[Message, ...]:
    """How the months of formulas are counted, each way once (民法典第二百零二条 for days that are missing)."""
    parts = (part for formula in formulas for part in walk(formula))
    countings = dict.fromkeys(part.counting for part in parts if isinstance(part, MonthsBetween))
    return tuple(_MONTHS[counting] for counting in countings)
