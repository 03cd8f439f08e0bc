"""Random applications for a program, drawn where its rules and amounts turn.

Only the facts that the program reads are drawn, from its own vocabulary: numbers and days mostly at its constants, one
unit to either side, or between them; texts mostly those that it asks for. What makes a rule fail is then drawn again,
more often than not, so that a good part of the applications is eligible and the rest fails by a little.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice, pairwise, product
from math import prod
from typing import Any, Final, TypeAlias

from hypothesis import strategies as st

from subsidy.calendar import days_in_month
from subsidy.evaluation.interpret import interpreted
from subsidy.evaluation.layout import layout_of
from subsidy.evaluation.prepare import preparer
from subsidy.facts import Application, FactType, accessor
from subsidy.facts.contradictions import CHECKS
from subsidy.facts.records import attribute_of
from subsidy.kinds import DATE, Kind
from subsidy.language import nodes
from subsidy.language.nodes import Node
from subsidy.language.walk import walk
from subsidy.scheme.inputs import inputs_of
from subsidy.scheme.program import Program

Facts: TypeAlias = dict[str, Any]

# Days of which one cannot come before the other, as the project itself knows them.
_IN_ORDER: Final = [
    (check.paths[0], check.paths[1])
    for check in CHECKS
    if len(check.paths) == 2 and check.find.__qualname__.startswith("_in_order")
]
_ATTEMPTS: Final = (0, 8, 80, 80, 80)
_MOST_RECORDS: Final = 600
_BEFORE, _AFTER = 800, 60
_A_DECADE: Final = (date(2015, 1, 1).toordinal(), date(2025, 1, 1).toordinal())


def complete_applications(program: Program, *others: Program) -> st.SearchStrategy[Application]:
    """Applications in which every fact that the programs read is known; it is the first that makes many eligible."""
    return _Draw((program, *others), known=st.just(True)).applications()


def applications(program: Program, *others: Program) -> st.SearchStrategy[Application]:
    """Applications in which some facts are not known."""
    return _Draw((program, *others), known=st.integers(0, 7).map(bool)).applications()


def edges(around: Application, program: Program, *others: Program) -> Iterator[Application]:
    """The application with each fact that the programs read, in turn, at each value where an answer may turn.

    Numbers and days stand at the programs' constants and one unit to either side, days at the application's own days
    too; texts and flags take every value that is asked for. A list is empty, or one record of such values.
    """
    turns = _Turns((program, *others))
    vocabulary = program.vocabulary
    given = dict(_by_path(around.as_data(), ""))
    own = [day.toordinal() for path in turns.inputs if isinstance(day := accessor(path)(around), date)]
    for path, read in turns.inputs.items():
        values = turns.values(vocabulary[path], path, own) if read is None else turns.lists(vocabulary[path], read, own)
        for value in values:
            yield vocabulary.model.model_validate(nested({**given, path: value}))


def nested(facts: Mapping[str, Any]) -> Facts:
    """Facts by dotted path as the records of a document."""
    data: Facts = {}
    for path, value in facts.items():
        *way, key = path.split(".")
        record = data
        for name in way:
            record = record.setdefault(name, {})
        record[key] = value
    return data


def needed_facts(program: Program, node: Node) -> list[str]:
    """The facts that a node of the program needs, also through the values that it names."""
    values = {value.name: value.node for value in program.values}
    trees, unseen = [node], [node]
    while unseen:
        named = [values[n.name] for n in walk(unseen.pop()) if isinstance(n, nodes.Named)]
        trees += named
        unseen += named
    return [used.path for used in inputs_of(trees)]


class _Turns:
    """Where the answers of some programs turn. `inputs` are the facts that they read, with the fields of lists."""

    def __init__(self, programs: Sequence[Program]) -> None:
        self.inputs = {used.path: used.fields for program in programs for used in program.inputs}
        trees = [part.node for program in programs for part in (*program.values, *program.rules)]
        trees += [node for program in programs for limit in program.limits for node in limit.nodes]
        every = [node for tree in trees for node in walk(tree)]
        constants = [node for node in every if isinstance(node, nodes.Constant) and type(node.value) is int]
        self.numbers = [(c.type, c.value * c.unit) for c in constants if c.type.base == "number"]
        self.days = sorted({c.value for c in constants if c.type.base == "date"})
        self.asked = sorted(set(_asked(every)))
        tables = {name: table for program in programs for name, table in program.tables.items()}
        self.quotes = [quotes for table in tables.values() for quotes in table.quotes.values()]

    def texts(self, path: str) -> list[str]:
        return [text for asked, text in self.asked if asked == path]

    def span(self) -> tuple[int, int]:
        return (self.days[0] - _BEFORE, self.days[-1] + _AFTER) if self.days else _A_DECADE

    def centres(self, kind: Kind) -> list[int]:
        """The programs' constants of a kind, as whole numbers of its unit."""
        known = [
            value for type_, value in self.numbers if type_.dimension == kind.dimension or type_.loose == "percent"
        ]
        known += [quote.rate for quotes in self.quotes for quote in quotes] if kind.name == "rate" else []
        return sorted({int(value / kind.unit) for value in known} | {0})

    def changes(self) -> list[int]:
        """The days within the span on which a reference rate changed."""
        first, last = self.span()
        changed = (later for q in self.quotes for before, later in pairwise(q) if later.value != before.value)
        return [day for quote in changed if first <= (day := quote.published.toordinal()) <= last]

    def values(self, fact: FactType, path: str, own: Sequence[int]) -> list[Any]:
        scalar = fact.scalar
        assert scalar is not None
        kind = scalar.kind
        if scalar.choices:
            return sorted(scalar.choices)
        if kind.name == "text":
            return [*self.texts(path), "其他"]
        if kind.name == "flag":
            return [True, False]
        centres = [*self.days, *self.changes(), *own] if kind is DATE else self.centres(kind)
        wholes = {centre + step for centre in centres for step in (0, *_steps(kind))}
        return [exact(kind, whole) for whole in sorted(wholes) if scalar.low <= whole <= scalar.high]

    def lists(self, fact: FactType, read: Sequence[str], own: Sequence[int]) -> Iterator[list[Facts]]:
        assert fact.fields is not None
        yield []
        keys = [key for key, field in fact.fields.items() if field.required or attribute_of(key) in read]
        values = [self.values(fact.fields[key], f"{fact.path}.{key}", own) for key in keys]
        every = max(1, prod(map(len, values)) // _MOST_RECORDS)
        for combination in islice(product(*values), 0, None, every):
            yield [dict(zip(keys, combination, strict=True))]


class _Draw:
    """Draws applications; `known` draws whether a fact that may be left out is given."""

    def __init__(self, programs: Sequence[Program], known: st.SearchStrategy[bool]) -> None:
        self.program = programs[0]
        self.turns = _Turns(programs)
        self.known = known

    def applications(self) -> st.SearchStrategy[Application]:
        program, vocabulary = self.program, self.program.vocabulary
        strategies = {
            path: self.maybe(self.value(vocabulary[path], path) if read is None else self.records(vocabulary[path]))
            for path, read in self.turns.inputs.items()
        }
        prepare, layout = preparer(program), layout_of(program)

        @st.composite
        def drawn(draw: st.DrawFn) -> Application:
            given = {path: draw(strategy) for path, strategy in strategies.items()}
            application = self.application(given)
            for _ in range(draw(st.sampled_from(_ATTEMPTS))):
                run = interpreted(layout, prepare(application).facts)
                failing = [rule for rule, known in zip(program.rules, run.rules, strict=True) if known is False]
                if not failing:
                    break
                wrong = set(needed_facts(program, draw(st.sampled_from(failing)).node))
                wrong |= {day for pair in _IN_ORDER if wrong & set(pair) for day in pair}
                given |= {path: draw(strategies[path]) for path in given if path in wrong}
                application = self.application(given)
            return application

        return drawn()

    def application(self, drawn: Mapping[str, Any]) -> Application:
        known = {path: value for path, value in drawn.items() if value is not None}
        return self.program.vocabulary.model.model_validate(nested(_ordered(known, _IN_ORDER)))

    def maybe(self, value: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        return self.known.flatmap(lambda given: value if given else st.none())

    def records(self, fact: FactType) -> st.SearchStrategy[list[Facts]]:
        assert fact.fields is not None
        scalars = {key: field for key, field in fact.fields.items() if field.scalar}
        values = {key: self.value(field, f"{fact.path}.{key}") for key, field in scalars.items()}
        fields = {key: v if scalars[key].required else self.maybe(v) for key, v in values.items()}
        record = st.fixed_dictionaries(fields).map(
            lambda facts: _ordered({k: v for k, v in facts.items() if v is not None}, [("from", "to")])
        )
        return st.lists(record, max_size=3)

    def value(self, fact: FactType, path: str) -> st.SearchStrategy[Any]:
        scalar = fact.scalar
        assert scalar is not None
        kind = scalar.kind
        if scalar.choices:
            return st.sampled_from(sorted(scalar.choices))
        if kind.name == "text":
            return st.sampled_from([*self.turns.texts(path) * 3, "其他"])
        if kind.name == "flag":
            return st.sampled_from([True, True, True, False])
        wholes = self.ordinals() if kind is DATE else self.wholes(kind)
        within = wholes.filter(lambda whole: scalar.low <= whole <= scalar.high)
        return within.map(lambda whole: exact(kind, whole))

    def ordinals(self) -> st.SearchStrategy[int]:
        days, (first, last) = self.turns.days, self.turns.span()
        spans = st.sampled_from([*pairwise(sorted({first, *days, last})), (first, last)])
        between = spans.flatmap(lambda span: st.integers(*span))
        near = st.builds(int.__add__, st.sampled_from(days or [first]), st.integers(-1, 1))
        return st.one_of(near, between, between.map(_month_end))

    def wholes(self, kind: Kind) -> st.SearchStrategy[int]:
        """Whole numbers of the kind's unit."""
        centres = self.turns.centres(kind)
        near = st.builds(int.__add__, st.sampled_from(centres), st.sampled_from([0, *_steps(kind)]))
        most = max(2 * centres[-1], 100)
        return st.one_of(near, st.integers(0, most), st.integers(0, most), st.integers(0, most * 10))


def exact(kind: Kind, whole: int) -> Decimal | int | date:
    """A whole number of the kind's unit as facts hold it."""
    if kind is DATE:
        return date.fromordinal(whole)
    if kind.unit == 1:
        return whole
    return Decimal(whole).scaleb(1 - len(str(kind.unit.denominator)))


def _steps(kind: Kind) -> list[int]:
    """The smallest change to either side, and the smallest that people would write: a yuan, a basis point."""
    steps = {"money": (1, 100), "rate": (1, 10_000)}.get(kind.name, (1,))
    return [sign * step for step in steps for sign in (-1, 1)]


def _ordered(facts: Facts, pairs: Sequence[tuple[str, str]]) -> Facts:
    """The facts with days exchanged where a later one would come before an earlier one."""
    for _ in pairs:
        for earlier, later in pairs:
            if earlier in facts and later in facts and facts[later] < facts[earlier]:
                facts[earlier], facts[later] = facts[later], facts[earlier]
    return facts


def _by_path(data: Facts, prefix: str) -> Iterator[tuple[str, Any]]:
    """The facts of a document by dotted path."""
    for key, value in data.items():
        if isinstance(value, dict):
            yield from _by_path(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def _asked(every: Iterable[Node]) -> Iterator[tuple[str, str]]:
    """The texts that facts and fields are compared with, by path."""
    for node in every:
        if isinstance(node, nodes.OneOf) and isinstance(node.subject, nodes.Fact | nodes.Item):
            yield from ((node.subject.path, option) for option in node.options.options)
        if isinstance(node, nodes.Compare):
            for one, other in ((node.left, node.right), (node.right, node.left)):
                if isinstance(one, nodes.Fact | nodes.Item) and isinstance(other, nodes.Constant):
                    yield from [(one.path, other.value)] if isinstance(other.value, str) else ()


def _month_end(ordinal: int) -> int:
    day = date.fromordinal(ordinal)
    return day.replace(day=days_in_month(day.year, day.month)).toordinal()
