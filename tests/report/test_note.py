"""The note says first what is due, last the amount in capitals, and between them why."""

from __future__ import annotations

import pytest

from subsidy import Decision
from subsidy.messages import LANGUAGES, Language
from subsidy.quantities import capital
from subsidy.report.citations import Citation
from subsidy.report.derivation import derivation
from subsidy.report.note import note
from subsidy.report.terminal import as_text
from subsidy.report.width import width
from tests.report.decisions import agreed_claim, claim, every_kind, wuhan

DECISIONS = every_kind()
EACH = pytest.mark.parametrize("decision", DECISIONS.values(), ids=DECISIONS.keys())
EACH_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


def lines(decision: Decision, language: Language = "zh") -> list[str]:
    return as_text(note(decision), language).splitlines()


def flowing(decision: Decision, language: Language = "zh") -> str:
    """The note without its line ends, as one reads it."""
    return as_text(note(decision), language, 10_000)


@EACH
@EACH_LANGUAGE
def test_every_line_fits_and_both_languages_say_as_much(decision: Decision, language: Language) -> None:
    for page in (note(decision), derivation(decision)):
        assert max(map(width, as_text(page, language).splitlines())) <= 80
        assert len(page) == len([block for block in page if as_text((block,), language)])


@EACH
def test_nothing_english_is_left_in_chinese_but_names(decision: Decision) -> None:
    english = {" the ", " is ", " of ", " not ", " and ", "unknown", "Eligible", "Due"}
    assert [word for word in english if word in flowing(decision)] == []


@EACH
@EACH_LANGUAGE
def test_the_amount_comes_last_in_figures_and_in_capitals(decision: Decision, language: Language) -> None:
    last = flowing(decision, language).splitlines()[-1]
    if decision.total is None:
        assert "元整" not in last or "if what is open holds" in last or "待定事项均符合时" in last
    else:
        assert f"{decision.total:,.2f}" in last
        assert capital(decision.total) in last


def test_an_eligible_loan() -> None:
    found = lines(wuhan())
    assert found[0] == "符合条件，应补26,000.00元"
    assert found[1] == "武汉市科技贷款补贴（2024版） · WH-2024-0001 · 武汉示例光电科技有限公司"
    assert found[-1] == "应补借款企业：26,000.00元（人民币贰万陆仟元整）"
    assert len(found) <= 24


def test_it_says_what_another_reading_would_give() -> None:
    # 184 days from 2023-08-10 to 2024-02-10: 2,000,000 x 2.6% x (184/30)/12 = 26,577.777...
    assert "若按“实际天数除以30”：26,577.78元" in flowing(wuhan())
    assert "若按“足月（不足一月不计）”：26,000.00元" in flowing(wuhan({"loan_months": "thirtieths"}))


def test_a_refusal_says_by_how_much() -> None:
    found = flowing(wuhan(loan__rate="3.10%"))
    assert found.splitlines()[0] == "不符合条件，不予补贴"
    assert "✗ 贷款利率不低于同期LPR" in found
    assert "3.10%" in found
    assert "3.55%" in found
    assert "0.45个百分点" in found
    assert found.splitlines()[-1] == "应补借款企业：0.00元（人民币零元整）"


def test_a_refusal_that_another_reading_lifts_says_so() -> None:
    found = flowing(wuhan(loan__principal="600万元"))
    assert "若按“按500万元计补”：65,000.00元" in found


def test_what_is_missing_is_named_with_an_example_and_its_path() -> None:
    found = flowing(wuhan(loan__rate=None, borrower__qualifications=None), "en")
    assert found.splitlines()[0] == "Cannot be decided yet; still to be known: 2"
    assert "annual contract rate; for example rate: 4.15%" in found
    assert "loan.rate" in found
    assert "qualifications: [{kind: 高新技术企业, from: 2022-11-09, to: 2025-11-08}]" in found
    assert found.splitlines()[-1] == "Due to borrower, if what is open holds: 26,000.00 yuan (RMB 贰万陆仟元整)"


def test_a_presumption_is_said() -> None:
    assert "推定符合“在申报期内申报”，因未提供申报日" in flowing(wuhan(application__submitted_on=None))


def test_limits_that_bind_several_loans_are_named_as_not_judged() -> None:
    assert "未在此核：每家企业只补贴一笔贷款" in flowing(wuhan())


def test_a_weak_source_is_named_with_its_standing() -> None:
    (source,) = [line for line in flowing(wuhan()).splitlines() if "通知：" in line]
    assert source.endswith("转载")


def test_an_unpublished_parameter_is_asked_for_where_it_is_given() -> None:
    (asked,) = [line for line in flowing(claim()).splitlines() if "parameters.lag" in line]
    assert asked.strip().startswith("? 逾期天数，未见公布，请在补充文件中给出并注明来源")


def test_a_suspension_names_what_suspends_and_what_would_be_due() -> None:
    found = flowing(agreed_claim(lender_year__losses="4万元"), "en")
    assert found.splitlines()[0] == "Suspended: nothing is paid for now"
    assert "! the lender's loss ratio is within the limit" in found
    assert "20.00 yuan would be due" in found
    assert found.splitlines()[-1].startswith("Due to lender: 0.00 yuan")


def test_a_rule_that_only_warns_is_no_failure() -> None:
    found = flowing(claim(), "en")
    assert "! not so: the lender's loss ratio is below the warning line" in found
    assert "✗" not in found


def test_several_benefits_are_listed_with_their_payees() -> None:
    found = lines(claim(), "en")
    amounts = found[found.index("Amounts") + 1 :]
    assert amounts[0].split() == ["compensation", "20.00", "yuan", "to", "lender"]
    assert amounts[1].split() == ["aid", "for", "late", "loans", "not", "known", "yet"]


def test_steps_show_numbers_and_result() -> None:
    (amount,) = [line for line in flowing(wuhan(), "en").splitlines() if line.startswith("  subsidy ")]
    assert "2,000,000.00 × 2.6% × 6 months ÷ 12 months" in amount
    assert "= 26,000.00 yuan" in amount


@pytest.mark.parametrize(
    ("language", "step", "result"), [("zh", "计补月份", " = 6个月"), ("en", "counted months", " = 6 months")]
)
def test_the_result_of_an_open_choice_is_said(language: Language, step: str, result: str) -> None:
    (months,) = [line for line in flowing(wuhan(loan__extensions=None), language).splitlines() if f"  {step} " in line]
    assert months.rpartition("  ")[0].rstrip().endswith(result)


def test_a_refused_loan_shows_no_calculation() -> None:
    assert "计算" not in lines(wuhan(loan__rate="3.10%"))


def test_the_derivation_has_every_fact_rule_step_choice_and_hash() -> None:
    decision = wuhan()
    found = as_text(derivation(decision), "zh", 10_000)
    program = decision.program
    assert all(path in found for path in (used.path for used in program.inputs))
    assert all(rule.label.zh in found and Citation(rule.cite).say("zh") in found for rule in decision.rules)
    assert all(step.label.zh in found and step.result.say("zh") in found for step in decision.steps)
    labels = [c if isinstance(c, str) else c.zh for r in program.edition.readings.values() for c in r.choices.values()]
    assert all(label in found for label in labels)
    assert all(source.title in found for source in program.sources.values())
    assert program.sha256 in found
    assert all(table.sha256 in found for table in program.tables.values())


def test_what_another_choice_gives_is_not_told_before_anything_is_decided() -> None:
    waiting = as_text(derivation(wuhan(loan__rate=None)), "en", 10_000)
    assert "no difference" in as_text(derivation(wuhan()), "en", 10_000)
    assert "no difference" not in waiting
    assert "otherwise a started month counts whole: not known yet" in waiting


def test_the_derivation_says_why_a_condition_holds() -> None:
    found = as_text(derivation(wuhan()), "zh", 10_000)
    assert "3.55%高0.6个百分点" in found
