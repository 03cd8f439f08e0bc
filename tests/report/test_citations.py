"""Citations in words: the sources of an edition stay apart, and what is no source's key is left as it is."""

from __future__ import annotations

import pytest

from subsidy.facts import VOCABULARY
from subsidy.messages import LANGUAGES, Language
from subsidy.report.citations import KEYS, Citation
from subsidy.report.note import note
from subsidy.report.plain import as_plain
from tests.report.decisions import schemes, wuhan


def test_the_key_is_said_and_the_clause_kept() -> None:
    assert [Citation("notice 三(一)").say(language) for language in ("zh", "en")] == ["通知 三(一)", "notice 三(一)"]
    assert [Citation("rule").say(language) for language in ("zh", "en")] == ["规定", "rule"]


@pytest.mark.parametrize("text", ["", "liuzhou 示例", "noticed 一", "loan.notice", "wuhan/tech-loan-subsidy"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_any_other_text_is_left_as_it_is(text: str, language: Language) -> None:
    assert Citation(text).say(language) == text


def test_no_fact_is_called_as_a_source() -> None:
    assert not {path for path in VOCABULARY if path in KEYS}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sources_of_an_edition_have_names_of_their_own(language: Language) -> None:
    for scheme in schemes().values():
        for edition in scheme.definitions.values():
            said = [Citation(key).say(language) for key in edition.sources]
            assert len(set(said)) == len(said), edition.scheme


def test_a_page_in_chinese_has_no_english_key() -> None:
    assert "notice" not in as_plain(note(wuhan()), "zh")
    assert "通知 三(一)" in as_plain(note(wuhan()), "zh")
