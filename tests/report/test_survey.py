"""Several schemes tried on one loan: what gives something in full, what does not in brief, the best outcome of all."""

from __future__ import annotations

from subsidy import Decision, evaluate
from subsidy.messages import LANGUAGES
from subsidy.report.note import note, summary
from subsidy.report.survey import aimed_at, best_outcome, concerns, nearest_first, survey
from subsidy.report.terminal import as_text
from subsidy.report.width import width
from tests.report.decisions import CLAIM, WUHAN, agreed_claim, claim, example, schemes, wuhan

ELSEWHEN = {"loan__settled_on": "2025-02-10", "loan__matures_on": "2025-02-10"}


def said(decisions: list[Decision]) -> str:
    return as_text(survey(decisions, note, summary), "en", 10_000)


def not_governed() -> Decision:
    return evaluate(schemes()[WUHAN], example(**ELSEWHEN))


def of_a_claim() -> Decision:
    """The scheme for claims, for an application that makes none."""
    return evaluate(schemes()["jia/loss"], example())


def test_one_decision_is_shown_in_full() -> None:
    for decision in (wuhan(), wuhan(loan__rate="3.10%"), not_governed()):
        assert survey([decision], note, summary) == note(decision)


def test_what_gives_something_is_shown_in_full_and_the_amount_stays_last() -> None:
    found = said([not_governed(), wuhan(), of_a_claim()])
    whole = as_text(summary(wuhan()), "en", 10_000).splitlines()
    assert found.startswith("\n".join(whole[:-1]))
    assert found.splitlines()[-1] == whole[-1]
    assert "Other schemes" in found
    assert "no edition governs: Wuhan technology-loan subsidy" in found
    assert "of matters that this application does not speak of: loss compensation" in found


def test_the_others_are_named_by_their_outcome() -> None:
    found = said([wuhan(), wuhan(loan__rate="3.10%"), wuhan(loan__rate=None)])
    assert "✗ refused: Wuhan technology-loan subsidy\n" in found
    assert "? waiting for facts: Wuhan technology-loan subsidy\n" in found


def test_several_that_give_something_are_all_shown() -> None:
    found = said([wuhan(), wuhan({"loan_months": "thirtieths"})])
    assert "Eligible: 26,000.00 yuan" in found
    assert "Eligible: 26,577.78 yuan" in found
    assert "Other schemes" not in found


def test_the_only_one_of_the_best_outcome_is_shown_even_if_it_gives_nothing() -> None:
    found = said([not_governed(), wuhan(loan__rate="3.10%"), of_a_claim()])
    assert found.splitlines()[0] == "Not eligible"
    assert "0.45pp" in found


def test_where_none_is_best_each_is_said_in_brief_the_nearest_first() -> None:
    refused = wuhan(loan__rate="3.10%", borrower__city="北京市")
    found = said([not_governed(), refused, wuhan(loan__principal="600万元")]).splitlines()
    assert found[0] == "No scheme gives anything so far"
    assert found[1] == "WH-2024-0001 · 武汉示例光电科技有限公司"
    points = [line.strip() for line in found if line.startswith("    ")]
    assert points[0].startswith("the principal is at most 5 million yuan: ")
    assert points[1].endswith("; 1 more fail")
    assert points[2].startswith("no edition governs settled on 2025-02-10; nearest: 2024 ")


def test_what_waits_for_facts_is_counted_in_the_title() -> None:
    waiting = wuhan(loan__rate=None)
    found = said([waiting, wuhan(loan__principal=None), wuhan(loan__rate="3.10%"), of_a_claim()]).splitlines()
    assert found[0] == "No scheme gives anything so far; waiting for facts: 2"


def test_a_city_of_which_there_is_no_scheme_is_named() -> None:
    elsewhere = [wuhan(loan__rate=rate, borrower__city="襄阳市") for rate in ("3.10%", "3.45%")]
    assert said(elsewhere).splitlines()[-1].strip() == "· no scheme at hand is made for 襄阳市"
    assert "no scheme at hand" not in said([wuhan(loan__rate=rate) for rate in ("3.10%", "3.20%")])


def test_what_is_made_for_the_loan_comes_before_what_is_not_whatever_holds() -> None:
    """Own product and place first, then what reads more of what is told, then the outcome; another time last."""
    refused = wuhan(loan__rate="3.10%")
    elsewhere, other = wuhan(borrower__city="北京市"), wuhan(loan__product="信用贷", borrower__city="北京市")
    waiting = wuhan(loan__rate=None, borrower__city="北京市")
    assert nearest_first([not_governed(), other, elsewhere, of_a_claim(), refused]) == [
        refused,
        elsewhere,
        other,
        not_governed(),
    ]
    assert nearest_first([waiting, refused]) == [refused, waiting]


def test_a_claim_aims_at_a_scheme_for_claims() -> None:
    subsidy = evaluate(schemes()[WUHAN], CLAIM)
    assert nearest_first([subsidy, claim()])[0] == claim()


def test_what_is_left_empty_tells_nothing() -> None:
    blank = {"loan": {"principal": None}, "borrower": {}, "other_aid": None}
    tried = [evaluate(scheme, blank) for scheme in schemes().values()]
    assert aimed_at(tried) is None
    told = [evaluate(scheme, {**blank, "borrower": {"city": "武汉市"}}) for scheme in schemes().values()]
    nearest = aimed_at(told)
    assert nearest is not None
    assert nearest.scheme.startswith("wuhan/")


def test_one_is_looked_into_where_several_give_something_none() -> None:
    assert aimed_at([wuhan(), wuhan({"loan_months": "thirtieths"})]) is None
    assert aimed_at([wuhan(), not_governed()]) == wuhan()


def test_the_order_loses_nothing_that_concerns_the_loan() -> None:
    tried = [evaluate(scheme, example()) for name, scheme in schemes().items() if not name.startswith("jia/")]
    ordered = nearest_first(tried)
    assert sorted(d.scheme for d in ordered) == sorted(d.scheme for d in tried if concerns(d))


def test_many_missing_facts_are_counted() -> None:
    nothing = evaluate(schemes()[WUHAN], {})
    refused = wuhan(loan__rate="3.10%")
    assert f" and {len(nothing.missing) - 3} more" in said([nothing, nothing, refused])


def test_a_scheme_for_claims_concerns_who_makes_one() -> None:
    assert concerns(claim())
    assert concerns(wuhan())
    assert not concerns(of_a_claim())


def test_the_best_outcome_counts_and_what_does_not_concern_the_loan_does_not() -> None:
    refused, incomplete, suspended = wuhan(loan__rate="3.10%"), claim(), agreed_claim(lender_year__losses="4万元")
    assert best_outcome([refused]) == "ineligible"
    assert best_outcome([refused, incomplete]) == "incomplete"
    assert best_outcome([refused, incomplete, suspended]) == "suspended"
    assert best_outcome([refused, incomplete, suspended, wuhan()]) == "eligible"
    assert of_a_claim().outcome == "incomplete"
    assert best_outcome([refused, of_a_claim()]) == "ineligible"
    assert best_outcome([of_a_claim()]) == "incomplete"


def test_the_claim_of_these_tests_is_one() -> None:
    assert "claim" in CLAIM


def test_every_scheme_tried_on_the_example_fits_on_a_screen() -> None:
    tried = [evaluate(scheme, example()) for name, scheme in schemes().items() if not name.startswith("jia/")]
    for language in LANGUAGES:
        lines = as_text(survey(tried, note, summary), language).splitlines()
        assert len(lines) <= 24
        assert max(map(width, lines)) <= 80


def test_a_summary_names_what_fails_or_is_missing() -> None:
    refused = as_text(summary(wuhan(loan__rate="3.10%")), "en")
    assert "0.45pp" in refused
    assert "conditions hold" not in refused
    assert "still to be known: annual contract rate" in as_text(summary(wuhan(loan__rate=None)), "en")
    assert "if read as “days divided by 30”: 26,577.78 yuan" in as_text(summary(wuhan()), "en", 200)
