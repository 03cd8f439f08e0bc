"""Where a reason says which option a text may have been meant to be."""

from __future__ import annotations

from typing import Any

import pytest

from subsidy.explain import why_fails
from tests.explain.world import node_of, run_of

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
        ('borrower.city in ["黄", "黄石市"]', "注册城市为“黄石”，不是黄、黄石市之一；“黄石”是否指“黄石市”？"),
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
