"""A simulation as plain data for other programs. Amounts are yuan as decimal strings; loans whose payable is not known
on one of the sides are `open`, and in no sum.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final

from subsidy.batch.record import RejectRecord, reject_record
from subsidy.messages import Language
from subsidy.quantities.fen import yuan_text
from subsidy.simulation.comparison import Group
from subsidy.simulation.question import Simulation

_DIVISIONS: Final = ("edition_after", "loan.product", "loan.lender", "borrower.district")


@dataclass(frozen=True, slots=True)
class GroupRecord:
    """Loans that have `name` in common: a product, a lender, or the least principal of a band; None: not given."""

    name: str | None
    loans: int
    gaining: int
    losing: int
    open: int
    before: str
    after: str
    change: str


@dataclass(frozen=True, slots=True)
class SimulationRecord:
    """`by` has the groups of each fact that the tables give, `by_principal` those of each band."""

    scheme: str
    edition: str | None
    parameters: dict[str, str]
    readings: dict[str, str]
    rows: int
    rejected: int
    total: GroupRecord
    entering: int
    leaving: int
    by_principal: list[GroupRecord]
    by: dict[str, list[GroupRecord]]
    rejects: list[RejectRecord]
    notices: list[str]


def simulation_record(simulation: Simulation, language: Language) -> dict[str, Any]:
    """Ready for `json`."""
    case, comparison = simulation.question.after, simulation.comparison
    record = SimulationRecord(
        scheme=simulation.scheme.name,
        edition=case.edition,
        parameters=dict(case.parameters),
        readings=dict(case.readings),
        rows=simulation.rows,
        rejected=simulation.rejected,
        total=_group(comparison.total),
        entering=comparison.entering,
        leaving=comparison.leaving,
        by_principal=[
            _group(group._replace(name=None if low is None else yuan_text(low))) for low, group in comparison.by_band()
        ],
        by={name: [_group(g) for g in groups] for name in _DIVISIONS if (groups := comparison.by(name))},
        rejects=[reject_record(kind, language) for kind in simulation.rejects],
        notices=[notice.say(language) for notice in simulation.notices],
    )
    return asdict(record)


def _group(group: Group) -> GroupRecord:
    amounts = [yuan_text(fen) for fen in (group.before, group.after, group.difference)]
    return GroupRecord(group.name, group.loans, group.gaining, group.losing, group.open, *amounts)
