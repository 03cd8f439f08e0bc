"""The limits in docs/limits.md are limits."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from subsidy.documents.files import parse_document
from subsidy.scheme.definition import Limit
from tests.limits.town import town

TEXT = (Path(__file__).parents[2] / "docs" / "limits.md").read_text("utf-8")
PARAMETERS = "\n  local_part: {is: 12元, cite: notice 三, zh: 本级部分, en: local part}"


@pytest.mark.parametrize("limit", re.findall(r"`(\{at_most.*?\})`", TEXT))
def test_the_limits_of_several_subsidies_can_be_loaded(limit: str) -> None:
    assert town(limit, parameters=PARAMETERS).program.limits


def test_the_example_is_one() -> None:
    (block,) = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
    data = parse_document(block, "limits.md").data
    assert isinstance(data, dict)
    limits = data["limits"]
    assert isinstance(limits, dict)
    assert list(limits) == ["one_loan", "pot"]
    for limit in limits.values():
        Limit.model_validate(limit)


def test_every_key_of_a_limit_is_described() -> None:
    own = {field.alias or name for name, field in Limit.model_fields.items()} - {"zh", "en", "cite"}
    assert {key for key in own if f"`{key}" in TEXT} == own
