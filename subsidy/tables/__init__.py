"""Tables of applications, from files and to files: which column is which fact, rows in portions, nothing lost.

    reader = TableReader(Path("loans.csv"), KnownHeadings(schemes.vocabulary))
    for portion in reader.portions():
        facts, faults = facts_of(portion, reader.headings)  # what `BatchEvaluator.decide` takes; what cannot be read

Needs the extra `batch`; nothing of the library imports it but what works on whole tables.
"""

from subsidy.tables.facts import FactsFrame, facts_of, none_declared
from subsidy.tables.headings import Headings, headings_of
from subsidy.tables.known import Heading, KnownHeadings
from subsidy.tables.mapping import read_mapping
from subsidy.tables.portions import Portion
from subsidy.tables.reader import RowPlace, TableReader
from subsidy.tables.writing import TableWriter
from subsidy.tables.xlsx_file import sheets_of_records

__all__ = [
    "FactsFrame",
    "Heading",
    "Headings",
    "KnownHeadings",
    "Portion",
    "RowPlace",
    "TableReader",
    "TableWriter",
    "facts_of",
    "headings_of",
    "none_declared",
    "read_mapping",
    "sheets_of_records",
]
