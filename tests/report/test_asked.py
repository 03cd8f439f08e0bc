"""Questions as people read them: on lines that fit, with what may be answered and what stays open."""

from __future__ import annotations

import pytest

from subsidy.asking import Question, Questionnaire
from subsidy.messages import LANGUAGES, Language
from subsidy.report.asked import asked, explained, introduction, left_open
from subsidy.report.citations import Citation
from subsidy.report.terminal import as_text
from subsidy.report.width import width
from tests.report.decisions import WUHAN, schemes

SCHEMES = [name for name in schemes() if not name.startswith("jia/")]


def questions(scheme: str) -> list[tuple[Question, Questionnaire]]:
    """Every question of who knows nothing."""
    asking, found = Questionnaire(schemes(), scheme), []
    while (question := asking.next_question()) is not None:
        found.append((question, asking))
        asking.answer("")
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_question_fits_and_says_who_needs_it(scheme: str, language: Language) -> None:
    found = questions(scheme)
    assert found
    assert max(map(width, as_text(introduction(schemes()[scheme].title), language).splitlines())) <= 80
    for number, (question, asking) in enumerate(found, 1):
        page = as_text(asked(question, number), language)
        assert page.startswith(f"{number}. ")
        assert question.fact.label.say(language) in as_text(asked(question, number), language, 1_000)
        explanation = as_text(explained(question, asking.decisions), language)
        assert max(map(width, (page + explanation).splitlines())) <= 80
        words = as_text(explained(question, asking.decisions), language, 10_000)
        needed_by = [said for part in question.needed_by for said in (part.label, Citation(part.cite))]
        assert all(said.say(language) in words for said in needed_by)
        assert question.path in words
        assert question.needed_by
        open_parts = as_text(left_open(question), language, 10_000)
        assert all(part.label.say(language) in open_parts for part in question.needed_by)


def test_a_question_of_each_kind() -> None:
    pages = {q.path: as_text(asked(q, 1), "en") for q, _ in questions(WUHAN)}
    assert pages["loan.rate"] == "1. annual contract rate, for example 4.15%\n"
    assert pages["loan.product"] == "1. loan product\n   1 科保贷   2 科担贷   or another text\n"
    assert pages["other_aid"] == "1. other aid for the same loan: are there any? [yes/no]\n"
    assert pages["application.submitted_on"].endswith("\n   Enter: presumed to hold\n")
    shenzhen = {q.path: as_text(asked(q, 2), "zh") for q, _ in questions("shenzhen/tech-loan-subsidy")}
    assert shenzhen["cover.kind"] == "2. 增信方式\n   1 保证保险   2 担保   3 无\n"
    assert shenzhen["loan.first_ever"] == "2. 属首次贷款 [是/否]\n"


def test_questions_of_a_record() -> None:
    asking = Questionnaire(schemes(), WUHAN)
    while (question := asking.next_question()) is not None and question.path != "borrower.qualifications":
        asking.answer("")
    asking.answer("yes")
    first = asking.next_question()
    asking.answer("高新技术企业")
    second = asking.next_question()
    assert first is not None
    assert second is not None
    assert as_text(asked(first, 3), "zh").splitlines()[0] == "3. 资质第1条：资质名称"
    assert as_text(asked(second, 4), "zh").splitlines()[2] == "   直接回车：没有更多"
    asking.answer("")
    third = asking.next_question()
    assert third is not None
    assert as_text(asked(third, 5, "高新技术企业"), "zh") == "5. 资质第1条（高新技术企业）：有效期起，例如 2022-11-09\n"
    assert left_open(second) == ()
