"""Plain pages: everything that a page says, in words, one thing a line."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

import pytest

from subsidy import evaluate
from subsidy.evaluation.decision import VERDICTS
from subsidy.messages import LANGUAGES, Label, Language, msg
from subsidy.report.derivation import derivation
from subsidy.report.note import note, summary
from subsidy.report.page import Field, Fields, Figure, Heading, Item, Items, Page, Paragraph, Table, Title
from subsidy.report.plain import as_plain
from subsidy.report.survey import survey
from subsidy.report.terminal import as_text
from tests.report.decisions import WUHAN, every_kind, example, schemes

MARKS = "✓✗?!~−·"


class Square:
    def draw(self, languages: tuple[Language, ...], key: str) -> Element:
        return Element("svg")


TABLE = Table(
    (msg("scheme"), msg("total")), ((Label("甲", "a"), Label("一", "1")), (Label("乙", "b"), Label("二", "2")))
)
PAGE: Page = (
    Title(Label("题", "title")),
    Paragraph(Label("两\n行", "two\nlines"), "faint"),
    Heading(Label("节", "section")),
    Items(
        (
            Item(Label("好", "good"), "✓", "good", "notice 一", (Label("下", "below"),), VERDICTS["holds"]),
            Item(Label("两项符合", "two hold"), "✓", "good"),
            Item(Label("点", "point")),
        )
    ),
    Fields((Field(Label("名", "name"), Label("值", "value"), "notice 二"), Field(Label("", ""), Label("续", "more")))),
    TABLE,
    Figure(Label("图", "figure"), Label("看", "seen"), TABLE, Square()),
    Items(()),
)


def test_every_block() -> None:
    assert (
        as_plain(PAGE, "en")
        == """\
title
two lines

section:
holds: good (notice 一)
below
two hold
point

name: value (notice 二)
more

scheme: a; total: 1
scheme: b; total: 2

figure
scheme: a; total: 1
scheme: b; total: 2
"""
    )
    assert "符合：好（通知 一）\n" in as_plain(PAGE, "zh")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", every_kind())
def test_no_mark_no_column_and_nothing_is_lost(kind: str, language: Language) -> None:
    for page in (note(every_kind()[kind]), derivation(every_kind()[kind]), summary(every_kind()[kind])):
        plain = as_plain(page, language)
        assert all(line == line.strip() for line in plain.splitlines())
        assert not any(line[0] in MARKS or "  " in line for line in plain.splitlines() if line)
        words = re.sub(rf"[{MARKS}:：()（）;；,\s]", "", plain)
        for line in as_text(page, language, 10_000).splitlines():
            for text in filter(None, re.split(r"\s{2,}", line.strip().lstrip(MARKS).strip())):
                assert re.sub(rf"[{MARKS}:：()（）;；,\s]", "", text) in words, text


def test_a_verdict_is_said_once() -> None:
    refused = evaluate(schemes()[WUHAN], example(loan__rate="3.10%", loan__settled_on=None))
    lines = {language: as_plain(note(refused), language).splitlines() for language in LANGUAGES}
    assert [line for line in lines["en"] if line.startswith(("fails: ", "not decided yet: ", "6 others hold: "))]
    assert "不符合：贷款利率不低于同期LPR（通知 三(三)）" in lines["zh"]
    assert not [line for line in (*lines["zh"], *lines["en"]) if line.startswith(("符合：", "holds: ", "open: "))]
    tried = as_plain(survey([refused, refused, *[evaluate(schemes()["jia/loss"], example())] * 2], note, summary), "zh")
    assert "不符合条件：武汉市科技贷款补贴（2024版）（wuhan/tech-loan-subsidy）\n" in tried
    assert "不符合：" not in tried


def test_an_empty_page_is_empty() -> None:
    assert as_plain((), "zh") == ""
