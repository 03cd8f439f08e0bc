"""The reference of the formula language, from the tables that the language itself is made of."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Final

from subsidy.calendar import DAY_COUNTS, PERIODS
from subsidy.interest import SETTLEMENTS
from subsidy.kinds import DATE, KINDS, Kind
from subsidy.language.functions import FUNCTIONS, MONTH_COUNTINGS
from subsidy.language.parse import GATHERS, LONGEST_FORMULA
from subsidy.messages import Label, Language
from subsidy.quantities.units import SCALES, UNITS
from subsidy.report.markdown import escaped
from subsidy.rounding import ROUNDINGS, round_to
from website.function_words import GATHERINGS, MEANINGS, PARAMETERS, RATE_FUNCTIONS
from website.markup import block, code, heading, page, points, said, table
from website.operator_tables import OPERATORS, operator_table

_TITLE: Final = Label("公式语言", "The formula language")
_INTRODUCTION: Final = Label(
    "公式的写法，由语言自身的表生成。如何写一个方案，见[写一个方案](writing-a-scheme.md)；方案文件的各部分，见"
    "[方案文件](scheme-file.md)；公式可以引用的事实，见[词汇](vocabulary.md)。",
    "How formulas are written, made from the language's own tables. How to write a scheme: [Writing a scheme]"
    "(writing-a-scheme.md); the sections of a scheme file: [The scheme file](scheme-file.md); the facts that formulas "
    "name: [Vocabulary](vocabulary.md).",
)
_RULES: Final = (
    Label(
        "语法是 Python 的表达式；读取时只看结构，从不运行。一个公式最多{longest}个字符。",
        "The grammar is Python's expressions; they are read, never run. A formula has at most {longest} characters.",
    ),
    Label(
        '公式中只能直接写 `0`、`1`、`"文字"`、`True`、`False`；其他数字写成有依据的参数。',
        'Only `0`, `1`, `"text"`, `True` and `False` stand in a formula; others are parameters with a clause.',
    ),
    Label(
        "`a if 条件 else b` 二选一；`a <= x <= b` 连续比较；`x in 列表`、`x not in 列表` "
        '看一段文字是否在参数中，或在 `["甲", "乙"]` 中。',
        "`a if condition else b` chooses; `a <= x <= b` compares twice; `x in list` and `x not in list` look for a "
        'text in a parameter or in `["a", "b"]`.',
    ),
    Label(
        "`and`、`or`、`not` 是三值的：假 `and` 未知是假，真 `or` 未知是真，其余遇到未知则为未知。",
        "`and`, `or` and `not` are three-valued: false `and` unknown is false, true `or` unknown is true, "
        "and otherwise what is unknown stays unknown.",
    ),
    Label(
        "方案中写的百分数与年利率相加或相比时，就是年利率；其他时候是比例。",
        "A percentage that is written in a scheme is an annual rate where it is added to or compared with one, and a "
        "share elsewhere.",
    ),
    Label(
        "除以参数是精确的；除以其他值的商必须在这一步舍入，或者只用于比较。",
        "A division by a parameter is exact; any other quotient must be rounded in its step, or compared.",
    ),
)
_KINDS: Final = Label("类型", "Kinds of values")
_KIND: Final = (
    Label("类型", "kind"),
    Label("含义", "is"),
    Label("最小", "least"),
    Label("最大", "greatest"),
    Label("最小单位", "finest unit"),
)
_OPERATORS: Final = Label("运算符", "Operators")
_REFUSED: Final = Label("空格表示在所在列拒绝。", "An empty cell is refused, at its column.")
_FUNCTIONS: Final = Label("函数", "Functions")
_PARAMETER: Final = (Label("参数", "parameter"), Label("是", "is"))
_OVER_LISTS: Final = Label("对列表中的记录", "Over the records of a list")
_FOLD: Final = (Label("写法", "written"), Label("得到", "gives"))
_RATES: Final = Label("参考利率", "Reference rates")
_RATES_SAID: Final = Label(
    "`schemes/rates` 中每个参考利率表都是函数，以表名称呼；这里 `TABLE` 代表表名，如 `lpr`。",
    "Every table of reference rates in `schemes/rates` is called by its name like a function; `TABLE` stands for it "
    "here, such as `lpr`.",
)
_COUNTINGS: Final = Label("月的算法", "How months count")
_DAY_COUNTS: Final = Label("计息基础", "Day counts")
_SETTLEMENTS: Final = Label("结息方式", "Settlements")
_PERIODS: Final = Label("期间", "Periods")
_ROUNDINGS: Final = Label("舍入", "Roundings")
_ROUNDED: Final = Label(
    "一步的 `round` 写方向和单位，如 `half-up 0.01元`。各方向舍入到整数：",
    "A step's `round` is a direction and a step, such as `half-up 0.01元`. Each direction, to whole numbers:",
)
_UNITS: Final = Label("数值的单位", "Units of quantities")
_NAMED: Final = (Label("写法", "written"), Label("含义", "means"))
_SOURCE: Final = Label("出处", "source")
_TO_ROUND: Final = ("2.4", "2.5", "2.6", "3.5", "-2.5", "-2.6")


def language_page(language: Language) -> str:
    _complete()
    return page(
        heading(1, _TITLE.say(language)),
        _INTRODUCTION.say(language),
        points(rule.say(language).format(longest=LONGEST_FORMULA) for rule in _RULES),
        heading(2, _KINDS.say(language)),
        table(said(_KIND, language), (_kind(kind, language) for kind in KINDS.values())),
        *_operators(language),
        *_functions(language),
        *_over_lists(language),
        *_rates(language),
        *_names(_COUNTINGS, MONTH_COUNTINGS, language),
        heading(2, _DAY_COUNTS.say(language)),
        table(
            [*said(_NAMED, language), _SOURCE.say(language)],
            ((code(n), escaped(d.label.say(language)), escaped(d.source)) for n, d in DAY_COUNTS.items()),
        ),
        *_names(_SETTLEMENTS, {name: settlement.label for name, settlement in SETTLEMENTS.items()}, language),
        *_names(_PERIODS, {name: period.label for name, period in PERIODS.items()}, language),
        *_roundings(language),
        heading(2, _UNITS.say(language)),
        " ".join(code(unit) for unit in (*SCALES, *UNITS)),
    )


def _complete() -> None:
    """Every function has a sentence, and every sentence a function."""
    parameters = {name for function in FUNCTIONS.values() for name in function.parameters}
    if MEANINGS.keys() != FUNCTIONS.keys() or GATHERINGS.keys() != GATHERS.keys() or parameters - PARAMETERS.keys():
        raise ValueError("website/function_words.py and the functions of the language differ")


def _kind(kind: Kind, language: Language) -> tuple[str, ...]:
    bounds = ("", "") if kind.name in ("text", "flag") else (_bound(kind, kind.low), _bound(kind, kind.high))
    unit = "" if kind.dimension is None else str(kind.unit)
    return code(kind.name), kind.label.say(language), *bounds, unit


def _bound(kind: Kind, value: int) -> str:
    return str(date.fromordinal(value)) if kind is DATE else f"{math.floor(value * kind.unit):,}"


def _operators(language: Language) -> Iterator[str]:
    yield heading(2, _OPERATORS.say(language))
    yield _REFUSED.say(language)
    for operator in OPERATORS:
        yield f"### {code(operator.sign)} {operator.meaning.say(language)}"
        yield operator_table(operator, language)


def _functions(language: Language) -> Iterator[str]:
    yield heading(2, _FUNCTIONS.say(language))
    for function in FUNCTIONS.values():
        several = function.parameters == ("items",)
        yield f"### {code(f'{function.name}({_signature(function.parameters)})')}"
        yield f"{MEANINGS[function.name].say(language)}{'。' if language == 'zh' else '.'}"
        yield block("python", function.example)
        if not several:
            rows = ((code(name), PARAMETERS[name].say(language)) for name in function.parameters)
            yield table(said(_PARAMETER, language), rows)


def _signature(parameters: tuple[str, ...]) -> str:
    return "a, b, ..." if parameters == ("items",) else ", ".join(parameters)


def _over_lists(language: Language) -> Iterator[str]:
    yield heading(2, _OVER_LISTS.say(language))
    what = {"count": "f", "any": "f.amount > 0", "all": "f.amount > 0"}
    rows = (
        (code(f'{how}({what.get(how, "f.amount")} for f in loan.flows if f.kind == "interest")'), meaning.say(language))
        for how, meaning in GATHERINGS.items()
    )
    yield table(said(_FOLD, language), rows)


def _rates(language: Language) -> Iterator[str]:
    yield heading(2, _RATES.say(language))
    yield _RATES_SAID.say(language)
    rows = ((code(written), meaning.say(language)) for written, meaning in RATE_FUNCTIONS.items())
    yield table(said(_FOLD, language), rows)


def _names(title: Label, names: Mapping[str, Label], language: Language) -> Iterator[str]:
    yield heading(2, title.say(language))
    rows = ((code(f'"{name}"'), escaped(label.say(language))) for name, label in names.items())
    yield table(said(_NAMED, language), rows)


def _roundings(language: Language) -> Iterator[str]:
    yield heading(2, _ROUNDINGS.say(language))
    yield _ROUNDED.say(language)
    rows = (
        (
            code(name),
            escaped(label.say(language)),
            *(str(round_to(Fraction(number), Fraction(1), name)) for number in _TO_ROUND),
        )
        for name, label in ROUNDINGS.items()
    )
    yield table([*said(_NAMED, language), *_TO_ROUND], rows)
