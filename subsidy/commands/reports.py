"""The reports of `calc` and `explain`: what each says of a decision."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

from subsidy.commands.deciding import Report, ask_for_more, derive
from subsidy.commands.language import spoken
from subsidy.evaluation import Decision
from subsidy.report.derivation import derivation
from subsidy.report.note import note, summary


def _record(decision: Decision) -> dict[str, Any]:
    from subsidy.report.record import decision_record  # only JSON needs it

    return asdict(decision_record(decision, spoken()))


def _whole_record(decision: Decision) -> dict[str, Any]:
    from subsidy.report.record import derivation_record

    return _record(decision) | asdict(derivation_record(decision, spoken()))


NOTE: Final = Report(
    page=note,
    among_others=summary,
    record=_record,
    next={"incomplete": ask_for_more, "ineligible": derive, "suspended": derive},
)
DERIVATION: Final = Report(
    page=derivation,
    among_others=derivation,
    record=_whole_record,
    next={"incomplete": ask_for_more},
)
