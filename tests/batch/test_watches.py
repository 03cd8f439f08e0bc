"""What is odd about the rows of tables is told once, and changes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import subsidy.batch.source
from subsidy import load_schemes
from subsidy.batch import BatchResult
from subsidy.batch.files import names_of
from subsidy.diagnostics import Diagnostic
from tests.batch.tables import batch, loans, written

WUHAN = "wuhan/tech-loan-subsidy"
SHIPPED = load_schemes()


def told(result: BatchResult, code: str) -> dict[str, str]:
    """The notices of a kind by field, in English."""
    notices = [n for n in result.notices if isinstance(n, Diagnostic) and n.code == code]
    found = {n.field: n.message.say("en") for n in notices}
    assert len(found) == len(notices)
    assert all(n.severity == "warning" for n in notices)
    return found


@pytest.fixture
def _small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subsidy.batch.source, "rows_of_a_portion", lambda _: 3)


@given(
    st.lists(st.lists(st.sampled_from(["", "1", "2", "3", "04", "5"]), min_size=1, max_size=8), min_size=1, max_size=3)
)
@settings(max_examples=15, deadline=None)
@pytest.mark.usefixtures("_small_portions")
def test_a_number_of_several_rows_is_told_with_the_first_of_them(files: Sequence[Sequence[str]]) -> None:
    places: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    with TemporaryDirectory() as folder:
        for name, ids in enumerate(files):
            loan = loans(1)[0]
            written(Path(folder, f"{name}.csv"), [loan | {"application.id": id_} for id_ in ids])
            for number, id_ in enumerate(ids, 2):
                if id_:
                    places[id_].append((f"{folder}/{name}.csv", number))
        found = told(batch(*(Path(folder, f"{name}.csv") for name in range(len(files)))), "same-number")
    several = [rows for rows in places.values() if len(rows) > 1]
    assert set(found) == ({"application.id"} if several else set())
    if several:
        first = []
        for (file, row), (other, at) in (rows[:2] for rows in sorted(several)):
            pair = f"{file} (rows {row} and {at})" if file == other else f"{file} (row {row}) and {other} (row {at})"
            first.append(pair)
        assert found["application.id"] == (
            f"application number: numbers that stand in several rows: {len(several)}, and such rows: "
            f"{sum(map(len, several))}; for example {', '.join(first[:3])}"
        )


def of_wuhan(folder: Path, *rows: Mapping[str, str]) -> BatchResult:
    head = list(dict.fromkeys(name for row in rows for name in row))
    return batch(written(folder / "in.csv", rows, head=head), scheme=WUHAN, schemes=SHIPPED)


def test_texts_that_the_scheme_does_not_know_are_told_with_the_nearest_it_knows(tmp_path: Path) -> None:
    kind = "borrower.qualifications.1.kind"
    cities = ["湖北省武汉市", "武汉", "孝感市", "湖北省武汉市", ""]
    kinds = ["高企", "高企", "瞪羚企业", "高新技术企业", ""]
    rows = [
        {"application.id": str(n), "borrower.city": c, kind: k, kind.replace("1", "2"): "高企" if k == "高企" else ""}
        for n, (c, k) in enumerate(zip(cities, kinds, strict=True))
    ]
    result = of_wuhan(tmp_path, *rows)
    assert result.decided == 5
    assert told(result, "unknown-text") == {
        "borrower.city": (
            "city of registration: the scheme asks for 武汉市, 武汉, and not for 湖北省武汉市 "
            "(2 rows; did you mean 武汉市?)"
        ),
        "borrower.qualifications.kind": (
            "qualification: the scheme asks for 高新技术企业, 科技型中小企业, and not for 高企 (2 rows; did you mean "
            "高新技术企业?)"
        ),
    }


def test_other_texts_are_told_where_the_scheme_knows_none(tmp_path: Path) -> None:
    rows = [{"borrower.city": city} for city in ("孝感市", *"一二三四五六", "孝感市")]
    found = told(of_wuhan(tmp_path, *rows), "unknown-text")["borrower.city"]
    assert found.endswith("not for 孝感市 (2 rows), 一 (1 row), 二 (1 row), 三 (1 row), 四 (1 row), 2 more")
    assert told(of_wuhan(tmp_path, *rows, {"borrower.city": "武汉市"}), "unknown-text") == {}


def test_products_and_choices_are_not_told_since_they_are_rejected(tmp_path: Path) -> None:
    result = of_wuhan(tmp_path, {"loan.product": "科保货", "cover.kind": "insurence"})
    assert (result.rejected, told(result, "unknown-text")) == (1, {})


@pytest.mark.parametrize(
    ("heading", "values", "says"),
    [
        (
            "贷款本金（万元）",
            ["2000000", "3000000", "500"],
            "above 1,000,000,000.00 yuan, such as 30,000,000,000.00 yuan",
        ),
        ("贷款本金（元）", ["200", "300", "5000000"], "below 1,000.00 yuan, such as 300.00 yuan"),
        ("贷款本金（元）", ["200", "2000000", "", ""], None),
        ("贷款本金（万元）", ["200", "30", "4500"], None),
        ("贷款利率（%）", ["0.0415", "0.0395", "4.5"], "below 0.2%, such as 0.0415%"),
        ("贷款利率（%）", ["41.5", "39.5"], "above 30%, such as 41.5%"),
        ("贷款利率", ["4.15%", "much", "3.95%"], None),
    ],
)
def test_a_column_in_another_unit_than_its_heading_is_told(
    tmp_path: Path, heading: str, values: Sequence[str], says: str | None
) -> None:
    result = of_wuhan(tmp_path, *({"申请编号": str(n), heading: value} for n, value in enumerate(values)))
    found = list(told(result, "odd-unit").values())
    wanted = f"{tmp_path / 'in.csv'}: most numbers under {heading} are {says}"
    assert found == ([wanted] if says else [])


def test_amounts_beside_the_principal_are_shares_of_it(tmp_path: Path) -> None:
    rows = [
        {"loan.principal": "200万元", "loan.interest_paid": paid, "cover.premium": "2万元"}
        for paid in ("8.4", "0", "7")
    ]
    found = told(of_wuhan(tmp_path, *rows), "odd-unit")
    assert found == {
        "loan.interest_paid": (
            f"{tmp_path / 'in.csv'}: most numbers under loan.interest_paid are below 0.01% of loan principal, "
            "such as 8.40 yuan"
        )
    }
    odd = [row | {"loan.principal": "2000000万元"} for row in rows]
    assert list(told(of_wuhan(tmp_path, *odd), "odd-unit")) == ["loan.principal"]


@given(st.lists(st.integers(100_000, 10**8), min_size=1, max_size=9), st.integers(2, 20))
@settings(max_examples=20, deadline=None)
def test_ordinary_tables_are_left_alone_and_wrong_units_told(principals: Sequence[int], percent: int) -> None:
    def with_unit(unit: str) -> dict[str, str]:
        rows = [{f"贷款本金（{unit}）": str(p), "贷款利率": f"{percent}%"} for p in principals]
        with TemporaryDirectory() as folder:
            return told(of_wuhan(Path(folder), *rows), "odd-unit")

    assert with_unit("元") == {}
    middle = sorted(principals)[len(principals) // 2]
    assert ("loan.principal" in with_unit("万元")) == (middle > 100_000)


def test_files_with_one_heading_are_told_together(tmp_path: Path) -> None:
    for name in "abc":
        written(tmp_path / f"{name}.csv", [{"贷款本金（万元）": "2000000"}], head=["贷款本金（万元）"])
    found = told(batch(tmp_path, scheme=WUHAN, schemes=SHIPPED), "odd-unit")["loan.principal"]
    assert found.startswith(f"{tmp_path / 'a.csv'} and 2 more: most numbers")


def test_an_ordinary_table_has_nothing_odd(tmp_path: Path) -> None:
    assert batch(written(tmp_path / "in.csv", loans(40))).notices == ()


SUMS = ["合计", "合 计", "总计：", "小计（元）", "本页合计", "共计", "累计", "Total", "Grand total:", "subtotal"]


@pytest.mark.parametrize("column", ["序号", "申请编号", "企业名称"])
def test_rows_that_are_sums_are_told_and_decided_all_the_same(tmp_path: Path, column: str) -> None:
    rows = [{"序号": "1", "申请编号": "A1", "企业名称": "合计设计有限公司", "贷款本金": "200万元"}]
    rows += [{"序号": "", "申请编号": "", "企业名称": "", "贷款本金": "200万元", column: said} for said in SUMS]
    result = of_wuhan(tmp_path, *rows)
    places = ", ".join(f"{tmp_path / 'in.csv'} (row {row})" for row in (3, 4, 5))
    assert (result.decided, told(result, "no-loan")) == (11, {"": f"rows that look like sums: 10, such as {places}"})


def test_rows_below_the_table_that_say_nothing_of_a_loan_are_told(tmp_path: Path) -> None:
    rows = [
        {"序号": "1", "贷款本金": "200万元"},
        {"序号": "制表人：张三", "贷款本金": ""},
        {"序号": "2", "贷款本金": "1"},
    ]
    result = of_wuhan(tmp_path, *rows)
    told_ = {"": f"rows that say nothing of a loan: 1, such as {tmp_path / 'in.csv'} (row 3)"}
    assert (result.decided, told(result, "no-loan")) == (3, told_)


def test_inputs_of_one_name_are_told_apart_in_the_receipt(tmp_path: Path) -> None:
    for name in ("2023", "2024"):
        (tmp_path / name).mkdir()
        written(tmp_path / name / "loans.csv", loans(2))
    written(tmp_path / "more.csv", loans(2))
    inputs = (tmp_path / "2023", tmp_path / "2024" / "loans.csv", tmp_path / "more.csv")
    receipt = batch(*inputs).receipt
    assert [record.file for record in receipt.inputs] == ["2023/loans.csv", "2024/loans.csv", "more.csv"]


@given(
    st.sets(st.lists(st.sampled_from("ab"), min_size=1, max_size=4).map(lambda parts: Path("/x/y", *parts)), min_size=1)
)
def test_names_tell_files_apart_and_are_no_longer_than_that_takes(files: set[Path]) -> None:
    names = names_of(sorted(files))
    assert len(set(names.values())) == len(files)
    for file, name in names.items():
        assert str(file).endswith(name)
        shorter = name.partition("/")[2]
        if shorter:
            assert any(other != file and f"/{shorter}" in f"/{other}" for other in files)


def test_days_whose_quote_is_not_in_the_table_are_told_once_with_the_number_of_rows(tmp_path: Path) -> None:
    """The last LPR is of 2026-01-20, and the next one was due on 2026-02-20."""
    days = ["2026-02-19", "2026-02-20", "", "2026-06-01"]
    rows = [{"application.id": str(n), "loan.signed_on": day} for n, day in enumerate(days)]
    file = written(tmp_path / "in.csv", rows, head=list(rows[0]))
    found = told(batch(file, scheme="sichuan/tianfu-tech-loan", schemes=SHIPPED), "stale-quote")
    assert list(found.values()) == [
        "loan prime rate (LPR): no quote from 2026-02-20 on is in the table; rows with a later signed on: 2; that "
        "of 2026-01-20 is taken"
    ]


def test_days_that_are_looked_up_in_no_table_are_not_told(tmp_path: Path) -> None:
    assert told(of_wuhan(tmp_path, {"application.id": "1", "loan.matures_on": "2030-01-01"}), "stale-quote") == {}
