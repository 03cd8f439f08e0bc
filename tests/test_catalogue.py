"""Every text that a person may see can be said in Chinese, and says the same there.

The texts are found twice, by babel's extractor and by Python's own parser: a text that only one of
them sees could never be translated.
"""

import ast
import re
import string
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "subsidy"
PO = PACKAGE / "locale/zh_CN/LC_MESSAGES/subsidy.po"
MAKERS = {"msg", "Message", "Label"}

# How Chinese and other letters stand beside each other; in words in CONTRIBUTING.md, "Add or change a text".
HAN = "\u4e00-\u9fff"
TYPED = "code|command|encoding|example|file|folder|function|key|module|operation|option|path|pattern|variable"
FIGURES = (
    "amount|bound|bytes|count|day|days|digits|disbursed|drawn|end|excess|first|from_|high|last|length|line|longest|low|"
    "months|most|number|previous|principal|repaid|row|rows|settled|start|to|year"
)
MEASURES = "个|位|例|天|处|字节|层|条|格|笔|行|页|项"
PUNCTUATION = {
    "Latin letters stand off from Chinese by a space": rf"[{HAN}][-.`]*[A-Za-z]|[A-Za-z][-.)`0-9]*[{HAN}]",
    "figures do not": rf"[{HAN}] [0-9]+(?![0-9A-Za-z])|(?<![-A-Za-z0-9{{_.])[0-9]+ [{HAN}]",
    "what somebody types or copies stands off": rf"[{HAN}]{{(?:{TYPED})}}|{{(?:{TYPED})}}[{HAN}]",
    "what is a figure does not": (
        rf"[{HAN}] {{(?:{FIGURES})}}|{{(?:{FIGURES})}} [{HAN}]|第 {{|{{\w+}} (?:{MEASURES})(?!人)"
    ),
    "the signs around Chinese are Chinese": rf"[{HAN}][,;:!?().]|[,;:!?(][{HAN}]|[，。；：、？！（）] ",
    "a sentence ends as Chinese ones do": rf"[{HAN}].*\.$",
}
SAMPLES = re.compile(r"\[.*?\]|`.*?`|\.\.\.")  # what is typed as it stands, with the signs that it has


class Call(NamedTuple):
    """A call of one of the MAKERS, and where it stands."""

    maker: str
    node: ast.Call
    place: str

    @property
    def text(self) -> str | None:
        """The first argument when it is a literal."""
        first = self.node.args[0] if self.node.args else None
        return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


def calls_in(source: str, file: str) -> Iterator[Call]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            maker = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if maker in MAKERS:
                yield Call(maker, node, f"{file}:{node.lineno}")


def fields_of(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def has_words(text: str) -> bool:
    return any(letter.isalpha() for between, *_ in string.Formatter().parse(text) for letter in between)


def has_chinese(text: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


def contents(catalog: Catalog) -> dict[str, str]:
    return {str(entry.id): str(entry.string) for entry in catalog if entry.id}


CALLS = [
    call
    for path in sorted(PACKAGE.rglob("*.py"))
    if path.name != "messages.py"
    for call in calls_in(path.read_text("utf-8"), str(path.relative_to(ROOT)))
]
MESSAGES = [call for call in CALLS if call.maker == "msg"]
LABELS = [call for call in CALLS if call.maker == "Label"]


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="zh_CN", domain="subsidy", abort_invalid=True)


@pytest.fixture(scope="module")
def extracted() -> set[str]:
    found = extract_from_dir(PACKAGE, [("**.py", "python")], keywords={"msg": None}, comment_tags=())
    return {str(text) for _, _, text, _, _ in found}


def test_every_text_is_a_literal() -> None:
    assert MESSAGES
    assert [call.place for call in MESSAGES if call.text is None] == []


def test_every_message_is_made_by_msg() -> None:
    assert [call.place for call in CALLS if call.maker == "Message"] == []


def test_every_text_is_given_the_fields_it_names() -> None:
    wrong = [
        call.place
        for call in MESSAGES
        if call.text is not None and fields_of(call.text) != {keyword.arg for keyword in call.node.keywords}
    ]
    assert wrong == []


def test_the_extractor_sees_every_text(extracted: set[str]) -> None:
    assert extracted == {call.text for call in MESSAGES}


def test_every_text_is_translated(catalog: Catalog, extracted: set[str]) -> None:
    translated = {text for text, said in contents(catalog).items() if said}
    assert sorted(extracted - translated) == []


def test_nothing_is_left_over_or_in_doubt(catalog: Catalog, extracted: set[str]) -> None:
    assert sorted(contents(catalog).keys() - extracted) == []
    assert sorted(map(str, catalog.obsolete)) == []
    assert [entry.id for entry in catalog if entry.id and entry.fuzzy] == []


def test_a_translation_has_the_fields_of_its_text(catalog: Catalog) -> None:
    assert [text for text, said in contents(catalog).items() if said and fields_of(said) != fields_of(text)] == []


def test_a_translation_is_chinese(catalog: Catalog) -> None:
    said = contents(catalog)
    assert [text for text in said if has_words(text) and said[text] and not has_chinese(said[text])] == []


def breaches(said: str) -> list[str]:
    """The rules of punctuation that a Chinese text breaks, each with where."""
    found = ((rule, re.search(pattern, SAMPLES.sub("X", said))) for rule, pattern in PUNCTUATION.items())
    return [f"{rule}: {match[0]!r} in {said!r}" for rule, match in found if match]


def test_chinese_and_other_letters_stand_beside_each_other_in_one_way(catalog: Catalog) -> None:
    assert [breach for said in contents(catalog).values() for breach in breaches(said)] == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("写成 YAML 的", "写成YAML 的"),
        ("改用 --out 指明", "改用--out 指明"),
        ("前17位", "前 17 位"),
        ("{file} 不是文件", "{file}不是文件"),
        ("第{row}行", "第 {row} 行"),
        ("最多{found}个", "最多 {found} 个"),
        ("请用 `a, b`。", "请用，a,b 或甲, 乙"),
        ("不写则为 a。", "不写则为 a."),
        ("甲：乙", "甲:乙"),
        ("甲。乙", "甲。 乙"),
    ],
)
def test_a_breach_is_found(right: str, wrong: str) -> None:
    assert breaches(right) == []
    assert breaches(wrong)


def test_an_english_text_has_no_chinese_in_it(extracted: set[str]) -> None:
    assert [text for text in extracted if has_chinese(text)] == []


def test_what_is_installed_is_what_the_catalogue_compiles_to(catalog: Catalog) -> None:
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    with PO.with_suffix(".mo").open("rb") as installed:
        assert contents(read_mo(installed)) == contents(read_mo(compiled))


@pytest.mark.parametrize("call", LABELS, ids=lambda call: call.place)
def test_a_label_says_both_languages(call: Call) -> None:
    given = dict(zip(("zh", "en"), call.node.args, strict=False))
    given |= {keyword.arg or "": keyword.value for keyword in call.node.keywords}
    said = {language: node.value for language, node in given.items() if isinstance(node, ast.Constant)}
    if said.keys() < given.keys():  # made from a scheme's own words, which its loader checks
        return
    assert has_chinese(str(said["zh"]))
    assert breaches(str(said["zh"])) == []
    assert str(said["en"]).strip()
    assert not has_chinese(str(said["en"]))


def test_the_checks_above_can_fail() -> None:
    wrong = 'msg(f"a {b}", b=b); msg(text); m.msg("{a}", b=1); Message("x")'
    computed, named, attribute, made = calls_in(wrong, "wrong.py")
    assert computed.text is None
    assert named.text is None
    assert (attribute.maker, fields_of(attribute.text or "")) == ("msg", {"a"})
    assert made.maker == "Message"
