"""Yuan and whole fen, both ways, exact in any decimal context: the caller's may hold fewer digits than an amount."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Context, Decimal
from typing import Final

_EXACT: Final = Context(prec=60)


def fen_of(yuan: Decimal) -> int:
    """An amount that is in whole fen."""
    return int(_EXACT.scaleb(yuan, 2))


def yuan_of(fen: int) -> Decimal:
    """With two decimals."""
    return _EXACT.scaleb(Decimal(fen), -2)


def yuan_text(fen: int) -> str:
    """For programs: ``26000.00``."""
    return str(_EXACT.scaleb(Decimal(fen), -2))


def total_of(amounts: Iterable[Decimal]) -> Decimal:
    """The sum of amounts in whole fen; 0.00 of none."""
    return yuan_of(sum(map(fen_of, amounts)))
