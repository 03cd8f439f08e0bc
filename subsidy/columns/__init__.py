"""Many applications at once: the typed tree over Polars, exact to the fen, for batches and partitions of them.

Needs the extra `columns`; nothing else of the package imports it.
"""

from subsidy.columns.evaluator import ColumnEvaluator
from subsidy.columns.prepared import PreparedFrame, prepared_frame
from subsidy.columns.units import Fault

__all__ = ["ColumnEvaluator", "Fault", "PreparedFrame", "prepared_frame"]
