"""Amounts in capital Chinese numerals (大写), as receipts and vouchers carry them.

Written here because the cn2an package says 壹亿伍仟元整 for 100,005,000.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Final

from subsidy.messages import msg
from subsidy.quantities.errors import QuantityError, quoted

_DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
_PLACES: Final = ((1000, "仟"), (100, "佰"), (10, "拾"), (1, ""))
_SECTIONS: Final = ((10**8, "亿"), (10**4, "万"))
_LIMIT: Final = 10**16


def capital(amount: Decimal) -> str:
    """Yuan in capitals: 26000 is 贰万陆仟元整; 人民币 is left to the form.

    支付结算办法 附一 《正确填写票据和结算凭证的基本规定》 二, 五: 整 after 元, none after 角 or 分; where a 零 may be
    written or left out, as in the form printed first there (壹拾万柒仟元零伍角叁分). Raises `QuantityError` for what is
    negative, finer than a fen, or 10^16 and above.
    """
    fen = Fraction(amount) * 100 if amount.is_finite() and 0 <= amount < _LIMIT else Fraction(-1)
    if fen < 0 or fen.denominator != 1:
        raise QuantityError(msg("{found} cannot be written in capital numerals", found=quoted(amount)))
    yuan, rest = divmod(fen.numerator, 100)
    tenths, hundredths = divmod(rest, 10)
    text = _whole(yuan) + "元" if yuan else ""
    if not rest:
        return (text or "零元") + "整"
    if yuan and (yuan % 10 == 0 or tenths == 0):
        text += "零"
    return text + (_DIGITS[tenths] + "角" if tenths else "") + (_DIGITS[hundredths] + "分" if hundredths else "")


def _whole(number: int) -> str:
    for size, name in _SECTIONS:
        if number >= size:
            high, low = divmod(number, size)
            return _whole(high) + name + ("零" if 0 < low < size // 10 else "") + (_whole(low) if low else "")
    return _section(number)


def _section(number: int) -> str:
    text, pending = "", ""
    for size, name in _PLACES:
        digit = number // size % 10
        if digit:
            text, pending = text + pending + _DIGITS[digit] + name, ""
        elif text:
            pending = "零"
    return text
