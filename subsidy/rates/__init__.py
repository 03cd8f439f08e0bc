"""Reference rates as data: tables of quotes, and how they are read from files."""

from subsidy.rates.files import load_rate_tables
from subsidy.rates.table import UNIT, Description, NoQuoteError, Quote, RateTable

__all__ = ["UNIT", "Description", "NoQuoteError", "Quote", "RateTable", "load_rate_tables"]
