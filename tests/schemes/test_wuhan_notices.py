"""The three Wuhan editions against a second reading of their notices, fen by fen, and the laws their texts obey."""

from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal
from itertools import cycle

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from subsidy.evaluation.evaluator import evaluator_of
from subsidy.facts import Application, read_application
from subsidy.scheme.cases import case_paths, read_examples
from subsidy.scheme.check import combinations_of
from subsidy.scheme.library import load_schemes
from tests.schemes.wuhan_notices import NOTICES, cost
from tests.support.applications import complete_applications, edges

EDITIONS = load_schemes()["wuhan/tech-loan-subsidy"].editions
CASES = case_paths(edition.document for edition in EDITIONS.values())
STARTS = 40
READINGS = {name: combinations_of(edition.definition.readings) for name, edition in EDITIONS.items()}
COMPLETE = {
    name: complete_applications(edition.program(), *(edition.program(readings) for readings in READINGS[name]))
    for name, edition in EDITIONS.items()
}
DRAWING = settings(suppress_health_check=[HealthCheck.too_slow], max_examples=150)


def subsidy(name: str, application: Application, readings: Mapping[str, str] | None = None) -> Decimal | None:
    """What the edition gives; None where it refuses."""
    decision = evaluator_of(EDITIONS[name], readings or {}).decide(application)
    assert decision.outcome in ("eligible", "ineligible")
    return decision.total if decision.outcome == "eligible" else None


def loan_with(application: Application, **facts: object) -> Application:
    assert application.loan is not None
    return application.model_copy(update={"loan": application.loan.model_copy(update=facts)})


@pytest.mark.parametrize("name", EDITIONS)
def test_every_reading_gives_what_the_notice_says(name: str) -> None:
    """Fen by fen, under every combination of readings."""
    seen: Counter[bool] = Counter()

    @DRAWING
    @given(COMPLETE[name])
    def compare(application: Application) -> None:
        for readings in READINGS[name]:
            expected = NOTICES[name](application, readings)
            assert subsidy(name, application, readings) == expected, readings
            seen[expected is not None] += 1

    compare()
    assert seen[True] > 10 * len(READINGS[name])
    assert seen[False] > 10 * len(READINGS[name])


def examples(name: str) -> list[Application]:
    """The applications of the worked examples that are granted, as starting points."""
    definitions = {edition: EDITIONS[edition].definition for edition in EDITIONS}
    read = [example for path in CASES for example in read_examples(path, definitions) if example.edition == name]
    whole = [e.application for e in read if e.case.expect.outcome == "eligible" and not e.case.drop]
    return [read_application(document, EDITIONS[name].vocabulary) for document in whole]


@pytest.mark.parametrize("name", EDITIONS)
def test_every_edge_gives_what_the_notice_says(name: str) -> None:
    """Each fact in turn at each value where an answer may turn, the readings changing from one to the next."""
    programs = [EDITIONS[name].program(readings) for readings in READINGS[name]]
    seen: Counter[bool] = Counter()
    turning = (application for start in examples(name)[:STARTS] for application in edges(start, *programs))
    for application, readings in zip(turning, cycle(READINGS[name]), strict=False):
        expected = NOTICES[name](application, readings)
        assert subsidy(name, application, readings) == expected, (application, readings)
        seen[expected is not None] += 1
    assert min(seen[True], seen[False]) > 200


def check_what_is_granted(name: str, check: Callable[[Application, Decimal], None]) -> None:
    """Checks the loans that the edition grants, each under one combination of readings."""
    seen = 0

    @DRAWING
    @given(COMPLETE[name], st.sampled_from(READINGS[name]))
    def checked(application: Application, readings: Mapping[str, str]) -> None:
        nonlocal seen
        amount = subsidy(name, application, readings)
        if amount is not None:
            seen += 1
            check(application, amount)

    checked()
    assert seen > 20


@pytest.mark.parametrize("name", EDITIONS)
def test_no_subsidy_is_negative_or_finer_than_a_fen(name: str) -> None:
    def check(_: Application, amount: Decimal) -> None:
        assert amount >= 0
        assert amount == round(amount, 2)

    check_what_is_granted(name, check)


def test_2022_is_never_above_the_actual_cost() -> None:
    def check(application: Application, amount: Decimal) -> None:
        assert amount <= cost(application)

    check_what_is_granted("2022", check)


@DRAWING
@given(COMPLETE["2019"])
def test_2019_gives_one_of_five_amounts(application: Application) -> None:
    """Under the default readings."""
    assert subsidy("2019", application) in (None, 50_000, 70_000, 130_000, 200_000)


# Within a band, and for the months, more is never less. What changes leaves all other facts as they are.


def check_that_more_is_never_less(name: str, fact: str, pairs: st.SearchStrategy[list[object]]) -> None:
    """Checks loans that differ in one fact, where the edition grants both."""
    seen = 0

    @DRAWING
    @given(COMPLETE[name], pairs, st.sampled_from(READINGS[name]))
    def check(application: Application, pair: list[object], readings: Mapping[str, str]) -> None:
        nonlocal seen
        less, more = (subsidy(name, loan_with(application, **{fact: value}), readings) for value in pair)
        if less is not None and more is not None:
            seen += 1
            assert less <= more

    check()
    assert seen > 10


def sorted_pairs(values: st.SearchStrategy[object]) -> st.SearchStrategy[list[object]]:
    return st.lists(values, min_size=2, max_size=2).map(sorted)


BANDS = {
    "2019": [(0, 10**14)],
    "2022": [(0, 100_000_000), (100_000_001, 500_000_000)],
    "2024": [(0, 10**14)],
}


@pytest.mark.parametrize(("name", "band"), [(name, band) for name, bands in BANDS.items() for band in bands])
def test_a_larger_principal_of_the_same_band_never_gets_less(name: str, band: tuple[int, int]) -> None:
    fen = st.integers(band[0], min(band[1], 1_000_000_000))
    principals = fen.map(lambda whole: Decimal(whole).scaleb(-2))
    check_that_more_is_never_less(name, "principal", sorted_pairs(principals))


@pytest.mark.parametrize("name", ["2022", "2024"])
def test_a_later_settlement_never_gets_less(name: str) -> None:
    governs = EDITIONS[name].definition.governs
    check_that_more_is_never_less(name, "settled_on", sorted_pairs(st.dates(governs.from_, governs.to)))


@pytest.mark.parametrize("name", ["2022", "2024"])
@pytest.mark.parametrize(
    ("less", "more"),
    [
        ({"loan_months": "completed"}, {"loan_months": "started"}),
        ({"extended_months": "twelve"}, {"extended_months": "all"}),
    ],
)
def test_the_wider_choice_never_gives_less(name: str, less: dict[str, str], more: dict[str, str]) -> None:
    @DRAWING
    @given(COMPLETE[name], st.sampled_from(READINGS[name]))
    def check(application: Application, readings: Mapping[str, str]) -> None:
        first, second = (subsidy(name, application, {**readings, **choice}) for choice in (less, more))
        assert (first is None) == (second is None)
        assert (first or 0) <= (second or 0)

    check()
