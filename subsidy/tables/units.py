"""The words in a heading that say in which unit its numbers are: `贷款金额（万元）`, `期限/月`, `年利率%`."""

from __future__ import annotations

import re
from typing import Final

from subsidy.facts import FactType
from subsidy.quantities.errors import QuantityError
from subsidy.quantities.values import read

IN_HEADINGS: Final = ("万元", "千元", "亿元", "元", "%", "‰", "bp", "个月", "月", "天")
"""What may stand at the end of a heading without brackets."""

_NOTES: Final = frozenset(("", "必填", "选填", "可选", "可不填", "含", "required", "optional"))
_COUNTED: Final = frozenset(("个", "户", "笔", "人", "家", "次", "件", "年", "年度"))
_ALSO: Final = {"月": "个月", "人民币": "元", "万元整": "万元"}
_AROUND: Final = re.compile(r"单位|人民币(?=.)|(?<=元)人民币|unit|\s")
_WITHOUT_UNIT: Final = ("text", "date", "flag")


def unit_of(note: str, fact: FactType) -> str | None:
    """What is put behind a bare number of a fact whose heading has this note in brackets; empty where nothing is.

    None where the note is no unit of the fact, so that its numbers would be misread.
    """
    assert fact.kind is not None
    word = _AROUND.sub("", note).strip(":：")
    if word in _NOTES or fact.kind.name in _WITHOUT_UNIT:
        return ""
    if fact.kind.name == "count":
        return "" if word in _COUNTED else None
    word = _ALSO.get(word, word)
    try:
        value = read(fact.kind, f"1{word}")
    except QuantityError:
        return None
    return "" if value == _bare(fact) else word


def _bare(fact: FactType) -> object:
    """What a bare 1 is; None where it needs a unit."""
    assert fact.kind is not None
    try:
        return read(fact.kind, "1")
    except QuantityError:
        return None
