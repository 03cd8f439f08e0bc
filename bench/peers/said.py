"""The scheme's formulas in the words that rule engines share, and its facts as floats, as JSON has them."""

from __future__ import annotations

from typing import Any, Final

from bench.loans import Loan
from bench.yardstick import LARGEST, MARGIN, PRODUCT

PRODUCT_MATCHES: Final = f'product == "{PRODUCT}"'
PRICE_IS_FAIR: Final = f"rate <= lpr + {MARGIN}"
PRINCIPAL_FITS: Final = f"principal <= {LARGEST}"
CEILING: Final = "principal * lpr * days / 360"
ELIGIBLE: Final = f"{PRODUCT_MATCHES} and {PRICE_IS_FAIR} and {PRINCIPAL_FITS}"


def floats(loan: Loan) -> dict[str, Any]:
    """For engines that cannot take a `Decimal`."""
    return {
        "product": loan.product,
        "principal": float(loan.principal),
        "rate": float(loan.rate),
        "lpr": float(loan.lpr),
        "days": loan.days,
        "interest": float(loan.interest),
    }
