"""The words of functions that the tree does not spell out: years, balances, interest, shared amounts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from subsidy.calendar import DAY_COUNTS, PERIODS
from subsidy.explain.lookups import rate_in_words
from subsidy.explain.values import Joined
from subsidy.explain.writer import Level, Phrase, Table, Writer
from subsidy.interest import SETTLEMENTS
from subsidy.language.nodes import Apply
from subsidy.messages import Message, msg


def _year_parts(writer: Writer, node: Apply) -> Message:
    start, end = writer.all_at(node.arguments, Level.ATOM)
    return msg("years from {start} to {end} ({basis})", start=start, end=end, basis=DAY_COUNTS[node.static[0]].label)


def _first_day(writer: Writer, node: Apply) -> Message:
    (day,) = writer.all_at(node.arguments, Level.ATOM)
    return msg("the first day of the {period} of {day}", period=PERIODS[node.static[0]].label, day=day)


def _last_day(writer: Writer, node: Apply) -> Message:
    (day,) = writer.all_at(node.arguments, Level.ATOM)
    return msg("the last day of the {period} of {day}", period=PERIODS[node.static[0]].label, day=day)


def _rate_days(writer: Writer, node: Apply) -> Message:
    start, end = writer.all_at(node.arguments, Level.ATOM)
    rate = rate_in_words(writer.program, *node.static)
    return msg(
        "the sum of each day's {rate} from {start} to {end} (the first day counts, the last does not)",
        rate=rate,
        start=start,
        end=end,
    )


def _balance_days(writer: Writer, node: Apply) -> Message:
    *_, start, end = writer.all_at(node.arguments[1:], Level.ATOM)
    return msg(
        "the sum of each day's balance from {start} to {end} (the first day counts, the last does not)",
        start=start,
        end=end,
    )


def _balance_rate_days(writer: Writer, node: Apply) -> Message:
    *_, start, end = writer.all_at(node.arguments[1:], Level.ATOM)
    rate = rate_in_words(writer.program, *node.static)
    return msg(
        "the sum of each day's balance × {rate} from {start} to {end} (the first day counts, the last does not)",
        rate=rate,
        start=start,
        end=end,
    )


def _settled(writer: Writer, node: Apply) -> Message:
    *_, start, end, rate = writer.all_at(node.arguments[1:], Level.ATOM)
    basis, settlement = node.static
    return msg(
        "interest from {start} to {end} at {rate} ({basis}; settled {settlement})",
        start=start,
        end=end,
        rate=rate,
        basis=DAY_COUNTS[basis].label,
        settlement=SETTLEMENTS[settlement].label,
    )


def _part(writer: Writer, node: Apply) -> Message:
    whole, *weights = writer.all_at(node.arguments, Level.ATOM)
    number = int(node.static[0]) + 1
    parts = Joined(tuple(weights), msg(" : "))
    return msg("part {number} of {whole}, shared as {parts}", number=number, whole=whole, parts=parts)


_APPLIED: Final[Mapping[str, Callable[[Writer, Apply], Message]]] = {
    "year_parts": _year_parts,
    "first_day": _first_day,
    "last_day": _last_day,
    "rate_days": _rate_days,
    "balance_days": _balance_days,
    "balance_rate_days": _balance_rate_days,
    "settled": _settled,
    "part": _part,
}


def _apply(writer: Writer, node: Apply) -> Phrase:
    return Phrase(_APPLIED[node.kernel](writer, node))


APPLIED: Final[Table] = {Apply: _apply}
