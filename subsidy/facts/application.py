"""An application for a subsidy of one loan, or a claim for a loss: the whole of what can be said of it."""

from __future__ import annotations

from subsidy.facts.aid import Aid, Grant
from subsidy.facts.borrower import Borrower
from subsidy.facts.claim import Claim
from subsidy.facts.cover import Cover
from subsidy.facts.lender import LenderYear, Pool
from subsidy.facts.loan import Loan
from subsidy.facts.records import Record, Records, fact
from subsidy.facts.scalars import Day, Text


class Filing(Record):
    """The application as a paper."""

    id: Text | None = fact("申请编号", "application number", example="2024-0001")
    submitted_on: Day | None = fact("申报日", "submitted on", example="2024-07-08")


class Application(Record):
    """The facts of one application, by the keys of its document; what is None is unknown, an empty tuple says none.

    Money is in yuan, rates and shares plain, all of them exact; `read_application` makes one and says what is wrong.
    """

    application: Filing | None = fact("申请", "application")
    borrower: Borrower | None = fact("借款人", "borrower")
    loan: Loan | None = fact("贷款", "loan")
    cover: Cover | None = fact("增信", "cover")
    claim: Claim | None = fact("风险补偿申请", "claim for compensation")
    lender_year: LenderYear | None = fact("机构年度情况", "the lender's year")
    pool: Pool | None = fact("资金池", "pool")
    other_aid: Records[Aid] | None = fact("同一贷款的其他补贴", "other aid for the same loan")
    granted: Records[Grant] | None = fact("以往获得的补贴", "granted before")
