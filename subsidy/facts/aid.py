"""Public money that the borrower has from elsewhere, or had before."""

from __future__ import annotations

from typing import Annotated, Final

from subsidy.facts.records import Record, fact, needed
from subsidy.facts.scalars import Money, Text, Year, choice
from subsidy.messages import Label

AID_KINDS: Final = {
    "interest": Label("贴息", "interest subsidy"),
    "premium": Label("保费补贴", "premium subsidy"),
    "fee": Label("担保费补贴", "guarantee-fee subsidy"),
    "other": Label("其他", "other"),
}
LEVELS: Final = {
    "national": Label("国家级", "national"),
    "provincial": Label("省级", "provincial"),
    "municipal": Label("市级", "municipal"),
    "district": Label("区级", "district"),
}

AidKind = Annotated[str, choice(AID_KINDS)]
Level = Annotated[str, choice(LEVELS)]


class Aid(Record):
    """Other public money for the same loan."""

    kind: AidKind | None = fact("补贴类型", "kind of aid", example="贴息")
    level: Level | None = fact("财政层级", "level of government", example="市级")
    year: Year | None = fact("年度", "year", example="2024")
    program: Text | None = fact("项目名称", "programme", example="示例贴息项目")
    amount: Money | None = fact("金额", "amount", example="1万元")


class Grant(Record):
    """What a scheme granted this borrower before. Limits of one edition, lender or benefit ask which it was."""

    scheme: Text = needed("方案", "scheme", example="city/scheme")
    year: Year = needed("年度", "year", example="2023")
    amount: Money = needed("金额", "amount", example="2.6万元")
    edition: Text | None = fact("版本", "edition", example="2022")
    lender: Text | None = fact("贷款机构", "lender", example="示例银行")
    benefit: Text | None = fact("补贴项", "benefit", example="loan_subsidy")
