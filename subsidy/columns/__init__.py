"""Many applications at once: the typed tree over Polars, exact to the fen, for batches and partitions of them.

Needs the extra `columns`; nothing else of the package imports it.
"""

from subsidy.columns.evaluator import ColumnEvaluator

__all__ = ["ColumnEvaluator"]
