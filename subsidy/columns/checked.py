"""Frames as people have them, checked as `read_application` checks one application: every fact, also those that no
program reads, and whether they can all be true. A row that it would refuse is set aside with every reason.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

import polars as pl

from subsidy.columns import flows
from subsidy.columns.contradicted import contradictions
from subsidy.columns.flows import FLOWS
from subsidy.columns.units import unfit, units
from subsidy.columns.values import Refused
from subsidy.diagnostics import Diagnostic, InputError, Place, SubsidyError, did_you_mean, refuse_if_any
from subsidy.facts import Vocabulary
from subsidy.facts.grants import GRANTED, Grantings, unknown_in_grant
from subsidy.messages import Message, msg

ROW: Final = "#row"
INTEREST: Final = "loan.interest_paid"
PRODUCT: Final = "loan.product"


class Fault(NamedTuple):
    """Why a row is set aside. `row`: its number in the column `#row` if there is one, else its place, from 0.

    `path` is as diagnostics have it (`loan.flows[2].amount`); `found` is empty where something is missing. `place` is
    that of a record in a table of its own.
    """

    row: int
    path: str
    found: str
    message: Message
    remedy: Message | None
    place: Place | None = None

    @property
    def told(self) -> Message:
        """What is wrong, and in which record where this does not stand in the row."""
        if self.place is None:
            return self.message
        return msg("{file}, row {row}: {problem}", file=self.place.file, row=self.place.line, problem=self.message)


class NoFrameError(SubsidyError, TypeError):
    """Something else was given in the place of a frame, such as the facts of one application."""

    def __init__(self, found: object) -> None:
        super().__init__(
            msg(
                "a polars.DataFrame with an application a row is wanted here, found {found}; evaluate decides one",
                found=type(found).__name__,
            )
        )


class CheckedFrame(NamedTuple):
    """The rows without fault, in units; their numbers; what is wrong with the others, by row."""

    frame: pl.DataFrame
    rows: pl.Series
    faults: tuple[Fault, ...]


def checked_frame(frame: pl.DataFrame, vocabulary: Vocabulary, products: Collection[str] | None = None) -> CheckedFrame:
    """A frame with columns called by fact path, as `ColumnEvaluator.evaluate` wants it; other columns stay as they are.

    Money, rates and shares are decimals, exact texts (`200万元`, `2.6%`) or whole numbers of their unit; days are dates
    or texts; choices are codes or labels; lists are lists of structs. `products` are the names a loan's product may
    have; None: any. Interest paid follows from the flows where it is not given, as it does for one application.

    Raises `InputError` for every column that is a float or of another type that its fact cannot have and for numbers of
    rows that do not tell the rows apart, `NoFrameError` for what is no frame.
    """
    if not isinstance(frame, pl.DataFrame):
        raise NoFrameError(frame)
    numbers = _numbers(frame)
    known = {path: vocabulary[path] for path in frame.columns if path in vocabulary}
    facts = {path: fact for path, fact in known.items() if fact.scalar or fact.fields is not None}
    refuse_if_any(d for path, fact in facts.items() for d in unfit(path, frame.schema[path], fact))
    read = {path: units(frame.get_column(path), fact) for path, fact in facts.items()}
    given = frame.with_columns(**{path: found.values for path, found in read.items()})
    refused = [r._replace(path=path + r.path) for path, found in read.items() for r in found.refused]
    refused += contradictions(given)
    refused += _unknown_products(given, products)
    refused += _unknown_grants(given, vocabulary.grantings)
    if FLOWS in facts:
        interest = units(_interest(given), vocabulary[INTEREST])
        given = given.with_columns(interest.values.alias(INTEREST))
        refused += [r._replace(path=INTEREST) for r in interest.refused]
    if not refused:
        return CheckedFrame(given, numbers, ())
    refused.sort(key=lambda r: (r.row, r.path))
    wrong = numbers.gather([r.row for r in refused])
    faults = tuple(Fault(row, *r[1:]) for row, r in zip(wrong, refused, strict=True))
    kept = pl.Series([True]).new_from_index(0, given.height).scatter(list({r.row for r in refused}), False)
    return CheckedFrame(given.filter(kept), numbers.filter(kept), faults)


def _numbers(frame: pl.DataFrame) -> pl.Series:
    """Of the rows: each has one of its own, so that a fault is of one row."""
    if ROW not in frame.columns:
        return pl.Series(ROW, range(frame.height), dtype=pl.Int64)
    numbers = frame.get_column(ROW)
    if not numbers.dtype.is_integer():
        message, remedy = (
            msg("the column is of type {found}", found=str(numbers.dtype)),
            msg("whole numbers are wanted here"),
        )
        raise InputError([Diagnostic("column", message, field=ROW, remedy=remedy)])
    if again := repeated(numbers.to_frame().lazy(), ROW) + numbers.null_count():
        message = msg("rows without a number of their own: {count}", count=again)
        raise InputError([Diagnostic("duplicate-row", message, field=ROW)])
    return numbers


def repeated(frame: pl.LazyFrame, column: str) -> int:
    """How many values of a column are another row's too, not counting its first; nulls are of no row."""
    values = frame.select(pl.col(column).drop_nulls())
    if values.select((pl.all().diff() > 0).all()).collect().item():  # in order, as numbers of rows usually are
        return 0
    return int(values.select(pl.len() - pl.all().n_unique()).collect().item())


def _interest(given: pl.DataFrame) -> pl.Series:
    """As stated, else as the flows add up."""
    follows = flows.interest(given.get_column(FLOWS)).alias(INTEREST)
    return given.select(pl.coalesce(INTEREST, follows)).to_series() if INTEREST in given.columns else follows


def _unknown_products(given: pl.DataFrame, products: Collection[str] | None) -> Iterator[Refused]:
    if products is None or PRODUCT not in given.columns:
        return
    found = given.get_column(PRODUCT)
    unknown = found.is_not_null() & ~found.is_in(list(products))
    remedies = {name: did_you_mean(name, products) for name in found.filter(unknown).unique()}
    for row in unknown.arg_true():
        message = msg("{found} is not a known product", found=found[row])
        yield Refused(row, PRODUCT, found[row], message, remedies[found[row]])


def _unknown_grants(given: pl.DataFrame, known: Grantings | None) -> Iterator[Refused]:
    """Of different grants few are named differently, so each is looked up once."""
    if known is None or GRANTED not in given.columns or not given.get_column(GRANTED).list.len().sum():
        return
    grants = (
        given.select(pl.int_range(pl.len()).alias("row"), GRANTED)
        .filter(pl.col(GRANTED).list.len() > 0)
        .with_columns(pl.int_ranges(pl.col(GRANTED).list.len()).alias("number"))
        .explode(GRANTED, "number")
        .select("row", "number", *(pl.col(GRANTED).struct.field(key) for key in ("scheme", "benefit")))
        .drop_nulls("scheme")
    )
    named = grants.select("scheme", "benefit").unique()
    unknown = {
        (scheme, benefit): fields
        for scheme, benefit in named.iter_rows()
        if (fields := tuple(unknown_in_grant(scheme, benefit, known)))
    }
    if not unknown:
        return
    sought = pl.DataFrame(list(unknown), schema=named.schema, orient="row")
    wrong = grants.join(sought, on=["scheme", "benefit"], how="semi", nulls_equal=True)
    for row, number, scheme, benefit in wrong.iter_rows():
        for key, found, message, remedy in unknown[scheme, benefit]:
            yield Refused(row, f"{GRANTED}[{number}].{key}", found, message, remedy)
