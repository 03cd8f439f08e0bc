"""How a form's cells look and what they take: number formats, and what a spreadsheet says to other values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from subsidy.kinds import COUNT, DATE, DAYS, MONEY, MONTHS, RATE, SHARE, TEXT, Kind
from subsidy.messages import Language, Message, msg
from subsidy.tables.form.columns import PERCENT, Column

_FORMATS: Final[Mapping[Kind | None, str]] = {
    MONEY: "#,##0.00",
    DATE: "yyyy-mm-dd",
    COUNT: "0",
    DAYS: "0",
    MONTHS: "0",
    TEXT: "@",
}
_PERCENTAGE: Final = "0.00####%"
_MOST_CHARACTERS: Final = 255  # of a list of choices within a rule
_FIRST, _LAST = date.fromordinal(DATE.low), date.fromordinal(DATE.high)


def look(column: Column) -> dict[str, str]:
    """The format. A percentage is a percentage: what is typed or pasted there cannot be a hundredth of it."""
    shown = _PERCENTAGE if column.unit == PERCENT else _FORMATS.get(column.fact.kind, "General")
    centred = column.fact.kind is DATE or column.is_strict
    return {"num_format": shown, "align": "center"} if centred else {"num_format": shown}


def validation(column: Column, language: Language) -> dict[str, Any] | None:
    """What a spreadsheet offers and refuses; a text with a unit of its own is let through when its author insists."""
    if column.options:
        return _choice(column, language)
    kind = column.fact.kind
    if kind is DATE:
        said = msg(
            "a day from {first} to {last} is wanted here, such as {example}",
            first=_FIRST,
            last=_LAST,
            example="2024-02-10",
        )
        return _rule({"validate": "date", "criteria": "between", "minimum": _FIRST, "maximum": _LAST}, said, language)
    if kind in (COUNT, DAYS, MONTHS):
        said = msg("a whole number is wanted here; is another text meant?")
        return _rule({"validate": "integer", "criteria": ">=", "value": 0, "error_type": "warning"}, said, language)
    if kind in (MONEY, RATE, SHARE):
        said = msg(
            "a number is wanted here, or a text with a unit such as {example}; is this meant?", example="200万元"
        )
        limits = {MONEY: (0, 10**12), RATE: (-1, 1)}.get(kind, (-100, 10_000))
        between = {"validate": "decimal", "criteria": "between", "minimum": limits[0], "maximum": limits[1]}
        return _rule({**between, "error_type": "warning"}, said, language)
    return None


def _choice(column: Column, language: Language) -> dict[str, Any] | None:
    """A list to choose from; None where a spreadsheet cannot hold it."""
    options = list(column.options)
    if any("," in option for option in options) or len(",".join(options)) > _MOST_CHARACTERS:
        return None
    rule = {"validate": "list", "source": options}
    if not column.is_strict:
        return {**rule, "show_error": False}
    return _rule(rule, msg("one of these is wanted here: {options}", options=options), language)


def _rule(rule: dict[str, Any], said: Message, language: Language) -> dict[str, Any]:
    return {**rule, "error_title": _TITLE.say(language), "error_message": said.say(language)}


_TITLE: Final = msg("Not understood")
