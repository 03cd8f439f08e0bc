"""The insurance or guarantee that stands behind a loan."""

from __future__ import annotations

from typing import Annotated, Final

from subsidy.facts.records import Record, fact
from subsidy.facts.scalars import Day, Money, Text, choice
from subsidy.messages import Label

COVER_KINDS: Final = {
    "insurance": Label("保证保险", "insurance"),
    "guarantee": Label("担保", "guarantee"),
    "none": Label("无", "none"),
}

CoverKind = Annotated[str, choice(COVER_KINDS)]


class Cover(Record):
    """Who covers the loan, and what it cost the borrower."""

    kind: CoverKind | None = fact("增信方式", "kind of cover", example="保证保险")
    provider: Text | None = fact("保险或担保机构", "insurer or guarantor", example="示例财险")
    premium: Money | None = fact("保费", "premium", example="5.2万元")
    fee: Money | None = fact("担保费", "guarantee fee", example="2万元")
    from_: Day | None = fact("保障期起", "covered from", key="from", example="2023-08-10")
    to: Day | None = fact("保障期止", "covered to", example="2024-02-10")
