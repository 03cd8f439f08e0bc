"""Answers the questions of a questionnaire from an application that is known as a whole, or in part."""

from __future__ import annotations

from typing import Any

from subsidy import Schemes, evaluate
from subsidy.asking import Question, Questionnaire
from subsidy.documents import keys_of
from subsidy.evaluation import Decision, SeveralEditionsError
from subsidy.facts import Application, accessor
from subsidy.scheme.library import Scheme


class AnyName(dict[str, Any]):
    """Products that may have any name."""

    def __contains__(self, name: object) -> bool:
        return True


def of_any_product(schemes: Schemes) -> Schemes:
    return Schemes(dict(schemes), schemes.vocabulary, schemes.tables, AnyName())


def told(questionnaire: Questionnaire, application: Application) -> list[Question]:
    """Answers as the application says, until nothing is asked; the questions."""
    asked: list[Question] = []
    while (question := questionnaire.next_question()) is not None:
        asked.append(question)
        questionnaire.answer(answer(question, application))
    return asked


def answer(question: Question, application: Application) -> str:
    """What an application file would say; interest paid may follow from the flows."""
    value: Any = application.as_data()
    for key in keys_of(question.path):
        value = _under(value, key)
    if value is None and question.of is None:
        value = accessor(question.path)(application)
    if question.is_list and value is not None:
        value = bool(value)
    return "" if value is None else {True: "是", False: "否"}[value] if isinstance(value, bool) else str(value)


def _under(data: Any, key: str | int) -> Any:
    if isinstance(key, int):
        return data[key] if data is not None and key < len(data) else None
    return (data or {}).get(key)


def decisions(scheme: Scheme, application: Application, **named: Any) -> list[Decision]:
    try:
        return [evaluate(scheme, application, **named)]
    except SeveralEditionsError as several:
        return [evaluate(scheme, application, **{**named, "edition": edition}) for edition in several.editions]


def answers(found: Any) -> list[tuple[Any, ...]]:
    """What decisions come to: edition, outcome, each benefit's status and entitlement."""
    return [(d.edition, d.outcome, [(b.status, b.entitlement) for b in d.benefits]) for d in found]
