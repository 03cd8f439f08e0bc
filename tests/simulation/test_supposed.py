"""Parameters of other values: what they change, and what they leave alone."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from subsidy import Application, InputError, evaluate, load_schemes
from subsidy.documents import read_document
from subsidy.evaluation.receipt import receipt
from subsidy.facts import read_application
from subsidy.scheme.library import Scheme
from subsidy.simulation.supposed import supposing

SCHEMES = load_schemes()
SCHEME = SCHEMES["wuhan/tech-loan-subsidy"]
EXAMPLE = Path(__file__).parents[2] / "examples" / "wuhan-kebao.yaml"


def application() -> Application:
    return read_application(read_document(EXAMPLE), SCHEMES.vocabulary, SCHEMES.products)


def total(scheme: Scheme) -> Decimal | None:
    return evaluate(scheme, application()).total


def test_another_share_gives_another_amount() -> None:
    assert total(SCHEME) == Decimal("26000.00")
    assert total(supposing(SCHEME, {"insured_share": "3%"})) == Decimal("30000.00")
    assert total(supposing(SCHEME, {"insured_share": "3%", "principal_limit": "100万元"})) == Decimal(0)


def test_what_is_supposed_again_as_it_is_changes_nothing_but_the_receipt() -> None:
    same = supposing(SCHEME, {"insured_share": "2.6%"})
    assert total(same) == total(SCHEME)
    marks = [receipt(evaluate(s, application()).program, application()).overlays_sha256 for s in (SCHEME, same)]
    assert marks[0] == ()
    assert len(marks[1]) == 1


def test_the_scheme_itself_stays_as_it_is() -> None:
    supposing(SCHEME, {"insured_share": "3%"})
    assert total(SCHEME) == Decimal("26000.00")
    assert supposing(SCHEME, {}) is SCHEME


def test_a_list_of_texts() -> None:
    assert total(supposing(SCHEME, {"products": "科担贷，科保贷"})) == Decimal("26000.00")
    assert total(supposing(SCHEME, {"products": "科担贷"})) == Decimal(0)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"insurd_share": "3%"}, "did you mean insured_share"),
        ({"insured_share": "3万元"}, "not of the kind of insured_share"),
        ({"insured_share": "3"}, "give share, as in 2.6%"),
        ({"insured_share": "much"}, "give share, as in 2.6%"),
        ({"filing_from": "3%"}, "give date, as in 2024-07-02"),
        ({"year": "12"}, "give months, as in 12个月"),
        ({"principal_limit": "many"}, "give money, as in "),
        ({"filing_from": "2024-02-30"}, "2024-02-30"),
    ],
)
def test_a_value_that_cannot_be_is_refused_once(values: dict[str, str], said: str) -> None:
    with pytest.raises(InputError) as refused:
        supposing(SCHEME, values)
    (found,) = refused.value.diagnostics
    words = found.message.say("en") + (found.remedy.say("en") if found.remedy else "")
    assert said in words


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(InputError) as refused:
        supposing(SCHEME, {"no_such": "1", "insured_share": "3万元", "year": "x"})
    assert {d.field for d in refused.value.diagnostics} == {"no_such", "insured_share", "year"}
