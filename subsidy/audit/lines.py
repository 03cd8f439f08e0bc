"""Claimed amounts beside recomputed ones, fen by fen: a line for each amount of each row, with its verdict."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

import polars as pl

from subsidy.audit.cause import Stage
from subsidy.messages import Label

Verdict = Literal["agree", "over", "under", "not-eligible", "not-claimed", "not-recomputed"]
VERDICTS: Final[Mapping[Verdict, Label]] = {
    "agree": Label("一致", "agrees"),
    "over": Label("多报", "over"),
    "under": Label("少报", "under"),
    "not-eligible": Label("不符合条件而申报", "claimed but not eligible"),
    "not-claimed": Label("符合条件而未申报", "eligible but not claimed"),
    "not-recomputed": Label("无法核对", "cannot be checked"),
}
DIFFERENT: Final[tuple[Verdict, ...]] = ("over", "under", "not-eligible", "not-claimed")

WHOLE: Final = ""
"""In the place of a benefit's name: all of them together."""


class Sum(NamedTuple):
    """How many lines have a verdict, and their amounts in fen; what is not known is left out."""

    lines: int
    claimed: int
    right: int


def compared(
    claimed: pl.DataFrame, decisions: pl.DataFrame, payables: pl.DataFrame | None, stage: Stage
) -> pl.DataFrame:
    """The lines: `row`, `benefit`, `claimed_fen`, `right_fen`, `verdict`, in the order of `claimed`.

    `claimed` has `row`, `benefit` (or `WHOLE`), `claimed_fen` (null: nothing is written there), `is_read` (false: what
    is written there is no amount). A row that is not among the decisions cannot be recomputed.
    """
    right = pl.concat(
        [_right(benefit, decisions, payables, stage) for benefit in claimed.get_column("benefit").unique().sort()]
        or [_nothing()]
    )
    joined = claimed.join(right, on=["row", "benefit"], how="left", maintain_order="left")
    found, right_fen = pl.col("claimed_fen").fill_null(0), pl.col("right_fen")
    verdict = (
        pl.when(right_fen.is_null() | ~pl.col("is_read"))
        .then(pl.lit("not-recomputed"))
        .when(found == right_fen)
        .then(pl.lit("agree"))
        .when(pl.col("is_refused"))
        .then(pl.lit("not-eligible"))
        .when(found == 0)
        .then(pl.lit("not-claimed"))
        .when(found > right_fen)
        .then(pl.lit("over"))
        .otherwise(pl.lit("under"))
    )
    return joined.select("row", "benefit", "claimed_fen", "right_fen", verdict.alias("verdict"))


def sums(lines: pl.DataFrame) -> Mapping[Verdict, Sum]:
    """The lines and amounts of each verdict that there is."""
    counted = lines.group_by("verdict").agg(
        pl.len(), pl.col("claimed_fen").cast(pl.Int128).sum(), pl.col("right_fen").cast(pl.Int128).sum()
    )
    found = {row[0]: Sum(*row[1:]) for row in counted.iter_rows()}
    return {verdict: found[verdict] for verdict in VERDICTS if verdict in found}


def _right(benefit: str, decisions: pl.DataFrame, payables: pl.DataFrame | None, stage: Stage) -> pl.DataFrame:
    """What one amount of each decided row should be. A benefit that an edition does not have is refused."""
    of = f".{benefit}" if benefit else ""
    status = pl.col(f"status{of}" if benefit else "outcome")
    refused = status.is_in(["refused", "ineligible", "suspended"]) | status.is_null()
    due = pl.col(f"entitlement_fen{of}" if benefit else "total_fen")
    frame = decisions
    if stage == "payable" and payables is not None:
        frame = decisions.join(payables.select("row", pl.col(f"payable_fen{of}").alias("#paid")), on="row", how="left")
        due = pl.col("#paid")
    return frame.select(
        "row",
        pl.lit(benefit).alias("benefit"),
        pl.when(status.is_null()).then(0).otherwise(due).alias("right_fen"),
        refused.alias("is_refused"),
    )


def _nothing() -> pl.DataFrame:
    types = {"row": pl.Int64, "benefit": pl.String, "right_fen": pl.Int64, "is_refused": pl.Boolean}
    return pl.DataFrame(schema=types)
