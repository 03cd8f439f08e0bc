"""Cash flows in a table of their own: each finds its loan, none is lost, and what cannot be read rejects its loan."""

from __future__ import annotations

import random
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from subsidy import evaluate
from subsidy.batch import BatchResult
from subsidy.diagnostics import InputError
from subsidy.documents import read_document
from subsidy.facts import read_application
from tests.batch.flat import empty_lists, flat
from tests.batch.tables import PEERS, ROOT, SCHEMES, batch, read, written

EXAMPLE = read_application(read_document(ROOT / "examples" / "wuhan-kebao.yaml"), SCHEMES.vocabulary, SCHEMES.products)
ROW = {path: text for path, text in flat(EXAMPLE).items() if not path.startswith("loan.flows.")}
FLOWS = [
    {"日期": str(flow.on), "款项": flow.kind, "金额（元）": str(flow.amount)}
    for flow in (EXAMPLE.loan and EXAMPLE.loan.flows) or ()
]
HEAD = ("申请编号", "日期", "款项", "金额（元）")
IDS = [f"A{n}" for n in range(5)]
DUE = str(evaluate(SCHEMES[PEERS], EXAMPLE).total)
ALL = [{"申请编号": id_, **flow} for id_ in IDS for flow in FLOWS]


@pytest.fixture
def loans(tmp_path: Path) -> Path:
    rows = [ROW | {"application.id": id_, "loan.contract": f"C{id_}"} for id_ in IDS]
    return written(tmp_path / "in.csv", rows, head=list(ROW))


def decided(loans: Path, flows: Path, none: tuple[str, ...] = empty_lists(EXAMPLE)) -> BatchResult:
    out = loans.with_name("out.csv")
    return batch(loans, flows=flows, out=out, none=none, language="en")


def entitlements(folder: Path) -> list[str]:
    return [row["entitlement"] for row in read(folder / "out.csv")]


@pytest.mark.parametrize("seed", range(3))
def test_flows_find_their_loans_wherever_they_stand(loans: Path, tmp_path: Path, seed: int) -> None:
    of_loans = [[flow for flow in ALL if flow["申请编号"] == id_] for id_ in IDS]
    chance, mixed = random.Random(seed), []
    while any(of_loans):
        mixed.append(chance.choice([flows for flows in of_loans if flows]).pop(0))
    result = decided(loans, written(tmp_path / "flows.csv", mixed, head=HEAD))
    assert entitlements(tmp_path) == [DUE] * 5 != ["0.00"] * 5
    assert [f.rows for f in result.receipt.inputs] == [5, 25]
    assert [f.file for f in result.receipt.inputs] == ["in.csv", "flows.csv"]


def test_flows_of_no_loan_are_told(loans: Path, tmp_path: Path) -> None:
    flows = [*ALL, {"申请编号": "A9", **FLOWS[0]}, {"申请编号": "A9", **FLOWS[1]}]
    result = decided(loans, written(tmp_path / "flows.csv", flows, head=HEAD))
    assert any("of no loan: 2, the first of them of A9" in notice.say("en") for notice in result.notices)
    assert result.decided == 5


def test_all_flows_belong_to_loans(loans: Path, tmp_path: Path) -> None:
    result = decided(loans, written(tmp_path / "flows.csv", ALL, head=HEAD))
    assert not any("of no loan" in notice.say("en") for notice in result.notices)


@pytest.mark.parametrize(("none", "amount"), [((), ""), (("loan.flows",), "0.00")])
def test_a_loan_without_flows(loans: Path, tmp_path: Path, none: tuple[str, ...], amount: str) -> None:
    flows = [flow for flow in ALL if flow["申请编号"] != "A3"]
    decided(loans, written(tmp_path / "flows.csv", flows, head=HEAD), (*empty_lists(EXAMPLE), *none))
    assert entitlements(tmp_path) == [DUE, DUE, DUE, amount, DUE]


def test_a_flow_that_cannot_be_read_rejects_its_loan_alone(loans: Path, tmp_path: Path) -> None:
    file = written(tmp_path / "flows.csv", ALL, head=HEAD)
    lines = file.read_text("utf-8").splitlines()
    lines[7] = lines[7].rpartition(",")[0]  # a cell too few, of A1
    lines[12] = lines[12].replace(lines[12].rpartition(",")[2], "much")  # of A2
    file.write_text("\n".join(lines), "utf-8")
    result = decided(loans, file)
    assert (result.decided, result.rejected) == (3, 2)
    one, two = read(tmp_path / "out-rejects.csv")
    assert (one["application.id"], one["field"]) == ("A1", "loan.flows")
    assert f"{file}, row 8: 3 cells, but 4 headings" in one["problem"]
    assert (two["application.id"], two["field"], two["found"]) == ("A2", "loan.flows.amount", "much")
    assert f"{file}, row 13: 'much' is not" in two["problem"]
    assert {(kind.place.file, kind.place.row) for kind in result.rejects} == {(str(file), 8), (str(file), 13)}


def test_a_contradiction_is_told_where_its_flow_stands(loans: Path, tmp_path: Path) -> None:
    flows = [dict(flow) for flow in ALL]
    flows[-1]["日期"] = "2031-01-01"
    file = written(tmp_path / "flows.csv", flows[::-1], head=HEAD)
    decided(loans, file)
    (row,) = read(tmp_path / "out-rejects.csv")
    assert row["application.id"] == "A4"
    assert f"{file}, row 2: " in row["problem"]
    assert "2031-01-01" in row["problem"]


@given(st.permutations(range(len(ALL))))
@settings(max_examples=8, deadline=None)
def test_the_order_of_flows_changes_nothing(order: list[int]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        rows = [ROW | {"application.id": id_, "loan.contract": f"C{id_}"} for id_ in IDS]
        loans = written(folder / "in.csv", rows, head=list(ROW))
        flows = written(folder / "flows.csv", [ALL[n] for n in order], head=HEAD)
        assert decided(loans, flows).rejected == 0
        assert entitlements(folder) == [DUE] * 5


@pytest.mark.parametrize("lost", ["日期", "款项", "金额（元）"])
def test_a_table_without_the_columns_of_flows_is_refused(loans: Path, tmp_path: Path, lost: str) -> None:
    rows = [{name: cell for name, cell in flow.items() if name != lost} for flow in ALL]
    flows = written(tmp_path / "flows.csv", rows, head=[name for name in HEAD if name != lost])
    with pytest.raises(InputError, match="no table of cash flows: it has no") as error:
        decided(loans, flows)
    assert lost.removesuffix("（元）") in error.value.say("zh")


def test_loans_are_no_flows(loans: Path) -> None:
    copy = loans.with_name("flows.csv")
    copy.write_bytes(loans.read_bytes())
    for file in (loans, copy):
        with pytest.raises(InputError, match="no table of cash flows: it has no"):
            decided(loans, file)


@pytest.mark.parametrize(
    ("flows", "head", "problem"),
    [
        ([{"申请编号": "", **FLOWS[0]}], HEAD, "row 2: this record does not say of which loan it is"),
        (FLOWS, HEAD[1:], "no column in common"),
    ],
)
def test_a_flow_says_of_which_loan_it_is(
    loans: Path, tmp_path: Path, flows: list[dict[str, str]], head: tuple[str, ...], problem: str
) -> None:
    with pytest.raises(InputError, match=problem):
        decided(loans, written(tmp_path / "flows.csv", flows, head=head))
    assert not (tmp_path / "out.csv").exists()


def test_flows_are_not_given_twice(tmp_path: Path) -> None:
    row = flat(EXAMPLE)
    loans = written(tmp_path / "in.csv", [row], head=list(row))
    with pytest.raises(InputError, match="cash flows: given by"):
        decided(loans, written(tmp_path / "flows.csv", ALL, head=HEAD))


def test_contracts_tell_loans_where_applications_do_not(loans: Path, tmp_path: Path) -> None:
    flows = [{"借款合同号": f"C{flow['申请编号']}", **{name: flow[name] for name in HEAD[1:]}} for flow in ALL]
    decided(loans, written(tmp_path / "flows.csv", flows, head=("借款合同号", *HEAD[1:])))
    assert entitlements(tmp_path) == [DUE] * 5
