"""Single facts: what is read, and that the neighbours of what is read are refused."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from subsidy import kinds
from subsidy.facts import VOCABULARY, scalars
from subsidy.facts.scalars import LONGEST_TEXT, SCALARS, FactError, bounded, choice, credit_code, in_units, text
from subsidy.messages import Label
from tests.facts.random_facts import CODE_LETTERS, credit_codes


def reader(annotated: Any) -> Callable[[object], Any]:
    read: Callable[[object], Any] = get_args(annotated)[1].read
    return read


def refusal(read: Callable[[object], Any], value: object) -> FactError:
    with pytest.raises(FactError) as caught:
        read(value)
    assert caught.value.say("zh")
    return caught.value


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (" 武汉 ", "武汉"),
        ("武汉　公司", "武汉　公司"),
        ("\u3000x\t", "x"),
        ("x" * LONGEST_TEXT, "x" * LONGEST_TEXT),
        ("Ångström №1 😀", "Ångström №1 😀"),
    ],
)
def test_a_text_is_kept_without_the_spaces_around_it(written: str, read: str) -> None:
    assert text(written) == read


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "empty"),
        (" \n\u3000", "empty"),
        ("x" * (LONGEST_TEXT + 1), "201 characters; at most 200"),
        ("a\nb", "U+000A"),
        ("a\x00b", "U+0000"),
        ("a\u202eb", "U+202E"),
        ("a\u200bb", "U+200B"),
        ("a\u2028b", "U+2028"),
        ("a\ud83d", "U+D83D"),
        (5, "found int"),
        (None, "found NoneType"),
        (["x"], "found list"),
    ],
)
def test_what_is_no_text_is_refused(written: object, reason: str) -> None:
    assert reason in refusal(text, written).say("en")


@given(credit_codes)
def test_a_credit_code_with_its_check_character_is_read(code: str) -> None:
    assert credit_code(f" {code.lower()} ") == code


@given(credit_codes, st.integers(0, 17), st.sampled_from(CODE_LETTERS))
def test_any_one_wrong_character_of_a_credit_code_is_found(code: str, place: int, letter: str) -> None:
    assume(code[place] != letter)
    assert refusal(credit_code, code[:place] + letter + code[place + 1 :]).code == "uscc"


@given(credit_codes, st.sampled_from(CODE_LETTERS))
def test_the_right_check_character_is_told(code: str, letter: str) -> None:
    assume(letter != code[-1])
    remedy = refusal(credit_code, code[:-1] + letter).remedy
    assert remedy is not None
    assert remedy.values["right"] == code[-1]


@pytest.mark.parametrize(
    "wrong", ["91420100MA4K8880X", "91420100MA4K8880XPP", "91420100MA4K8880IP", "9142010OMA4K8880XP", "武汉", "  "]
)
def test_what_is_no_credit_code_is_refused(wrong: str) -> None:
    assert refusal(credit_code, wrong).code in ("uscc", "value")


def test_a_choice_is_read_by_its_code_or_either_label() -> None:
    read = choice({"interest": Label("利息", "interest paid"), "fee": Label("费用", "fee")}).read
    for written in ("interest", "利息", "interest paid", " 利息 ", "Interest", "INTEREST PAID"):
        assert read(written) == "interest"
    near = refusal(read, "intrest")
    assert near.code == "unknown-choice"
    assert "did you mean interest?" in str(near.remedy)
    far = refusal(read, "zzz")
    assert far.remedy is not None
    assert far.remedy.say("en") == "allowed are interest paid, fee"
    for label in ("利息", "费用"):
        assert label in far.remedy.say("zh")
    assert refusal(read, ["interest"]).code == "value"


def test_no_spelling_means_two_choices() -> None:
    every = [f for fact in VOCABULARY.values() for f in (fact, *(fact.fields or {}).values()) if f.choices]
    assert len(every) >= 7
    for fact in every:
        spellings = [
            s
            for code, label in fact.choices.items()
            for s in {code, label.zh, label.en, code.lower(), label.en.lower()}
        ]
        assert len(spellings) == len(set(spellings)), fact.path


def test_a_year_is_read_with_and_without_its_word() -> None:
    read = reader(scalars.Year)
    assert [read(v) for v in ("2024", "2024年", "2024年度", " 2024 年 ", 2024)] == [2024] * 5
    assert (read("1949"), read("2199")) == (1949, 2199)
    assert refusal(read, "1948").code == refusal(read, "2200").code == "bounds"


def test_a_spread_may_be_negative() -> None:
    read = reader(scalars.Spread)
    assert read("-50bp") == Decimal("-0.005")
    assert read("1.5pp") == Decimal("0.015")
    assert (read("-100%"), read("100%")) == (-1, 1)
    assert refusal(read, "100.000001%").code == refusal(read, "-100.000001%").code == "bounds"


@given(st.data())
def test_bounds_are_allowed_and_their_neighbours_are_not(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["money", "rate", "share", "count", "days", "months", "date"]))
    scalar = SCALARS[name][1]
    low, high = sorted(data.draw(st.lists(st.integers(scalar.low + 1, scalar.high - 1), min_size=2, max_size=2)))
    least, most = value(name, low), value(name, high)
    narrow = bounded(scalar, least, most)
    assert (narrow.low, narrow.high) == (low, high)
    assert (narrow.read(least), narrow.read(most)) == (least, most)
    assert "too small" in refusal(narrow.read, value(name, low - 1)).say("en")
    assert "too large" in refusal(narrow.read, value(name, high + 1)).say("en")
    assert bounded(scalar, least).high == scalar.high
    assert bounded(scalar, most=most).low == scalar.low


def value(name: str, units: int) -> Any:
    """So many units of a kind, as a fact."""
    if name == "date":
        return date.fromordinal(units)
    decimals = {"money": 2, "rate": 8, "share": 8}.get(name)
    return Decimal(units).scaleb(-decimals) if decimals else units


@given(st.sampled_from(["money", "rate", "share", "count", "days", "months", "date"]), st.data())
def test_in_units_counts_the_units(name: str, data: st.DataObject) -> None:
    kind = kinds.KINDS[name]
    units = data.draw(st.integers(kind.low, kind.high))
    assert in_units(kind, value(name, units)) == units
