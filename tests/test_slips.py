"""What a text that nobody knows was meant for: a question to people, so it must be a likely one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.slips import is_slip, meant

QUALIFICATIONS = ("高新技术企业", "科技型中小企业", "专精特新小巨人")
CITIES = ("武汉市", "武汉")


@pytest.mark.parametrize(
    ("found", "known", "word"),
    [
        ("湖北省武汉市", CITIES, "武汉市"),
        ("湖北武汉", CITIES, "武汉"),
        ("武汉市江岸区", CITIES, "武汉市"),
        ("孝感市", CITIES, None),
        ("武昌市", CITIES, None),
        ("高企", QUALIFICATIONS, "高新技术企业"),
        ("国家高新技术企业", QUALIFICATIONS, "高新技术企业"),
        ("高新技木企业", QUALIFICATIONS, "高新技术企业"),
        ("科技中小企业", QUALIFICATIONS, "科技型中小企业"),
        ("科技型中小型企业", QUALIFICATIONS, "科技型中小企业"),
        ("小巨人", QUALIFICATIONS, None),
        ("瞪羚企业", QUALIFICATIONS, None),
        ("高", QUALIFICATIONS, None),
        ("江北区", ("北碚区",), None),
        ("insurence", ("insurance", "guarantee"), "insurance"),
    ],
)
def test_what_is_meant(found: str, known: tuple[str, ...], word: str | None) -> None:
    assert meant(found, known) == word


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
