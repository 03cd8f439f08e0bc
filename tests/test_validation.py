"""Pydantic's errors in our words: each with its place, field, what was found and what is allowed."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

import pytest
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainValidator

from subsidy.diagnostics import Diagnostic, InputError, SubsidyError
from subsidy.documents import parse_document, validate
from subsidy.messages import Label, Message, msg


class RefusalError(SubsidyError, ValueError):
    def __init__(self, message: Message, remedy: Message | None = None) -> None:
        super().__init__(message)
        self.remedy = remedy


def refuse(value: object) -> object:
    raise RefusalError(msg("{found} is no {what}", found=value, what=Label("钱", "money")), msg("write yuan"))


def fail(value: object) -> object:
    raise ValueError("odd")


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Rule(Strict):
    cite: str | list[str]
    from_: str | None = Field(None, alias="from")
    number: int = 0


class Flow(Strict):
    kind: Literal["flow"]
    amount: Annotated[str, PlainValidator(refuse)] | None = None


class Note(Strict):
    kind: Literal["note"]


class Scheme(Strict):
    name: Annotated[str, Field(pattern="^[a-z]+$", max_length=5)] = "x"
    rules: dict[str, Rule] = {}
    mapped: Mapping[str, list[Rule]] = {}
    items: list[Annotated[Flow | Note, Field(discriminator="kind")]] = []
    pair: tuple[int, ...] = ()
    rule: Rule | None = None
    either: Rule | list[Flow] | None = None
    kind: Literal["city", "county"] = "city"
    on: date | None = None
    yes: bool = True
    many: Annotated[list[str], Field(min_length=1)] = ["x"]
    big: Annotated[Decimal, Field(ge=1, lt=10)] = Decimal(1)
    odd: Annotated[str, AfterValidator(fail)] = ""


def problems(text: str, model: type[BaseModel] = Scheme) -> tuple[Diagnostic, ...]:
    with pytest.raises(InputError) as caught:
        validate(model, parse_document(text, "f"))
    return caught.value.diagnostics


def test_a_document_that_fits_becomes_the_model() -> None:
    scheme = validate(Scheme, parse_document("rules: {a: {cite: [x], from: y}}\npair: [1, 2]", "f"))
    assert scheme.rules["a"] == Rule(cite=["x"], from_="y")
    assert scheme.pair == (1, 2)


AS_A_LIST = "; write a list as [one, another], one without items as []"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nam: x", "f:1:1: nam: nam is not known here; did you mean name? [unknown-key]"),
        ("rule: {cit: x, cite: y}", "f:1:8: rule.cit: cit is not known here; did you mean cite? [unknown-key]"),
        (
            "rules: {kind: {cite: y, form: z}}",
            "f:1:25: rules.kind.form: form is not known here; did you mean from? [unknown-key]",
        ),
        (
            "mapped: {cite: [{cite: y}, {cite: y, nmber: z}]}",
            "f:1:38: mapped.cite[1].nmber: nmber is not known here; did you mean number? [unknown-key]",
        ),
        (
            "items: [{kind: note, zzz: 1}]",
            "f:1:22: items[0].zzz: zzz is not known here; allowed are kind [unknown-key]",
        ),
        ("rules:\n  a: {}", "f:2:6: rules.a.cite: cite is missing [missing-key]"),
        ("items:\n- amount: x", "f:2:3: items[0].kind: kind is missing [missing-key]"),
        (
            "items: [{kind: flaw}]",
            "f:1:16: items[0].kind: flaw is not allowed here; did you mean flow? [value]",
        ),
        (
            "items: x",
            f"f:1:8: items: expected a list, found x{AS_A_LIST} [wrong-shape]",
        ),
        (
            "items: {}",
            f"f:1:8: items: expected a list, found keys with values{AS_A_LIST} [wrong-shape]",
        ),
        (
            "pair: x",
            f"f:1:7: pair: expected a list, found x{AS_A_LIST} [wrong-shape]",
        ),
        ("rule: []", "f:1:7: rule: expected keys with values, found a list [wrong-shape]"),
        ("rules: x", "f:1:8: rules: expected keys with values, found x [wrong-shape]"),
        ("name: [x]", "f:1:7: name: expected a text, found a list [wrong-shape]"),
        ("name:", "f:1:6: name: expected a text, found nothing [wrong-shape]"),
        (
            "rule: {cite: {}}",
            f"f:1:14: rule.cite: expected a text, a list, found keys with values{AS_A_LIST} [wrong-shape]",
        ),
        ("either: [{kind: flow, amount: 1}]", "f:1:31: either[0].amount: 1 is no money; write yuan [value]"),
        ("kind: citi", "f:1:7: kind: citi is not allowed here; did you mean city? [value]"),
        ("kind: z", "f:1:7: kind: z is not allowed here; allowed are city, county [value]"),
        ("name: ABC", "f:1:7: name: ABC is not allowed here; the form ^[a-z]+$ is allowed [value]"),
        ("name: abcdef", "f:1:7: name: abcdef is not allowed here; a length of at most 5 is allowed [value]"),
        ("many: []", "f:1:7: many: a list is not allowed here; a length of at least 1 is allowed [value]"),
        ("big: 0", "f:1:6: big: 0 is not allowed here; at least 1 is allowed [value]"),
        ("big: 10", "f:1:6: big: 10 is not allowed here; less than 10 is allowed [value]"),
        ("big: x", "f:1:6: big: x is not a number [value]"),
        ("pair: [1, x]", "f:1:11: pair[1]: x is not a whole number [value]"),
        ("on: 2024-02-30", "f:1:5: on: 2024-02-30 is not a date such as 2024-07-01 [value]"),
        ("'yes': maybe", "f:1:8: yes: maybe is not true or false [value]"),
        ("odd: x", "f:1:6: odd: x is refused: Value error, odd [value]"),
        ("- a", "f:1:1: expected keys with values, found a list [wrong-shape]"),
        ("a", "f:1:1: expected keys with values, found a [wrong-shape]"),
        (f"name: [{'x' * 61}]\nkind: {'y' * 61}", "expected a text"),
    ],
)
def test_an_error_says_where_what_and_what_instead(text: str, said: str) -> None:
    first = problems(text)[0]
    assert str(first) == said or said in str(first)
    assert first.say("zh")


def test_a_long_value_is_shortened() -> None:
    assert "y" * 60 + "… is" in str(problems(f"kind: {'y' * 61}")[0])
    assert "y" * 60 + " is" in str(problems(f"kind: {'y' * 60}")[0])


def test_all_errors_come_at_once_in_the_order_of_the_text() -> None:
    found = problems("zzz: 1\nkind: q\nrules:\n  a: {cite: x, number: y}\n  b: {}\nname: []\n")
    assert [(d.field, d.place and d.place.line) for d in found] == [
        ("zzz", 1),
        ("kind", 2),
        ("rules.a.number", 4),
        ("rules.b.cite", 5),
        ("name", 6),
    ]


def test_a_validators_message_is_not_yet_said_in_any_language() -> None:
    (found,) = problems("items: [{kind: flow, amount: 1}]")
    assert found.message.values == {"found": "1", "what": Label("钱", "money")}
    assert found.remedy == msg("write yuan")
    assert "钱" in found.say("zh")


def test_a_member_of_a_union_that_almost_fits_is_explained_by_its_own_errors() -> None:
    assert {d.field for d in problems("either: {cite: x, number: y}")} == {"either.number"}


def test_a_missing_key_at_the_top_stands_where_the_document_begins() -> None:
    class Named(BaseModel):
        name: Any

    (found,) = problems("# first\nother: 1", Named)
    assert str(found) == "f:2:1: name: name is missing [missing-key]"
