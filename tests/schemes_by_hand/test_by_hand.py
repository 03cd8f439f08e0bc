"""Two fictional schemes written by following docs/writing-a-scheme.md alone: what its reader makes is right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from subsidy import evaluate, load_schemes
from subsidy.commands import main
from subsidy.evaluation.cases import run_cases
from subsidy.limits import Settlement, apply_limits
from subsidy.report.settlement import settlement_page
from subsidy.scheme.check import check_file

HERE = Path(__file__).parent
INTEREST, LOSSES = "yi/tech-loan-interest", "bing/loss-compensation"
OVERLAY = """\
overlay: bing/loss-compensation
sources:
  agreement: {title: 合作协议, issued: 2025-01-01, standing: agreement}
parameters:
  overdue_days: {is: 60天, cite: agreement 第五条}
"""


@pytest.mark.parametrize("scheme", [INTEREST, LOSSES])
def test_nothing_is_found_and_the_examples_come_out(scheme: str) -> None:
    assert [str(d) for d in check_file(HERE / scheme / "2025.yaml")] == []
    results = run_cases(load_schemes(HERE), [scheme])
    assert len(results) >= 7
    assert [d.say("en") for r in results for d in r.differences] == []


def interest(name: str, borrower: str, paid: str) -> dict[str, Any]:
    return {
        "application": {"id": name},
        "borrower": {
            "name": borrower,
            "city": "乙市",
            "qualifications": [{"kind": "专精特新中小企业", "from": "2024-01-01", "to": "2026-12-31"}],
        },
        "loan": {
            "contract": name,
            "principal": "1亿元",
            "rate": "4%",
            "purpose": "流动资金",
            "disbursed_on": "2025-01-15",
            "extensions": [],
            "flows": [{"on": "2025-06-20", "kind": "interest", "amount": paid}],
        },
        "other_aid": [],
        "granted": [],
    }


def payables(settlement: Settlement) -> list[list[str]]:
    return [[str(p.amount) for p in s.payables] for s in settlement.settled]


def test_an_enterprise_is_cut_before_the_pot() -> None:
    """50万 each for six enterprises is the pot of 300万 exactly; the seventh's 10万 shares it."""
    scheme = load_schemes(HERE)[INTEREST]
    given = [interest(f"{i}", f"企业{i // 2}", "1,000,000.00") for i in range(12)]  # 40万 and 40万 for each of six
    assert payables(apply_limits([evaluate(scheme, a) for a in given])) == [["250000.00"]] * 12
    last = interest("last", "企业末", "250,000.00")
    # × 30/31: 241,935.48387... and 96,774.19354...; five fen are left, for five of the larger remainders.
    shares = payables(apply_limits([evaluate(scheme, a) for a in [*given, last]]))
    assert sorted(shares) == [["241935.48"]] * 7 + [["241935.49"]] * 5 + [["96774.19"]]


def claim(name: str, first: str) -> dict[str, Any]:
    return {
        "application": {"id": name},
        "loan": {"contract": name, "lender": "示例银行"},
        "claim": {
            "made_on": "2025-06-30",
            "overdue_since": "2025-05-01",
            "principal_lost": "5,000,000.00元",
            "first_loan": first,
        },
        "lender_year": {"enrolled": "5亿元", "losses": "1000万元", "compensated": "50万元"},
    }


def test_the_parts_of_a_claim_are_cut_alike(tmp_path: Path) -> None:
    """10万 + 32万 + 120万 = 162万, and 50万 more for a first-time borrower; 374万 shares the 150万 that is left."""
    overlay = tmp_path / "overlay.yaml"
    overlay.write_text(OVERLAY, "utf-8")
    scheme = load_schemes(HERE, overlays=[overlay])[LOSSES]
    settlement = apply_limits([evaluate(scheme, claim("A", "是")), evaluate(scheme, claim("B", "否"))])
    # 1,484,000 and 636,000, 1,134,000 and 486,000, each × 150/374
    assert payables(settlement) == [["595187.17", "255080.21"], ["454812.83", "194919.79"]]
    said = [item.below for block in settlement_page(settlement) for item in getattr(block, "items", ())]
    assert [line.say("en").split(": ")[:2] for below in said for line in below] == [
        [claim, f"compensation by the {bearer}"] for claim in "AB" for bearer in ("city", "district")
    ]


@pytest.mark.parametrize(("scheme", "paths"), [(INTEREST, {"granted"}), (LOSSES, {"loan.lender"})])
def test_a_form_asks_what_the_limits_need_and_says_the_command(scheme: str, paths: set[str], tmp_path: Path) -> None:
    file = tmp_path / "form.yaml"
    new = CliRunner().invoke(main, ["new", scheme, "--schemes", str(HERE), "--out", str(file), "--lang", "en"])
    assert new.exit_code == 0, new.output
    text = file.read_text("utf-8")
    assert f"\n# Then: subsidy calc {file} --scheme {scheme} --schemes {HERE}\n" in text
    for path in paths:
        assert f"\n{path}:" in text or f"\n  {path.rpartition('.')[2]}:" in text
    decided = CliRunner().invoke(main, ["calc", str(file), "--scheme", scheme, "--schemes", str(HERE)])
    assert decided.exit_code == 4, decided.output
