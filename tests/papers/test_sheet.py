"""The calculation sheet: all that it must say, of every kind of decision, in one language and in two."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from hashlib import sha256
from html import escape

import pytest

from subsidy import Decision, Settlement, apply_limits
from subsidy.evaluation.receipt import receipt
from subsidy.messages import Label
from subsidy.papers.receipt_code import receipt_sha256
from subsidy.papers.said import Languages
from subsidy.papers.sheet import Worked, sheet
from subsidy.papers.sheet_html import sheet_as_html
from subsidy.report.citations import Citation
from subsidy.report.record import decision_record, derivation_record
from tests.commands.run import EXAMPLE, WUHAN, as_json
from tests.limits.town import loan, settle, town
from tests.papers.examples import worked_examples
from tests.papers.parsed import Parsed, checked
from tests.report.decisions import agreed_claim, every_kind, wuhan

BOTH: Languages = ("zh", "en")
LANGUAGES: tuple[Languages, ...] = (("zh",), ("en",), BOTH)
KINDS = every_kind()


def written(decision: Decision, *languages: str, together: Settlement | None = None) -> Parsed:
    settlement = together or apply_limits([decision])
    return checked(sheet_as_html(sheet(decision, settlement), *languages))  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("languages", LANGUAGES)
def test_a_sheet_says_all_that_the_decision_rests_on(kind: str, languages: Languages) -> None:
    decision = KINDS[kind]
    words = written(decision, *languages).words()
    for language in languages:
        record, more = decision_record(decision, language), derivation_record(decision, language)
        refused = {name for name, benefit in record.benefits.items() if benefit.status == "refused"}
        wanted = [text for rule in record.rules for text in (rule.label, rule.reason)]
        wanted += [Citation(rule.cite).say(language) for rule in record.rules]
        if len(refused) < len(record.benefits):
            steps = [step for step in record.steps if step.benefit not in refused]
            wanted += [text for step in steps for text in (step.label, step.formula, step.result)]
            wanted += [Citation(step.cite).say(language) for step in steps]
        wanted += [choice for reading in more.choices for choice in (reading.label, reading.choices[reading.choice])]
        wanted += [other.label for reading in record.readings for other in reading.alternatives]
        wanted += [missing.label for missing in record.missing]
        wanted += [source.title for source in more.sources]
        wanted += [note.label for note in record.standing]
        wanted += record.warnings
        kept = record.receipt
        wanted += [kept.scheme_sha256, kept.facts_sha256, *kept.overlays_sha256, *kept.tables_sha256.values()]
        assert [text for text in wanted if text and " ".join(text.split()) not in words] == []


def test_the_example_in_figures_and_in_capitals() -> None:
    words = written(wuhan(), "zh").words()
    assert "武汉市科技贷款补贴计算书" in words
    assert "符合条件，应补26,000.00元" in words
    assert "限额后实补：26,000.00元（人民币贰万陆仟元整）" in words
    assert "经办人 复核人 负责人" in words
    assert [words.count(f"{n}、") for n in "一二三四五六七八九"] == [1] * 9


def test_what_is_read_and_not_given_is_said_to_be_unknown() -> None:
    words = written(wuhan(loan__rate=None), "zh").words()
    assert "合同年利率 未知" in words
    assert "还缺的资料" in words


def test_a_name_is_never_markup() -> None:
    name = "<script>alert(1)</script>"
    decision = wuhan(borrower__name=name, application__id=name, loan__lender=name)
    for languages in LANGUAGES:
        text = sheet_as_html(sheet(decision), *languages)
        assert checked(text).words().count(name) >= 4
        assert escape(name) in text
        assert "<script" not in text


def test_limits_are_judged_over_the_set() -> None:
    kept, cut = wuhan(), wuhan(application__id="WH-2024-0002")
    together = apply_limits([kept, cut])
    words = written(cut, "zh", together=together).words()
    assert "符合条件，但实补0.00元：应补的26,000.00元已被限额全部核减 限额后实补：0.00元（人民币零元整）" in words
    assert "与另外1项核算结果一并判断" in words
    assert "WH-2024-0001 26,000.00元 26,000.00元" in words
    assert "WH-2024-0002 26,000.00元 0.00元" in words
    alone = checked(sheet_as_html(sheet(cut), "zh")).words()
    assert "限额后实补" not in alone
    assert "涉及多笔贷款，未在此核" in alone


def test_a_set_without_the_decision_settles_nothing_of_it() -> None:
    found = sheet(wuhan(), apply_limits([agreed_claim()]))
    assert [part.heading.say("en") for part in found.parts] == [part.heading.say("en") for part in sheet(wuhan()).parts]


def test_the_hash_is_that_of_the_receipt_in_json() -> None:
    made = as_json("calc", EXAMPLE, "--scheme", WUHAN)["receipt"]
    canonical = json.dumps(made, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert receipt_sha256(wuhan()) == sha256(canonical).hexdigest()


def test_the_hash_changes_with_what_the_decision_was_made_with() -> None:
    made = [wuhan(), wuhan(loan__rate="4.16%"), wuhan({"loan_months": "started"}), agreed_claim()]
    assert len({receipt_sha256(decision) for decision in made}) == len(made)
    assert asdict(decision_record(made[0], "zh").receipt)["facts_sha256"] == receipt(*_of(made[0])).facts_sha256


def _of(decision: Decision) -> tuple[object, object]:
    return decision.program, decision.application


def test_every_scheme_has_a_sheet() -> None:
    some = worked_examples()[::30]
    for decision in some:
        words = written(decision, *BOTH).words()
        assert decision.program.edition.title.label.zh in words
    assert len(some) > 15


def test_the_numbers_of_a_step_are_said_in_each_language_that_they_add_something_in() -> None:
    one = wuhan().steps[0]
    step = one._replace(formula=Label("甲", "a"), numbers=Label("一", "1 of a"), result=Label("一", "1"))
    assert (Worked(step).say("zh"), Worked(step).say("en")) == ("= 甲", "= a = 1 of a")
    long = step._replace(formula=Label("甲" * 30, "a" * 70))
    assert (Worked(long).say("zh"), Worked(long).say("en")) == (f"= {'甲' * 30}", f"= {'a' * 70}\n= 1 of a")


def test_a_large_set_is_in_no_sheet() -> None:
    """Else a thousand sheets would say a million lines."""
    decisions = [wuhan(application__id=f"WH-{number}") for number in range(40)]
    words = written(decisions[0], "zh", together=apply_limits(decisions)).words()
    assert "与另外39项核算结果一并判断" in words
    assert "WH-39" not in words


def test_texts_are_legible_in_black_and_white() -> None:
    """Every colour of the style on white and on the ground of headers: at least 7 to 1, as WCAG 2.2 (AAA) asks."""
    style = sheet_as_html(sheet(wuhan()), "zh")
    colours = dict(re.findall(r"--(\w+): #(\w+);", style))
    for name in ("ink", "soft", "good", "bad", "open"):
        for ground in ("fff", colours["wash"]):
            assert (luminance(ground) + 0.05) / (luminance(colours[name]) + 0.05) >= 7


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.2."""
    pairs = [colour[i : i + 2] for i in (0, 2, 4)] if len(colour) == 6 else [digit * 2 for digit in colour]
    parts = [int(pair, 16) / 255 for pair in pairs]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_what_is_missing_is_asked_for_in_words() -> None:
    """A reader of paper writes no file: no key and no braces."""
    qualification = [{"kind": "高新技术企业", "from": "2022-11-09"}]
    decision = wuhan(borrower__qualifications=qualification, other_aid=None, loan__rate=None)
    words = written(decision, "zh").words()
    assert "资质第1条：有效期止，例如 2025-11-08" in words
    assert "合同年利率，例如 4.15%" in words
    assert "同一贷款的其他补贴（补贴类型、财政层级）；没有的，写明没有" in words
    assert not re.search(r"\[\{|other_aid|borrower\.", words)


def test_a_field_that_the_scheme_reads_has_its_column_though_no_record_gives_it() -> None:
    words = written(wuhan(borrower__qualifications=[{"kind": "高新技术企业", "from": "2022-11-09"}]), "zh").words()
    assert "资质名称 有效期起 有效期止 高新技术企业 2022-11-09 未知" in words


def test_a_step_says_how_its_months_are_counted() -> None:
    assert "到次月的同一天满一个月" in written(wuhan(), "zh").words()


def test_a_cut_names_its_benefit_where_there_are_several() -> None:
    limit = "{at_most: 100元, per: [borrower, scheme, year_of(loan.settled_on)]}"
    settlement = settle(town(limit), loan("1", "150", premium="50"))
    words = written(settlement.settled[0].decision, "zh", together=settlement).words()
    assert "贴息：每户借款人在本方案下每年不超过100.00元：本笔核减75.00元" in words
    assert "贴保：每户借款人在本方案下每年不超过100.00元：本笔核减25.00元" in words
