"""Simulations: what is compared is what `batch` and `calc` would pay, and the parts sum to the whole."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from subsidy import InputError, apply_limits, evaluate, load_schemes
from subsidy.batch import Reading
from subsidy.commands import main
from subsidy.quantities.fen import fen_of
from subsidy.simulation.page import signed
from subsidy.simulation.question import Case, Question, Simulation, simulate
from subsidy.simulation.supposed import supposing

SCHEMES = load_schemes()
NAME = "wuhan/tech-loan-subsidy"
SCHEME = SCHEMES[NAME]
FIRST = date(2023, 6, 1)

loan = st.fixed_dictionaries(
    {
        "borrower": st.integers(1, 4),
        "product": st.sampled_from(("科保贷", "科担贷")),
        "principal": st.sampled_from(("1000000", "1000000.01", "2000000", "4999999.99", "5000000", "5000000.01")),
        "days": st.integers(0, 400),
        "signed": st.integers(0, 200),
        "district": st.sampled_from(("甲区", "乙区", "")),
    }
)
loans = st.lists(loan, min_size=1, max_size=12)


def facts_of(number: int, loan: Mapping[str, object]) -> dict[str, object]:
    """One application, complete but for its district."""
    signed_on = FIRST + timedelta(days=int(str(loan["signed"])))
    settled_on = signed_on + timedelta(days=int(str(loan["days"])))
    borrower = {"name": f"企业{loan['borrower']}", "city": "武汉市"}
    if loan["district"]:
        borrower["district"] = str(loan["district"])
    held = {"kind": "高新技术企业", "from": "2020-01-01", "to": "2030-12-31"}
    return {
        "application": {"id": f"A{number:02}"},
        "borrower": {**borrower, "qualifications": [held]},
        "loan": {
            "product": loan["product"],
            "principal": loan["principal"],
            "rate": "4.35%",
            "signed_on": signed_on.isoformat(),
            "disbursed_on": signed_on.isoformat(),
            "matures_on": settled_on.isoformat(),
            "settled_on": settled_on.isoformat(),
            "extensions": [],
        },
        "other_aid": [],
    }


def write(path: Path, applications: list[dict[str, object]]) -> Path:
    path.write_text("".join(json.dumps(a, ensure_ascii=False) + "\n" for a in applications), encoding="utf-8")
    return path


def asked(path: Path, **case: object) -> Simulation:
    return simulate(Question(Reading((path,)), SCHEMES, NAME, Case(**case)))  # type: ignore[arg-type]


@settings(max_examples=15)
@given(loans, st.sampled_from(("0.5%", "2.6%", "3%")), st.sampled_from(("completed", "thirtieths")))
def test_both_sides_are_what_one_application_after_the_other_gives(
    tmp_path_factory: pytest.TempPathFactory, drawn: list[dict[str, object]], share: str, months: str
) -> None:
    applications = [facts_of(i, loan) for i, loan in enumerate(drawn)]
    path = write(tmp_path_factory.mktemp("loans") / "loans.ndjson", applications)
    parameters, readings = {"insured_share": share}, {"loan_months": months}
    found = asked(path, parameters=parameters, readings=readings).comparison
    changed = supposing(SCHEME, parameters)
    sides = {
        "before": apply_limits([evaluate(SCHEME, a) for a in applications]),
        "after": apply_limits([evaluate(changed, a, readings=readings) for a in applications]),
    }
    for side, settlement in sides.items():
        expected = [None if s.total is None else fen_of(s.total) for s in settlement.settled]
        assert found.rows.get_column(f"payable_fen_{side}").to_list() == expected


@settings(max_examples=15)
@given(loans)
def test_the_parts_sum_to_the_whole(tmp_path_factory: pytest.TempPathFactory, drawn: list[dict[str, object]]) -> None:
    path = write(tmp_path_factory.mktemp("loans") / "loans.ndjson", [facts_of(i, a) for i, a in enumerate(drawn)])
    comparison = asked(path, parameters={"insured_share": "1%", "guaranteed_share": "2%"}).comparison
    total = comparison.total
    assert total.loans == len(drawn)
    for groups in (
        comparison.by("loan.product"),
        comparison.by("borrower.district"),
        tuple(group for _, group in comparison.by_band()),
    ):
        columns = zip(*(group[1:] for group in groups), strict=True)
        assert tuple(map(sum, columns)) == total[1:] or not groups
    gaining, losing = (comparison.most(len(drawn), losing=losing) for losing in (False, True))
    assert (gaining.height, losing.height) == (total.gaining, total.losing)
    changes = sum(gaining.get_column("change")) + sum(losing.get_column("change"))
    assert changes == total.difference


def test_a_value_that_it_has_already_changes_nothing(tmp_path: Path) -> None:
    path = write(tmp_path / "loans.ndjson", [facts_of(1, {"borrower": 1, "product": "科保贷", "principal": "2000000",
                                                         "days": 200, "signed": 100, "district": ""})])  # fmt: skip
    total = asked(path, parameters={"insured_share": "2.6%"}).comparison.total
    assert (total.gaining, total.losing, total.difference) == (0, 0, 0)
    assert total.before > 0


def test_bands_end_at_the_figures_of_the_scheme(tmp_path: Path) -> None:
    drawn = [
        {"borrower": i, "product": "科保贷", "principal": principal, "days": 200, "signed": 100, "district": ""}
        for i, principal in enumerate(("1000000", "1000000.01", "5000000", "5000000.01"))
    ]
    path = write(tmp_path / "loans.ndjson", [facts_of(i, a) for i, a in enumerate(drawn)])
    bands = asked(path, parameters={"insured_share": "1%"}).comparison.by_band()
    assert {low: group.loans for low, group in bands} == {0: 1, 100_000_000: 1, 300_000_000: 1, 500_000_000: 1}


def test_nothing_supposed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nothing is supposed"):
        asked(tmp_path / "none.csv")


def test_rows_that_cannot_be_decided_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "loans.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["loan.product", "loan.principal", "loan.settled_on"])
        rows.writerows([["科保贷", "200万元", "2024-02-30"], ["科保贷", "200万元", "2024-02-10"]])
    code = main(
        ["--lang", "en", "simulate", str(path), "--scheme", NAME, "--set", "insured_share=3%"], standalone_mode=False
    )
    assert not code
    assert "1 of 2 rows cannot be decided" in capsys.readouterr().out


@pytest.mark.parametrize(("fen", "said"), [(1, "+0.01"), (0, "0.00"), (-123456, "-1,234.56")])
def test_a_change_has_its_sign(fen: int, said: str) -> None:
    assert signed(fen) == said
