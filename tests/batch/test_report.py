"""A batch's report: its parts sum to the whole, its links lead somewhere, and it goes where nothing is."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy import InputError, load_schemes
from subsidy.batch import BatchQuestion, BatchResult, Reading, run_batch
from subsidy.batch.breakdown import STEPS, Breakdown
from subsidy.messages import Language
from subsidy.quantities import format_money
from subsidy.quantities.fen import yuan_of

SCHEMES = load_schemes()
SCHEME = "wuhan/tech-loan-subsidy"
HEADER = (
    "application.id,borrower.name,borrower.city,borrower.district,borrower.qualifications.1.kind,"
    "borrower.qualifications.1.from,borrower.qualifications.1.to,loan.product,loan.lender,loan.principal,loan.rate,"
    "loan.signed_on,loan.disbursed_on,loan.matures_on,loan.settled_on,loan.extensions"
)
ROW = (
    "A{n},{name},武汉市,{district},高新技术企业,2020-01-01,2030-12-31,科保贷,{lender},{principal},4.35%,"
    "2023-08-01,2023-08-10,2024-02-10,2024-02-10,无"
)


def table(path: Path, *rows: dict[str, str]) -> Path:
    usual = {"name": "示例企业", "district": "甲区", "lender": "甲银行", "principal": "200万元"}
    lines = [ROW.format(n=n, **usual | row) for n, row in enumerate(rows)]
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return path


def reported(path: Path, folder: Path, sheets: int = 1_000, language: Language = "en") -> BatchResult:
    reading = Reading((path,), none=("other_aid", "granted"))
    return run_batch(BatchQuestion(reading, SCHEMES, SCHEME, report=folder, sheets=sheets, language=language))


class Links(HTMLParser):
    """What a page leads to, and its words."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.to: list[str] = []
        self.words: list[str] = []
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag != "script"
        if tag == "a":
            self.to.append(dict(attrs)["href"] or "")

    def handle_data(self, data: str) -> None:
        self.words.append(data.strip())


def test_every_loan_leads_to_its_sheet(tmp_path: Path) -> None:
    names = ({"name": "甲"}, {"name": "乙", "principal": "600万元"}, {"name": "<script>alert(1)</script>"})
    reported(table(tmp_path / "loans.csv", *names), tmp_path / "report")
    index = Links(tmp_path / "report" / "index.html")
    assert index.to == ["sheets/1.html", "sheets/2.html", "sheets/3.html"]
    sheets = [Links(tmp_path / "report" / to) for to in index.to]
    assert ["A0" in sheets[0].words, "A1" in sheets[1].words] == [True, True]
    assert "26,000.00" in index.words
    assert any("<script>" in words for words in index.words)


def test_sheets_say_what_the_limits_leave(tmp_path: Path) -> None:
    """Two loans of one enterprise, of which one is paid."""
    rows = ({"name": "甲", "principal": "100万元"}, {"name": "甲", "principal": "200万元"})
    result = reported(table(tmp_path / "loans.csv", *rows), tmp_path / "report")
    assert (result.due_fen, result.payable_fen) == (3_900_000, 2_600_000)
    words = " ".join(Links(tmp_path / "report" / "sheets" / "1.html").words)
    assert "13,000.00 yuan less for this loan" in words
    assert "Where limits bound" in " ".join(Links(tmp_path / "report" / "index.html").words)


def test_no_more_loans_are_shown_than_asked_for(tmp_path: Path) -> None:
    rows = [{"name": f"企业{n}"} for n in range(5)]
    reported(table(tmp_path / "loans.csv", *rows), tmp_path / "report", sheets=2)
    index = Links(tmp_path / "report" / "index.html")
    assert index.to == ["sheets/1.html", "sheets/2.html"]
    assert "the first 2 of 5" in index.words
    assert sorted(p.name for p in (tmp_path / "report" / "sheets").iterdir()) == ["1.html", "2.html"]
    reported(tmp_path / "loans.csv", tmp_path / "none", sheets=0, language="zh")
    assert [p.name for p in (tmp_path / "none").iterdir()] == ["index.html"]


def test_a_rejected_row_has_no_sheet(tmp_path: Path) -> None:
    rows = ({"principal": "much"}, {"name": "乙"})
    result = reported(table(tmp_path / "loans.csv", *rows), tmp_path / "report")
    assert (result.decided, result.rejected) == (1, 1)
    assert "A1" in Links(tmp_path / "report" / "sheets" / "1.html").words


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "mine.txt").write_text("mine")
    with pytest.raises(InputError, match="new or empty"):
        reported(table(tmp_path / "loans.csv", {}), tmp_path / "report")
    assert [p.name for p in (tmp_path / "report").iterdir()] == ["mine.txt"]


amounts = st.one_of(st.none(), st.sampled_from([f for step in STEPS for f in (step, step + 1)]), st.integers(0, 10**14))
rows_of_a_portion = st.lists(st.tuples(st.sampled_from(["甲", "乙", None]), amounts), max_size=6)


@given(st.lists(rows_of_a_portion, max_size=4))
def test_the_parts_sum_to_the_whole(portions: list[list[tuple[str | None, int | None]]]) -> None:
    breakdown = Breakdown()
    for portion in portions:
        names, fen = ([row[i] for row in portion] for i in (0, 1))
        named = pl.DataFrame({"loan.lender": names}, schema={"loan.lender": pl.String})
        outcomes = ["incomplete" if f is None else "eligible" if f else "ineligible" for f in fen]
        schema = {"outcome": pl.String, "total_fen": pl.Int64}
        decisions = pl.DataFrame({"outcome": outcomes, "total_fen": fen}, schema=schema)
        breakdown.write(named, decisions, pl.DataFrame({"payable_fen": fen}, schema={"payable_fen": pl.Int64}))
    rows = [row for portion in portions for row in portion]
    paid = [fen for _, fen in rows if fen]
    shares = breakdown.by("loan.lender")
    assert {s.name for s in shares} == {name for name, _ in rows}
    for share in shares:
        mine = [fen for name, fen in rows if name == share.name]
        known = [fen for fen in mine if fen is not None]
        assert (share.rows, share.open) == (len(mine), len(mine) - len(known))
        assert share.payable_fen == share.due_fen == sum(known)
    assert sum(one.rows for one in breakdown.distribution) == len(paid)
    for one in breakdown.distribution:
        within = [fen for fen in paid if one.above < fen <= (one.up_to or fen)]
        assert one.rows == len(within), format_money(yuan_of(one.above))
