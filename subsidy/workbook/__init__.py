"""A decision as a spreadsheet that recomputes itself: the auditor changes a fact and every formula follows.

Needs the extra `papers`; nothing else of the package imports it.
"""

from subsidy.workbook.book import write_workbook

__all__ = ["write_workbook"]
