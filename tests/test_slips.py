"""What a text that nobody knows was meant for: a question to people, so it must be a likely one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.slips import is_slip, meant

OPTIONS = (
    "高新技术企业",
    "科技型中小企业",
    "专精特新小巨人",
    "科保贷",
    "科担贷",
    "武汉市",
    "武汉",
    "北碚区",
    "insurance",
)


@pytest.mark.parametrize(
    ("found", "option"),
    [
        ("高企", "高新技术企业"),
        ("高新企业", "高新技术企业"),
        ("高新", "高新技术企业"),
        ("科小", "科技型中小企业"),
        ("科技型中小型企业", "科技型中小企业"),
        ("国家高新技术企业", "高新技术企业"),
        ("高新技木企业", "高新技术企业"),
        ("小巨人", None),
        ("企业", None),
        ("高", None),
        ("", None),
        ("非高新技术企业", None),
        ("高新技术企业", None),
        ("科易贷", None),
        ("一般企业", None),
        ("湖北省武汉市", "武汉市"),
        ("湖北武汉", "武汉"),
        ("武汉市江岸区", "武汉市"),
        ("非武汉市", None),
        ("孝感市", None),
        ("武昌市", None),
        ("江北区", None),
        ("insurence", "insurance"),
    ],
)
def test_what_was_meant(found: str, option: str | None) -> None:
    assert meant(found, OPTIONS) == option


TEXTS = st.text("高新技术企业科保贷非", max_size=8)


@given(TEXTS, st.lists(TEXTS, max_size=4))
def test_what_was_meant_is_an_option_and_another_text(found: str, options: list[str]) -> None:
    option = meant(found, options)
    assert option is None or (option in options and option != found)


@given(st.text("高新技术企业", min_size=2, max_size=8), st.data())
def test_characters_left_out_are_an_abbreviation(option: str, data: st.DataObject) -> None:
    kept = data.draw(st.lists(st.booleans(), min_size=len(option) - 1, max_size=len(option) - 1))
    short = option[0] + "".join(c for c, keep in zip(option[1:], kept, strict=True) if keep)
    if len(short) > 1 and short != option:
        assert meant(short, [option]) == option


@given(st.text("甲乙丙丁戊己", min_size=5, max_size=8), st.data())
def test_a_slip_is_one_character_in_the_place_of_another_two_that_changed_places_or_one_left_out(
    word: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(word) - 2))
    assert is_slip(f"{word[:at]}庚{word[at + 1 :]}", word)
    assert is_slip(word[:at] + word[at + 1] + word[at] + word[at + 2 :], word)
    assert is_slip(word[:at] + word[at + 1 :], word)
    assert not is_slip(f"{word[:at]}庚{word[at:]}", word)
    assert not is_slip(f"庚{word[1:-1]}辛", word)
