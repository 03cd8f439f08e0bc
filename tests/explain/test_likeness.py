"""Which option a text may have been meant to be, and where a reason says so."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.explain import why_fails
from subsidy.explain.likeness import meant
from tests.explain.world import node_of, run_of

OPTIONS = ("高新技术企业", "科技型中小企业", "专精特新小巨人", "科保贷", "科担贷")


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


FACTS: dict[str, Any] = {
    "loan.product": "科保",
    "loan.signed_on": "2023-08-01",
    "borrower.city": "黄石",
    "borrower.qualifications": [{"kind": "高企", "from": "2022-11-09", "to": "2025-11-08"}],
}


@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        ('held("高新技术企业", on=loan.signed_on)',
         "所列资质中没有“高新技术企业”，只有“高企”；“高企”是否指“高新技术企业”？"),
        ('loan.product == "科保贷"', "贷款产品为“科保”，不是科保贷；“科保”是否指“科保贷”？"),
        ('loan.product in ["科担贷", "科保贷"]', "贷款产品为“科保”，不是科担贷、科保贷之一；“科保”是否指“科保贷”？"),
        ('borrower.city == "武汉市"', "注册城市为“黄石”，不是武汉市"),
    ],
)  # fmt: skip
def test_a_reason_asks_what_was_meant(condition: str, reason: str) -> None:
    assert why_fails(node_of(condition), run_of(FACTS)).say("zh") == reason


def test_a_text_that_the_scheme_asks_for_was_meant_as_it_stands() -> None:
    from subsidy import evaluate
    from tests.report.decisions import WUHAN, example, schemes

    qualified = example(borrower__qualifications=[{"kind": "高企", "from": "2022-11-09", "to": "2025-11-08"}])
    refused = evaluate(schemes()[WUHAN], qualified)
    (reason,) = [rule.reason for rule in refused.rules if rule.name == "qualified"]
    assert reason is not None
    assert "did you mean “高新技术企业” by “高企”?" in reason.say("en")
    wrong_product = evaluate(schemes()[WUHAN], example(loan__product="科担贷"), edition="2022")
    assert all("did you mean" not in r.reason.say("en") for r in wrong_product.rules if r.reason is not None)
