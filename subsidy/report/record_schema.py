"""The JSON schema of a decision's record, derived from the record itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from subsidy.facts.schema import DIALECT
from subsidy.report.record import DecisionRecord
from subsidy.report.settlement_record import SettlementRecord


@dataclass(frozen=True, slots=True)
class AnswerRecord(DecisionRecord):
    """A decision alone, and what is payable of it."""

    settlement: SettlementRecord


def decision_schema() -> dict[str, Any]:
    """What `subsidy calc --format json` prints for one decision: every key is always there."""
    return {"$schema": DIALECT, **TypeAdapter(AnswerRecord).json_schema(mode="serialization")}
