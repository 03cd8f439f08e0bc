"""Pages as HTML: everything that the text says, escaped, in one language or two, and sound to a parser."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from subsidy.explain.values import verbatim
from subsidy.messages import Label
from subsidy.papers.html import as_html
from subsidy.papers.said import Languages, texts
from subsidy.report.card import card
from subsidy.report.citations import Citation
from subsidy.report.derivation import derivation
from subsidy.report.page import Block, Field, Fields, Heading, Item, Items, Page, Paragraph, Table, Title
from subsidy.report.quotes import last_quotes
from tests.papers.parsed import checked
from tests.report.decisions import every_kind, schemes, wuhan

BOTH: Languages = ("zh", "en")
LANGUAGES: tuple[Languages, ...] = (("zh",), ("en",), BOTH)
NASTY = "<script>alert('&quot;\"')</script></style></title>{{ 7 * 7 }}{% raw %}\\ \u0000\u202e😀"


def said(page: Page, languages: Languages) -> list[str]:
    """Every text of a page, apart from how pages are written."""
    found: list[str] = []
    for block in page:
        match block:
            case Title(text) | Heading(text) | Paragraph(text):
                sayables = [text]
            case Items(items):
                sayables = [t for i in items for t in (i.text, Citation(i.cite), *i.below)]
            case Fields(fields):
                sayables = [t for f in fields for t in (f.name, f.value, Citation(f.cite))]
            case Table(columns, rows):
                sayables = [cell for row in (columns, *rows) for cell in row]
        found += [words for sayable in sayables for _, words in texts(sayable, languages)]
    return found


@pytest.mark.parametrize("languages", LANGUAGES)
def test_nothing_of_a_page_is_lost(languages: Languages) -> None:
    pages = [derivation(decision) for decision in every_kind().values()]
    pages += [card(wuhan().program), last_quotes(schemes().tables["lpr"])]
    for page in pages:
        words = checked(as_html(page, *languages)).words()
        assert [text for text in said(page, languages) if " ".join(text.split()) not in words] == []


@pytest.mark.parametrize("languages", LANGUAGES)
def test_a_text_is_never_markup(languages: Languages) -> None:
    text = verbatim(NASTY)
    blocks: tuple[Block, ...] = (
        Title(text),
        Heading(text),
        Paragraph(text),
        Items((Item(text, mark=NASTY, cite=NASTY, below=(text,)),)),
        Fields((Field(text, text, NASTY),)),
        Table((text,), ((text,),)),
    )
    found = checked(as_html(blocks, *languages, footer=text))
    assert found.words().count("<script>alert('&quot;\"')</script></style></title>{{ 7 * 7 }}{% raw %}") == 12
    (title,) = (words for tag, words in found.texts if tag == "title")
    assert title.startswith("<script>")


@settings(max_examples=40)
@given(st.text(), st.text())
def test_any_text_leaves_the_document_sound(first: str, second: str) -> None:
    page = (Title(Label(first, second)), Paragraph(Label(second, first)))
    checked(as_html(page, *BOTH, footer=Label(first, second)))


def test_two_languages_stand_beneath_each_other_and_once_where_they_agree() -> None:
    page = (Title(Label("甲", "A")), Paragraph(verbatim("2024-07-01")))
    text = as_html(page, *BOTH)
    assert '<span class="first" lang="zh-CN">甲</span><span class="second" lang="en">A</span>' in text
    assert text.count("2024-07-01") == 1
    assert "<title>甲 / A</title>" in text


def test_numbers_stand_at_the_right() -> None:
    rows = (("甲", "26,000.00元", "4.15%", "2024-07-01"), ("乙", "−1", "3 months", "7 x"))
    columns = tuple(map(verbatim, "abcd"))
    found = checked(as_html((Table(columns, tuple(tuple(map(verbatim, row)) for row in rows)),), "zh"))
    assert [cell["class"] for cell in found.named("td")] == ["short", "figure", "figure", "short"] * 2


def test_a_page_needs_a_language() -> None:
    with pytest.raises(ValueError, match="language"):
        as_html(())
