"""The JSON schema of a decision's record, derived from the record itself."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from subsidy.facts.schema import DIALECT
from subsidy.report.record import DecisionRecord


def decision_schema() -> dict[str, Any]:
    """What `subsidy calc --format json` prints for one decision: every key is always there."""
    return {"$schema": DIALECT, **TypeAdapter(DecisionRecord).json_schema(mode="serialization")}
