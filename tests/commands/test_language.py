"""Which language a command speaks: what `--lang` says, wherever it stands, else the locale, else Chinese."""

from __future__ import annotations

import gettext
import os
from io import BytesIO

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from subsidy.commands.language import language_asked, speaking, spoken
from subsidy.messages import LOCALES
from tests.commands.run import EXAMPLE, WUHAN, run


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "zh"),
        ({"LANG": "C"}, "zh"),
        ({"LANG": "C.UTF-8"}, "zh"),
        ({"LANG": "POSIX"}, "zh"),
        ({"LANG": ""}, "zh"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW"}, "zh"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "en"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "", "LC_ALL": "zh_CN"}, "zh"),
        ({"LC_ALL": "C", "LANG": "en_US.UTF-8"}, "zh"),
        ({"LC_ALL": "", "LC_MESSAGES": "", "LANG": "en_US.UTF-8"}, "en"),
    ],
)
def test_the_locale_decides_by_its_first_variable_that_is_set(environment: dict[str, str], language: str) -> None:
    assert language_asked([], environment) == language


@pytest.mark.parametrize(
    ("arguments", "language"),
    [
        (["--lang", "en"], "en"),
        (["--lang=en"], "en"),
        (["calc", "x", "--lang", "en"], "en"),
        (["--lang", "en", "calc", "--lang", "zh"], "zh"),
        (["--lang=zh", "calc", "--lang", "en"], "en"),
        (["--lang", "en", "calc", "--lang=zh"], "zh"),
        (["--lang", "fr"], "zh"),
        (["--lang"], "zh"),
        (["--language", "en"], "zh"),
    ],
)
def test_an_option_wins_and_the_last_one_counts(arguments: list[str], language: str) -> None:
    assert language_asked(arguments, {"LANG": "zh_CN.UTF-8"}) == language
    assert language_asked(["--lang", "zh"], {"LANG": "en_US.UTF-8"}) == "zh"


def test_the_option_may_stand_before_or_after_the_command() -> None:
    before = run("--lang", "en", "calc", EXAMPLE, "--scheme", WUHAN)
    after = run("calc", EXAMPLE, "--scheme", WUHAN, "--lang", "en")
    assert before.stdout == after.stdout
    assert before.stdout.startswith("Eligible: ")


def test_the_locale_is_asked_for() -> None:
    assert run("calc", EXAMPLE, "--scheme", WUHAN, environment={"LANG": "en_US.UTF-8"}).stdout.startswith("Eligible: ")
    assert run("calc", EXAMPLE, "--scheme", WUHAN, environment={"LANG": "C"}).stdout.startswith("符合条件")


def test_speaking_leaves_everything_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    for before in (None, "de"):
        monkeypatch.delenv("LANGUAGE", raising=False)
        if before is not None:
            monkeypatch.setenv("LANGUAGE", before)
        domain = gettext.textdomain()
        with speaking("en"):
            assert spoken() == "en"
            with speaking("zh"):
                assert spoken() == "zh"
                assert gettext.gettext("Options") == "选项"
            assert gettext.gettext("Options") == "Options"
        assert (os.environ.get("LANGUAGE"), gettext.textdomain()) == (before, domain)
        assert spoken() == "zh"


CLICK = LOCALES / "zh_CN/LC_MESSAGES/click.po"


def test_clicks_own_texts_are_compiled_and_chinese() -> None:
    with CLICK.open("rb") as file:
        catalog = read_po(file, locale="zh_CN", domain="click", abort_invalid=True)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    assert CLICK.with_suffix(".mo").read_bytes() == compiled.getvalue()
    said = [text for entry in catalog if entry.id for text in texts(entry.string)]
    assert said
    assert [text for text in said if not has_chinese(text)] == []


def texts(said: str | tuple[str, ...]) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else said


def has_chinese(text: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)
