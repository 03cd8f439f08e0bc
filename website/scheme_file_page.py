"""The reference of the scheme file: every section and key, from the models that read it."""

from __future__ import annotations

import types
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from subsidy.documents import Named
from subsidy.messages import Label, Language
from subsidy.scheme.definition import PAYEES, STANDINGS, Formula, Titled
from website.markup import code, heading, page, said, table
from website.scheme_file_words import COMMON, KEYS, MODELS

_TITLE: Final = Label("方案文件", "The scheme file")
_INTRODUCTION: Final = Label(
    "方案文件的每一部分和每一个键，由读取它的模型生成。怎样一步一步写，见[写一个方案](writing-a-scheme.md)；公式见"
    "[公式语言](language.md)。不认识的键、重复的键都会连同行号被拒绝。",
    "Every section and key of a scheme file, from the models that read it. How to write one, step by step: [Writing a "
    "scheme](writing-a-scheme.md); formulas: [The formula language](language.md). A key that is unknown or there twice "
    "is refused, with its line.",
)
_COLUMNS: Final = (Label("键", "key"), Label("写什么", "holds"), Label("必需", "needed"), Label("含义", "means"))
_NEEDED: Final = Label("是", "yes")
_OTHERWISE: Final = Label("不写则为 `{default}`", "`{default}` where left out")
_FLAGS: Final = {True: "yes", False: "no"}
_KINDS: Final = {
    str: Label("文字", "text"),
    date: Label("日期", "day"),
    bool: Label("`yes` 或 `no`", "`yes` or `no`"),
}
_FORMULA: Final = Label("公式", "formula")
_LIST: Final = Label("列表：{item}", "list of {item}")
_MAP: Final = Label("按名称：{item}", "by name: {item}")
_OR: Final = Label("，或 ", ", or ")
_PAYEES: Final = Label("收款方", "Payees")
_STANDINGS: Final = Label("来源的可靠程度", "Standings")


def scheme_file_page(language: Language) -> str:
    _complete()
    sections = (part for model in MODELS for part in _section(model, language))
    return page(
        heading(1, _TITLE.say(language)),
        _INTRODUCTION.say(language),
        *sections,
        *_codes(_PAYEES, dict(PAYEES), language),
        *_codes(_STANDINGS, dict(STANDINGS), language),
    )


def _complete() -> None:
    """Every key has its words, and every words their key."""
    keys = {(model, key) for model in MODELS for key, _ in _fields(model) if key not in COMMON}
    if keys != KEYS.keys():
        raise ValueError(f"website/scheme_file_words.py and the models differ: {keys ^ KEYS.keys()}")


def _fields(model: type[BaseModel]) -> Iterator[tuple[str, FieldInfo]]:
    """The keys of a model; what every titled or cited thing has comes last."""
    fields = {field.alias or name: field for name, field in model.model_fields.items()}
    yield from sorted(fields.items(), key=lambda item: item[0] in COMMON)


def _section(model: type[BaseModel], language: Language) -> Iterator[str]:
    hints = get_type_hints(model, include_extras=True)
    written = {field.alias or name: hints[name] for name, field in model.model_fields.items()}
    rows = []
    for key, field in _fields(model):
        meaning = KEYS.get((model, key)) or COMMON[key]
        rows.append((code(key), _holds(written[key], language), _needed(field, language), meaning.say(language)))
    yield heading(2, MODELS[model].say(language))
    yield table(said(_COLUMNS, language), rows)


def _needed(field: FieldInfo, language: Language) -> str:
    if field.is_required():
        return _NEEDED.say(language)
    if field.default is None or field.default in ((), {}):
        return ""
    return _OTHERWISE.say(language).format(default=_FLAGS.get(field.default, field.default))


def _holds(type_: Any, language: Language) -> str:
    """What a value is, in words; a section as a link to its table."""
    if type_ is Formula:
        return _FORMULA.say(language)
    origin, arguments = get_origin(type_), get_args(type_)
    if origin is Annotated:
        return _holds(arguments[0], language)
    if origin is Literal:
        return " ".join(map(code, arguments))
    if origin in (Union, types.UnionType):
        return _OR.say(language).join(_holds(a, language) for a in arguments if a is not type(None))
    if origin is tuple:
        return _LIST.say(language).format(item=_holds(arguments[0], language))
    if origin is dict:
        return _MAP.say(language).format(item=_holds(arguments[1], language))
    if type_ in MODELS:
        return f"[{MODELS[type_].say(language)}](#{_anchor(MODELS[type_].say(language))})"
    if type_ is Named:
        return f"[{MODELS[Titled].say(language)}](#{_anchor(MODELS[Titled].say(language))})"
    return _KINDS[type_].say(language)


def _anchor(title: str) -> str:
    """As the site makes anchors of headings."""
    return title.lower().replace(" ", "-").translate(dict.fromkeys(map(ord, ":,：，")))


def _codes(title: Label, labels: dict[Any, Label], language: Language) -> Iterator[str]:
    yield heading(2, title.say(language))
    rows = ((code(name), label.say(language)) for name, label in labels.items())
    yield table((_COLUMNS[0].say(language), _COLUMNS[3].say(language)), rows)
