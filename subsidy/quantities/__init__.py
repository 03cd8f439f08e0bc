"""The one door for numbers between text and exact values, both ways.

Text comes in as a Fraction with its dimension (`parse_quantity`, for the parameters of a scheme) or as a value of a
known kind (`money`, `rate`, `day`, ... and `read`, for facts); the formats are the way back. No binary float passes.
"""

from subsidy.quantities.capitals import capital
from subsidy.quantities.dates import day
from subsidy.quantities.errors import QuantityError
from subsidy.quantities.formats import format_date, format_money, format_percent, format_points, format_quantity
from subsidy.quantities.parse import Quantity, parse_quantity
from subsidy.quantities.values import count, days, flag, money, months, rate, read, share, text

__all__ = [
    "Quantity",
    "QuantityError",
    "capital",
    "count",
    "day",
    "days",
    "flag",
    "format_date",
    "format_money",
    "format_percent",
    "format_points",
    "format_quantity",
    "money",
    "months",
    "parse_quantity",
    "rate",
    "read",
    "share",
    "text",
]
