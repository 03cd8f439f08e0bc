"""What a questionnaire takes as an answer, what it refuses, and how answers are taken back."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from subsidy import InputError, UnknownNameError
from subsidy.asking import Question, Questionnaire
from subsidy.documents import parse_document
from tests.report.decisions import EXAMPLE, WUHAN, schemes

KNOWN = {
    "loan.settled_on": "2024-02-10",
    "loan.disbursed_on": "2023-08-10",
    "borrower.city": "武汉市",
    "loan.signed_on": "2023-08-01",
    "loan.product": "科保贷",
    "loan.principal": "200万元",
    "loan.rate": "4.15%",
    "borrower.qualifications": "有",
    "borrower.qualifications[0].kind": "高新技术企业",
    "borrower.qualifications[1].kind": "",
    "borrower.qualifications[0].from": "2022-11-09",
    "borrower.qualifications[0].to": "2025-11-08",
    "other_aid": "无",
    "application.submitted_on": "2024-07-08",
}


def asked(questionnaire: Questionnaire, **changed: str) -> list[Question]:
    answers = KNOWN | {path.replace("__", "."): text for path, text in changed.items()}
    found = []
    while (question := questionnaire.next_question()) is not None:
        found.append(question)
        questionnaire.answer(answers[question.path])
    return found


def paths(questions: Iterable[Question]) -> list[str]:
    return [question.path for question in questions]


def until(path: str) -> Questionnaire:
    """A questionnaire whose next question is for a fact."""
    asking = Questionnaire(schemes(), WUHAN)
    while (question := asking.next_question()) is not None and question.path != path:
        asking.answer(KNOWN[question.path])
    assert question is not None
    return asking


def refused(asking: Questionnaire, text: str) -> str:
    before = asking.next_question(), asking.data
    with pytest.raises(InputError) as error:
        asking.answer(text)
    assert (asking.next_question(), asking.data) == before
    return str(error.value.message)


def test_the_example_asked_for() -> None:
    asking = Questionnaire(schemes(), WUHAN)
    assert paths(asked(asking)) == list(KNOWN)
    (decision,) = asking.decisions
    assert (decision.edition, decision.outcome, str(decision.total)) == ("2024", "eligible", "26000.00")
    with pytest.raises(ValueError, match="nothing is asked for"):
        asking.answer("1")


@pytest.mark.parametrize(
    ("path", "text", "questions"),
    [("borrower.city", "北京市", 3), ("loan.product", "创业担保贷款", 5), ("loan.rate", "3.10%", 7)],
)
def test_it_stops_where_a_condition_refuses(path: str, text: str, questions: int) -> None:
    asking = Questionnaire(schemes(), WUHAN)
    assert len(asked(asking, **{path.replace(".", "__"): text})) == questions
    assert [d.outcome for d in asking.decisions] == ["ineligible"]


def test_what_is_given_is_not_asked_for() -> None:
    document = parse_document(EXAMPLE.read_text("utf-8"), "a.yaml")
    assert Questionnaire(schemes(), WUHAN, document).next_question() is None
    partly = parse_document("loan: {settled_on: 2024-02-10, disbursed_on: 2023-08-10}\nborrower:\n", "a.yaml")
    assert paths(asked(Questionnaire(schemes(), WUHAN, partly))) == list(KNOWN)[2:]
    wrong = parse_document("loan: {settled_on: 2024-02-30}", "a.yaml")
    with pytest.raises(InputError):
        Questionnaire(schemes(), WUHAN, wrong)


def test_a_record_that_is_given_in_part_is_completed() -> None:
    given = parse_document("borrower: {qualifications: [{kind: 高新技术企业, from: 2022-11-09}]}", "a.yaml")
    asking = Questionnaire(schemes(), WUHAN, given)
    found = asked(asking)
    (question,) = [q for q in found if q.of is not None]
    assert (question.path, question.record, question.fact.path) == (
        "borrower.qualifications[0].to",
        1,
        "borrower.qualifications.to",
    )
    assert [d.outcome for d in asking.decisions] == ["eligible"]


def test_what_is_wrong_is_refused_with_the_facts_own_message() -> None:
    assert "'4.15' has no unit" in refused(until("loan.rate"), "4.15")
    assert "is not a known product" in refused(until("loan.product"), "科保袋")
    assert "expected yes or no" in refused(until("other_aid"), "也许")
    assert "is needed" in refused(until("borrower.qualifications[0].kind"), "")


def test_what_contradicts_is_refused() -> None:
    assert "is before" in refused(until("loan.disbursed_on"), "2024-03-01")
    assert "ends on 2021-01-01" in refused(until("borrower.qualifications[0].to"), "2021-01-01")


def test_records_that_contradict_are_refused_one_by_one_and_sums_as_a_whole() -> None:
    given = "loan: {product: 个人消费贷款, principal: 10万元, disbursed_on: 2025-10-10}\n"
    asking = Questionnaire(schemes(), "china/consumer-loan-subsidy", parse_document(given, "a.yaml"))
    while (question := asking.next_question()) is not None and question.path != "loan.flows":
        asking.answer({"period.first": "2025-10-10", "period.until": "2025-12-10"}.get(question.path, ""))
    asking.answer("有")
    asking.answer("2025-10-09")
    asking.answer("本金")
    assert "before the loan was disbursed" in refused(asking, "1万元")
    assert asking.back()
    assert asking.back()
    for text in ("2025-11-09", "本金", "20万元"):
        asking.answer(text)
    assert "are above the 100,000.00 drawn" in refused(asking, "")


def test_answers_are_taken_back_one_by_one_also_in_a_list() -> None:
    asking = until("borrower.qualifications[0].from")
    trail = list(KNOWN)[: list(KNOWN).index("borrower.qualifications[0].from")]
    for path in reversed(trail):
        assert asking.back()
        question = asking.next_question()
        assert question is not None
        assert question.path == path
    assert not asking.back()
    assert asking.data == {}


def test_what_is_passed_over_is_not_asked_again_and_stays_open() -> None:
    asking = Questionnaire(schemes(), WUHAN)
    found = asked(asking, loan__rate="")
    assert paths(found) == list(KNOWN)
    assert asking.passed_over == ("loan.rate",)
    (decision,) = asking.decisions
    assert (decision.outcome, [fact.path for fact in decision.missing]) == ("incomplete", ["loan.rate"])


def test_what_a_question_knows() -> None:
    asking = until("loan.product")
    question = asking.next_question()
    assert question is not None
    assert list(question.options) == ["科保贷", "科担贷"]
    assert [part.label.en for part in question.needed_by] == [
        "the loan is a 科保贷 (insured) or 科担贷 (guaranteed) loan",
        "share",
    ]
    assert not question.presumed
    asking = until("application.submitted_on")
    question = asking.next_question()
    assert question is not None
    assert question.presumed


def test_where_several_editions_govern_each_is_asked_for_and_decides() -> None:
    asking = Questionnaire(schemes(), "jia/twice")
    answers = {"loan.disbursed_on": "2023-08-10", "loan.settled_on": "2024-02-10", "loan.principal": "200万元"}
    while (question := asking.next_question()) is not None:
        asking.answer(answers.get(question.path, ""))
    assert [d.edition for d in asking.decisions] == ["2023", "2024"]
    one = Questionnaire(schemes(), "jia/twice", edition="2024")
    assert [d.edition for d in one.decisions] == ["2024"]


def test_names_that_do_not_exist() -> None:
    for scheme, named in ((WUHAN[:-1], {}), (WUHAN, {"edition": "1999"}), (WUHAN, {"readings": {"x": "y"}})):
        with pytest.raises(UnknownNameError):
            Questionnaire(schemes(), scheme, **named)  # type: ignore[arg-type]
