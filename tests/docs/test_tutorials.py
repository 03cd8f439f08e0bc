"""The tutorials, Chinese and English: what they say that the program prints, it prints; their Python runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from website.transcripts import TUTORIALS, language_of, rerun

PAGES = sorted(TUTORIALS.glob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_it_prints_what_the_page_says(page: Path) -> None:
    text = page.read_text("utf-8")
    assert rerun(text, language_of(page)) == text


def page_of(*lines: str) -> str:
    return "\n".join(("```console", *lines, "```", ""))


@pytest.mark.parametrize(
    ("said", "is_so"),
    [
        (("subsidy 0.1.0",), True),
        (("…",), True),
        (("subsidy 0.1.0", "…"), True),
        ((), False),
        (("subsidy 9.9.9",), False),
        (("…", "subsidy"), False),
    ],
)
def test_what_is_not_printed_is_mended(said: tuple[str, ...], is_so: bool) -> None:
    from subsidy import __version__

    told = tuple(line.replace("0.1.0", __version__) for line in said)
    right = page_of("$ subsidy --version", f"subsidy {__version__}")
    before = page_of("$ subsidy --version", *told)
    assert rerun(before, "en") == (before if is_so else right)


def test_what_was_shortened_stays_short() -> None:
    whole = rerun(page_of("$ subsidy --lang en rates --help"), "en").splitlines()[2:-1]
    before = page_of("$ subsidy --lang en rates --help", "old", "…", "older", "oldest")
    assert rerun(before, "en") == page_of("$ subsidy --lang en rates --help", whole[0], "…", *whole[-2:])


def test_an_exit_code_and_a_file_are_those_of_the_page() -> None:
    page = "```yaml a.yaml\nloan: {rate: high}\n```\n" + page_of("$ subsidy calc a.yaml", "…", "$ echo $?", "2")
    assert rerun(page, "en") == page


def test_a_block_of_python_that_fails_is_no_secret() -> None:
    with pytest.raises(AssertionError):
        rerun("```python\nassert 1 == 2\n```\n", "en")
