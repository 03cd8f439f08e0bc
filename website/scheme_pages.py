"""A page for each scheme: the reader's card of each edition, its names and formulas, its worked examples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import Final

import yaml

from subsidy.evaluation.decision import OUTCOMES
from subsidy.explain import in_words
from subsidy.messages import Label, Language
from subsidy.report.card import card
from subsidy.report.citations import Citation
from subsidy.report.comparison import compare, comparison_page
from subsidy.report.markdown import as_markdown, escaped
from subsidy.report.phrases import edition_and_days, labelled
from subsidy.scheme.cases import Example, case_paths, read_examples
from subsidy.scheme.definition import PAYEES
from subsidy.scheme.library import LoadedEdition, Scheme, Schemes, load_schemes
from subsidy.scheme.program import Program
from website.markup import code, contents, heading, page, said, table

PLACES: Final = Path(__file__).parent / "places.yaml"

_TITLE: Final = Label("方案", "Schemes")
_INTRODUCTION: Final = Label(
    "随程序提供的全部方案。每一页由方案文件生成：给谁、给什么、给多少、到何时、哪些没有说清、依据是什么，以及手算的算例。",
    "All schemes that come with the program. Each page is made from the scheme's file: for whom, what, how much, until "
    "when, what is open, on what it rests, and the examples worked out by hand.",
)
_SCHEME: Final = (Label("方案", "scheme"), Label("名称", "name"), Label("给谁", "to whom"), Label("适用期", "governs"))
_NAMES: Final = Label("文件中的名称", "Names in the file")
_PARAMETER: Final = (Label("参数", "parameter"), Label("含义", "means"), Label("数值", "is"), Label("依据", "clause"))
_RULE: Final = (Label("条件", "rule"), Label("含义", "means"), Label("公式", "formula"), Label("依据", "clause"))
_VALUE: Final = (Label("步骤", "step"), Label("含义", "means"), Label("写法", "as written"), Label("依据", "clause"))
_EXAMPLES: Final = Label("算例", "Worked examples")
_EXAMPLE: Final = (
    Label("算例", "example"),
    Label("应得", "comes out"),
    Label("手算", "by hand"),
    Label("依据", "clause"),
)
_FILE: Final = Label("文件", "File")
_UNPUBLISHED: Final = Label("未公布", "not published")
_LINK: Final = re.compile(r"^( *- )(https?://\S+)$", re.MULTILINE)


@cache
def schemes() -> Schemes:
    return load_schemes()


def scheme_pages(language: Language) -> dict[str, str]:
    made = {f"schemes/{name}.md": _page(scheme, language) for name, scheme in schemes().items()}
    return {"schemes/index.md": _index(language), **made}


def _index(language: Language) -> str:
    places = yaml.safe_load(PLACES.read_text("utf-8"))
    blocks = [heading(1, _TITLE.say(language)), _INTRODUCTION.say(language)]
    for place, group in groupby(schemes().values(), key=lambda scheme: scheme.name.partition("/")[0]):
        listed = list(group)
        name = places.get(place, {}).get(language, place)
        rows = [_row(scheme, language) for scheme in listed]
        tree = contents("", [scheme.name for scheme in listed])
        blocks += [heading(2, name), table(said(_SCHEME, language), rows), tree]
    return page(*blocks)


def _row(scheme: Scheme, language: Language) -> tuple[str, ...]:
    editions = [edition.definition for edition in scheme.editions.values()]
    payees = dict.fromkeys(PAYEES[benefit.pays].say(language) for benefit in editions[-1].benefits.values())
    days = "\n".join(edition_and_days(e).say(language) for e in reversed(editions))
    title = f"[{escaped(scheme.title.say(language))}]({scheme.name}.md)"
    return (title, code(scheme.name), "\n".join(payees), days)


def _page(scheme: Scheme, language: Language) -> str:
    newest_first = reversed(list(scheme.editions.values()))
    parts = (part for edition in newest_first for part in _edition(edition, scheme, language))
    return page(heading(1, scheme.title.say(language)), code(scheme.name), *parts, *_changes(scheme, language))


def _changes(scheme: Scheme, language: Language) -> Iterator[str]:
    """What each edition changed, and what that does to the worked examples; the newest first."""
    for before, after in reversed(list(pairwise(scheme.editions))):
        yield as_markdown(comparison_page(compare(schemes(), scheme.name, before, after)), language)


def _edition(edition: LoadedEdition, scheme: Scheme, language: Language) -> Iterator[str]:
    program = edition.program()
    yield _LINK.sub(lambda link: f"{link[1]}<{link[2].replace(chr(92), '')}>", as_markdown(card(program), language))
    yield heading(3, _NAMES.say(language))
    yield table(said(_PARAMETER, language), _parameters(program, language))
    yield table(said(_RULE, language), _rules(program, language))
    yield table(said(_VALUE, language), _values(program, language))
    if examples := list(_examples(edition, scheme)):
        yield heading(3, _EXAMPLES.say(language))
        yield table(said(_EXAMPLE, language), (_example(example, language) for example in examples))
    path = "/".join(Path(edition.document.name).parts[-3:])
    yield f"{_FILE.say(language)}: {code(f'schemes/{path}')}, SHA-256 {code(program.sha256)}"


def _parameters(program: Program, language: Language) -> Iterator[tuple[str, ...]]:
    for name, parameter in program.edition.parameters.items():
        written = parameter.is_ if isinstance(parameter.is_, tuple) else (parameter.is_,)
        value = "、".join(filter(None, written)) or _UNPUBLISHED.say(language)
        yield code(name), escaped(parameter.label.say(language)), escaped(value), _cited(parameter.cite, language)


def _rules(program: Program, language: Language) -> Iterator[tuple[str, ...]]:
    for rule in program.rules[1:]:
        name = f"{rule.benefit}.{rule.name}" if rule.benefit else rule.name
        label, formula = labelled(rule, program.benefits), in_words(rule.node, program)
        yield code(name), escaped(label.say(language)), escaped(formula.say(language)), _cited(rule.cite, language)


def _values(program: Program, language: Language) -> Iterator[tuple[str, ...]]:
    for value in program.values:
        formula = " ".join(value.formula.split())
        yield code(value.name), escaped(value.label.say(language)), code(formula), _cited(value.cite, language)


def _cited(cite: str, language: Language) -> str:
    return escaped(Citation(cite).say(language))


def _examples(edition: LoadedEdition, scheme: Scheme) -> Iterator[Example]:
    definitions = {name: loaded.definition for name, loaded in scheme.editions.items()}
    for path in case_paths([edition.document]):
        yield from (example for example in read_examples(path, definitions) if example.edition == edition.name)


def _example(example: Example, language: Language) -> tuple[str, ...]:
    case, expect = example.case, example.case.expect
    comes = [escaped(OUTCOMES[expect.outcome].say(language))]
    if expect.total is not None:
        comes.append(escaped(expect.total))
    comes += [f"{code(name)} = {escaped(value)}" for name, value in expect.values.items()]
    comes += [f"✗ {code(rule)}" for rule in expect.fails or ()]
    comes += [f"? {code(path)}" for path in expect.missing or ()]
    return escaped(case.name.label.say(language)), "\n".join(comes), escaped(case.working), escaped(example.source)
