"""Why a formula is refused. The parser adds the place."""

from __future__ import annotations

from subsidy.diagnostics import SubsidyError
from subsidy.messages import Message


class FormulaError(SubsidyError, ValueError):
    """A formula that has no meaning: `code` is the diagnostic's, `remedy` says what to write instead."""

    def __init__(self, code: str, message: Message, remedy: Message | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.remedy = remedy
