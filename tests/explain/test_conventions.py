"""When a month is full is said where months are counted, with an example that is true."""

from __future__ import annotations

from datetime import timedelta

import pytest

from subsidy.calendar import completed_months, started_months_ordinal
from subsidy.explain.conventions import FULL, START
from subsidy.messages import LANGUAGES, Language
from subsidy.report.card import card
from subsidy.report.derivation import derivation
from subsidy.report.plain import as_plain
from tests.report.decisions import wuhan

A_DAY = timedelta(1)
EXAMPLE = {"en": f"{START} to {FULL} is 1 month", "zh": f"{START}至{FULL}为1个月"}


def test_the_example_is_true() -> None:
    assert [completed_months(START, day) for day in (FULL - A_DAY, FULL)] == [0, 1]
    assert [started_months_ordinal(START.toordinal(), day.toordinal()) for day in (FULL, FULL + A_DAY)] == [1, 2]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("reading", "times"), [("completed", 1), ("started", 1), ("thirtieths", 0)])
def test_it_is_said_once_where_months_are_counted(reading: str, times: int, language: Language) -> None:
    decision = wuhan({"loan_months": reading})
    for page in (derivation(decision), card(decision.program)):
        assert as_plain(page, language).count(EXAMPLE[language]) == times
