"""From a document to an application, or to everything that is wrong with it."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from subsidy.diagnostics import Diagnostic, InputError
from subsidy.documents import parse_document, read_document
from subsidy.facts import accessor, read_application

EXAMPLE = Path(__file__).parents[2] / "examples" / "wuhan-kebao.yaml"
PRODUCTS = ["科保贷", "科担贷"]


def problems(text: str, products: list[str] | None = None) -> tuple[Diagnostic, ...]:
    with pytest.raises(InputError) as caught:
        read_application(parse_document(text, "f"), products=products)
    return caught.value.diagnostics


def test_the_example_is_read() -> None:
    application = read_application(read_document(EXAMPLE), products=PRODUCTS)
    loan, cover = application.loan, application.cover
    assert loan is not None
    assert cover is not None
    assert (loan.product, loan.principal, loan.rate) == ("科保贷", Decimal(2_000_000), Decimal("0.0415"))
    assert (loan.disbursed_on, loan.settled_on) == (date(2023, 8, 10), date(2024, 2, 10))
    assert (cover.kind, cover.premium) == ("insurance", Decimal(52_000))
    assert application.other_aid == loan.extensions == ()
    assert application.granted is None
    assert accessor("loan.interest_paid")(application) == Decimal("42422.22")  # 184 days at 4.15% / 360


def test_the_example_read_from_what_it_says_is_the_same() -> None:
    application = read_application(read_document(EXAMPLE))
    assert type(application).model_validate(application.as_data()) == application


def test_everything_wrong_is_told_at_once_in_the_order_of_the_text() -> None:
    text = """\
borrower:
  uscc: 91420100MA4K8880XQ
  nam: x
loan:
  product: 科宝贷款
  rate: 4.15
  signed_on: 2023-08-10
  disbursed_on: 2023-08-01
  settled_on: 2024-02-30
cover:
  kind: guarantee
  premium: 5.2万元
granted:
  - {scheme: x, year: 2023}
"""
    found = [(d.place and d.place.line, d.code, d.field) for d in problems(text, ["科保贷款"])]
    assert found == [
        (2, "uscc", "borrower.uscc"),
        (3, "unknown-key", "borrower.nam"),
        (5, "unknown-product", "loan.product"),
        (6, "value", "loan.rate"),
        (8, "disbursed-before-signed", "loan.disbursed_on"),
        (9, "value", "loan.settled_on"),
        (12, "cost-of-another-cover", "cover.premium"),
        (14, "missing-key", "granted[0].amount"),
    ]


def test_a_list_with_a_mistake_contradicts_nothing_yet() -> None:
    text = """\
loan:
  principal: 100
  settled_on: 2024-01-02
  flows:
    - {on: 2024-01-01, kind: principal, amount: 60}
    - {on: 2024-01-01, kind: principal, amount: forty}
"""
    assert [d.field for d in problems(text)] == ["loan.flows[1].amount"]


@pytest.mark.parametrize(
    "wrong", ["principal: {a: 1}", "principl: {a: 1}", "flows: {a: 1}", "rate_terms: {spred: {b: 1}}"]
)
def test_what_is_wrong_is_left_out_whatever_its_shape(wrong: str) -> None:
    found = problems(f"loan:\n  {wrong}\n  signed_on: 2024-01-02\n  disbursed_on: 2024-01-01")
    assert [d.place and d.place.line for d in found] == [2, 4]


def test_a_document_is_not_changed_by_reading_it() -> None:
    text = "loan: {principal: x, flows: [{on: y}], nothing: 1}"
    document = parse_document(text, "f")
    with pytest.raises(InputError):
        read_application(document)
    assert document.data == parse_document(text, "f").data


@pytest.mark.parametrize("text", ["- a", "text", "[]"])
def test_a_document_of_another_shape_is_refused(text: str) -> None:
    (problem,) = problems(text)
    assert (problem.code, problem.field) == ("wrong-shape", "")


def test_a_product_is_checked_against_the_known_ones_if_there_are_any() -> None:
    text = "loan: {product: 科保袋}"
    assert read_application(parse_document(text, "f")).loan is not None
    (problem,) = problems(text, PRODUCTS)
    assert (problem.code, problem.field, problem.place) == ("unknown-product", "loan.product", ("f", 1, 17))
    assert problems(text, [])[0].code == "unknown-product"
    assert "did you mean 科保贷?" in str(problem)
    for known in ("loan: {product: 科担贷}", "loan: {}", "{}"):
        read_application(parse_document(known, "f"), products=PRODUCTS)


def test_a_thousands_comma_inside_braces_is_explained() -> None:
    (problem,) = problems("loan: {flows: [{on: 2023-09-21, kind: interest, amount: 9,683.33}]}")
    assert problem.code == "comma-in-number"
    quoted = parse_document('loan: {flows: [{on: 2023-09-21, kind: interest, amount: "9,683.33"}]}', "f")
    assert accessor("loan.interest_paid")(read_application(quoted)) == Decimal("9683.33")


def test_what_is_missing_of_a_record_is_called_by_its_label() -> None:
    (found,) = problems("loan: {flows: [{on: 2024-01-01, kind: interest}]}")
    assert found.say("zh").endswith("loan.flows[0].amount: 缺少“金额” [missing-key]")
