"""Values in the forms that machines and careful people write, read by column arithmetic alone.

Whatever a form leaves out becomes null here and is read value by value, so a form may be narrow but never wrong. It
pays for what has many different values: amounts, names, numbers of contracts, credit codes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import polars as pl

from subsidy.columns.days import ordinals
from subsidy.facts.scalars import LONGEST_TEXT, Scalar, credit_code, text

FORMS: Final[Mapping[str, Any]] = {"text": pl.String, "flag": pl.Boolean}
PLACES: Final = {"money": 2, "rate": 8, "share": 8, "count": 0, "days": 0, "months": 0}
"""The decimals of a kind's unit."""


def form_of(scalar: Scalar) -> Any:
    """The type of a fact's column in units."""
    return FORMS.get(scalar.kind.name, pl.Int64)


def plain(given: pl.Series, scalar: Scalar) -> pl.Series:
    """The values in units that are written plainly and within bounds; null for all others."""
    kind, type_, form = scalar.kind.name, given.dtype, form_of(scalar)
    nothing = pl.lit(None, dtype=form)
    if form == pl.Boolean:
        return given if type_ == pl.Boolean else _made(given, nothing)
    if form == pl.String:
        return _TEXTS[scalar.read](given) if type_ == pl.String and scalar.read in _TEXTS else _made(given, nothing)
    if kind == "money" and type_ == pl.String:
        return _fen(given, scalar)
    number = _number(pl.col("given"), kind, type_)
    return _made(given, nothing if number is None else _within(number, scalar))


def _made(given: pl.Series, expr: pl.Expr) -> pl.Series:
    """Lazily, so that what an expression names twice is worked out once."""
    return given.to_frame("given").lazy().with_columns(made=expr).collect().get_column("made")


def _within(number: pl.Expr, scalar: Scalar) -> pl.Expr:
    return pl.when(number.is_between(scalar.low, scalar.high)).then(number).cast(pl.Int64)


def _fen(given: pl.Series, scalar: Scalar) -> pl.Series:
    """Amounts as machines write them, `2000000.00`, at once; what is left in the wider forms."""
    value = pl.col("given")
    inside = value.str.to_decimal(scale=2).reinterpret(dtype=pl.Int128).cast(pl.Int64, strict=False)
    done = _made(given, _within(pl.when(value.str.contains(_NUMERAL)).then(inside), scalar))
    left = given.is_not_null() & done.is_null()
    if not left.any():
        return done
    return done.scatter(left.arg_true(), _made(given.filter(left), _within(_money(value), scalar)))


def _number(value: pl.Expr, kind: str, type_: pl.DataType) -> pl.Expr | None:
    """The number of units; None where no column arithmetic reads such a column."""
    if type_.is_integer():
        return value.cast(pl.Int128)
    if type_ == pl.Date and kind == "date":
        return ordinals(value)
    if isinstance(type_, pl.Decimal) and kind in PLACES:
        return _of_decimal(value, PLACES[kind], type_.scale)
    return _NUMERALS[kind](value) if type_ == pl.String and kind in _NUMERALS else None


def _of_decimal(value: pl.Expr, places: int, scale: int) -> pl.Expr:
    """The whole number that a decimal is inside, brought to the unit's decimals; null where some would be lost."""
    inside = value.reinterpret(dtype=pl.Int128)
    if scale <= places:
        fits = inside.is_between(-(10**30), 10**30)
        return pl.when(fits).then(inside) * pl.lit(10 ** (places - scale), dtype=pl.Int128)
    step = pl.lit(10 ** (scale - places), dtype=pl.Int128)
    return pl.when(inside % step == 0).then(inside // step)


def _money(written: pl.Expr) -> pl.Expr:
    """`2000000.00`, `2,000,000元`, `200万元`, `1.5亿`: twelve digits and six decimals fit Int64 as millionths."""
    matching = pl.when(written.str.contains(_AMOUNT)).then(written)
    digits = matching.str.strip_chars_end("万亿元").str.replace_all(",", "", literal=True)
    millionths = _millionths(digits)
    return (
        pl.when(matching.str.contains("万", literal=True))
        .then(millionths)
        .when(matching.str.contains("亿", literal=True))
        .then(pl.when(millionths <= 10**14).then(millionths) * 10**4)
        .when(millionths % 10**4 == 0)
        .then(millionths // 10**4)
    )


def _percent(written: pl.Expr) -> pl.Expr:
    """`4.15%`, with one sign of either width."""
    matching = pl.when(written.str.contains(_PERCENT)).then(written)
    return _millionths(matching.str.strip_chars_end("%％"))


def _whole(written: pl.Expr) -> pl.Expr:
    return pl.when(written.str.contains(r"^[0-9]{1,9}$")).then(written).cast(pl.Int64, strict=False)


def _day(written: pl.Expr) -> pl.Expr:
    return ordinals(pl.when(written.str.contains(_DAY)).then(written).str.to_date("%Y-%m-%d", strict=False))


def _millionths(numeral: pl.Expr) -> pl.Expr:
    """A numeral of at most twelve digits and six decimals, without its point."""
    exact = numeral.str.to_decimal(scale=6).cast(pl.Decimal(38, 6))
    return exact.reinterpret(dtype=pl.Int128).cast(pl.Int64)


_NUMERAL: Final = r"^[0-9]{1,12}(\.[0-9]{1,2})?$"
_AMOUNT: Final = r"^([0-9]{1,12}|[0-9]{1,3}(,[0-9]{3}){1,3})(\.[0-9]{1,6})?[万亿]?元?$"
_PERCENT: Final = r"^[0-9]{1,5}(\.[0-9]{1,6})?[%％]$"
_DAY: Final = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_NUMERALS: Final[Mapping[str, Callable[[pl.Expr], pl.Expr]]] = {
    "date": _day,
    "rate": _percent,
    "share": _percent,
    "count": _whole,
    "days": _whole,
    "months": _whole,
}


def _ordinary_text(given: pl.Series) -> pl.Series:
    """A text of letters that everybody sees, with no space around it."""
    fits = given.str.contains(_VISIBLE) & (given.str.len_bytes() <= LONGEST_TEXT)
    return given if fits.all() else given.set(~fits, None)


_SEEN: Final = r"!-~一-龥！-～、。《》【】〔〕“”‘’—…·"
_VISIBLE: Final = rf"^[{_SEEN}](?:[ {_SEEN}]*[{_SEEN}])?$"


def _credit_code(given: pl.Series) -> pl.Series:
    """GB 32100-2015: the values of the 18 characters, weighed with the powers of 3, add up to a multiple of 31."""
    value = pl.col("given")
    codes = _made(given, pl.when(value.str.contains(_CODE)).then(value))
    characters = codes.fill_null("0" * 18).cast(pl.Binary).bin.reinterpret(dtype=pl.Array(pl.UInt8, 18))
    values = _VALUES.gather(characters.explode()).reshape((-1, 18))
    weighed = sum((pl.col("values").arr.get(i) * weight for i, weight in enumerate(_WEIGHTS)), pl.lit(0, pl.Int32))
    right = pl.DataFrame({"values": values, "given": codes})
    return right.select(pl.when(weighed % 31 == 0).then("given")).to_series()


_ALPHABET: Final = b"0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE: Final = r"^[0-9]{8}[0-9A-HJ-NPQRTUWXY]{10}$"
_WEIGHTS: Final = (*(pow(3, i, 31) for i in range(17)), 1)
_VALUES: Final = pl.Series([max(0, _ALPHABET.find(byte)) for byte in range(256)], dtype=pl.Int32)
_TEXTS: Final[Mapping[Callable[[object], Any], Callable[[pl.Series], pl.Series]]] = {
    text: _ordinary_text,
    credit_code: _credit_code,
}
