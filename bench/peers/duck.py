"""DuckDB: exact where the formula is written in whole numbers; its decimals divide as doubles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import duckdb
import numpy as np

from bench.contest import Fen, Run
from bench.files import HEADINGS, Amounts, Paths
from bench.loans import LPR_DAYS, LPR_RATES, Loan
from bench.yardstick import CAP, HALF, LARGEST, MARGIN, PRODUCT


def whole_numbers(loans: Sequence[Loan]) -> Run:
    """Fen and basis points; overflow would be an error."""
    return _in_memory(loans, _IN_FEN, f"({_WHOLE})::BIGINT")


def decimals(loans: Sequence[Loan]) -> Run:
    """As one would write it: money DECIMAL(15, 2), rates DECIMAL(9, 4)."""
    return _in_memory(loans, _IN_YUAN, f"({_DECIMAL} * 100)::BIGINT")


def csv(loans: Sequence[Loan]) -> Run:
    """From file to file; read as decimals, worked out in whole numbers."""
    paths = Paths(loans)
    contract, borrower, product, principal, rate, signed_on, settled_on, interest = (f'"{name}"' for name in HEADINGS)
    typed = dict.fromkeys(HEADINGS, "VARCHAR")
    typed |= dict.fromkeys(("loan.principal", "loan.interest_paid"), "DECIMAL(15, 2)")
    typed |= dict.fromkeys(("loan.signed_on", "loan.settled_on"), "DATE")
    quotes = reversed([*zip(LPR_DAYS, LPR_RATES, strict=True)])
    lpr = "CASE " + " ".join(f"WHEN {signed_on} >= DATE '{day}' THEN {rate_ * 10_000:.0f}" for day, rate_ in quotes)
    columns = f"""
        {contract} AS contract, {borrower} AS borrower, {product} AS product, ({principal} * 100)::HUGEINT AS principal,
        (replace({rate}, '%', '')::DECIMAL(9, 2) * 100)::BIGINT AS rate, {lpr} END AS lpr,
        {settled_on} - {signed_on} AS days, ({interest} * 100)::HUGEINT AS interest
    """

    def run() -> Amounts:
        out = paths.new()
        given = f"(SELECT {columns} FROM read_csv('{paths.given}', header = true, columns = {typed}))"
        amounts = f"SELECT contract, borrower, {_WHOLE_FITS} AS eligible, ({_WHOLE})::DECIMAL(15, 2) * 0.01 AS subsidy"
        duckdb.connect().execute(f"COPY ({amounts} FROM {given}) TO '{out}' (HEADER)")
        return Amounts(out, "subsidy")

    return run


def _in_memory(loans: Sequence[Loan], columns: str, fen: str) -> Run:
    """A table of DuckDB's own, made of fen and basis points."""
    given = {
        "product": np.array([loan.product for loan in loans], dtype=object),
        "principal": np.array([int(loan.principal * 100) for loan in loans]),
        "rate": np.array([int(loan.rate * 10_000) for loan in loans]),
        "lpr": np.array([int(loan.lpr * 10_000) for loan in loans]),
        "days": np.array([loan.days for loan in loans]),
        "interest": np.array([int(loan.interest * 100) for loan in loans]),
    }
    database = duckdb.connect()
    database.register("given", given)
    database.execute(f"CREATE TABLE loans AS SELECT product, days, {columns} FROM given")
    database.unregister("given")
    return lambda: Fen(database.execute(f"SELECT {fen} AS fen FROM loans").fetchnumpy()["fen"])


_FITS: Final = f"product = '{PRODUCT}' AND rate <= lpr + {{margin}} AND principal <= {{largest}}"
_WHOLE_FITS: Final = _FITS.format(margin=150, largest=1_000_000_000)
_DECIMAL_FITS: Final = _FITS.format(margin=MARGIN, largest=LARGEST)
_LESSER: Final = "least(interest * 3600000, principal * lpr * days)"
_WHOLE: Final = f"CASE WHEN {_WHOLE_FITS} THEN least(({_LESSER} + 3600000) // 7200000, 20000000) ELSE 0 END"
_HALF: Final = f"round(least(interest, principal * lpr * days / 360) * {HALF}, 2)"
_DECIMAL: Final = f"CASE WHEN {_DECIMAL_FITS} THEN least({_HALF}, {CAP}) ELSE 0 END"
_IN_FEN: Final = "principal::HUGEINT AS principal, rate, lpr, interest::HUGEINT AS interest"
_IN_YUAN: Final = ", ".join(
    f"({name} / {units})::{type_} AS {name}"
    for name, units, type_ in (
        ("principal", 100, "DECIMAL(15, 2)"),
        ("rate", 10_000, "DECIMAL(9, 4)"),
        ("lpr", 10_000, "DECIMAL(9, 4)"),
        ("interest", 100, "DECIMAL(15, 2)"),
    )
)
