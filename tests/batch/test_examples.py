"""The example that a form comes with is told where it was left in."""

from __future__ import annotations

from pathlib import Path

import pytest

from subsidy.messages import Language
from tests.batch.tables import batch, loans, written


@pytest.mark.parametrize(("language", "mark"), [("zh", "示例"), ("en", "example")])
def test_an_example_that_was_left_in_is_told(tmp_path: Path, language: Language, mark: str) -> None:
    rows = loans(3)
    rows[1]["application.id"] = f"{mark}-2024-0001"
    rows[2]["application.id"] = f"{mark}室2024"  # somebody's own number
    files = [written(tmp_path / "a.csv", loans(2)), written(tmp_path / "b.csv", rows)]
    (notice,) = (n.say("en") for n in batch(*files, language=language).notices if "example of a form" in n.say("en"))
    assert notice.startswith(f"{files[1]}, row 3: {mark}-2024-0001 is the example")


def test_nothing_is_told_of_other_rows(tmp_path: Path) -> None:
    assert not any("example of a form" in n.say("en") for n in batch(written(tmp_path / "a.csv", loans(3))).notices)
