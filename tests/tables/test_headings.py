"""Headings as real forms have them: told by path, label or generic word, with their unit, or not at all."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy import InputError
from subsidy.diagnostics import Place
from subsidy.facts import VOCABULARY as COMMON
from subsidy.tables import Heading, KnownHeadings, headings_of
from subsidy.tables.known import UnknownHeading
from subsidy.tables.spelling import key_of
from subsidy.tables.synonyms import SPEAK_FOR_THEMSELVES, SYNONYMS, UNCERTAIN
from tests.tables.known import KNOWN, VOCABULARY

PLACE = Place("loans.csv", 3, 1)
VALUES = {path: fact for path, fact in VOCABULARY.items() if fact.scalar or fact.fields is not None}
LISTS = {path: fact for path, fact in VOCABULARY.items() if fact.fields is not None}
LABELS = Counter(label for fact in VALUES.values() for label in fact.label)


def meaning(heading: str, known: KnownHeadings = KNOWN) -> tuple[str, str] | None:
    found = known.find(heading)
    return (found.path, found.unit) if isinstance(found, Heading) else None


@pytest.mark.parametrize("path", VALUES)
def test_every_path_and_label_means_its_fact(path: str) -> None:
    assert meaning(path) == (path, "")
    for heading in VOCABULARY[path].label:
        if LABELS[heading] == 1:
            assert meaning(heading) == (path, "")


def test_a_label_of_two_facts_needs_its_holder() -> None:
    assert [label for label, count in LABELS.items() if count > 1] == ["lender"]
    found = KNOWN.find("lender")
    assert isinstance(found, UnknownHeading)
    assert found.message.say("en") == "it may mean loan.lender, lender_year.lender"
    assert meaning("Loan: lender") == ("loan.lender", "")
    assert meaning("the lender's year lender") == ("lender_year.lender", "")


@pytest.mark.parametrize("path", LISTS)
def test_every_field_of_every_list_has_numbered_headings(path: str) -> None:
    fact = LISTS[path]
    for key, field in (fact.fields or {}).items():
        for number in (1, 2, 17):
            expected = (f"{path}.{number}.{key}", "")
            assert meaning(f"{path}.{number}.{key}") == expected
            for of, label in zip(fact.label, field.label, strict=True):
                assert meaning(f"{of}{number}.{label}") == expected
                assert meaning(f"{of} {number} - {label}") == expected


@pytest.mark.parametrize("path", LISTS)
def test_every_field_stands_for_itself_in_a_table_of_records(path: str) -> None:
    known = KnownHeadings(VOCABULARY, records=path)
    for key, field in (LISTS[path].fields or {}).items():
        for heading in (key, f"{path}.{key}", *field.label):
            assert meaning(heading, known) == (key, "")
    assert meaning("合同编号", known) == ("loan.contract", "")
    assert meaning("loan.principal", known) is None


def test_no_word_is_a_synonym_of_two_facts_or_the_label_of_another() -> None:
    facts = {
        **{path: COMMON[path] for path in COMMON},
        **{f"{path}.{key}": f for path, fact in COMMON.items() for key, f in (fact.fields or {}).items()},
    }
    in_rows = [path for path in SYNONYMS if path in COMMON]
    said = Counter(key_of(word) for path in in_rows for word in SYNONYMS[path])
    assert [word for word, count in said.items() if count > 1] == []
    labels = {key_of(label.label.zh): path for path, label in VALUES.items()}
    assert {
        w: labels[key_of(w)] for path in in_rows for w in SYNONYMS[path] if labels.get(key_of(w), path) != path
    } == {}
    assert SYNONYMS.keys() <= facts.keys()


@pytest.mark.parametrize("path", [path for path in SYNONYMS if path in COMMON])
def test_every_synonym_means_its_fact(path: str) -> None:
    for word in SYNONYMS[path]:
        assert meaning(word) == (path, "")


@pytest.mark.parametrize("path", SPEAK_FOR_THEMSELVES)
def test_fields_that_speak_for_themselves(path: str) -> None:
    for key, field in (LISTS[path].fields or {}).items():
        labels = (*field.label, *map("".join, zip(LISTS[path].label, field.label, strict=True)))
        for word in (*labels, *SYNONYMS.get(f"{path}.{key}", ())):
            assert meaning(word) == (f"{path}.1.{key}", "")
            assert meaning(f"{word}3") == (f"{path}.3.{key}", "")


UNITS = [
    ("贷款金额（万元）", "loan.principal", "万元"),
    ("贷款本金(万元)", "loan.principal", "万元"),
    ("贷款本金（单位：万元）", "loan.principal", "万元"),
    ("贷款本金（人民币万元）", "loan.principal", "万元"),
    ("贷款本金（元）", "loan.principal", ""),
    ("贷款本金（人民币）", "loan.principal", ""),
    ("贷款本金/万元", "loan.principal", "万元"),
    ("贷款本金(亿元)", "loan.principal", "亿元"),
    ("＊贷款金额 ［千元］：", "loan.principal", "千元"),
    ("合同年利率（%）", "loan.rate", "%"),
    ("合同年利率（％）（必填）", "loan.rate", "%"),
    ("年利率%", "loan.rate", "%"),
    ("合同年利率（‰/月）", "loan.rate", "‰/月"),
    ("加点（bp）", "loan.rate_terms.spread", "bp"),
    ("加点（BP）", "loan.rate_terms.spread", "bp"),
    ("担保费率（年）", "cover.fee_rate", ""),
    ("担保费率（年）（%）", "cover.fee_rate", "%"),
    ("年度（年）", "lender_year.year", ""),
    ("放款日期（年-月-日）", "loan.disbursed_on", ""),
    ("企业名称（全称）", "borrower.name", ""),
    ("属首次贷款（是/否）", "loan.first_ever", ""),
    ("资金流水2金额（万元）", "loan.flows.2.amount", "万元"),
    ("Loan Principal (万元)", "loan.principal", "万元"),
]


@pytest.mark.parametrize(("heading", "path", "unit"), UNITS)
def test_the_unit_stands_in_the_heading(heading: str, path: str, unit: str) -> None:
    assert meaning(heading) == (path, unit)


@pytest.mark.parametrize(
    "heading", ["贷款金额（美元）", "贷款金额（大写）", "贷款金额（%）", "合同年利率（万元）", "合同年利率（月）"]
)
def test_a_note_that_is_no_unit_keeps_a_number_from_being_misread(heading: str) -> None:
    assert meaning(heading) is None
    (warning,) = headings_of(["申请编号", heading], KNOWN, PLACE).notices
    assert "is no unit of" in warning.message.say("en")
    assert warning.severity == "warning"


@pytest.mark.parametrize(
    "heading", ["金额", "日期", "年度合计", "放款金额", "担保方式", "序号", "", "#", "0", "资质0.资质名称"]
)
def test_what_may_mean_something_else_means_nothing(heading: str) -> None:
    assert meaning(heading) is None


wide = st.sampled_from([lambda text: text, lambda text: text.translate({i: i + 0xFEE0 for i in range(0x21, 0x7F)})])
noise = st.sampled_from(["", " ", "\n", "　", "*", "＊"])


@given(st.sampled_from(UNITS), wide, noise, noise, noise, st.integers(0, 20), st.booleans())
def test_width_case_spaces_and_marks_do_not_matter(
    one: tuple[str, str, str], widen: object, before: str, within: str, after: str, at: int, upper: bool
) -> None:
    heading, path, unit = one
    place = min(at, heading.find("（") if "（" in heading else len(heading))
    place = 0 if heading[place : place + 1].isascii() and heading[place - 1 : place].isascii() else place
    noisy = before + heading[:place] + within + heading[place:] + after
    assert callable(widen)
    assert meaning(widen(noisy.upper() if upper else noisy)) == (path, unit)


def test_two_headings_for_one_fact_are_refused_together() -> None:
    columns = ["贷款金额", "贷款本金（万元）", "企业名称", "借款人", "备注", "借款人"]
    with pytest.raises(InputError) as caught:
        headings_of(columns, KNOWN, PLACE)
    assert [(d.place, d.field) for d in caught.value.diagnostics] == [
        (Place("loans.csv", 3, 2), "贷款本金（万元）"),
        (Place("loans.csv", 3, 4), "借款人"),
        (Place("loans.csv", 3, 6), "借款人 (2)"),
    ]


def test_what_is_not_known_is_carried_along_and_told() -> None:
    found = headings_of(["序号", "贷款金鹅", "贷款金额", "", "备注", "备注", "#row"], KNOWN, PLACE)
    assert [heading.path for heading in found.read] == ["loan.principal"]
    assert found.carried == ("序号", "贷款金鹅", "#4", "备注", "备注 (2)", "#row (2)")
    assert [(n.field, n.severity) for n in found.notices] == [("贷款金鹅", "warning"), ("", "warning")]
    assert found.notices[0].remedy is not None
    assert found.notices[0].remedy.say("en") == "did you mean 贷款金额?"
    assert found.notices[1].message.say("zh").count("备注") == 2


HINTS = {
    "贷款本斤（万元）": "did you mean 贷款本金?",
    "贷款本金鹅": None,
    "借款人称名": "did you mean 借款人名称?",
    "统一社会信用代吗": "did you mean 统一社会信用代码?",
    "统一社会信用代": "did you mean 统一社会信用代码?",
    "loan.principle": "did you mean loan.principal?",
    "loan.princpal": "did you mean loan.principal?",
    "月利率": "it need not be loan.rate %/月; if it is, say so with a map: 月利率: loan.rate %/月",
    "合同金额（万元）": "it need not be loan.principal; if it is, say so with a map: 合同金额（万元）: loan.principal",
    "罚息利率": None,
    "逾期利率": None,
    "本金余额": None,
    "备注": None,
}


@pytest.mark.parametrize("heading", HINTS)
def test_a_hint_never_names_a_word_of_another_meaning(heading: str) -> None:
    near = KNOWN.near(heading)
    assert (near and near.say("en")) == HINTS[heading]


@given(st.sampled_from([word for path in SYNONYMS if path in COMMON for word in SYNONYMS[path] if len(word) > 3]),
       st.data())  # fmt: skip
def test_a_slip_of_the_pen_is_found(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    slip = f"{word[:at]}鑫{word[at + 1 :]}（单位）"
    near = KNOWN.near(slip)
    assert near is not None
    assert near.text == "did you mean {word}?"


def test_uncertain_words_are_not_read_and_what_is_said_of_them_is_a_map() -> None:
    for word, meant in UNCERTAIN.items():
        assert meaning(word) is None
        assert isinstance(KNOWN.meaning(meant), Heading)


def test_no_known_heading_is_refused_with_what_was_found() -> None:
    with pytest.raises(InputError, match="序号, 备注"):
        headings_of(["序号", "", "备注"], KNOWN, PLACE)


def test_a_list_is_given_once() -> None:
    with pytest.raises(InputError, match="given as a list already"):
        headings_of(["loan.flows", "loan.flows.1.on"], KNOWN, PLACE, {"loan.flows": ["on"]})
    found = headings_of(["资金流水"], KNOWN, PLACE, {"资金流水": ["日期", "金额（万元）", "备注"]})
    assert [(field.path, field.unit) for field in found.read[0].fields] == [("on", ""), ("amount", "万元")]
    assert "备注" in found.notices[0].message.say("en")


def test_columns_in_another_order_mean_the_same() -> None:
    columns = [heading for heading, path, _ in UNITS if path not in ("loan.principal", "loan.rate")] + [
        "贷款额",
        "序号",
    ]
    columns = list({(meaning(c) or (c, ""))[0]: c for c in columns}.values())
    found, turned = headings_of(columns, KNOWN, PLACE), headings_of(columns[::-1], KNOWN, PLACE)
    assert {h.column: h for h in found.read} == {h.column: h for h in turned.read}
