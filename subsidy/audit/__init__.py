"""The auditor's recomputation: claimed amounts against what the schemes give, fen by fen, and why they differ.

`taken` reads the tables that hold the claims and the facts, as `Asked` names them; `audit` recomputes what it took.
Reports are made of an `Audit` by `page`, `record` and `workbook`.

Needs the extra `batch`; nothing of the library imports it.
"""

from subsidy.audit.auditing import Audit, Audited, Claims, Explained, Terms, audit
from subsidy.audit.cause import Cause, Stage
from subsidy.audit.findings import CHECKS, Check, Finding
from subsidy.audit.intake import Asked, Taken, taken
from subsidy.audit.lines import VERDICTS, Verdict
from subsidy.audit.names import Names

__all__ = [
    "CHECKS",
    "VERDICTS",
    "Asked",
    "Audit",
    "Audited",
    "Cause",
    "Check",
    "Claims",
    "Explained",
    "Finding",
    "Names",
    "Stage",
    "Taken",
    "Terms",
    "Verdict",
    "audit",
    "taken",
]
