"""The JSON schema: what is written fits it, what is wrong does not, and it speaks one language."""

import json
import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given

from subsidy.facts import VOCABULARY, Application, json_schema
from subsidy.facts.declared import DeclaredFact
from subsidy.messages import LANGUAGES
from tests.facts.random_facts import records

SCHEMA = json_schema("en")


def fits(value: Any, schema: dict[str, Any], root: dict[str, Any] = SCHEMA) -> bool:
    """The keywords of JSON Schema 2020-12 that the schema uses; an unknown one is an error."""
    checks = {
        "$ref": lambda ref: fits(value, root["$defs"][ref.rpartition("/")[2]], root),
        "anyOf": lambda options: any(fits(value, option, root) for option in options),
        "enum": lambda allowed: any(value == a and type(value) is type(a) for a in allowed),
        "type": lambda types: any(is_a(value, t) for t in ([types] if isinstance(types, str) else types)),
        "pattern": lambda pattern: not isinstance(value, str) or re.search(pattern, value) is not None,
        "minLength": lambda least: not isinstance(value, str) or len(value) >= least,
        "maxLength": lambda most: not isinstance(value, str) or len(value) <= most,
        "maxItems": lambda most: not isinstance(value, list) or len(value) <= most,
        "items": lambda item: not isinstance(value, list) or all(fits(v, item, root) for v in value),
        "required": lambda keys: not isinstance(value, dict) or value.keys() >= set(keys),
        "properties": lambda known: (
            not isinstance(value, dict) or all(fits(v, known[k], root) for k, v in value.items() if k in known)
        ),
        "additionalProperties": lambda _: not isinstance(value, dict) or value.keys() <= schema["properties"].keys(),
    }
    silent = {"$schema", "$defs", "title", "description", "examples", "default"}
    return all(checks[keyword](said) for keyword, said in schema.items() if keyword not in silent)


def is_a(value: Any, name: str) -> bool:
    number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    return {
        "string": isinstance(value, str),
        "number": number,
        "null": value is None,
        "array": isinstance(value, list),
        "object": isinstance(value, dict),
    }[name]


@given(records(VOCABULARY))
def test_what_is_written_fits(facts: dict[str, Any]) -> None:
    assert fits(Application.model_validate(facts).as_data(), SCHEMA)


@pytest.mark.parametrize("path", [path for path, fact in VOCABULARY.items() if fact.scalar])
def test_an_example_fits(path: str) -> None:
    value: Any = VOCABULARY[path].example
    for key in reversed(path.split(".")):
        value = {key: value}
    assert fits(value, SCHEMA)


@pytest.mark.parametrize(
    "loan",
    [{"principal": p} for p in ("2000000", "2,000,000.00", "200万", "¥ 1.5", "人民币1亿元", "1.2千万元", 2000000, 1.5)]
    + [{"rate": r} for r in ("4.15%", "月利率3.5‰", "年利率 4%", "415bp", "4.15%/年", "4.15个百分点")]
    + [{"rate_terms": {"spread": s}} for s in ("-50bp", "+1.5pp", "50个基点")]
    + [{"signed_on": d} for d in ("2023-08-01", "2023/8/1", "2023.8.1", "2023年8月1日", "20230801")]
    + [
        {"extensions": [{"from": "2024-01-01", "to": "2024-01-02", "kind": "展期", "epidemic": epidemic}]}
        for epidemic in (True, "是")
    ],
    ids=str,
)
def test_the_forms_that_people_write_fit_and_are_read(loan: dict[str, Any]) -> None:
    assert fits({"loan": loan}, SCHEMA)
    as_text = json.loads(json.dumps(loan), parse_float=str, parse_int=str)
    Application.model_validate({"loan": as_text})


@pytest.mark.parametrize(
    "wrong",
    [
        {"loan": {"principal": "abc"}},
        {"loan": {"principal": "-1"}},
        {"loan": {"principal": "50%"}},
        {"loan": {"rate": "4.15"}},
        {"loan": {"rate": 0.0415}},
        {"loan": {"rate": "3.5‰"}},
        {"loan": {"signed_on": "2023-08"}},
        {"loan": {"principl": "1"}},
        {"loan": {"flows": [{"on": "2024-01-01", "kind": "interest"}]}},
        {"loan": {"flows": [{"on": "2024-01-01", "kind": "intrest", "amount": "1"}]}},
        {"loan": {"flows": {}}},
        {"loan": "x"},
        {"borrower": {"uscc": "9142"}},
        {"borrower": {"name": ""}},
        {"borrower": {"name": "x" * 201}},
        {"other_aid": [{"year": "24"}]},
    ],
    ids=str,
)
def test_what_is_wrong_does_not_fit(wrong: dict[str, Any]) -> None:
    assert not fits(wrong, SCHEMA)


def titles(schema: Any) -> list[str]:
    if isinstance(schema, list):
        return [title for item in schema for title in titles(item)]
    if not isinstance(schema, dict):
        return []
    own = [schema[word] for word in ("title", "description") if isinstance(schema.get(word), str)]
    return own + [title for item in schema.values() for title in titles(item)]


def test_titles_are_the_labels_of_one_language() -> None:
    said = {language: titles(json_schema(language)) for language in LANGUAGES}
    assert len(said["zh"]) == len(said["en"]) >= len(VOCABULARY)
    assert all(any("\u4e00" <= letter <= "\u9fff" for letter in title) for title in said["zh"])
    assert all(title.isascii() for title in said["en"])
    for language in LANGUAGES:
        expected = {fact.label.say(language) for fact in VOCABULARY.values()}
        assert expected <= set(said[language])
        assert "x-" not in json.dumps(json_schema(language))


def test_declared_facts_are_in_the_schema_even_one_called_title() -> None:
    declared = {
        "loan.title": DeclaredFact(type="text", zh="标题", en="heading"),
        "institution.balance": DeclaredFact(type="money", zh="余额", en="balance"),
    }
    schema = json_schema("zh", VOCABULARY.extended(declared))
    assert schema["$defs"]["Loan"]["properties"]["title"]["title"] == "标题"
    assert fits({"loan": {"title": "x"}, "institution": {"balance": "1"}}, schema, schema)
    assert not fits({"institution": {"balance": "x"}}, schema, schema)
