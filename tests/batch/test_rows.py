"""Rows in are decisions and rejects out: each as one application is decided, in its order, however the rows come."""

from __future__ import annotations

import random
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from subsidy import batch as batches
from subsidy import evaluate, load_schemes
from subsidy.batch import LostRowsError, run_batch
from subsidy.batch.record import summary_record
from subsidy.batch.summary import summary
from subsidy.columns import BatchEvaluator, DecidedFrame
from subsidy.diagnostics import InputError
from subsidy.report.plain import as_plain
from tests.batch.tables import HEAD, PEERS, SCHEMES, batch, loans, question, read, written


def as_decided(row: dict[str, str]) -> tuple[str, str]:
    """What one application with these facts comes to."""
    facts: dict[str, Any] = {}
    for path, text in row.items():
        record, _, key = path.partition(".")
        facts.setdefault(record, {})[key] = text
    decision = evaluate(SCHEMES[PEERS], facts)
    return decision.outcome, str(decision.total)


def test_each_row_is_decided_as_one_application_is(tmp_path: Path) -> None:
    rows = loans(200)
    result = batch(written(tmp_path / "in.csv", rows), out=tmp_path / "out.csv")
    out = read(tmp_path / "out.csv")
    assert [(row["outcome"], row["entitlement"]) for row in out] == list(map(as_decided, rows))
    assert [row["application.id"] for row in out] == [row["application.id"] for row in rows]
    assert [row["row"] for row in out] == [str(n) for n in range(2, 202)]
    assert {row["outcome"] for row in out} == {"eligible", "ineligible"}
    assert result.rows == result.decided == 200
    assert result.due_fen == sum(int(Decimal(row["entitlement"]) * 100) for row in out) > 0


def test_a_row_says_why_it_is_refused(tmp_path: Path) -> None:
    rows = [loans(4)[3] | {"loan.product": "科担贷", "loan.rate": "9%"}]
    result = batch(written(tmp_path / "in.csv", rows), out=tmp_path / "out.csv")
    (row,) = read(tmp_path / "out.csv")
    assert (row["reasons"], row["missing"], row["entitlement"]) == ("product,price", "", "0.00")
    assert [(c.name, c.rows) for c in result.reasons] == [("price", 1), ("product", 1)]


def test_a_row_says_what_is_missing(tmp_path: Path) -> None:
    rows = [loans(4)[3] | {"loan.interest_paid": "", "loan.product": "科保贷", "loan.rate": "3%"}]
    result = batch(written(tmp_path / "in.csv", rows), out=tmp_path / "out.csv")
    (row,) = read(tmp_path / "out.csv")
    assert (row["outcome"], row["missing"], row["entitlement"]) == ("incomplete", "loan.interest_paid", "")
    assert [(c.name, c.rows) for c in result.missing] == [("loan.interest_paid", 1)]
    assert [(b.open_, b.unsettled, b.due_fen) for b in result.benefits] == [(1, 1, 0)]


@settings(max_examples=8)
@given(st.randoms(use_true_random=False))
def test_rows_in_another_order_give_the_output_in_that_order(
    tmp_path_factory: pytest.TempPathFactory, chance: random.Random
) -> None:
    folder = tmp_path_factory.mktemp("order")
    rows = [*loans(40), loans(41)[40] | {"loan.rate": "much"}]
    shuffled = chance.sample(rows, len(rows))
    first = batch(written(folder / "a.csv", rows), out=folder / "a-out.csv")
    second = batch(written(folder / "b.csv", shuffled), out=folder / "b-out.csv")
    by_id = {row["application.id"]: row | {"row": ""} for row in read(folder / "a-out.csv")}
    expected = [by_id[row["application.id"]] for row in shuffled if row["application.id"] in by_id]
    assert [row | {"row": ""} for row in read(folder / "b-out.csv")] == expected
    assert (first.outcomes, first.benefits, first.reasons) == (second.outcomes, second.benefits, second.reasons)
    assert first.rejected == second.rejected == 1


@settings(max_examples=8)
@given(st.sets(st.integers(1, 59), max_size=4))
def test_a_folder_of_files_is_one_table(tmp_path_factory: pytest.TempPathFactory, cuts: set[int]) -> None:
    folder = tmp_path_factory.mktemp("split")
    rows = loans(60)
    rows[17]["loan.rate"] = "much"
    whole = batch(written(folder / "in.csv", rows), out=folder / "whole.csv")
    (folder / "parts").mkdir()
    ends = [0, *sorted(cuts), 60]
    files = [written(folder / "parts" / f"{n}.csv", rows[start:end]) for n, (start, end) in enumerate(pairwise(ends))]
    for name, inputs in (("folder", (folder / "parts",)), ("files", files)):
        parts = batch(*inputs, out=folder / f"{name}.csv")
        assert [without(row, "file", "row") for row in read(folder / f"{name}.csv")] == [
            without(row, "row") for row in read(folder / "whole.csv")
        ]
        assert (parts.outcomes, parts.benefits, parts.rejected) == (whole.outcomes, whole.benefits, 1)
        assert [f.rows for f in parts.receipt.inputs] == [end - start for start, end in pairwise(ends)]
        assert parts.rejects[0].place.row == 19 - max(end for end in ends if end <= 17)


def without(row: dict[str, str], *names: str) -> dict[str, str]:
    return {key: text for key, text in row.items() if key not in names}


def test_small_portions_give_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = written(tmp_path / "in.csv", loans(5_000))
    whole = batch(file, out=tmp_path / "whole.csv")
    monkeypatch.setattr(batches.source, "rows_of_a_portion", lambda _: 1)
    portions = list(batches.Source(question(file).reading, SCHEMES.vocabulary).rows())
    assert len(portions) > 1
    parts = batch(file, out=tmp_path / "parts.csv")
    assert (tmp_path / "parts.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()
    assert parts.benefits == whole.benefits


def test_a_row_that_is_lost_is_a_defect(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    decide = BatchEvaluator.decide
    monkeypatch.setattr(
        BatchEvaluator, "decide", lambda self, facts: DecidedFrame(decide(self, facts).decisions.head(-1), ())
    )
    with pytest.raises(LostRowsError, match="of 3 rows 2 were decided and 0 rejected"):
        run_batch(question(written(tmp_path / "in.csv", loans(3)), out=tmp_path / "out.csv"))
    assert [p.name for p in tmp_path.iterdir()] == ["in.csv"]


def test_no_rows_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no rows"):
        batch(written(tmp_path / "in.csv", []), out=tmp_path / "out.csv")
    assert [p.name for p in tmp_path.iterdir()] == ["in.csv"]


def test_all_rows_may_be_rejected(tmp_path: Path) -> None:
    result = batch(
        written(tmp_path / "in.csv", [row | {"loan.rate": "x"} for row in loans(3)]), out=tmp_path / "out.csv"
    )
    assert (result.decided, result.rejected) == (0, 3)
    assert read(tmp_path / "out.csv") == []
    assert (tmp_path / "out.csv").read_text("utf-8-sig").startswith("row,application.id,loan.product,edition,outcome,")
    assert len(read(tmp_path / "out-rejects.csv")) == 3


def test_columns_in_any_order_and_unknown_ones_beside_them(tmp_path: Path) -> None:
    rows = [row | {"备注": "x", "loan.principle": "1"} for row in loans(10)]
    plain = batch(written(tmp_path / "a.csv", loans(10)), out=tmp_path / "a-out.csv")
    other = batch(
        written(tmp_path / "b.csv", rows, head=("备注", *reversed(HEAD), "loan.principle")), out=tmp_path / "b-out.csv"
    )
    assert read(tmp_path / "a-out.csv") == read(tmp_path / "b-out.csv")
    assert not plain.notices
    assert [said for notice in other.notices if "loan.principle" in (said := notice.say("en"))]


def test_rows_that_are_eligible_for_nothing_are_told(tmp_path: Path) -> None:
    rows = [row | {"loan.interest_paid": "0"} for row in loans(1_500)]
    result = batch(written(tmp_path / "in.csv", rows))
    told = [n.say("en") for n in result.notices if "comes to 0" in n.say("en")]
    eligible = result.outcomes["eligible"]
    assert (result.due_fen, told) == (
        0,
        [f"eligible, but what is due comes to 0: rows {eligible:,}; look at their amounts and days"],
    )
    assert not any("comes to 0" in n.say("en") for n in batch(written(tmp_path / "in.csv", loans(3))).notices)


def test_an_application_that_is_eligible_for_nothing_is_told() -> None:
    facts = {"loan": {key.removeprefix("loan."): text for key, text in loans(1)[0].items() if key.startswith("loan.")}}
    for paid, told in (("0", True), ("100", False)):
        facts["loan"] |= {"interest_paid": paid, "product": "科保贷", "rate": "3%"}
        decision = evaluate(SCHEMES[PEERS], facts)
        assert decision.outcome == "eligible"
        assert any("what is due comes to 0" in w.say("en") for w in decision.warnings) is told


def test_reasons_of_single_benefits_stand_apart(tmp_path: Path) -> None:
    head = ("borrower.city", "cover.kind")
    rows = [{"borrower.city": "东莞市", "cover.kind": "none"}, {"borrower.city": "东莞市", "cover.kind": "insurance"}]
    file = written(tmp_path / "in.csv", rows, head=head)
    schemes = load_schemes()
    result = batch(file, schemes=schemes, scheme="shenzhen/tech-loan-subsidy", edition="2020", language="en")
    assert [(c.name, c.rows, c.benefit) for c in result.reasons] == [
        ("registered", 2, ""),
        ("insured", 1, "premium_subsidy"),
        ("guaranteed", 2, "fee_subsidy"),
    ]
    page = as_plain(summary(result), "en")
    assert page.index("registered in Shenzhen") < page.index("Why they get no premium subsidy") < page.index("insured")
    assert [r.benefit for r in summary_record(result, "zh").reasons] == [None, "premium_subsidy", "fee_subsidy"]
