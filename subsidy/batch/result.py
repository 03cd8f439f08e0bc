"""What a batch came to, counted: rows, outcomes, amounts, reasons, rejects, and the files that were written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from subsidy.batch.receipt import BatchReceipt
from subsidy.evaluation import Outcome
from subsidy.messages import Label, Sayable
from subsidy.tables import RowPlace


class BenefitSum(NamedTuple):
    """The sums of a benefit in fen; `open_` and `unsettled` are the rows whose entitlement, whose payable is not known.

    They are left out of the sums.
    """

    name: str
    label: Label
    due_fen: int
    payable_fen: int
    open_: int
    unsettled: int


class LimitSum(NamedTuple):
    """What a limit took, in fen, in how many groups and from how many rows."""

    name: str
    label: Label
    taken_fen: int
    groups: int
    rows: int


class Count(NamedTuple):
    """Of a rule that fails or a fact that is missing: in how many rows; `benefit` where the rule is of one alone."""

    name: str
    label: Label
    rows: int
    benefit: str = ""


class RejectKind(NamedTuple):
    """Rows that were rejected for the same reason of the same field; `found` and `place` are those of the first."""

    field: str
    label: Label | None
    problem: Sayable
    remedy: Sayable | None
    rows: int
    place: RowPlace
    found: str


class Written(NamedTuple):
    """The files that were written; None where there is none."""

    out: Path | None = None
    receipt: Path | None = None
    rejects: Path | None = None
    report: Path | None = None


@dataclass(frozen=True, slots=True)
class BatchResult:
    """`rows` is `decided` and `rejected` together. Reasons, missing facts and kinds of rejects: the commonest first;
    of the reasons, those of the whole edition before those of each benefit.

    `outcomes` are rows by outcome; `due_fen` and `payable_fen` add up what is known.
    """

    scheme: str
    title: Label
    rows: int
    decided: int
    rejected: int
    outcomes: Mapping[Outcome, int]
    benefits: tuple[BenefitSum, ...]
    limits: tuple[LimitSum, ...]
    reasons: tuple[Count, ...]
    missing: tuple[Count, ...]
    rejects: tuple[RejectKind, ...]
    notices: tuple[Sayable, ...]
    written: Written
    receipt: BatchReceipt

    @property
    def due_fen(self) -> int:
        """All entitlements that are known, in fen."""
        return sum(benefit.due_fen for benefit in self.benefits)

    @property
    def payable_fen(self) -> int:
        """All payables that are known, in fen."""
        return sum(benefit.payable_fen for benefit in self.benefits)
