"""Texts that a spreadsheet would run as formulas when it opens a CSV file, written so that it shows them instead.

A text that begins with one of these signs gets an apostrophe before it, and so does one that begins with apostrophes
and then such a sign; reading takes one apostrophe away again, so every text comes back as it was. The signs are those
of OWASP's page on CSV injection, the full-width ones with them.
"""

from __future__ import annotations

import re
from typing import Final

import polars as pl

_SIGNS: Final = r"[=+\-@\t\r\n＝＋－＠]"


def harmless(text: pl.Expr) -> pl.Expr:
    """Texts as they can stand in a CSV file: `=1+1` is `'=1+1`."""
    return text.str.replace(rf"^('*{_SIGNS})", "'${1}")


def may_run(text: pl.Expr) -> pl.Expr:
    """True of every text that `harmless` changes, and of few others: comparing is ten times as fast as a pattern."""
    is_sign = (text < "0") | ((text >= ":") & (text < "A"))
    return is_sign | (text >= "\uff00")


def harmless_text(text: str) -> str:
    """`harmless` of one text, such as a heading."""
    return re.sub(rf"\A('*{_SIGNS})", r"'\1", text)


def meant(text: pl.Expr) -> pl.Expr:
    """What the texts of a CSV file say: the inverse of `harmless`."""
    return text.str.replace(rf"^'('*{_SIGNS})", "${1}")


def meant_text(text: str) -> str:
    """`meant` of one text."""
    return re.sub(rf"\A'('*{_SIGNS})", r"\1", text)
