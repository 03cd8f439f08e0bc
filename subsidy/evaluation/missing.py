"""What would settle a node that is unknown: the facts to ask for, and none that can no longer matter."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from subsidy.evaluation.meaning import Fields, Setting, chosen, holds, obeys, value, within_band
from subsidy.evaluation.run import Run
from subsidy.explain.lookups import rate_in_words
from subsidy.language import nodes
from subsidy.language.kernels import RATE_KERNELS
from subsidy.language.nodes import Gathering, Node
from subsidy.language.walk import children, walk
from subsidy.messages import Label
from subsidy.scheme.program import Program

_POSITION: Final = re.compile(r"\[\d+\]")


def missing(node: Node, run: Run) -> tuple[str, ...]:
    """What an unknown node of the program waits for, in the order of the formula; nothing if the node is known.

    - `loan.rate`, `borrower.qualifications`: a fact, a list of records
    - `borrower.qualifications[0].to`: a field of a record that is given
    - `parameter:NAME`: a parameter that nobody published
    - `quote:TABLE:TENOR:DAY`: a reference rate before its first quote
    - `zero:NAME,...`: a quotient whose divisor, made of these names, is 0
    - `empty:LIST`: the least or greatest of no record
    - `shares:NAME,...`: shares, made of these names, that are more than the whole
    """
    look = _Look(run.setting(), {}, {})
    for i in run.layout.needed(node):  # one after the other, so that a long row of steps is not a deep recursion
        named = run.program.values[i]
        look.named[named.name] = _unique(_why(named.node, look))
    return _unique(_why(node, look))


def label_of(path: str, program: Program) -> Label:
    """What `missing` names by this path, in words; of a record that is given, the label of its field."""
    kind, _, name = path.partition(":")
    if kind == "quote":
        table, tenor, on = name.split(":")
        rate = rate_in_words(program, table, tenor)
        return Label(f"{rate.say('zh')}（{on}）", f"{rate.say('en')} ({on})")
    name = name or kind
    return program.labels.get(name) or program.labels.get(_POSITION.sub("", name)) or Label(name, name)


def unsettled(run: Run, open_benefits: Collection[str]) -> list[Node]:
    """The conditions and the amounts that keep these benefits open, in the order of the program."""
    program = run.program
    conditions = [
        rule.node
        for rule, known in zip(program.rules, run.rules, strict=True)
        if known is None and not rule.presumed and rule.otherwise != "warn" and rule.benefit in ("", *open_benefits)
    ]
    amounts = {benefit.amount for benefit in program.benefits if benefit.name in open_benefits}
    return [*conditions, *(value.node for value in program.values if value.name in amounts)]


def _unique(reasons: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reasons))


class _Look(NamedTuple):
    """Where we look: `places` says by level which record it is; `named` holds what the values before wait for."""

    setting: Setting
    places: Mapping[int, int]
    named: dict[str, tuple[str, ...]]

    def at(self, level: int, index: int, record: Fields) -> _Look:
        return _Look(self.setting.within(level, record), {**self.places, level: index}, self.named)


def _why(node: Node, look: _Look) -> Iterator[str]:
    if not isinstance(node, nodes.Texts) and value(node, look.setting) is None:
        reasons: Callable[[Any, _Look], Iterator[str]] = _REASONS.get(type(node), _needs_all)
        yield from reasons(node, look)


def _needs_all(node: Node, look: _Look) -> Iterator[str]:
    return _why_each(children(node), look)


def _why_each(of: Iterable[Node], look: _Look) -> Iterator[str]:
    for node in of:
        yield from _why(node, look)


def _unpublished(node: nodes.Unpublished, _: _Look) -> Iterator[str]:
    yield f"parameter:{node.name}"


def _fact(node: nodes.Fact, _: _Look) -> Iterator[str]:
    yield node.path


def _item(node: nodes.Item, look: _Look) -> Iterator[str]:
    if node.level in look.places:  # else the whole list is unknown
        yield _field_of(node.path.removesuffix(f".{node.field}"), look.places[node.level], node.field)


def _field_of(path: str, index: int, field: str) -> str:
    """Documents write a key without the underscore that Python needs after `from`."""
    return f"{path}[{index}].{field.removesuffix('_')}"


def _named(node: nodes.Named, look: _Look) -> Iterator[str]:
    yield from look.named[node.name]


def _round(node: nodes.Round, look: _Look) -> Iterator[str]:
    return _ratio(node.of, look) if isinstance(node.of, nodes.Ratio) else _why(node.of, look)


def _compare_ratio(node: nodes.CompareRatio, look: _Look) -> Iterator[str]:
    yield from _ratio(node.ratio, look)
    yield from _why(node.right, look)


def _ratio(node: nodes.Ratio, look: _Look) -> Iterator[str]:
    if value(node.denominator, look.setting) == 0:
        yield f"zero:{_names([node.denominator])}"
    else:
        yield from _needs_all(node, look)


def _names(trees: Iterable[Node]) -> str:
    """What a value is made of."""
    found = (getattr(node, "path", "") or getattr(node, "name", "") for tree in trees for node in walk(tree))
    return ",".join(dict.fromkeys(filter(None, found)))


def _if(node: nodes.If, look: _Look) -> Iterator[str]:
    condition = value(node.condition, look.setting)
    if condition is None:
        return _needs_all(node, look)
    return _why(node.then if condition else node.otherwise, look)


def _banded(node: nodes.Banded, look: _Look) -> Iterator[str]:
    subject = value(node.subject, look.setting)
    yield from _why(node.subject, look)
    for band in node.bands:
        inside: bool | None = True
        if band.end is not None:
            inside = within_band(subject, value(band.end, look.setting), band.inclusive)
            yield from _why(band.end, look)
        if inside is not False:
            yield from _why(band.value, look)
        if inside:
            break


def _sliced(node: nodes.Sliced, look: _Look) -> Iterator[str]:
    return _why(node.expression, look)


def _quote(node: nodes.Quote, look: _Look) -> Iterator[str]:
    on = value(node.on, look.setting)
    if on is None:
        yield from _why(node.on, look)
    else:
        yield f"quote:{node.table}:{node.tenor}:{date.fromordinal(on)}"


def _records(node: nodes.Records, look: _Look) -> Iterator[str]:
    layout = look.setting.layout
    records = look.setting.facts[layout.facts[node.path]]
    if records is None:
        yield node.path
        return
    for i, record in enumerate(records):
        for field in node.fields:
            if record[layout.fields[f"{node.path}.{field}"]] is None:
                yield _field_of(node.path, i, field)


def _apply(node: nodes.Apply, look: _Look) -> Iterator[str]:
    """With known arguments, a rate was not quoted on the first day of a window, or shares are more than the whole."""
    arguments = [value(argument, look.setting) for argument in node.arguments]
    if None in arguments:
        yield from _needs_all(node, look)
    elif node.kernel in RATE_KERNELS:
        *_, first, _ = arguments
        yield ":".join(("quote", *node.static, str(date.fromordinal(first))))
    else:
        _, *shares = node.arguments
        yield f"shares:{_names(shares)}"


def _held(node: nodes.Held, look: _Look) -> Iterator[str]:
    return _why(node.gather, look)


def _gather(node: nodes.Gather, look: _Look) -> Iterator[str]:
    records = look.setting.facts[look.setting.layout.facts[node.path]]
    if records is None:
        yield node.path
        yield from _of_record(node, look)  # by what else its records, if there are any, are to be judged
        return
    looks = [look.at(node.level, i, record) for i, record in enumerate(records)]
    if all(chosen(node, inner.setting) is False for inner in looks):
        yield f"empty:{node.path}"
    for inner in looks:
        yield from _of_record(node, inner)


def _of_record(node: nodes.Gather, look: _Look) -> Iterator[str]:
    if not _SETTLED[node.how](node, look.setting):
        yield from _why_each(filter(None, (node.where, node.value)), look)


def _is_passed_over(node: nodes.Gather, setting: Setting) -> bool:
    return chosen(node, setting) is False


def _is_judged(node: nodes.Gather, setting: Setting) -> bool:
    return holds(node, setting) is not None


def _obeys_or_not(node: nodes.Gather, setting: Setting) -> bool:
    return obeys(node, setting) is not None


# What a record must come to, so that nothing more need be known of it.
_SETTLED: Final[Mapping[Gathering, Callable[[nodes.Gather, Setting], bool]]] = {
    "any": _is_judged,
    "count": _is_judged,
    "all": _obeys_or_not,
    "sum": _is_passed_over,
    "min": _is_passed_over,
    "max": _is_passed_over,
}

_REASONS: Final[Mapping[type[Node], Callable[[Any, _Look], Iterator[str]]]] = {
    nodes.Unpublished: _unpublished,
    nodes.Fact: _fact,
    nodes.Item: _item,
    nodes.Named: _named,
    nodes.Round: _round,
    nodes.CompareRatio: _compare_ratio,
    nodes.If: _if,
    nodes.Banded: _banded,
    nodes.Sliced: _sliced,
    nodes.Quote: _quote,
    nodes.Gather: _gather,
    nodes.Records: _records,
    nodes.Apply: _apply,
    nodes.Held: _held,
}
