"""The benchmarks measure what they say: stable loans, an oracle that is right, wrong amounts that are seen."""

import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import pytest

from bench import columns, csv_files, flows, limits, single
from bench.command import PARTS, run_part
from bench.contest import Run, contest
from bench.entries import Entry, hold
from bench.loans import Loan, borrower, loans
from bench.loans import flows as flows_of
from bench.settling import ENTERPRISE, POT, payables
from bench.yardstick import decimal_loop, eligible, oracle

PLAIN = Loan(
    product="科保贷",
    principal=Decimal(2_000_000),
    rate=Decimal("0.0415"),
    lpr=Decimal("0.0345"),
    signed_on=date(2023, 8, 21),
    settled_on=date(2024, 2, 21),
    days=184,
    interest=Decimal("42422.23"),
)


@pytest.mark.parametrize(
    ("change", "yuan"),
    [
        ({}, "17633.33"),  # 2,000,000 x 3.45% x 184 / 360 = 35,266.666...
        ({"interest": Decimal("35266.67")}, "17633.33"),
        ({"interest": Decimal("35266.65")}, "17633.33"),  # half of it ends in half a fen
        ({"interest": Decimal("35266.64")}, "17633.32"),
        ({"interest": Decimal(0)}, "0"),
        ({"rate": Decimal("0.0495")}, "17633.33"),
        ({"rate": Decimal("0.0496")}, "0"),
        ({"product": "信用贷"}, "0"),
        ({"principal": Decimal(10_000_000), "days": 360, "interest": Decimal(400_000)}, "172500"),
        ({"principal": Decimal(10_000_000), "days": 720, "interest": Decimal(800_000)}, "200000"),
        ({"principal": Decimal("10000000.01"), "days": 720, "interest": Decimal(800_000)}, "0"),
    ],
)
def test_the_oracle_knows_the_scheme(change: dict[str, object], yuan: str) -> None:
    assert oracle(PLAIN._replace(**change)) == Fraction(yuan)


def test_the_loans_are_the_same_every_time_and_of_every_sort() -> None:
    sample = loans(2_000)
    assert sample[:10] == loans(10)
    granted = [loan for loan in sample if eligible(loan)]
    assert len(sample) // 4 < len(granted) < len(sample) * 3 // 4
    assert {oracle(loan) == 200_000 for loan in granted} == {True, False}
    assert {loan.interest < loan.principal * loan.lpr * loan.days / 360 for loan in granted} == {True, False}
    assert all((loan.settled_on - loan.signed_on).days == loan.days for loan in sample)


def test_the_interest_of_the_flows_within_the_term_is_what_was_paid() -> None:
    for loan in loans(500):
        paid = [flow for flow in flows_of(loan) if flow.kind == "interest"]
        assert len(flows_of(loan)) == 6
        assert sum(flow.amount for flow in paid if flow.on <= loan.settled_on) == loan.interest
        assert {flow.on > loan.settled_on for flow in paid} == {True, False}


def test_both_limits_bind_and_nobody_gets_more_than_without() -> None:
    sample = loans(3_000)
    due = [int(oracle(loan) * 100) for loan in sample]
    paid = [int(amount * 100) for amount in payables(sample)]
    assert sum(paid) == POT < sum(due)
    assert all(0 <= some <= all_ for some, all_ in zip(paid, due, strict=True))
    owed, of_group = Counter[tuple[str, int]](), defaultdict[tuple[str, int], int](int)
    for i, loan in enumerate(sample):
        owed[borrower(i), loan.settled_on.year] += due[i]
        of_group[borrower(i), loan.settled_on.year] += paid[i]
    assert max(owed.values()) > ENTERPRISE > max(of_group.values())


def wrong_by_a_fen(sample: Sequence[Loan]) -> Run:
    right = decimal_loop(sample)()
    return lambda: [right[0], *right[1:-1], right[-1] + Decimal("0.01")]


def test_the_yardstick_is_exact_and_a_wrong_fen_is_counted() -> None:
    sample = loans(500)
    contenders = {"yardstick": decimal_loop, "other": wrong_by_a_fen}
    standings = contest(contenders, sample, [*map(oracle, sample)], rounds=1)
    assert [(standing.name, standing.wrong) for standing in standings] == [("yardstick", 0), ("other", 1)]
    assert standings[0].ratio == 1


CLAIMS = [(part, entry) for part in (single, columns, csv_files, flows, limits) for entry in part.ENTRIES]


@pytest.mark.parametrize(("part", "entry"), CLAIMS, ids=[entry.name for _, entry in CLAIMS])
def test_who_claims_to_be_exact_is_and_who_does_not_is_nearly(part: SimpleNamespace, entry: Entry) -> None:
    if not entry.is_ready:
        pytest.skip(f"needs {entry.package}")
    sample = loans(3_000 if part is limits else 300)
    exact = payables(sample) if part is limits else [*map(oracle, sample)]
    found = [Fraction(str(amount)) for amount in entry.contender(sample)()]
    if entry.is_exact:
        assert found == exact
    else:
        assert all(abs(one - other) <= 1 for one, other in zip(found, exact, strict=True))


@pytest.mark.parametrize("name", PARTS)
def test_every_part_runs(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("polars")
    run_part(PARTS[name].module, 200, 1)
    assert "200" in capsys.readouterr().out


def test_a_peer_that_is_not_installed_is_named_and_one_that_is_wrong_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "wrong_peer", SimpleNamespace(wrong_by_a_fen=wrong_by_a_fen))
    entries = [
        Entry("yardstick", "bench.yardstick:decimal_loop"),
        Entry("absent", "absent_peer:columns", "absent-peer"),
        Entry("wrong", "wrong_peer:wrong_by_a_fen"),
        Entry("honest", "wrong_peer:wrong_by_a_fen", is_exact=False),
    ]
    sample = loans(100)
    assert hold("Some", entries, sample, [*map(oracle, sample)], rounds=1) == ["wrong"]
    said = capsys.readouterr().out
    assert "not installed, so left out: absent-peer (pip install '.[bench]')" in said
    assert [line.split()[0] for line in said.splitlines() if "%" in line] == ["yardstick", "wrong", "honest"]


def test_the_command_runs_a_part_in_a_process_of_its_own() -> None:
    command = [sys.executable, "-m", "bench", "single", "--loans", "50", "--rounds", "1"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "Decimal loop (yardstick)" in ended.stdout
