"""The cash flows of loans in a table of their own, put to the loans that they belong to.

They are held in memory, since those of a loan may stand anywhere in their table.
"""
