"""Many applications at once: the typed tree over Polars, exact to the fen, for batches and partitions of them.

Needs the extra `columns`; nothing else of the package imports it.
"""

from subsidy.columns.checked import CheckedFrame, Fault, checked_frame
from subsidy.columns.deciding import BatchEvaluator, DecidedFrame
from subsidy.columns.evaluator import ColumnEvaluator
from subsidy.columns.nesting import Nested, nested
from subsidy.columns.settling import SettledFrame, settle

__all__ = [
    "BatchEvaluator",
    "CheckedFrame",
    "ColumnEvaluator",
    "DecidedFrame",
    "Fault",
    "Nested",
    "SettledFrame",
    "checked_frame",
    "nested",
    "settle",
]
