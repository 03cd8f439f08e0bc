"""A form for many loans under one edition: a column for each fact that it asks for, and a row as an example.

What is written into it is read back by the same headings, so a form is a table like any other.
"""

from subsidy.tables.form.columns import KEY, Column, Form, form_of
from subsidy.tables.form.csv import write_csv
from subsidy.tables.form.example import MARK
from subsidy.tables.form.workbook import write_workbook

__all__ = ["KEY", "MARK", "Column", "Form", "form_of", "write_csv", "write_workbook"]
