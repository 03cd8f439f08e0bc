"""Every command explains itself in both languages, click's own words included, on lines that fit."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import pytest

from subsidy.commands import main
from subsidy.commands.spoken import Command, Group
from subsidy.report.width import width
from tests.commands.run import english, run


def commands(group: Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Command]]:
    yield path, group
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        assert isinstance(command, Command)
        if isinstance(command, Group):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name), command


assert isinstance(main, Group)
COMMANDS = dict(commands(main))
EACH = pytest.mark.parametrize("path", COMMANDS, ids=" ".join)


def test_commands_of_commands_are_here() -> None:
    assert {(), ("calc",), ("schemes",), ("schemes", "show"), ("rates", "show")} <= set(COMMANDS)


@EACH
def test_help_in_english(path: tuple[str, ...]) -> None:
    found = english(*path, "--help")
    assert found.exit_code == 0
    assert found.stdout.startswith("Usage: subsidy ")
    assert "\nOptions:\n" in found.stdout
    assert not re.search("[\u4e00-\u9fff]", found.stdout)


@EACH
def test_help_in_chinese(path: tuple[str, ...]) -> None:
    found = run(*path, "--help").stdout
    assert found.startswith("用法：subsidy ")
    assert "\n选项：\n" in found
    assert all(word not in found for word in ("Usage", "Options", "Show ", "Commands", "Example", "default", "env var"))
    options = found[found.index("选项：") : found.index("示例：")].splitlines()[1:]
    (said,) = [line.split() for line in options if line.startswith("  --help ")]
    assert said == ["--help", "显示本说明。"]


@EACH
def test_every_help_ends_with_examples_of_itself(path: tuple[str, ...]) -> None:
    found = english(*path, "--help").stdout
    examples = found.partition("\nExamples:\n")[2].splitlines()
    assert examples
    assert all(example.startswith(f"  subsidy {' '.join(path)}".rstrip()) for example in examples)


@EACH
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_line_fits(path: tuple[str, ...], language: str) -> None:
    assert max(map(width, run(*path, "--help", "--lang", language).stdout.splitlines())) <= 80


@EACH
def test_the_list_of_commands_says_what_each_does(path: tuple[str, ...]) -> None:
    command = COMMANDS[path]
    if isinstance(command, Group):
        listed = run(*path, "--help").stdout.partition("\n命令：\n")[2]
        assert [line.split()[0] for line in listed.partition("\n\n")[0].splitlines()] == list(command.entries)


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        (("calx",), "没有名为 calx 的命令；是否应为 calc？", "there is no command calx; did you mean calc?"),
        (("calc", "x", "--schem"), "'--schem'。是否想写 '--help'", "Did you mean one of"),
        (("batch", "x", "--sheets", "-1"), "-1 不在范围 x>=0 内", "-1 is not in the range x>=0"),
        (("calc", "x", "--form"), "没有选项", "No such option"),
        (("calc",), "缺少参数 'FILE...'。", "Missing argument 'FILE...'"),
        (("calc", "x", "--format", "y"), "'y' 不在 'text', 'json', 'markdown' 之中", "'y' is not one of"),
        (("calc", "x", "--scheme"), "选项 '--scheme' 后面要写值", "Option '--scheme' requires an argument"),
        (("schemes", "list", "x", "x"), "多出了参数（x）", "Got unexpected extra argument"),
        (("rates", "show", "--on", "2023-02-30"), "'--on' 的值无效：", "Invalid value for '--on': "),
        (("schema", "--decision=1"), "选项 '--decision' 不带值", "Option '--decision' does not take a value"),
        (("--lang", "fr", "calc"), "'fr' 不在 'zh', 'en' 之中", "'fr' is not one of 'zh', 'en'"),
    ],
)
def test_usage_errors_are_said_in_the_language(arguments: tuple[str, ...], zh: str, en: str) -> None:
    for locale, said, prefix in (("zh_CN", zh, "错误："), ("en_US", en, "Error: ")):
        found = run(*arguments, environment={"LANG": locale})
        assert found.exit_code == 2
        assert found.stdout == ""
        assert said in found.stderr
        assert found.stderr.splitlines()[-1].startswith(prefix)


def test_the_version() -> None:
    from subsidy import __version__

    assert run("--version").stdout == f"subsidy {__version__}\n"


@pytest.mark.parametrize("group", [(), ("schemes",), ("rates",)], ids=" ".join)
def test_a_group_alone_shows_its_help(group: tuple[str, ...]) -> None:
    found = run(*group)
    assert found.exit_code == 2
    assert found.output.startswith("用法：subsidy ")
