"""What must hold of the shipped schemes for any facts, beside oracles in fractions."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy import Decision, Schemes, evaluate, load_schemes
from subsidy.evaluation.evaluator import evaluator_of
from subsidy.evaluation.interpret import interpret
from subsidy.facts import read_application
from subsidy.scheme.cases import Example, case_paths, read_examples
from subsidy.scheme.library import Scheme

Facts = dict[str, Any]
SCHEMES: Final[Schemes] = load_schemes()
QUOTES: Final = Path(__file__).parents[2] / "schemes" / "rates" / "lpr.csv"


def examples_of(scheme: Scheme) -> list[Example]:
    editions = {name: edition.definition for name, edition in scheme.editions.items()}
    paths = case_paths(edition.document for edition in scheme.editions.values())
    return [example for path in paths for example in read_examples(path, editions)]


@pytest.mark.parametrize("name", sorted(SCHEMES))
def test_both_evaluators_agree_on_every_case_under_every_choice_of_a_reading(name: str) -> None:
    scheme = SCHEMES[name]
    for example in examples_of(scheme):
        edition = scheme.edition(example.edition)
        application = read_application(example.application, scheme.vocabulary, SCHEMES.products)
        readings = edition.definition.readings
        choices = [{}, *({r: c} for r, reading in readings.items() for c in reading.choices)]
        for chosen in choices:
            evaluator = evaluator_of(edition, {**example.case.readings, **chosen})
            prepared = evaluator.prepare(application)
            found, meant = evaluator.run(prepared), interpret(evaluator.program, prepared.facts)
            assert (found.values, found.rules) == (meant.values, meant.rules), (example.place(), chosen)


def value(decision: Decision, name: str) -> Fraction:
    (index,) = (i for i, v in enumerate(decision.program.values) if v.name == name)
    answer = decision.run.values[index]
    assert isinstance(answer, int)
    return answer * decision.program.values[index].node.unit


def fen(amount: Fraction) -> Fraction:
    """Half up to the fen, of what is not negative."""
    return Fraction((2 * amount * 100 + 1) // 2, 100)


SPLITS: Final[Mapping[str, tuple[int, ...]]] = {
    "hubei/guarantee-4321": (40, 30, 20, 10),
    "wuhan/government-bank-guarantee": (20, 20, 40, 20),
    "shandong/guarantee-split": (25, 20, 40, 15),
    "xiamen/guarantee-split": (30, 30, 40),
}


@given(st.sampled_from(sorted(SPLITS)), st.integers(0, 10**14))
def test_parts_sum_to_the_loss_and_none_is_a_fen_off(scheme: str, lost: int) -> None:
    facts = {
        "loan": {"disbursed_on": "2025-06-01"},
        "cover": {"kind": "guarantee"},
        "claim": {"principal_lost": f"{lost // 100}.{lost % 100:02}", "interest_lost": "0"},
    }
    decision = evaluate(SCHEMES[scheme], facts)
    bearers = decision.program.edition.splits["parts"].among
    parts = [value(decision, f"parts.{bearer}") * 100 for bearer in bearers]
    assert sum(parts) == lost
    assert all(abs(p - Fraction(lost * s, 100)) < 1 for p, s in zip(parts, SPLITS[scheme], strict=True))


def lpr(day: date) -> Fraction:
    with QUOTES.open(encoding="utf-8") as file:
        quoted = [row for row in csv.DictReader(file) if row["published"] <= day.isoformat()]
    return Fraction(quoted[-1]["1Y"].removesuffix("%")) / 100


days = st.dates(date(2021, 1, 1), date(2026, 1, 31))


@given(days, st.integers(0, 1096), st.integers(1, 20_000_000), st.integers(0, 10_000))
def test_startup_loans_by_the_day_of_disbursement(first: date, length: int, principal: int, rate: int) -> None:
    """Until 2023-09-30 the rate above the LPR less 150BP, from then on half of it; over 365 days."""
    last = min(first + timedelta(length), date(first.year + 3, first.month, min(first.day, 28)))
    loan = {
        "product": "创业担保贷款",
        "principal": f"{principal // 100}.{principal % 100:02}",
        "rate": f"{rate // 100}.{rate % 100:02}%",
        "signed_on": first,
        "disbursed_on": first,
        "matures_on": last,
        "settled_on": last,
        "overdue_spans": [],
        "flows": [],
    }
    decision = evaluate(SCHEMES["china/startup-guaranteed-loan"], {"borrower": {"kind": "person"}, "loan": loan})
    contract = Fraction(rate, 10_000)
    subsidised = (
        max(contract - lpr(first) + Fraction(15, 1000), Fraction(0)) if first < date(2023, 10, 1) else contract / 2
    )
    balance_days = Fraction(principal, 100) * (last - first).days
    assert decision.outcome == "eligible"
    assert decision.total == fen(balance_days * subsidised / 365)
    assert value(decision, "interest_subsidy.interest") == fen(balance_days * contract / 365)


@given(st.integers(1, 4_000_000_000), st.integers(0, 10**12), st.integers(1, 10**9), *[st.booleans()] * 3)
def test_more_loss_is_never_less_compensation(
    principal: int, lost: int, more: int, key_list: bool, pledge: bool, tool: bool
) -> None:
    """Guangzhou: up to 5 million 40%, 15 million 30%, else 20%; 15pp and 5pp; at most 50%."""

    def compensated(loss: int) -> Fraction:
        facts = {
            "borrower": {"on_key_list": key_list},
            "loan": {"principal": f"{principal // 100}.{principal % 100:02}", "ip_pledge": pledge}
            | {"central_bank_tool": tool},
            "claim": {"made_on": "2026-06-30", "mode": "bank", "principal_lost": f"{loss // 100}.{loss % 100:02}"},
            "lender_year": {"enrolled": "1", "losses": "0.03"},
        }
        total = evaluate(SCHEMES["guangzhou/credit-risk-compensation"], facts).total
        assert total is not None
        return Fraction(total)

    base = 40 if principal <= 500_000_000 else 30 if principal <= 1_500_000_000 else 20
    percent = min(base + 15 * (key_list or pledge) + 5 * tool, 50) if principal <= 3_000_000_000 else 0
    assert compensated(lost) == fen(Fraction(lost * percent, 10_000))
    assert compensated(lost + more) >= compensated(lost)
    assert compensated(0) == 0
