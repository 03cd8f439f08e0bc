"""Random well-typed formulas of the small world, as text, and random facts for them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from subsidy.kinds import COUNT, DATE, DAYS, FLAG, MONEY, MONTHS, RATE, SHARE, TEXT, Kind
from subsidy.rounding import ROUNDINGS
from tests.evaluation.small import BOUNDS, COLOURS, FACTS, LISTS, TITLES, Formula

Kinds = Mapping[str, str]  # a name that may stand in a formula, and its kind
_SETS = ("warm", "['red', 'blue']", "[]")
_ORDERS = ("<", "<=", ">", ">=", "==", "!=")


class Author:
    """Writes formulas at random. `names` are the values written before, by kind; `rows` the open loops' variables."""

    def __init__(self, draw: st.DrawFn, names: Kinds) -> None:
        self.draw = draw
        self.names = names
        self.rows: list[str] = []
        self.fresh = map("r{}".format, itertools.count())

    def pick(self, choices: Sequence[Any]) -> Any:
        return self.draw(st.sampled_from(choices))

    def write(self, kind: str, depth: int) -> str:
        """A formula of this kind; no deeper than `depth`."""
        if depth <= 0:
            return self.leaf(kind)
        form: Callable[[Author, int], str] = self.pick((_leaf(kind), *_FORMS[kind], *_common_forms(kind)))
        return form(self, depth - 1)

    def leaf(self, kind: str) -> str:
        leaves = [*_LEAVES[kind], *(n for n, k in self.names.items() if k == kind)]
        leaves += [f"{row}.{field}" for row in self.rows for field, k in LISTS["rows"].items() if k.name == kind]
        return str(self.pick(leaves))

    def gather(self, how: str, kind: str, depth: int) -> str:
        row = next(self.fresh)
        self.rows.append(row)
        value = row if how == "count" and self.draw(st.booleans()) else self.write(kind, depth)
        where = f" if {self.write('flag', depth)}" if self.draw(st.booleans()) else ""
        self.rows.pop()
        return f"{how}({value} for {row} in rows{where})"

    def positive(self, depth: int) -> str:
        """A divisor: money that is never below zero."""
        return str(self.pick(("sum_a", "sum_b", f"max({self.write('money', depth)}, 0)")))


_LEAVES: Mapping[str, Sequence[str]] = {
    "money": ("sum_a", "sum_a", "sum_b", "cap", "hidden"),
    "rate": ("rate_a", "rate_b"),
    "share": ("share_a", "half"),
    "count": ("count_a", "few", "1"),
    "days": ("days_a", "grace"),
    "months": ("months_a", "term"),
    "date": ("day_a", "day_b", "cutoff"),
    "text": ("word_a", "word_b"),
    "flag": ("flag_a", "flag_b", "flag_c"),
}


def _leaf(kind: str) -> Callable[[Author, int], str]:
    return lambda a, _: a.leaf(kind)


def _of(pattern: str, *kinds: str) -> Callable[[Author, int], str]:
    """A form with a formula of each kind put in."""
    return lambda a, d: pattern.format(*(a.write(kind, d) for kind in kinds))


def _gather(how: str, kind: str) -> Callable[[Author, int], str]:
    return lambda a, d: a.gather(how, kind, d)


def _common_forms(kind: str) -> Sequence[Callable[[Author, int], str]]:
    forms = [_of("({} if {} else {})", kind, "flag", kind)]
    if kind not in ("text", "flag"):
        forms += [_of("min({}, {})", kind, kind), _of("max({}, {}, {})", kind, kind, kind)]
    if kind not in ("text", "flag", "date"):
        forms += [_of("({} + {})", kind, kind), _of("({} - {})", kind, kind), _of("(-{})", kind)]
    return forms


_FORMS: Mapping[str, Sequence[Callable[[Author, int], str]]] = {
    "money": (
        _of("{} * {}", "money", "share"),
        _of("({} * {})", "money", "count"),
        _of("({} / few)", "money"),
        _of("({} * {} * {} / year_days)", "money", "rate", "days"),
        _of("({} * {} * {} / year_months)", "money", "rate", "months"),
        _of('({} * {} * years({}, {}, "30e/360"))', "money", "rate", "date", "date"),
        _of('({} * {} * years({}, {}, "actual/365"))', "money", "rate", "date", "date"),
        _of('({} * lpr_days("1Y", {}, {}) / year_days)', "money", "date", "date"),
        _of("layer({}, {}, {})", "money", "money", "money"),
        _gather("sum", "money"),
        _gather("min", "money"),
        _gather("max", "money"),
    ),
    "rate": (_of('lpr("1Y", on={})', "date"), _of("({} + margin)", "rate"), _of("({} * {})", "rate", "share")),
    "share": (_of("({} / cap)", "money"), _of("({} * {})", "share", "share"), _of("({} / few)", "share")),
    "count": (_gather("count", "flag"), _of("year_of({})", "date"), _of("({} * {})", "count", "count")),
    "days": (_of("days({}, {})", "date", "date"), _of("({} - {})", "date", "date")),
    "months": (
        _of('months({}, {}, "completed")', "date", "date"),
        _of('months({}, {}, "started")', "date", "date"),
        _of('months({}, {}, "thirtieths")', "date", "date"),
    ),
    "date": (
        _of("({} + days_a)", "date"),
        _of("({} + grace)", "date"),
        _of("({} + (days_a - days({}, {})))", "date", "date", "date"),
        _of("({} + months_a)", "date"),
        _of("({} + (term - months_a))", "date"),
        _of("({} - grace)", "date"),
        _of("({} - term)", "date"),
        _of("first_day('year', {})", "date"),
        _of("last_day('quarter', {})", "date"),
        _of("first_day('half', of={})", "date"),
        _of("last_day('month', of={})", "date"),
        _gather("max", "date"),
        _gather("min", "date"),
    ),
    "text": (),
    "flag": (
        lambda a, d: _compared(a, a.pick(("money", "money", "rate", "share", "count", "days", "months", "date")), d),
        lambda a, d: _compared(a, "money", d),
        lambda a, d: f"({a.write('money', d)} / {a.positive(d)} {a.pick(_ORDERS)} {a.write('share', d)})",
        lambda a, d: f"({a.leaf('text')} {a.pick(('==', '!='))} {a.pick(('word_a', 'word_b', *map(repr, COLOURS)))})",
        lambda a, _: f"({a.leaf('text')} {a.pick(('in', 'not in'))} {a.pick(_SETS)})",
        lambda a, d: f"held({a.pick(tuple(TITLES))!r}, on={_day_of_no_row(a, d)})",
        _of("({} and {})", "flag", "flag"),
        _of("({} or {})", "flag", "flag"),
        _of("({} and {} and {})", "flag", "flag", "flag"),
        _of("({} or {} and not {})", "flag", "flag", "flag"),
        _of("(not {})", "flag"),
        _of("({} == {})", "flag", "flag"),
        _of("({} <= {} < {})", "date", "date", "date"),
        _gather("any", "flag"),
        _gather("all", "flag"),
        lambda a, _: str(a.pick((True, False))),
    ),
}


def _compared(author: Author, kind: str, depth: int) -> str:
    return f"({author.write(kind, depth)} {author.pick(_ORDERS)} {author.write(kind, depth)})"


def _day_of_no_row(author: Author, depth: int) -> str:
    day = author.write("date", depth)
    return "day_a" if day.endswith(".on") else day


@st.composite
def programs(draw: st.DrawFn) -> tuple[dict[str, tuple[str, Formula]], list[str]]:
    """Up to three named values, each of a kind and of those before it, and two rules."""
    names: dict[str, str] = {}
    values: dict[str, tuple[str, Formula]] = {}
    for i in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(("money", "money", *_FORMS)))
        author = Author(draw, dict(names))
        if kind == "money" and draw(st.booleans()):
            values[f"v{i}"] = kind, Formula(_divided(author), draw(st.sampled_from(tuple(ROUNDINGS))))
        else:
            values[f"v{i}"] = kind, Formula(author.write(kind, 3))
        names[f"v{i}"] = kind
    return values, [Author(draw, names).write("flag", 3) for _ in range(2)]


def _divided(author: Author) -> str:
    money = author.write("money", 2)
    return str(author.pick((money, f"({money}) * {author.write('money', 1)} / {author.positive(1)}")))


_DAYS = st.one_of(
    st.sampled_from([date(2019, 8, 19), date(2019, 8, 20), date(2024, 1, 31), date(2024, 2, 29), date(2023, 2, 28)]),
    st.sampled_from([date.fromordinal(DATE.low), date.fromordinal(DATE.high)]),
    st.integers(0, 3_000).map(lambda n: date(2018, 1, 1) + timedelta(n)),
).map(date.toordinal)
_OF_KIND: Mapping[Kind, st.SearchStrategy[Any]] = {
    MONEY: st.one_of(st.sampled_from([0, 1, 19_999_999, 20_000_000, 20_000_001, 10**12]), st.integers(0, 10**11)),
    RATE: st.one_of(st.sampled_from([0, 3_450_000, 4_950_000, RATE.high]), st.integers(0, 10**7)),
    SHARE: st.one_of(st.sampled_from([0, -(10**8), 10**8]), st.integers(-(10**8), 10**8)),
    COUNT: st.integers(0, 12),
    DAYS: st.one_of(st.just(DAYS.high), st.integers(0, 2_000)),
    MONTHS: st.one_of(st.just(MONTHS.high), st.integers(0, 60)),
    DATE: _DAYS,
    FLAG: st.booleans(),
}


def _values(path: str, kind: Kind) -> st.SearchStrategy[Any]:
    if kind is TEXT:
        return st.sampled_from(tuple(TITLES if path.startswith("borrower") else COLOURS))
    low, high = BOUNDS.get(path, (kind.low, kind.high))
    return _OF_KIND[kind].filter(lambda value: low <= value <= high)


def prepared(unknown: bool) -> st.SearchStrategy[tuple[Any, ...]]:
    """Facts of the small world; if `unknown`, some of them are."""

    def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        return st.one_of(values, values, st.none()) if unknown else values

    def records(path: str, fields: Mapping[str, Kind]) -> st.SearchStrategy[Any]:
        record = st.tuples(*(maybe(_values(f"{path}.{f}", k)) for f, k in fields.items()))
        return maybe(st.lists(record, max_size=4).map(tuple))

    plain = [maybe(_values(name, kind)) for name, kind in FACTS.items()]
    return st.tuples(*plain, *(records(path, fields) for path, fields in LISTS.items()))
