"""A frame refuses the rows that `read_application` refuses as documents: the same fields, in the same words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from subsidy import InputError
from subsidy.columns import checked_frame
from subsidy.columns.contradicted import suspicion
from subsidy.columns.units import type_in_units
from subsidy.documents import Document
from subsidy.facts import VOCABULARY, DeclaredFact, FactType, Vocabulary, read_application
from subsidy.facts.contradictions import CHECKS
from subsidy.kinds import MOST_RECORDS

Row = Mapping[str, Any]
Said = list[tuple[str, str, str]]


def each(spellings: str) -> list[str]:
    return spellings.split("|")


# What may be written for each kind: in the ways that columns read and in others, some of it wrong.
WRITTEN: Mapping[str, Sequence[str]] = {
    "money": [
        *each("0|200万元|2000000.00|2,000,000元|1.5亿|0.0001万|12.345678万元|007.5| 5元 |¥1,234.50|1万亿"),
        *each(
            "999999999999.99|1000000000000|1000000000000.01|0.001|0.00001万|1亿万|5.|.5|-1|1e5|1,00|1,234,567,890,123|２００万元"
        ),
        *each("200万美元||abc|1\n|元|12345.6亿|万|1,2345|1/2|99999999999999|0.0|12万5"),
        "9" * 120,
    ],
    "rate": each("2.6%|4.15％|月利率3.5‰|50bp|4.15|0.0415|100%|100.000001%|1.2345678%|-1%|%|4.15%%|4.15 %|0%"),
    "share": each("2.6%|1.5pp|-50bp|50|0.5|1000000%|1000001%|0.0000001%|5 %|99999.999999%|-1%"),
    "count": each("2024|2024年|2024年度|1949|1948|2199|2200|2,024|1.5|2024.0|年|00002024||-2024|９9"),
    "date": [
        *each("2024-07-08|2024/7/8|2024年7月8日|20240708|2024.7.8|2024 年 7 月 8 日|2024-7-08|1949-10-01|2199-12-31"),
        *each("2024-02-30|1949-09-30|2200-01-01|24-07-08|2024-13-01|8 July||2024-07-08 |2024-07/08"),
    ],
    "flag": each("是|否|true|No|perhaps|"),
    "text": [
        *each("示例银行|a| b |示例 银行||  "),
        *each("\u200b|a\u202eb|é|\u3000|a\nb|a\tb|a\x00b|ﷺ|😀|\u00a0a|龦|a\u2028b|{|\ue000"),
        *("x" * 200, "x" * 201, " " + "x" * 200, "武" * 200, "武" * 201),
    ],
}
CODES = [
    *each("91420100MA4K8880XP|91420100ma4k8880xp| 91420100MA4K8880XP |91420100-MA4K8880-XP|91420100MA4K8880X0"),
    *each("91110000600037341L|A1110000600037341L|12345|9142010IMA4K8880XP|000000000000000000|９1420100MA4K8880XP"),
]
DAYS = [date(2024, 1, day).isoformat() for day in range(1, 6)]


def written(fact: FactType) -> st.SearchStrategy[str]:
    """A way of writing a value of a fact, oftener right than wrong."""
    assert fact.kind is not None
    if fact.path.endswith("uscc"):
        return st.sampled_from(CODES)
    if fact.choices:
        labels = [said for code, label in fact.choices.items() for said in (code, *label)]
        return st.sampled_from([*labels, *labels, "somethin", " " + labels[0], labels[0].upper()])
    common = {"money": ["0", "1", "2", "3"], "date": DAYS}.get(fact.kind.name, [fact.example])
    return st.sampled_from([*common, *WRITTEN[fact.kind.name]])


def rarely(wrong: st.SearchStrategy[Any], right: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.integers(0, 11).flatmap(lambda n: wrong if n == 0 else right)


def right(fact: FactType) -> st.SearchStrategy[str]:
    """Values that can be read, few enough to contradict one another."""
    assert fact.kind is not None
    few = {"money": ["0", "1", "2", "3"], "date": DAYS}.get(fact.kind.name)
    return st.sampled_from(few or list(fact.choices) or [fact.example or "1"])


def value(fact: FactType) -> st.SearchStrategy[Any]:
    """Now and then wrong."""
    if fact.scalar is not None:
        return rarely(written(fact), right(fact))
    assert fact.fields is not None
    fields = {
        key: rarely(st.none(), value(f)) if f.required else st.none() | value(f) for key, f in fact.fields.items()
    }
    record = st.fixed_dictionaries(fields)
    return st.lists(rarely(st.none() | st.just(dict.fromkeys(fields)), record), max_size=4)


def readable(fact: FactType) -> st.SearchStrategy[Any]:
    """Never wrong by itself."""
    if fact.scalar is not None:
        return right(fact)
    assert fact.fields is not None
    fields = {key: readable(f) if f.required else st.none() | readable(f) for key, f in fact.fields.items()}
    return st.lists(st.fixed_dictionaries(fields), max_size=4)


FACTS = {path: fact for path, fact in VOCABULARY.items() if fact.scalar or fact.fields is not None}
COMPARED = sorted({path for check in CHECKS for path in check.paths})

MONEY_MOVED = sorted({path for check in CHECKS if "loan.flows" in check.paths for path in check.paths})


def rows(paths: Sequence[str], of: Callable[[FactType], st.SearchStrategy[Any]]) -> st.SearchStrategy[Row]:
    return st.fixed_dictionaries({path: st.none() | of(FACTS[path]) for path in paths})


def text_type(fact: FactType) -> Any:
    if fact.fields is None:
        return pl.String
    return pl.List(pl.Struct({key: text_type(field) for key, field in fact.fields.items()}))


def as_document(row: Row) -> Document:
    """The same facts as a document says them: what is null is left out."""
    data: dict[str, Any] = {}
    for path, given_ in row.items():
        if given_ is not None:
            *parents, key = path.split(".")
            holder = data
            for parent in parents:
                holder = holder.setdefault(parent, {})
            holder[key] = given_ if isinstance(given_, str) else [_without_nulls(record) for record in given_]
    return Document.of(data)


def _without_nulls(record: Any) -> Any:
    return record and {key: v for key, v in record.items() if v is not None}


def refused_by_reading(row: Row, products: Sequence[str] | None, vocabulary: Vocabulary = VOCABULARY) -> Said:
    try:
        read_application(as_document(row), vocabulary, products)
    except InputError as error:
        return sorted((d.field, str(d.message), str(d.remedy)) for d in error.diagnostics)
    return []


def refused_by_columns(given_: Sequence[Row], products: Sequence[str] | None) -> list[Said]:
    frame = pl.DataFrame(given_, schema={path: text_type(FACTS[path]) for path in given_[0]})
    found = checked_frame(frame, VOCABULARY, products)
    assert found.rows.to_list() == [n for n in range(len(given_)) if n not in {fault.row for fault in found.faults}]
    return [
        sorted((f.path, str(f.message), str(f.remedy)) for f in found.faults if f.row == n) for n in range(len(given_))
    ]


@settings(max_examples=40)
@given(st.lists(rows([*FACTS], value), min_size=1, max_size=3))
def test_any_fact_may_be_wrong(given_: list[Row]) -> None:
    products = ["科保贷"]
    assert refused_by_columns(given_, products) == [refused_by_reading(row, products) for row in given_]


@pytest.mark.parametrize("paths", [COMPARED, MONEY_MOVED], ids=["all", "flows"])
def test_facts_may_contradict_one_another(paths: Sequence[str]) -> None:
    @settings(max_examples=40)
    @given(st.lists(rows(paths, readable), min_size=1, max_size=12))
    def alike(given_: list[Row]) -> None:
        assert refused_by_columns(given_, None) == [refused_by_reading(row, None) for row in given_]

    alike()


@settings(max_examples=15)
@given(st.lists(rows([*FACTS], value), min_size=2, max_size=6), st.integers(1, 5))
def test_parts_are_checked_as_the_whole_is(given_: list[Row], size: int) -> None:
    frame = pl.DataFrame(given_, schema={path: text_type(FACTS[path]) for path in FACTS}).with_row_index("#row", 2)
    whole = checked_frame(frame, VOCABULARY)
    parts = [checked_frame(frame[start : start + size], VOCABULARY) for start in range(0, frame.height, size)]
    assert pl.concat([part.frame for part in parts]).equals(whole.frame)
    assert [row for part in parts for row in part.rows] == whole.rows.to_list() == whole.frame["#row"].to_list()
    assert [fault for part in parts for fault in part.faults] == list(whole.faults)


@pytest.mark.parametrize("path", [path for path, fact in FACTS.items() if fact.scalar])
def test_every_spelling_of_every_fact(path: str) -> None:
    fact = FACTS[path]
    assert fact.kind is not None
    pool = CODES if path.endswith("uscc") else WRITTEN[fact.kind.name]
    labels = [said for code, label in fact.choices.items() for said in (code, *label)]
    given_: list[Row] = [{path: said} for said in (*pool, *labels, fact.example or "1")]
    assert refused_by_columns(given_, None) == [refused_by_reading(row, None) for row in given_]


@pytest.mark.parametrize("check", CHECKS, ids=[check.code for check in CHECKS])
def test_every_check_has_its_columns(check: Any) -> None:
    """And nothing is suspected where nothing is known."""
    types = {path: type_in_units(VOCABULARY[path]) for path in check.paths}
    sums = dict.fromkeys(["drawdown", "principal", "interest"], pl.Int64)
    assert pl.DataFrame([dict.fromkeys(types)], schema=types | sums).filter(suspicion(check)).is_empty()


def test_lists_and_records_within_the_records_of_a_list() -> None:
    """As an overlay of a scheme may declare them."""
    amount = {"type": "money", "zh": "额", "en": "amount"}
    declared = {
        "loan.flows.by.amount": amount,
        "loan.parts": {"zh": "分", "en": "parts", "list": {"of": {"zh": "子", "en": "of", "list": {"amount": amount}}}},
    }
    vocabulary = VOCABULARY.extended({path: DeclaredFact.model_validate(fact) for path, fact in declared.items()})
    flow = {"on": "2024-01-01", "kind": "fee", "amount": "1"}
    given_: list[Row] = [
        {"loan.flows": [{**flow, "by": {"amount": "2万"}}], "loan.parts": [{"of": [{"amount": "1"}]}, {"of": []}]},
        {"loan.flows": [{**flow, "by": {"amount": "x"}}], "loan.parts": [{"of": []}, {"of": [{"amount": "y"}]}]},
        {"loan.flows": [{**flow, "by": {"amuont": "1"}}, flow], "loan.parts": []},
    ]
    found = checked_frame(pl.DataFrame(given_), vocabulary)
    said = [[(f.path, str(f.message), str(f.remedy)) for f in found.faults if f.row == n] for n in range(3)]
    assert said == [refused_by_reading(row, None, vocabulary) for row in given_]
    assert found.frame["loan.flows"].to_list()[0][0]["by.amount"] == 2_000_000
    assert checked_frame(pl.DataFrame({"loan.flows": [[flow]]}), vocabulary).faults == ()


def test_lists_that_are_too_long_or_hold_unknown_keys() -> None:
    flow = {"on": "2024-01-01", "kind": "fee", "amount": "1"}
    long, strange = [flow] * (MOST_RECORDS + 1), [flow, {**flow, "amonut": "1"}]
    given_: list[Row] = [{"loan.flows": long}, {"loan.flows": strange}]
    found = checked_frame(pl.DataFrame(given_, infer_schema_length=None), VOCABULARY)
    said = [[(f.path, str(f.message), str(f.remedy)) for f in found.faults if f.row == n] for n in range(2)]
    assert said == [refused_by_reading(row, None) for row in given_]
