"""A year's loans at once: tables in, decisions and rejects out, and what they come to.

    question = BatchQuestion(Reading((Path("loans.csv"),)), schemes, "city/scheme", out=Path("decisions.csv"))
    result = run_batch(question)  # what `subsidy batch` does and prints

Needs the extra `batch`; only the commands that work on tables import it.
"""

from subsidy.batch.question import BatchQuestion, Reading
from subsidy.batch.result import BatchResult
from subsidy.batch.run import LostRowsError, run_batch
from subsidy.batch.source import Rows, Source

__all__ = ["BatchQuestion", "BatchResult", "LostRowsError", "Reading", "Rows", "Source", "run_batch"]
