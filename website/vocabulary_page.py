"""Every fact that an application can say, from the models: the common ones, and what single schemes add."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from subsidy.facts import VOCABULARY
from subsidy.facts.vocabulary import FactType
from subsidy.messages import Label, Language
from subsidy.report.markdown import escaped
from website.markup import code, heading, page, said, table
from website.scheme_pages import schemes

_TITLE: Final = Label("词汇：申请可以说的事实", "Vocabulary: the facts of an application")
_INTRODUCTION: Final = Label(
    "没有写的事实表示*未知*；空列表表示*没有*。列表中的记录写作 `列表[].键`。"
    "公式中名为 `from`、`class` 的键在末尾加 `_`。",
    "A fact that is not given is *unknown*; an empty list says *none*. The records of a list are written `list[].key`. "
    "In formulas, keys that are called `from` or `class` have a `_` at their end.",
)
_COLUMNS: Final = (
    Label("路径", "path"),
    Label("名称", "called"),
    Label("类型", "kind"),
    Label("例", "example"),
    Label("取值与说明", "choices and meaning"),
)
_OWN: Final = Label("个别方案的事实", "Facts of single schemes")
_PRODUCTS: Final = Label("贷款产品", "Loan products")
_PRODUCT: Final = (Label("代码", "code"), Label("中文", "in Chinese"), Label("英文", "in English"))
_SCHEME: Final = Label("方案", "scheme")
_LIST: Final = Label("列表", "list")


def vocabulary_page(language: Language) -> str:
    blocks = [heading(1, _TITLE.say(language)), _INTRODUCTION.say(language)]
    columns = said(_COLUMNS, language)
    for group, facts in groupby(VOCABULARY.values(), key=lambda fact: fact.path.partition(".")[0]):
        rows = [row for fact in facts for row in _rows(fact, fact.path, language)]
        blocks += [f"## {escaped(VOCABULARY[group].label.say(language))} {code(group)}", table(columns, rows)]
    blocks += [heading(2, _OWN.say(language)), table([*columns, _SCHEME.say(language)], _own(language))]
    products = ((code(name), escaped(label.zh), escaped(label.en)) for name, label in schemes().products.items())
    blocks += [heading(2, _PRODUCTS.say(language)), table(said(_PRODUCT, language), products)]
    return page(*blocks)


def _rows(fact: FactType, path: str, language: Language) -> Iterator[tuple[str, ...]]:
    """A fact, and the fields of its records; a record that is no list is but the head of its facts."""
    if fact.kind is None and fact.fields is None:
        return
    kind = (fact.kind_label or _LIST).say(language)
    notes = [f"{code(choice)} {escaped(label.say(language))}" for choice, label in fact.choices.items()]
    if fact.help:
        notes.append(escaped(fact.help.say(language)))
    example = escaped(fact.example)
    yield code(path), escaped(f"{fact.label.zh}\n{fact.label.en}"), kind, example, "\n".join(notes)
    for key, field in (fact.fields or {}).items():
        yield from _rows(field, f"{path}[].{key}", language)


def _own(language: Language) -> Iterator[tuple[str, ...]]:
    """What the schemes declare, by path, each with the schemes that ask for it."""
    asked: dict[str, dict[str, str]] = {}
    for scheme in schemes().values():
        link = f"[{escaped(scheme.title.say(language))}](schemes/{scheme.name}.md)"
        for edition in scheme.editions.values():
            for path in edition.definition.facts.keys() - VOCABULARY.keys():
                asked.setdefault(path, {})[scheme.name] = link
    for path, links in sorted(asked.items()):
        for row in _rows(schemes().vocabulary[path], path, language):
            yield *row, "\n".join(links.values())
