"""Asking for the facts of an application one by one: only those that can still change the answer."""

from subsidy.asking.question import Question
from subsidy.asking.questionnaire import Questionnaire

__all__ = ["Question", "Questionnaire"]
