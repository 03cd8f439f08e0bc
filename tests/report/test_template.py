"""A template that nobody filled in can be decided; one filled in with its own examples is read without a complaint."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from subsidy import evaluate
from subsidy.documents import parse_document
from subsidy.facts import Application, read_application
from subsidy.messages import LANGUAGES, Language, msg
from subsidy.report.phrases import edition_name
from subsidy.report.template import ALWAYS, filled, template
from subsidy.scheme.library import LoadedEdition
from tests.report.decisions import WUHAN, schemes
from tests.support.applications import applications

EDITIONS = [
    pytest.param(scheme.name, edition, id=f"{scheme.name}@{edition.name}")
    for scheme in schemes().values()
    for edition in scheme.editions.values()
]
EACH = pytest.mark.parametrize(("scheme", "edition"), EDITIONS)
# What is one or the other on any one loan: the first stays empty where the second is asked for too.
THEN = "subsidy calc FILE"
EITHER_OR = {"cover.fee": "cover.premium", "loan.interest_paid": "loan.flows"}
EXAMPLE = {"zh": "；例如 ", "en": "; for example "}


def read(text: str) -> Application:
    at_hand = schemes()
    return read_application(parse_document(text, "template.yaml"), at_hand.vocabulary, at_hand.products)


def filled_in(text: str, language: Language) -> str:
    """The template with its examples written in and every record's comment taken off."""
    lines = []
    for line in text.splitlines():
        line = re.sub(r"^( *)# (- |  )(\w+:)", r"\1\2\3", line)
        before, found, value = line.partition(EXAMPLE[language])
        lines.append(f"{before.partition('#')[0].rstrip()} {value}" if found else line)
    for one, other in EITHER_OR.items():
        if other in asked_by(text):
            lines = [line for line in lines if not line.startswith(f"  {one.partition('.')[2]}:")]
    return "\n".join(lines)


def asked_by(text: str) -> set[str]:
    """The paths of a template's facts in records."""
    found, record = set(), ""
    for line in text.splitlines():
        if head := re.match(r"(\w+):", line):
            record = head[1]
        elif key := re.match(r"  (\w+):", line):
            found.add(f"{record}.{key[1]}")
    return found


@EACH
@pytest.mark.parametrize("language", LANGUAGES)
def test_unfilled_it_says_nothing(scheme: str, edition: LoadedEdition, language: Language) -> None:
    application = read(template(edition, language, THEN))
    assert all(record == {} for record in application.as_data().values())
    decision = evaluate(schemes()[scheme], application, edition=edition.name)
    assert decision.outcome == "incomplete"


@EACH
@pytest.mark.parametrize("language", LANGUAGES)
def test_filled_with_its_examples_it_is_read(scheme: str, edition: LoadedEdition, language: Language) -> None:
    application = read(filled_in(template(edition, language, THEN), language))
    decision = evaluate(schemes()[scheme], application, edition=edition.name)
    assert {m.path for m in decision.missing if ":" not in m.path} <= set(EITHER_OR)


@EACH
def test_it_asks_for_every_fact_of_every_reading_and_limit_and_for_no_other(
    scheme: str, edition: LoadedEdition
) -> None:
    given = read(filled_in(template(edition, "zh", THEN), "zh")).as_data()
    asked = {edition.vocabulary[used.path].path for used in edition.program().inputs} | set(ALWAYS)
    for name, reading in edition.definition.readings.items():
        for choice in reading.choices:
            asked |= {edition.vocabulary[used.path].path for used in edition.program({name: choice}).inputs}
    for limit in edition.definition.limits.values():
        asked |= {path.removesuffix("_") for word in limit.per for path in re.findall(r"\w+\.\w+", word)}
        asked |= {"loan.lender"} & {f"loan.{word}" for word in limit.per}
        asked |= {limit.by} if limit.by else set()
        if "borrower" in limit.per and not {"loan", "application"} & {*limit.per} and not (limit.used or limit.ratio):
            asked.add("granted")
    assert paths(given) == asked - {one for one, other in EITHER_OR.items() if other in asked}


def paths(data: dict[str, object], prefix: str = "") -> set[str]:
    found: set[str] = set()
    for key, value in data.items():
        path = f"{prefix}{key}"
        found |= paths(value, f"{path}.") if isinstance(value, dict) else {path}
    return found


def test_a_line_has_label_kind_choices_help_and_example() -> None:
    text = template(schemes()[WUHAN].editions["2024"], "zh", THEN)
    assert re.search(r"^  rate: +# 合同年利率；例如 4.15%$", text, re.MULTILINE)
    assert re.search(
        r"^  settled_on: +# 本息结清日（日期）；还清全部本金和利息之日；例如 2024-02-10$", text, re.MULTILINE
    )
    assert re.search(r"^  # - from: 2024-02-10 +# 延期起（日期）$", text, re.MULTILINE)
    assert re.search(r"^  #   kind: 展期 +# 延期方式（展期、宽限期、无还本续贷）$", text, re.MULTILINE)
    assert re.search(r"^# +year: 2023 +# 年度（年份）$", text, re.MULTILINE)
    assert re.search(r"^# +amount: 2.6万元 +# 金额$", text, re.MULTILINE)


def test_comments_stand_in_one_column() -> None:
    text = template(schemes()[WUHAN].editions["2024"], "en", THEN)
    columns = {line.index(" # ") for line in text.splitlines() if re.match(r" *\w+: ", line)}
    assert len(columns) == 1


def as_texts(value: Any) -> Any:
    """Facts as an application file holds them: every scalar a text."""
    if isinstance(value, dict):
        return {key: as_texts(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_texts(inner) for inner in value]
    return {True: "是", False: "否"}[value] if isinstance(value, bool) else str(value)


@EACH
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_told_is_read_back(scheme: str, edition: LoadedEdition, language: Language) -> None:
    vocabulary = schemes()[scheme].vocabulary

    @settings(max_examples=3, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
    @given(applications(edition.program()))
    def check(application: Application) -> None:
        data = application.as_data()
        text = filled(edition_name(edition.definition), vocabulary, as_texts(data), ["loan.rate"], language, THEN)
        read_back = vocabulary.model.model_validate(parse_document(text, "a.yaml").data).as_data()
        assert {key: value for key, value in read_back.items() if value != {}} == data

    check()


@pytest.mark.parametrize(
    "name", ["a: b", "# c", "[x", "'", '"', "null", "~", "- a", "x #y", "%", "a\\n", "{", "是", "!b", "&a", "* a"]
)
def test_any_text_is_told_as_it_is(name: str) -> None:
    text = filled(msg("x"), schemes().vocabulary, {"borrower": {"name": name}}, (), "zh", THEN)
    assert parse_document(text, "a.yaml").data["borrower"]["name"] == name  # type: ignore[index, call-overload]


def test_keys_that_python_spells_otherwise_and_records_that_say_nothing() -> None:
    given = {"cover": {"from_": "2024-01-01"}, "other_aid": [{}, {"kind": "贴息"}], "granted": []}
    wanted = ["other_aid[1].level", "loan.flows"]
    text = filled(msg("x"), schemes().vocabulary, given, wanted, "en", THEN)
    found = parse_document(text, "a.yaml").data
    assert isinstance(found, dict)
    assert found["cover"] == {"from": "2024-01-01"}
    assert found["other_aid"] == [{}, {"kind": "贴息", "level": None}]
    assert found["granted"] == []
    assert found["loan"] == {"contract": None, "flows": None}
