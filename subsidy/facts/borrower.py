"""The enterprise or person that borrows."""

from __future__ import annotations

from typing import Annotated, Final

from subsidy.facts.records import Record, Records, fact, needed
from subsidy.facts.scalars import CreditCode, Day, Text, choice
from subsidy.messages import Label

BORROWER_KINDS: Final = {"company": Label("企业", "company"), "person": Label("个人", "person")}

BorrowerKind = Annotated[str, choice(BORROWER_KINDS)]


class Qualification(Record):
    """A title that a public body gave for a time, both days included."""

    kind: Text = needed("资质名称", "qualification", example="高新技术企业")
    number: Text | None = fact("证书编号", "certificate number", example="GR202242000001")
    from_: Day | None = fact("有效期起", "valid from", key="from", example="2022-11-09")
    to: Day | None = fact("有效期止", "valid to", example="2025-11-08")


class Borrower(Record):
    """The borrower, at the time of the application."""

    name: Text | None = fact("名称", "name", example="示例光电科技有限公司")
    uscc: CreditCode | None = fact("统一社会信用代码", "unified social credit code", example="91420100MA4K8880XP")
    kind: BorrowerKind | None = fact("借款人类型", "kind of borrower", example="企业")
    city: Text | None = fact("注册城市", "city of registration", example="示例市")
    district: Text | None = fact("注册区", "district of registration", example="示例区")
    class_: Text | None = fact("企业分类", "class of enterprise", key="class", example="专精特新小巨人")
    qualifications: Records[Qualification] | None = fact("资质", "qualifications")
