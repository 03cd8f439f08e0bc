"""The hash of a receipt, which stands for everything that a decision was made with, and its picture as a QR code."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from itertools import groupby
from typing import Final
from xml.etree.ElementTree import Element, SubElement

import segno

from subsidy.evaluation import Decision
from subsidy.evaluation.receipt import receipt
from subsidy.papers.said import Languages
from subsidy.report.record import receipt_record

SHORT: Final = 12
_QUIET: Final = 4


def receipt_sha256(decision: Decision) -> str:
    """Of the receipt as JSON has it: keys sorted, no spaces, texts as UTF-8 (``jq -cSj .receipt | sha256sum``)."""
    record = asdict(receipt_record(receipt(decision.program, decision.application)))
    return sha256(json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class CodePicture:
    """A text as a QR code (ISO/IEC 18004), with its quiet zone."""

    text: str

    def draw(self, languages: Languages, key: str) -> Element:
        rows = list(segno.make_qr(self.text, error="m").matrix)
        side = len(rows) + 2 * _QUIET
        svg = Element("svg", viewBox=f"0 0 {side} {side}", width="128", height="128")
        SubElement(svg, "rect", width=str(side), height=str(side), fill="#ffffff")
        bars = "".join(f"M{x} {y}h{wide}v1h-{wide}z" for y, row in enumerate(rows, _QUIET) for x, wide in _runs(row))
        SubElement(svg, "path", d=bars, fill="#000000")
        return svg


def _runs(row: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Where dark modules that touch begin, and how many they are."""
    x = _QUIET
    for dark, modules in groupby(row):
        wide = len(list(modules))
        if dark:
            yield x, wide
        x += wide
