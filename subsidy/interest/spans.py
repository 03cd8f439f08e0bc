"""Days that are not like others: overdue, extended, in grace, misused; and the interest that comes on top.

Every piece of interest carries the marks of its days, so that a scheme leaves out by name what it does not subsidise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from subsidy.diagnostics import Diagnostic, InputError, entry
from subsidy.interest.balance import Exact, exact
from subsidy.messages import Label, msg
from subsidy.quantities import format_percent

SPAN_KINDS: Final[Mapping[str, Label]] = {
    "overdue": Label("逾期", "overdue"),
    "extension": Label("展期", "extension"),
    "grace": Label("宽限期", "grace period"),
    "renewal": Label("无还本续贷", "renewal without repayment"),
    "misuse": Label("挤占挪用", "misuse"),
}
MARKS: Final[Mapping[str, Label]] = {
    **SPAN_KINDS,
    "penalty": Label("罚息加收", "penalty surcharge"),
    "compound": Label("复利", "compound interest"),
}


@dataclass(frozen=True, slots=True)
class Span:
    """Days [start, end) of a kind in `SPAN_KINDS`; they concern the whole balance.

    `surcharge` is a share of the rate that is charged on top: 30% to 50% when overdue, 50% to 100% for misuse
    (银发〔2003〕251号). Where spans overlap, the heaviest surcharge alone is charged (人民币利率管理规定: 择其重).
    Where one instalment alone is overdue, account for it apart: interest is a sum over balances.
    """

    kind: str
    start: date
    end: date
    surcharge: Exact = 0

    def __post_init__(self) -> None:
        entry(SPAN_KINDS, self.kind, msg("kind of span"))
        if exact(self.surcharge) < 0:
            problem = msg("the surcharge is negative: {found}", found=format_percent(self.surcharge))
            raise InputError([Diagnostic("negative-surcharge", problem)])
