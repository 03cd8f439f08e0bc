"""Worked examples: every difference from what was worked out is found, every mistake in a file has its place."""

from pathlib import Path

import pytest

from subsidy.diagnostics import InputError
from subsidy.evaluation.cases import CaseResult, run_cases
from subsidy.scheme.library import load_schemes
from subsidy.scheme.unknown import UnknownNameError
from tests.scheme.town import TOWN, marked, spoilt, written

# 2% of 60万元 is 12,000.00, above the standard of 10,000.00 for less than 100万元.
CASES = """\
edition: "2023"
source: notice 二
base:
  borrower: {listed: 是}
  loan:
    principal: 60万元
    interest_paid: 30000.00元
    disbursed_on: 2023-01-10
    settled_on: 2023-03-20
cases:
  - name: {zh: 标准, en: the standard}
    working: min(10,000.00, 30,500.00, 600,000.00 × 2%) = 10,000.00
    expect:
      outcome: eligible
      total: 10,000.00
      subsidy: 1万元
      standard: 1万元
      cost: 30,500.00
      months: 2个月
      amount: 10000.00元
      fails: []
      unknown: []
      presumed: []
      missing: []
      readings: {}
"""


def folder_with(tmp_path: Path, cases: str, scheme: str = TOWN) -> Path:
    written(tmp_path, scheme)
    return written(tmp_path, cases, "town/loans/cases/2023.yaml")


def run(tmp_path: Path) -> list[CaseResult]:
    return run_cases(load_schemes(tmp_path), ["town/loans"])


def changed(*changes: tuple[str, str]) -> str:
    text = CASES
    for old, new in changes:
        assert text.count(old) == 1, (text.count(old), old)
        text = text.replace(old, new)
    return text


def test_a_case_that_is_right_passes_and_says_where_it_stands(tmp_path: Path) -> None:
    path = folder_with(tmp_path, CASES)
    (result,) = run(tmp_path)
    assert result.passed
    assert (result.scheme, result.edition, result.source) == ("town/loans", "2023", "notice 二")
    assert result.name.say("zh") == "标准"
    assert result.place == (str(path), 11, 5)


@pytest.mark.parametrize(
    ("old", "new", "difference"),
    [
        ("eligible", "ineligible", "outcome: ineligible is expected, found eligible"),
        ("total: 10,000.00", "total: 10,000.01", "total: 10,000.01 is expected, found 10,000.00"),
        ("total: 10,000.00", "total: unknown", "total: unknown is expected, found 10,000.00"),
        ("subsidy: 1万元", "subsidy: 9999.99元", "subsidy: 9999.99元 is expected, found 10,000.00"),
        ("standard: 1万元", "standard: 2万元", "standard: 2万元 is expected, found 10,000.00 yuan"),
        ("cost: 30,500.00", "cost: 未知", "cost: 未知 is expected, found 30,500.00 yuan"),
        ("months: 2个月", "months: 2 1/30个月", "months: 2 1/30个月 is expected, found 2 months"),
        ("amount: 10000.00元", "subsidy.amount: 1元", "subsidy.amount: 1元 is expected, found 10,000.00 yuan"),
        ("fails: []", "fails: [size]", "fails: size is expected, found nothing"),
        ("unknown: []", "unknown: [listed, size]", "unknown: listed, size is expected, found nothing"),
        ("missing: []", "missing: [loan.rate]", "missing: loan.rate is expected, found nothing"),
        (
            "readings: {}",
            "readings: {months_read: {started: 1.00}}",
            "readings that matter: months_read is expected, found nothing",
        ),
    ],
)
def test_every_difference_is_found(old: str, new: str, difference: str, tmp_path: Path) -> None:
    folder_with(tmp_path, changed((old, new)))
    (result,) = run(tmp_path)
    assert not result.passed
    assert [str(d) for d in result.differences] == [difference]


# A scheme in which the reading matters: a yuan a month.
MONTHLY = spoilt(
    ("min(standard, cost, loan.principal * share)", "'min(standard, cost, monthly)'"),
    (
        "definitions:\n",
        "definitions:\n  monthly: {is: fee * subsidy.months / month, cite: notice 二, zh: 按月, en: monthly}\n",
    ),
    ("  fee: {is", "  month: {is: 1个月, cite: notice 二, zh: 一月, en: a month}\n  fee: {is"),
    ("readings:\n", "  share_: {is: 2%, cite: notice 二, zh: 比例, en: share}\nreadings:\n"),
).replace("  share: {is: 2%, cite: notice 二, zh: 比例, en: share}\n", "")


@pytest.mark.parametrize(
    ("readings", "differences"),
    [
        ("{months_read: {started: '1,500.00'}}", []),
        ("{}", ["readings that matter: nothing is expected, found months_read"]),
        ("{months_read: {}}", ["months_read: nothing is expected, found started"]),
        (
            "{months_read: {started: '1,000.00'}}",
            ["months_read as started: 1,000.00 is expected, found 1,500.00"],
        ),
        ("{months_read: {started: ineligible}}", ["months_read as started: ineligible is expected, found eligible"]),
    ],
)
def test_what_other_readings_give_is_compared(readings: str, differences: list[str], tmp_path: Path) -> None:
    expect = f"    expect: {{outcome: eligible, subsidy: '1,000.00', readings: {readings}}}\n"
    folder_with(tmp_path, CASES.partition("    expect:")[0] + expect, MONTHLY)
    (result,) = run(tmp_path)
    assert [str(d) for d in result.differences] == differences


def test_a_mistake_of_the_scheme_is_said_once(tmp_path: Path) -> None:
    again = CASES + CASES[CASES.index("  - name:") :]
    folder_with(tmp_path, again, spoilt(("loan.principal <= bound", "loan.principal <= buond")))
    with pytest.raises(InputError) as refused:
        run(tmp_path)
    assert [d.code for d in refused.value.diagnostics] == ["unknown-name"]


def test_a_case_is_decided_with_its_own_readings_and_facts(tmp_path: Path) -> None:
    more = """\
  - name: {zh: 起月, en: started months}
    source: notice 三
    set: {loan.interest_paid: 100元, "loan.flows[1].amount": 20元}
    drop: [borrower.listed, "loan.flows[0]"]
    readings: {months_read: started}
    working: Three months; 100.00 + 500.00.
    expect: {outcome: incomplete, subsidy: unknown, months: 3个月, cost: "600.00", missing: [borrower.listed]}
"""
    flows = (
        "    settled_on: 2023-03-20\n",
        "    settled_on: 2023-03-20\n    flows: [{on: 2023-02-01, kind: fee, amount: 1元}, "
        "{on: 2023-02-01, kind: fee, amount: 2元}, {on: 2023-02-02, kind: fee, amount: 3元}]\n",
    )
    folder_with(tmp_path, changed(flows) + more)
    first, second = run(tmp_path)
    assert first.passed
    assert [str(d) for d in second.differences] == []
    assert second.source == "notice 三"


def test_a_value_that_these_readings_do_not_need_is_named(tmp_path: Path) -> None:
    scheme = spoilt(
        ("loan.interest_paid + fee", 'loan.interest_paid + (dear if months_read == "started" else fee)'),
        ("definitions:\n", "definitions:\n  dear: {is: fee + fee, cite: notice 二, zh: 贵, en: dear}\n"),
    )
    folder_with(tmp_path, changed(("standard: 1万元", "dear: 1000元")), scheme)
    (result,) = run(tmp_path)
    assert [str(d) for d in result.differences] == [
        "dear is not computed: no rule and no step needs it under these readings"
    ]


@pytest.mark.parametrize(
    ("old", "new", "message", "remedy"),
    [
        ('edition: "2023"', 'edition: «"2024"', "there is no 2024", "did you mean 2023?"),
        ("source: notice 二", "source: «law 二", "no source is named law", "allowed are notice"),
        (
            "source: notice 二",
            "source: «notice",
            "the citation names no clause",
            "write the source's key and the clause",
        ),
        ("base:\n", "«bases: {}\nbase:\n", "bases is not known here", "did you mean base?"),
        ("  - name: {zh: 标准, en: the standard}\n", "  - name: «{zh: 标准}\n", "en is missing", None),
        ("    working: min(10", "    «workings: min(10", "workings is not known here", "did you mean working?"),
        ("      standard: 1万元\n", "      «standart: 1万元\n", "there is no standart", "did you mean standard?"),
        ("fails: []", "fails: [«sise]", "there is no sise", "did you mean size?"),
        (
            "      outcome: eligible",
            "      outcome: «eligibel",
            "eligibel is not allowed here",
            "did you mean eligible?",
        ),
        ("readings: {}", "readings: {«month_read: {}}", "there is no month_read", "did you mean months_read?"),
        ("readings: {}", "readings: {months_read: {«start: 1元}}", "there is no start", "did you mean started?"),
        ("cost: 30,500.00", "cost: «5天", "5天 is not money", None),
        ("cost: 30,500.00", "cost: «5元7", "'5元7' is not a number with a unit", "write for example"),
        ("total: 10,000.00", "total: «much", "'much' is not a number with a unit", "write for example"),
        ("principal: 60万元", "principal: «60%", "expected money, found '60%'", "write for example"),
        ("settled_on: 2023-03-20", "settled_on: «2022-03-20", "settled on 2022-03-20 is before", None),
    ],
)
def test_a_mistake_in_a_case_file_has_its_place(
    old: str, new: str, message: str, remedy: str | None, tmp_path: Path
) -> None:
    text, ((line, column),) = marked(changed((old, new)))
    path = folder_with(tmp_path, text)
    with pytest.raises(InputError) as raised:
        run(tmp_path)
    said = [d for d in raised.value.diagnostics if d.place == (str(path), line, column)]
    assert [str(d.message)[: len(message)] for d in said] == [message]
    assert [d.remedy and str(d.remedy)[: len(remedy or "")] for d in said] == [remedy]


@pytest.mark.parametrize(
    ("case", "message"),
    [
        ('set: {«"loan.flows[0].amount": 1元}', "the base has no loan.flows[0].amount"),
        ("set: {«loan.principal.much: 1元}", "the base has no loan.principal.much"),
        ("drop: [«loan.rate]", "the base has no loan.rate"),
        ("drop: [«loan..rate]", "loan..rate is no place of a fact"),
        ("readings: {«month: started}", "there is no month"),
        ("readings: {months_read: «quarters}", "there is no quarters"),
        ("set: {loan.principal: «60%}", "expected money, found '60%'"),
        ("set: {loan.«principle: 60万元}", "principle is not known here"),
    ],
)
def test_what_a_case_changes_must_be_there(case: str, message: str, tmp_path: Path) -> None:
    text, ((line, _),) = marked(changed(("    working:", f"    {case}\n    working:")))
    path = folder_with(tmp_path, text)
    with pytest.raises(InputError) as raised:
        run(tmp_path)
    (said,) = raised.value.diagnostics
    assert str(said.message).startswith(message)
    assert said.place is not None
    assert (said.place.file, said.place.line) == (str(path), line)


def test_every_problem_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    folder_with(tmp_path, changed(("source: notice 二", "source: law 二"), ("fails: []", "fails: [sise]")))
    written(tmp_path, changed(("total: 10,000.00", "total: much")), "town/loans/cases/other.yaml")
    with pytest.raises(InputError) as raised:
        run(tmp_path)
    assert [d.code for d in raised.value.diagnostics] == ["citation", "unknown-name", "quantity"]


def test_what_is_unpublished_is_supplied_by_the_file(tmp_path: Path) -> None:
    scheme = spoilt(("fee: {is: 500元, cite: notice 二", "fee: {unpublished: yes, type: money, cite: notice 二"))
    overlay = """\
overlay:
  sources:
    agreement: {title: 协议, issued: 2023-01, standing: agreement}
  parameters:
    fee: {is: 700元, cite: agreement 一}
base:
"""
    path = folder_with(tmp_path, changed(("source: notice 二", "source: agreement 一"), ("base:\n", overlay)), scheme)
    written(
        tmp_path, changed(("eligible", "incomplete"), ("total: 10,000.00", "total: unknown")), "town/loans/cases/w.yaml"
    )
    supplied, open_ = run(tmp_path)
    assert [str(d) for d in supplied.differences] == ["cost: 30,500.00 is expected, found 30,700.00 yuan"]
    assert "missing: nothing is expected, found parameter:fee" in [str(d) for d in open_.differences]
    written(tmp_path, changed(("base:\n", overlay.replace("fee:", "fees:"))), "town/loans/cases/2023.yaml")
    with pytest.raises(InputError) as raised:
        run(tmp_path)
    (said,) = [d for d in raised.value.diagnostics if d.code == "unknown-name"]
    assert (
        str(said) == f"{path}:7:11: parameters.fees: the scheme has no parameter fees; did you mean fee? [unknown-name]"
    )


def test_a_scheme_that_does_not_exist_has_no_cases() -> None:
    with pytest.raises(UnknownNameError):
        run_cases(load_schemes(), ["town/loans"])


def test_the_shipped_cases_pass() -> None:
    results = run_cases(load_schemes())
    assert [(str(r.place), *map(str, r.differences)) for r in results if not r.passed] == []
    assert len(results) >= 235
