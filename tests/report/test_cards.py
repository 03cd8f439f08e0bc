"""Cards of schemes, lists of schemes, quotes of reference rates."""

from __future__ import annotations

import re
from datetime import date

import pytest

from subsidy import InputError
from subsidy.kinds import DATE
from subsidy.messages import LANGUAGES, Language
from subsidy.rates.table import NoQuoteError
from subsidy.report.card import card
from subsidy.report.citations import Citation
from subsidy.report.figures import limit_in_words
from subsidy.report.listing import scheme_list
from subsidy.report.markdown import as_markdown
from subsidy.report.quotes import last_quotes, quotes_on
from subsidy.report.terminal import as_text
from subsidy.report.width import width
from subsidy.scheme.library import LoadedEdition
from tests.report.decisions import WUHAN, agreed, schemes

EDITIONS = [
    pytest.param(edition, id=f"{scheme.name}@{edition.name}")
    for scheme in schemes().values()
    for edition in scheme.editions.values()
]


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_fits_and_holds_everything_a_reader_asks_for(edition: LoadedEdition, language: Language) -> None:
    definition, page = edition.definition, card(edition.program())
    assert max(map(width, as_text(page, language).splitlines())) <= 80
    found = re.sub(r"\\(.)", r"\1", as_markdown(page, language))
    cited = [*definition.parameters.values(), *definition.readings.values(), *definition.eligibility.values()]
    cited += [*definition.limits.values(), *definition.materials, *definition.notes]
    wanted = [text.say(language) for c in cited for text in (c.label, Citation(c.cite))]
    assert [text for text in wanted if text not in found] == []
    assert [s.title for s in definition.sources.values() if s.title not in found] == []
    assert [b.label for b in definition.benefits.values() if b.label.say(language) not in found] == []
    undated = definition.governs.from_.toordinal() == DATE.low
    assert (str(definition.governs.from_) in found) is not undated
    assert not undated or {"zh": "不限日期", "en": "any day"}[language] in found
    assert [n for n, p in definition.parameters.items() if p.unpublished and n not in found] == []


def test_a_card_says_what_an_overlay_supplied() -> None:
    found = as_text(card(agreed()["jia/loss"].edition("2024").program()), "zh")
    assert "90天" in found
    assert "虚构的合作协议" in found
    assert "未公布的参数" not in found


def test_the_list_names_every_scheme_and_edition_with_its_days() -> None:
    found = as_text(scheme_list(schemes()), "en", 10_000)
    for scheme in schemes().values():
        assert scheme.name in found
        assert scheme.title.en in found
    assert "2019: 2017-09-20 to 2019-07-31; 2022: 2021-07-01 to 2022-06-30; 2024: 2023-07-01 to 2024-06-30" in found


def test_every_page_fits() -> None:
    lpr = schemes().tables["lpr"]
    for page in (scheme_list(schemes()), last_quotes(lpr), quotes_on(lpr, date(2026, 1, 1))):
        for language in LANGUAGES:
            assert max(map(width, as_text(page, language).splitlines())) <= 80


@pytest.mark.parametrize(
    ("on", "rate", "published"),
    [
        (date(2023, 8, 1), "3.55%", "2023-07-20"),
        (date(2023, 8, 20), "3.55%", "2023-07-20"),
        (date(2023, 8, 21), "3.45%", "2023-08-21"),
        (date(2019, 8, 20), "4.25%", "2019-08-20"),
    ],
)
def test_the_quote_in_force(on: date, rate: str, published: str) -> None:
    found = as_text(quotes_on(schemes().tables["lpr"], on, "1Y"), "en").splitlines()
    assert found[0] == f"loan prime rate (LPR) in force on {on}"
    assert found[2].split() == [published, rate, "note", "1"]


def test_a_day_beyond_the_last_quote_warns() -> None:
    found = as_text(quotes_on(schemes().tables["lpr"], date(2030, 1, 1)), "en")
    assert "! loan prime rate (LPR), 2030-01-01: a quote was due on 2026-02-20" in found


def test_a_day_before_the_first_quote_and_an_unknown_tenor_are_refused() -> None:
    lpr = schemes().tables["lpr"]
    with pytest.raises(NoQuoteError):
        quotes_on(lpr, date(2019, 8, 19))
    for ask in (lambda: quotes_on(lpr, date(2023, 8, 1), "1M"), lambda: last_quotes(lpr, "1M")):
        with pytest.raises(InputError):
            ask()


def test_the_last_quotes_begin_with_the_newest() -> None:
    lpr = schemes().tables["lpr"]
    days = [line.split()[0] for line in as_text(last_quotes(lpr), "en").splitlines()[2:8]]
    assert days[0] == str(lpr.last_day)
    assert days == sorted(days, reverse=True)


def test_a_scheme_with_readings_shows_codes_and_default() -> None:
    found = as_text(card(schemes()[WUHAN].edition("2024").program()), "en", 10_000)
    assert "what is an actual loan month (loan_months)" in found
    assert "completed: completed months (default)" in found
    assert "thirtieths: days divided by 30" in found


def test_a_limit_says_which_date_makes_its_year() -> None:
    program = schemes()["shenzhen/tech-loan-subsidy"].edition("2020").program()
    limit = next(limit for limit in program.limits if limit.name == "yearly")
    said = {language: limit_in_words(limit, program).say(language) for language in LANGUAGES}
    assert said["zh"] == "每户借款人在本方案下每年不超过每年补贴总额上限；年度按申报日确定"
    assert said["en"] == (
        "at most ceiling of all subsidies in a year per borrower, scheme and year; the year is that of: submitted on"
    )


def test_an_english_card_has_no_chinese_units() -> None:
    page = card(schemes()["shenzhen/tech-loan-subsidy"].edition("2020").program())
    english, chinese = as_text(page, "en", 10_000), as_text(page, "zh", 10_000)
    assert not re.search(r"\d *(天|万元|个月|元)", english)
    assert "500,000.00 yuan" in english
    assert "50万元" in chinese


@pytest.mark.parametrize("edition", EDITIONS)
def test_facts_stand_under_records_that_have_a_name(edition: LoadedEdition) -> None:
    """A record that a scheme declares by its facts' paths (`period.first`) has none: they are further facts."""
    text = as_text(card(edition.program()), "zh")
    facts = text[text.index("申请要写明的事实") :].split("\n\n")[0]
    assert re.findall(r"^\s*([a-z_]+) {2,}", facts, re.MULTILINE) == []
