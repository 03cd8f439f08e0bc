"""A settlement on a page and as data: what limits took is said in both languages, and every key is documented."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from subsidy.evaluation import Decision
from subsidy.limits import Settled, Settlement
from subsidy.messages import LANGUAGES
from subsidy.report import settlement_record as records
from subsidy.report.derivation import derivation
from subsidy.report.note import note, summary
from subsidy.report.page import Page, Title
from subsidy.report.settlement import settlement_page
from subsidy.report.settlement_record import settlement_record
from subsidy.report.terminal import as_text
from subsidy.report.verdict import verdict
from tests.limits.town import loan, settle, town

DOCUMENT = Path(__file__).parents[2] / "docs" / "json-settlement.md"
HEADINGS = {
    records.SettlementRecord: "A settlement",
    records.SettledRecord: "decisions",
    records.PayableRecord: "decisions[].benefits",
    records.LimitResultRecord: "limits",
    records.CutRecord: "limits[].cuts",
}


def cut() -> Settlement:
    """A year's ceiling of which a part is used, counted principal, a ratio, and one that is incomplete."""
    limits = (
        "{at_most: 100万元, per: [borrower, year_of(loan.settled_on)]}",
        "{at_most: 150万元, on: loan.principal, per: [borrower], keep: first, by: loan.settled_on, round: up 0.01元}",
        "{ratio: 50%, per: [scheme], round: half-up 0.01元}",
    )
    before = [{"scheme": "town/tech", "year": "2024", "amount": "50万"}]
    first = loan("甲-1", "730000", granted=before, loan__settled_on="2024-05-01")
    return settle(town(*limits), first, loan("甲-2", "0.02"), loan("乙-1", "7", borrower="B", borrower__city=None))


def test_the_sentences_in_chinese() -> None:
    settlement = cut()
    assert [c.words.say("zh") for c in settlement.settled[0].cuts] == [
        "每户借款人每年不超过1,000,000.00元（此前已用500,000.00元）：本笔核减230,000.01元",
        "按应补金额的50%兑付：本笔核减249,999.99元",
    ]
    assert [c.words.say("zh") for c in settlement.settled[1].cuts] == [
        "每户借款人每年不超过1,000,000.00元（此前已用500,000.00元）：本笔核减0.01元"
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_what_is_payable_what_was_taken_and_what_to_mind(language: Any) -> None:
    page = as_text(settlement_page(cut()), language)
    heads = {
        "zh": ("限额后实补：待定", "起作用的限额", "留意"),
        "en": ("not known yet", "took something", "Please note"),
    }
    assert all(head in page for head in heads[language])
    assert "甲-1" in page
    assert "730,000.00" in page
    assert not re.search(r"[{}]", page)


def test_a_page_without_anything_due_has_no_table() -> None:
    page = settlement_page(settle(town(), loan("1", "0")))
    assert as_text(page, "en") == "Payable after the limits: 0.00 yuan\n"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_record_fits_its_types_and_says_nothing_but_words_in_a_language(language: Any) -> None:
    text = json.dumps(asdict(settlement_record(cut(), language)))
    TypeAdapter(records.SettlementRecord).validate_json(text, strict=True, extra="forbid")
    said = json.loads(text)
    assert said["payable"] is None
    assert said["decisions"][0]["benefits"]["interest"]["payable"] == "250000.00"
    assert said["decisions"][2]["benefits"]["interest"]["provisional"] is None
    assert said["limits"][0]["group"] == {"borrower": "A公司", "year_of(loan.settled_on)": "2024"}
    yearly, counted, ratio = said["limits"]
    assert [yearly[k] for k in ("unit", "ceiling", "used", "remaining")] == ["yuan", "1000000.00", "500000.00", "0.00"]
    assert [counted[k] for k in ("claimed", "paid", "remaining")] == ["2000000.00", "1500000.00", "0.00"]
    assert (ratio["ceiling"], ratio["ratio"]) == (None, "0.5")
    assert said["decisions"][yearly["cuts"][0]["decision"]]["application"] == "甲-1"


def test_every_key_is_documented_under_its_heading() -> None:
    found: dict[str, set[str]] = {}
    heading = ""
    for line in DOCUMENT.read_text("utf-8").splitlines():
        if line.startswith("#"):
            heading = line.strip("# `")
        elif key := re.match(r"\| `(\w+)` \|", line):
            found.setdefault(heading, set()).add(key[1])
    assert found == {heading: {f.name for f in fields(kind)} for kind, heading in HEADINGS.items()}


def test_the_verdict_says_first_what_is_payable() -> None:
    def said(limit: str, *loans: dict[str, Any]) -> list[tuple[str, str]]:
        found = [verdict(s.decision, s) for s in settle(town(limit), *loans).settled]
        return [(v.text.say("zh"), v.tone) for v in found]

    once = "{at_most: 1笔, per: [borrower], keep: largest}"
    assert said(once, loan("1", "200"), loan("2", "100")) == [
        ("符合条件，应补200.00元", "good"),
        ("符合条件，但实补0.00元：应补的100.00元已被限额全部核减", "bad"),
    ]
    yearly = "{at_most: 100万元, per: [borrower]}"
    assert said(yearly, loan("1", "150万")) == [
        ("实补1,000,000.00元（应补1,500,000.00元，限额核减500,000.00元）", "good")
    ]
    unknown = "{at_most: loan.principal, per: [borrower]}"
    assert said(unknown, loan("1", "150万", loan__principal=None)) == [
        ("符合条件，应补1,500,000.00元，限额后实补待定", "open")
    ]


@pytest.mark.parametrize("page", [note, summary, derivation])
def test_every_page_begins_with_what_is_payable(page: Callable[[Decision, Settled], Page]) -> None:
    (settled,) = settle(town("{at_most: 100元, per: [borrower]}"), loan("1", "150")).settled
    first, *_ = page(settled.decision, settled)
    assert isinstance(first, Title)
    assert first.text.say("en") == "Payable: 100.00 yuan (due 150.00 yuan, of which the limits take 50.00 yuan)"
