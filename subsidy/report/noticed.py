"""A notice as a point of a page: what is to be noticed and where, and below it what to do.

For programs a warning is one line with the fact's path and a code; people read the label, which its message has.
"""

from __future__ import annotations

from subsidy.diagnostics import Diagnostic
from subsidy.explain.values import verbatim
from subsidy.messages import Sayable, msg
from subsidy.report.page import Item


def noticed(notice: Sayable) -> Item:
    """The point of a list."""
    if not isinstance(notice, Diagnostic):
        return Item(notice, "!", "open")
    text: Sayable = notice.message
    if notice.place:
        if notice.field:  # of a place in a table, it is a heading
            text = msg("{name}: {value}", name=verbatim(notice.field), value=text)
        text = msg("{file}: {problem}", file=notice.place.file, problem=text)
    return Item(text, "!", "open", below=(notice.remedy,) if notice.remedy else ())
