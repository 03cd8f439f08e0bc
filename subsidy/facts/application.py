"""An application for a subsidy of one loan: the whole of what can be said of it."""

from __future__ import annotations

from subsidy.facts.aid import Aid, Grant
from subsidy.facts.borrower import Borrower
from subsidy.facts.cover import Cover
from subsidy.facts.loan import Loan
from subsidy.facts.records import Record, Records, fact
from subsidy.facts.scalars import Day, Text


class Filing(Record):
    """The application as a paper."""

    id: Text | None = fact("申请编号", "application number", example="WH-2024-0001")
    submitted_on: Day | None = fact("申报日", "submitted on", example="2024-07-08")


class Application(Record):
    """The facts of one application, by the keys of its document."""

    application: Filing | None = fact("申请", "application")
    borrower: Borrower | None = fact("借款人", "borrower")
    loan: Loan | None = fact("贷款", "loan")
    cover: Cover | None = fact("增信", "cover")
    other_aid: Records[Aid] | None = fact("同一贷款的其他补贴", "other aid for the same loan")
    granted: Records[Grant] | None = fact("以往获得的补贴", "granted before")
