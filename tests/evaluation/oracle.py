"""What a formula's text means, worked out again: in fractions, dates and three-valued logic, from Python's own grammar.

It shares no code with the language: no units, no whole numbers, no tree of nodes. None is unknown.
"""

from __future__ import annotations

import ast
import csv
import math
import operator
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from dateutil.relativedelta import relativedelta

from tests.evaluation.small import FACTS, LISTS, PARAMETERS, RATES

Environment = Mapping[str, Any]
MONTHS_NAMES = {"months_a", "term"}

with (RATES / "lpr.csv").open(encoding="utf-8") as file:
    QUOTES = [(date.fromisoformat(r["published"]), Fraction(r["1Y"].rstrip("%")) / 100) for r in csv.DictReader(file)]

_AMOUNTS = {
    "cap": Fraction(200_000),
    "half": Fraction(1, 2),
    "margin": Fraction("0.015"),
    "few": Fraction(3),
    "grace": Fraction(30),
    "term": Fraction(6),
    "year_days": Fraction(360),
    "year_months": Fraction(12),
    "cutoff": date(2024, 2, 29),
    "warm": ["red"],
    "hidden": None,
}
assert _AMOUNTS.keys() == PARAMETERS.keys()
_UNITS = {"money": Fraction(1, 100), "rate": Fraction(1, 10**8), "share": Fraction(1, 10**8)}


def environment(facts: tuple[Any, ...]) -> dict[str, Any]:
    """Names and what they stand for: facts of the small world in yuan, shares and dates, and parameters."""
    plain, lists = facts[: len(FACTS)], facts[len(FACTS) :]
    named: dict[str, Any] = {n: real(k.name, v) for (n, k), v in zip(FACTS.items(), plain, strict=True)}
    for (path, fields), records in zip(LISTS.items(), lists, strict=True):
        named[path] = records and [
            {f: real(k.name, v) for (f, k), v in zip(fields.items(), r, strict=True)} for r in records
        ]
        named[path] = None if records is None else named[path] or []
    return named | _AMOUNTS


def real(kind: str, value: Any) -> Any:
    if value is None or kind in ("text", "flag"):
        return value
    if kind == "date":
        return date.fromordinal(value)
    return value * _UNITS.get(kind, Fraction(1))


def meant(text: str, env: Environment) -> Any:
    """The value of a formula: a Fraction in yuan, days, ..., a date, a text, a flag; None if it is unknown."""
    return _tree(ast.parse(text, mode="eval").body, env)


def rounded(value: Fraction | None, direction: str) -> Fraction | None:
    """To the fen."""
    if value is None:
        return None
    fen = value * 100
    below = math.floor(fen)
    rest = fen - below
    if rest == 0:
        return Fraction(below, 100)
    away, toward = (below, below + 1) if fen < 0 else (below + 1, below)
    middle = rest == Fraction(1, 2)
    near = below if rest < Fraction(1, 2) else below + 1
    chosen = {
        "up": away,
        "down": toward,
        "ceiling": below + 1,
        "floor": below,
        "half-up": away if middle else near,
        "half-down": toward if middle else near,
        "half-even": below + below % 2 if middle else near,
    }[direction]
    return Fraction(chosen, 100)


def _tree(tree: ast.expr, env: Environment) -> Any:
    return _MEANINGS[type(tree)](tree, env)


def _constant(tree: ast.Constant, _: Environment) -> Any:
    return tree.value if isinstance(tree.value, bool | str) else Fraction(tree.value)


def _attribute(tree: ast.Attribute, env: Environment) -> Any:
    assert isinstance(tree.value, ast.Name)
    path = f"{tree.value.id}.{tree.attr}"
    return env[path] if path in env else env[tree.value.id][tree.attr]


def _binary(tree: ast.BinOp, env: Environment) -> Any:
    return _operation(tree, _tree(tree.left, env), _tree(tree.right, env))


def _unary(tree: ast.UnaryOp, env: Environment) -> Any:
    of = _tree(tree.operand, env)
    if of is None:
        return None
    return not of if isinstance(tree.op, ast.Not) else -of


def _compare(tree: ast.Compare, env: Environment) -> bool | None:
    sides = [_tree(t, env) for t in (tree.left, *tree.comparators)]
    pairs = zip(sides, tree.ops, sides[1:], strict=False)
    return _logic(ast.And(), [_comparison(a, op, b) for a, op, b in pairs])


def _choice(tree: ast.IfExp, env: Environment) -> Any:
    condition, then, otherwise = (_tree(t, env) for t in (tree.test, tree.body, tree.orelse))
    if condition is None:
        return then if then == otherwise else None
    return then if condition else otherwise


def _operation(tree: ast.BinOp, left: Any, right: Any) -> Any:
    if left is None or right is None:
        return None
    if isinstance(left, date):
        if isinstance(right, date):
            return Fraction((left - right).days)
        unit = "months" if _counts_months(tree.right) else "days"
        return left + relativedelta(**{unit: int(-right if isinstance(tree.op, ast.Sub) else right)})
    if isinstance(tree.op, ast.Div):
        return left / right if right else None
    return {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul}[type(tree.op)](left, right)


def _counts_months(tree: ast.expr) -> bool:
    match tree:
        case ast.Name(id=name):
            return name in MONTHS_NAMES
        case ast.Call(func=ast.Name(id=name)):
            return name == "months" or (name in ("min", "max") and _counts_months(tree.args[0]))
        case ast.BinOp():
            return _counts_months(tree.left) or _counts_months(tree.right)
        case ast.UnaryOp():
            return _counts_months(tree.operand)
        case ast.IfExp():
            return _counts_months(tree.body)
    return False


def _logic(op: ast.boolop, flags: list[bool | None]) -> bool | None:
    decides = isinstance(op, ast.Or)
    if decides in flags:
        return decides
    return None if None in flags else not decides


def _comparison(left: Any, op: ast.cmpop, right: Any) -> bool | None:
    return None if left is None or right is None else _COMPARISONS[type(op)](left, right)


def _call(tree: ast.Call, env: Environment) -> Any:
    assert isinstance(tree.func, ast.Name)
    name = tree.func.id
    if isinstance(tree.args[0], ast.GeneratorExp):
        return _gathered(name, tree.args[0], env)
    args = [_tree(a, env) for a in tree.args] + [_tree(k.value, env) for k in tree.keywords]
    if name == "held":
        return _held(args[0], args[1], env["borrower.qualifications"])
    return None if None in args else _FUNCTIONS[name](*args)


def _quote(_: str, on: date) -> Fraction | None:
    return next((rate for day, rate in reversed(QUOTES) if day <= on), None)


def _months(start: date, end: date, counting: str) -> Fraction:
    if counting == "thirtieths":
        return Fraction(max(0, (end - start).days), 30)
    months = max(0, (end.year - start.year) * 12 + end.month - start.month - 2)
    while start + relativedelta(months=months + 1) <= end:
        months += 1
    if counting == "started" and start + relativedelta(months=months) < end:
        months += 1
    return Fraction(months)


def _walk(day: date, step: int) -> Iterator[date]:
    while True:
        yield day
        day += timedelta(step)


def _begins(period: str, day: date) -> bool:
    months = {"month": range(1, 13), "quarter": (1, 4, 7, 10), "half": (1, 7), "year": (1,)}
    return day.day == 1 and day.month in months[period]


def _years(start: date, end: date, basis: str) -> Fraction:
    if basis == "30e/360":
        months = (end.year - start.year) * 12 + end.month - start.month
        return max(Fraction(30 * months + min(30, end.day) - min(30, start.day), 360), Fraction(0))
    return Fraction(max(0, (end - start).days), {"actual/360": 360, "actual/365": 365}[basis])


def _rate_days(_: str, first: date, until: date) -> Fraction | None:
    """Each day's quote, summed: the days that each quote shares with [first, until)."""
    if until <= first:
        return Fraction(0)
    if first < QUOTES[0][0]:
        return None
    ends = [day for day, _ in QUOTES[1:]] + [date.max]
    shared = ((min(until, end) - max(first, day)).days for (day, _), end in zip(QUOTES, ends, strict=True))
    return sum((rate * max(0, days) for (_, rate), days in zip(QUOTES, shared, strict=True)), Fraction(0))


def _held(kind: str, on: date | None, records: list[dict[str, Any]] | None) -> bool | None:
    if records is None:
        return None
    verdicts = [
        _logic(
            ast.And(),
            [
                _comparison(r["kind"], ast.Eq(), kind),
                _comparison(r["from_"], ast.LtE(), on),
                _comparison(on, ast.LtE(), r["to"]),
            ],
        )
        for r in records
    ]
    return _logic(ast.Or(), verdicts)


def _gathered(how: str, tree: ast.GeneratorExp, env: Environment) -> Any:
    loop = tree.generators[0]
    assert isinstance(loop.target, ast.Name)
    records = _tree(loop.iter, env)
    if records is None:
        return None
    pairs = []
    for record in records:
        inner = {**env, loop.target.id: record}
        where = _logic(ast.And(), [_tree(c, inner) for c in loop.ifs])
        bare = isinstance(tree.elt, ast.Name) and tree.elt.id == loop.target.id
        pairs.append((where, True if bare else _tree(tree.elt, inner)))
    if how == "any":
        return _logic(ast.Or(), [_logic(ast.And(), list(pair)) for pair in pairs])
    if how == "all":
        return _logic(ast.And(), [_logic(ast.Or(), [None if w is None else not w, v]) for w, v in pairs])
    if how == "count":
        flags = [_logic(ast.And(), list(pair)) for pair in pairs]
        return None if None in flags else Fraction(sum(map(bool, flags)))
    chosen = [None if w is None else v for w, v in pairs if w is not False]
    if None in chosen:
        return None
    if how == "sum":
        return sum(chosen, Fraction(0))
    return (min if how == "min" else max)(chosen) if chosen else None


_MEANINGS: dict[type[ast.expr], Callable[[Any, Environment], Any]] = {
    ast.Constant: _constant,
    ast.Name: lambda tree, env: env[tree.id],
    ast.Attribute: _attribute,
    ast.BinOp: _binary,
    ast.UnaryOp: _unary,
    ast.BoolOp: lambda tree, env: _logic(tree.op, [_tree(v, env) for v in tree.values]),
    ast.Compare: _compare,
    ast.IfExp: _choice,
    ast.List: lambda tree, env: [_tree(e, env) for e in tree.elts],
    ast.Call: _call,
}
_COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.In: lambda left, right: left in right,
    ast.NotIn: lambda left, right: left not in right,
}
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "min": min,
    "max": max,
    "days": lambda start, end: Fraction(max(0, (end - start).days)),
    "months": _months,
    "years": _years,
    "year_of": lambda day: Fraction(day.year),
    "first_day": lambda period, of: next(d for d in _walk(of, -1) if _begins(period, d)),
    "last_day": lambda period, of: next(d for d in _walk(of, 1) if _begins(period, d + timedelta(1))),
    "layer": lambda value, over, up_to: max(min(value, up_to) - over, Fraction(0)),
    "lpr": _quote,
    "lpr_days": _rate_days,
}
