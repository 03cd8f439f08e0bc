"""A loan over time: its days, what was owed, the rates, the windows of the scheme, the spans that count or do not.

Windows are the rules that hold a day between two fixed ones; spans are the days that functions of the program run over,
and the records of the loan that have a first and a last day. So no scheme is known here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from subsidy.evaluation.decision import Decision
from subsidy.explain import arithmetic
from subsidy.explain.lookups import rate_in_words
from subsidy.explain.values import Joined
from subsidy.facts.access import accessor
from subsidy.interest.balance import outstanding
from subsidy.kinds import DATE
from subsidy.language import nodes
from subsidy.language.kernels import RATE_KERNELS
from subsidy.language.nodes import Node
from subsidy.language.walk import walk
from subsidy.messages import Label, Sayable, msg
from subsidy.rates.table import UNIT
from subsidy.steps import Steps, steps

SpanKind = Literal["window", "counted", "record"]
_LOAN: Final = "loan"
_SUBJECTS: Final = ("application", _LOAN, "claim")


class Day(NamedTuple):
    """A day (an ordinal) and what it is of the loan."""

    on: int
    label: Sayable


class Span(NamedTuple):
    """Days from `first` to `last`; None is open. What counts runs until `last`, of the others `last` is a day of it."""

    kind: SpanKind
    label: Sayable
    first: int | None
    last: int | None


class Rate(NamedTuple):
    """A share a year from day to day, until the day `until`."""

    label: Sayable
    values: Steps[Fraction]
    until: int
    is_reference: bool


class Timeline(NamedTuple):
    """`first` to `last` is what is drawn; `balance` is what is owed, in yuan, from the first drawdown on."""

    first: int
    last: int
    days: tuple[Day, ...]
    balance: Steps[Fraction]
    rates: tuple[Rate, ...]
    spans: tuple[Span, ...]


def timeline(decision: Decision) -> Timeline | None:
    """None where the loan's principal, its beginning or its end is not known."""
    loan = decision.application.loan
    if loan is None or loan.principal is None or loan.disbursed_on is None:
        return None
    end = loan.settled_on or loan.matures_on
    if end is None or end <= loan.disbursed_on:
        return None
    days = tuple(sorted(_days(decision)))
    spans = (*_windows(decision), *_counted(decision), *_records(decision))
    counted = [edge for span in spans if span.kind != "window" for edge in (span.first, span.last) if edge is not None]
    flows = [(flow.on.toordinal(), flow.kind, Fraction(flow.amount)) for flow in loan.flows or ()]
    added = [(on, amount) for on, kind, amount in flows if kind == "drawdown"]
    taken = [(on, amount) for on, kind, amount in flows if kind == "principal"]
    drawn = [day.on for day in days] + counted + [on for on, _ in (*added, *taken)]
    principal = Fraction(loan.principal)
    repaid = [] if loan.settled_on is None else [(loan.settled_on.toordinal(), principal)]
    balance = outstanding(added or [(loan.disbursed_on.toordinal(), principal)], taken or repaid)
    first, last = min(drawn), max(drawn)
    return Timeline(first, last, days, balance, tuple(_rates(decision, first, last)), spans)


def _days(decision: Decision) -> Iterator[Day]:
    vocabulary = decision.program.vocabulary
    for path, fact in vocabulary.items():
        if fact.kind == DATE and path.partition(".")[0] in _SUBJECTS:
            on = accessor(path)(decision.application)
            if isinstance(on, date):
                yield Day(on.toordinal(), fact.label)


def _rates(decision: Decision, first: int, last: int) -> Iterator[Rate]:
    """The contract's rate while the loan runs, and each reference rate that the program looks up."""
    loan, program = decision.application.loan, decision.program
    if loan is not None and loan.rate is not None and loan.disbursed_on is not None:
        begins, ends = loan.disbursed_on.toordinal(), loan.settled_on.toordinal() if loan.settled_on else last
        label = program.vocabulary["loan.rate"].label
        yield Rate(label, steps([(begins, Fraction(loan.rate))]), ends, is_reference=False)
    for table, tenor in dict.fromkeys(_looked_up(decision)):
        quotes = program.tables[table].quotes[tenor]
        before = [q for q in quotes if q.published.toordinal() <= first]
        shown = [*before[-1:], *(q for q in quotes if first < q.published.toordinal() <= last)]
        if shown:
            values = steps((max(q.published.toordinal(), first), q.value * UNIT) for q in shown)
            yield Rate(rate_in_words(program, table, tenor), values, last, is_reference=True)


def _looked_up(decision: Decision) -> Iterator[tuple[str, str]]:
    for node in _nodes(decision):
        match node:
            case nodes.Quote(table=table, tenor=tenor):
                yield table, tenor
            case nodes.Apply(kernel=kernel, static=(table, tenor)) if kernel in RATE_KERNELS:
                yield table, tenor


def _nodes(decision: Decision) -> Iterator[Node]:
    program = decision.program
    for node in (*(value.node for value in program.values), *(rule.node for rule in program.rules)):
        yield from walk(node)


def _windows(decision: Decision) -> Iterator[Span]:
    """The rules that one fact is not before a fixed day, or not after another."""
    for rule in decision.program.rules:
        parts = rule.node.items if isinstance(rule.node, nodes.And) else (rule.node,)
        bounds = [_bound(part) for part in parts]
        if len({bound and bound.path for bound in bounds}) == 1 and bounds[0] is not None:
            first = [bound.on for bound in bounds if bound and bound.is_first]
            last = [bound.on for bound in bounds if bound and not bound.is_first]
            yield Span("window", rule.label, max(first, default=None), min(last, default=None))


class _Bound(NamedTuple):
    """A fact is not before a fixed day, or not after it."""

    path: str
    on: int
    is_first: bool


def _bound(node: Node) -> _Bound | None:
    match node:
        case nodes.Compare(operator="<=" | ">=", left=nodes.Fact(path=path), right=nodes.Constant(value=int(on))):
            found = _Bound(path, on, node.operator == ">=")
        case nodes.Compare(operator="<=" | ">=", left=nodes.Constant(value=int(on)), right=nodes.Fact(path=path)):
            found = _Bound(path, on, node.operator == "<=")
        case _:
            return None
    return found if node.left.type.base == "date" else None


def _counted(decision: Decision) -> Iterator[Span]:
    """The days over which each named value counts, sums or accrues; several of one span in one."""
    found: dict[tuple[int, int], list[Label]] = {}
    for value in decision.program.values:
        for node in walk(value.node):
            edges = _edges(node)
            if edges is None or any(isinstance(n, nodes.Item) for edge in edges for n in walk(edge)):
                continue
            first, last = (decision.run.value_of(edge) for edge in edges)
            if isinstance(first, int) and isinstance(last, int) and first < last:
                found.setdefault((first, last), []).append(value.label)
    for (first, last), labels in found.items():
        yield Span("counted", Joined(tuple(dict.fromkeys(labels)), msg("; ")), first, last)


def _edges(node: Node) -> tuple[Node, Node] | None:
    match node:
        case nodes.MonthsBetween(start=start, end=end):
            return start, end
        case nodes.Largest() if span := arithmetic.days_between(node):
            return span.right, span.left
        case nodes.Apply(kernel="settled", arguments=(*_, start, end, _)):
            return start, end
        case nodes.Apply(kernel="year_parts" | "rate_days" | "balance_days" | "balance_rate_days"):
            return node.arguments[-2], node.arguments[-1]
    return None


def _records(decision: Decision) -> Iterator[Span]:
    """The records of the loan that the program reads and that have a first and a last day."""
    program = decision.program
    for known, records in zip(program.inputs, decision.run.facts, strict=True):
        fields = [field.removesuffix("_") for field in known.fields or ()]
        if records and known.path.startswith(f"{_LOAN}.") and {"from", "to"} <= set(fields):
            first, last = fields.index("from"), fields.index("to")
            for record in records:
                yield Span("record", program.vocabulary[known.path].label, record[first], record[last])


def pieces(values: Steps[Fraction], first: int, last: int) -> Iterator[tuple[int, int, Fraction]]:
    """(from, until, value) of each step between two days, from the first value on."""
    first = max(first, values.days[0])
    if first < last:
        edges = [first, *values.between(first, last), last]
        yield from ((start, end, values.at(start)) for start, end in pairwise(edges))
