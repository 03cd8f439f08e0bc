"""Many applications at once: the typed tree over Polars, exact to the fen, for batches and partitions of them.

`BatchEvaluator` decides a table, each row under the edition that governs it, and `settle` applies the limits to what it
decided; `ColumnEvaluator` computes what one edition says of a frame that `checked_frame` made.

Needs the extra `columns`; what decides one application imports none of it.
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
