"""The one error of this package: what was found, why it cannot be read, what to write instead."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from subsidy.diagnostics import SubsidyError
from subsidy.messages import Language, Message, msg

_LONGEST_QUOTE: Final = 40
_NOTHING: Final = frozenset(
    (
        "-",
        "--",
        "—",
        "——",
        "–",
        "/",
        "n/a",
        "na",
        "null",
        "none",
        "nil",
        "无",
        "没有",
        "未知",
        "不详",
        "待定",
        "待补",
        "暂无",
    )
)


class QuantityError(SubsidyError, ValueError):
    """A value that cannot be read exactly; `remedy`, when there is one, says what would be."""

    def __init__(self, message: Message, remedy: Message | None = None) -> None:
        super().__init__(message)
        self.remedy = remedy

    def say(self, language: Language) -> str:
        joint = "；" if language == "zh" else "; "
        return self.message.say(language) + (joint + self.remedy.say(language) if self.remedy else "")


def not_known(text: str) -> Message | None:
    """What to do instead of a sign that says that there is nothing, or that it is not known."""
    return msg("leave it empty if it is not known") if text.strip().lower() in _NOTHING else None


def quoted(value: object) -> str:
    """What was found, for a message: never long, and what does not print is shown escaped."""
    if isinstance(value, str):
        return repr(value[:_LONGEST_QUOTE]) + ("…" if len(value) > _LONGEST_QUOTE else "")
    try:
        text = f"{value:f}" if isinstance(value, Decimal) and _is_short(value) else str(value)
    except ValueError:  # Python writes no whole number of more than 4300 digits
        text = f"<{type(value).__name__}>"
    return text[:_LONGEST_QUOTE] + ("…" if len(text) > _LONGEST_QUOTE else "")


def _is_short(number: Decimal) -> bool:
    """Whether its digits can be written out: -0.00000001 rather than -1E-8."""
    return number.is_finite() and abs(number.adjusted()) < _LONGEST_QUOTE
