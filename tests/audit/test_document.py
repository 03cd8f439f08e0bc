"""docs/audit.md says every key of the JSON, every verdict, kind of cause and check, and nothing else."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import Any

import pytest

from subsidy.audit import CHECKS, VERDICTS
from subsidy.audit import record as records
from subsidy.audit.alternatives import KINDS
from tests.commands.run import ROOT

TEXT = (ROOT / "docs" / "audit.md").read_text("utf-8")
TABLES = {
    "The JSON": records.AuditRecord,
    "schemes": records.SchemeRecord,
    "schemes[].sums": records.SumRecord,
    "schemes[].totals": records.TotalsRecord,
    "schemes[].causes": records.CommonRecord,
    "schemes[].differences": records.DifferenceRecord,
    "schemes[].differences[].causes": records.CauseRecord,
    "findings": records.FindingsRecord,
    "findings[].found": records.FoundRecord,
    "receipt": records.PartRecord,
    "Decisions made again": records.RedecidedRecord,
    "changes": records.ChangeRecord,
}


def documented(heading: str) -> list[str]:
    sections = re.split(r"^#+ ", TEXT, flags=re.MULTILINE)[1:]
    (found,) = [part for part in sections if part.splitlines()[0].strip("` ") == heading]
    return [
        code
        for row in re.findall(r"^\| ([^|]*) \|", found, flags=re.MULTILINE)
        for code in re.findall(r"`([^`]+)`", row)
    ]


@pytest.mark.parametrize(("heading", "record"), TABLES.items(), ids=TABLES)
def test_keys(heading: str, record: Any) -> None:
    assert documented(heading) == [field.name for field in fields(record)]


def test_codes() -> None:
    assert documented("Verdicts") == list(VERDICTS)
    assert sorted(documented("Likely causes")) == sorted(KINDS)
    assert documented("What is found between the rows") == [check.code for check in CHECKS]
