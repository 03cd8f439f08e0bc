"""What each node means: one function a node, three-valued. Every other evaluator is judged by this one.

None is unknown. Logic is Kleene's: what is unknown matters only where both answers are still possible. A number that
needs an unknown number is unknown, even where the other is 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Any, Final, NamedTuple, TypeAlias

from subsidy.calendar import add_months, completed_months_ordinal, started_months_ordinal
from subsidy.evaluation.kleene import all_of, any_of, opposite
from subsidy.evaluation.layout import Layout
from subsidy.language import nodes
from subsidy.language.kernels import apply_kernel
from subsidy.language.logic import OPERATORS
from subsidy.language.nodes import Gathering, Node
from subsidy.rates import NoQuoteError
from subsidy.rounding import DIVIDE

Answer: TypeAlias = int | str | bool | None
Fields: TypeAlias = tuple[Answer, ...]


class Setting(NamedTuple):
    """What a node is seen in: the facts, the values before it, the record of each enclosing gather by its level.

    A field of a record that is not given is unknown.
    """

    layout: Layout
    facts: tuple[Any, ...]
    values: Sequence[Answer]
    records: Mapping[int, Fields] = {}

    def within(self, level: int, record: Fields) -> Setting:
        return Setting(self.layout, self.facts, self.values, {**self.records, level: record})


def value(node: Node, setting: Setting) -> Any:
    """The node's value: a whole number of its unit, an ordinal, a text, a flag, records; None if it is unknown.

    `Texts` and `Ratio` have no value of their own: KeyError.
    """
    return _MEANINGS[type(node)](node, setting)


def within_band(subject: int | None, end: int | None, inclusive: bool) -> bool | None:
    """Whether a subject, known to lie above the bands before, lies in the band that ends here."""
    if subject is None or end is None:
        return None
    return subject <= end if inclusive else subject < end


def months_later(start: int, months: int) -> int:
    return add_months(date.fromordinal(start), months).toordinal()


def year_of(day: int) -> int:
    return date.fromordinal(day).year


MONTHS_COUNTED: Final[Mapping[str, Callable[[int, int], int]]] = {
    "completed": completed_months_ordinal,
    "started": started_months_ordinal,
}


def _item(node: nodes.Item, setting: Setting) -> Answer:
    record = setting.records.get(node.level)
    return None if record is None else record[setting.layout.fields[node.path]]


def _of_one(combine: Callable[[Any, Any], Answer], name: str) -> Callable[[Any, Setting], Answer]:
    """The meaning of a node that is unknown where its only operand is."""
    operand = attrgetter(name)

    def meaning(node: Any, setting: Setting) -> Answer:
        known = value(operand(node), setting)
        return None if known is None else combine(node, known)

    return meaning


def _of_two(combine: Callable[[Any, Any, Any], Answer], first: str, second: str) -> Callable[[Any, Setting], Answer]:
    """The meaning of a node that is unknown where one of its two operands is."""
    left_of, right_of = attrgetter(first), attrgetter(second)

    def meaning(node: Any, setting: Setting) -> Answer:
        left, right = value(left_of(node), setting), value(right_of(node), setting)
        return None if left is None or right is None else combine(node, left, right)

    return meaning


def _parts(of: nodes.Ratio, setting: Setting) -> tuple[int, int] | None:
    """Numerator and denominator; None where one is unknown, or nothing can be divided by it."""
    numerator, denominator = value(of.numerator, setting), value(of.denominator, setting)
    return None if numerator is None or not denominator else (numerator, denominator)


def _round(node: nodes.Round, setting: Setting) -> int | None:
    if isinstance(node.of, nodes.Ratio):
        parts = _parts(node.of, setting)
    else:
        of = value(node.of, setting)
        parts = None if of is None else (of, 1)
    if parts is None:
        return None
    numerator, denominator = parts
    return DIVIDE[node.direction](numerator * node.multiplier, denominator * node.divisor)


def _compare_ratio(node: nodes.CompareRatio, setting: Setting) -> bool | None:
    parts, right = _parts(node.ratio, setting), value(node.right, setting)
    if parts is None or right is None:
        return None
    numerator, denominator = parts
    return OPERATORS[node.operator](numerator * node.numerator_factor, right * denominator * node.right_factor)


def _and(node: nodes.And, setting: Setting) -> bool | None:
    return all_of(value(item, setting) for item in node.items)


def _or(node: nodes.Or, setting: Setting) -> bool | None:
    return any_of(value(item, setting) for item in node.items)


def _if(node: nodes.If, setting: Setting) -> Any:
    condition = value(node.condition, setting)
    if condition is None:
        return _if_all_agree([value(node.then, setting), value(node.otherwise, setting)])
    return value(node.then if condition else node.otherwise, setting)


def _if_all_agree(possible: Sequence[Answer]) -> Answer:
    first, *others = possible
    return first if all(other == first for other in others) else None


def _extreme(of: Callable[[list[int]], int]) -> Callable[[Any, Setting], int | None]:
    def meaning(node: nodes.Smallest | nodes.Largest, setting: Setting) -> int | None:
        items = [value(item, setting) for item in node.items]
        return None if None in items else of(items)

    return meaning


def _banded(node: nodes.Banded, setting: Setting) -> Any:
    subject = value(node.subject, setting)
    possible = []
    for band in node.bands:
        end = None if band.end is None else value(band.end, setting)
        inside = True if band.end is None else within_band(subject, end, band.inclusive)
        if inside is not False:
            possible.append(value(band.value, setting))
        if inside:
            break
    return _if_all_agree(possible)


def _quote(node: nodes.Quote, setting: Setting) -> int | None:
    on = value(node.on, setting)
    if on is None:
        return None
    try:
        return setting.layout.program.tables[node.table].value_at(node.tenor, on)
    except NoQuoteError:
        return None


def _records(node: nodes.Records, setting: Setting) -> tuple[Fields, ...] | None:
    records = setting.facts[setting.layout.facts[node.path]]
    if records is None:
        return None
    places = [setting.layout.fields[f"{node.path}.{field}"] for field in node.fields]
    picked = tuple(tuple(record[place] for place in places) for record in records)
    return None if any(None in record for record in picked) else picked


def _apply(node: nodes.Apply, setting: Setting) -> int | None:
    arguments = [value(argument, setting) for argument in node.arguments]
    if None in arguments:
        return None
    return apply_kernel(node.kernel, setting.layout.program.tables, node.static, arguments)


def _gather(node: nodes.Gather, setting: Setting) -> Any:
    records = setting.facts[setting.layout.facts[node.path]]
    if records is None:
        return None
    return _FOLDS[node.how](node, [setting.within(node.level, record) for record in records])


def chosen(node: nodes.Gather, setting: Setting) -> bool | None:
    """Whether the gather looks at the record of this setting."""
    return True if node.where is None else value(node.where, setting)


def holds(node: nodes.Gather, setting: Setting) -> bool | None:
    """Whether the record of this setting is chosen and its value holds."""
    return all_of((chosen(node, setting), value(node.value, setting)))


def obeys(node: nodes.Gather, setting: Setting) -> bool | None:
    """Whether the record of this setting is not chosen, or its value holds."""
    return any_of((opposite(chosen(node, setting)), value(node.value, setting)))


def _any(node: nodes.Gather, settings: Sequence[Setting]) -> bool | None:
    return any_of(holds(node, setting) for setting in settings)


def _all(node: nodes.Gather, settings: Sequence[Setting]) -> bool | None:
    return all_of(obeys(node, setting) for setting in settings)


def _count(node: nodes.Gather, settings: Sequence[Setting]) -> int | None:
    flags = [holds(node, setting) for setting in settings]
    return None if None in flags else flags.count(True)


def _values(node: nodes.Gather, settings: Sequence[Setting]) -> list[int] | None:
    """The values of the chosen records; None if one of them, or the choice, is unknown."""
    gathered: list[int] = []
    for setting in settings:
        looked_at = chosen(node, setting)
        if looked_at is False:
            continue
        found = value(node.value, setting)
        if not looked_at or found is None:
            return None
        gathered.append(found)
    return gathered


def _sum(node: nodes.Gather, settings: Sequence[Setting]) -> int | None:
    gathered = _values(node, settings)
    return None if gathered is None else sum(gathered)


def _least(node: nodes.Gather, settings: Sequence[Setting]) -> int | None:
    return min(_values(node, settings) or (), default=None)


def _greatest(node: nodes.Gather, settings: Sequence[Setting]) -> int | None:
    return max(_values(node, settings) or (), default=None)


_FOLDS: Final[Mapping[Gathering, Callable[[nodes.Gather, Sequence[Setting]], Any]]] = {
    "any": _any,
    "all": _all,
    "count": _count,
    "sum": _sum,
    "min": _least,
    "max": _greatest,
}

_MEANINGS: Final[Mapping[type[Node], Callable[[Any, Setting], Any]]] = {
    nodes.Constant: lambda node, _: node.value,
    nodes.Unpublished: lambda _, __: None,
    nodes.Fact: lambda node, setting: setting.facts[setting.layout.facts[node.path]],
    nodes.Item: _item,
    nodes.Named: lambda node, setting: setting.values[setting.layout.values[node.name]],
    nodes.Rescaled: _of_one(lambda node, of: of * node.factor, "of"),
    nodes.Add: _of_two(lambda _, left, right: left + right, "left", "right"),
    nodes.Subtract: _of_two(lambda _, left, right: left - right, "left", "right"),
    nodes.Multiply: _of_two(lambda _, left, right: left * right, "left", "right"),
    nodes.DivideByConstant: lambda node, setting: value(node.of, setting),
    nodes.Round: _round,
    nodes.Compare: _of_two(lambda node, left, right: OPERATORS[node.operator](left, right), "left", "right"),
    nodes.CompareRatio: _compare_ratio,
    nodes.OneOf: _of_one(lambda node, subject: subject in node.options.options, "subject"),
    nodes.And: _and,
    nodes.Or: _or,
    nodes.Not: _of_one(lambda _, of: not of, "of"),
    nodes.If: _if,
    nodes.Smallest: _extreme(min),
    nodes.Largest: _extreme(max),
    nodes.Banded: _banded,
    nodes.Sliced: lambda node, setting: value(node.expression, setting),
    nodes.Quote: _quote,
    nodes.MonthsBetween: _of_two(lambda node, start, end: MONTHS_COUNTED[node.counting](start, end), "start", "end"),
    nodes.AddMonths: _of_two(lambda _, start, months: months_later(start, months), "start", "months"),
    nodes.Records: _records,
    nodes.Apply: _apply,
    nodes.Gather: _gather,
    nodes.Held: lambda node, setting: value(node.gather, setting),
    nodes.YearOf: _of_one(lambda _, day: year_of(day), "day"),
}
