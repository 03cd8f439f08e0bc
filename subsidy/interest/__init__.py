"""Interest to the day, exact: balances, terms, accrual over a window, and settlement.

`interest_accrued` gives the interest that arises in a window, with its segments; `interest_in_force` the amount alone,
at the reference rate of each day; `interest_settled` the lender's charges. 积数计息 is a basis of actual days over the
sum of daily balances; 逐笔计息 is the basis `months+days/360`, or actual days.
"""

from subsidy.interest.accrual import Interest, NoRateError, Segment, interest_accrued, interest_in_force
from subsidy.interest.balance import Flow, principal_balance
from subsidy.interest.settlement import SETTLEMENTS, Charge, Settlement, Statement, interest_settled
from subsidy.interest.spans import MARKS, SPAN_KINDS, Span
from subsidy.interest.terms import RESETS, Fixed, Floating, Rate, Stepped, resets_by_term

__all__ = [
    "MARKS",
    "RESETS",
    "SETTLEMENTS",
    "SPAN_KINDS",
    "Charge",
    "Fixed",
    "Floating",
    "Flow",
    "Interest",
    "NoRateError",
    "Rate",
    "Segment",
    "Settlement",
    "Span",
    "Statement",
    "Stepped",
    "interest_accrued",
    "interest_in_force",
    "interest_settled",
    "principal_balance",
    "resets_by_term",
]
