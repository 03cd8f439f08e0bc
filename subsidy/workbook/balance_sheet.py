"""The sheet of the loan's balance: every cash flow that moves it, then the days in order with the balance from each on.

Where no drawdown is listed the principal was drawn at once: one entry more than there are cash flows.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from subsidy.kinds import DATE, MONEY
from subsidy.language.nodes import Apply, Records
from subsidy.language.types import MONEY_TYPE
from subsidy.messages import msg
from subsidy.steps import Steps
from subsidy.workbook.balance import Balance
from subsidy.workbook.cells import Cell, bound, carried, is_wide, product, reference
from subsidy.workbook.days import SHIFT
from subsidy.workbook.given import allowed
from subsidy.workbook.places import BEFORE, FIRST_ROW, ROW, Rows
from subsidy.workbook.shown import DAY

if TYPE_CHECKING:
    from subsidy.workbook.compile import Compiler

_MOVES: Final = {"drawdown": 1, "principal": -1}
Turn: TypeAlias = tuple[int | None, int | None]
"""A day on which the balance changes, and the balance from then on; None is unknown."""
_UNKNOWN: Final[Turn] = (None, None)
Entries: TypeAlias = list[tuple[int, int]]
"""Days, as a spreadsheet has them, and what is added to the balance on them."""


def balance_of(compiler: Compiler, node: Apply, sheet: str) -> Balance:
    """The balance that a kernel asks for: of the cash flows, the principal and the day of disbursement."""
    listed = compiler.given.lists[_flows(node).path]
    rows = Rows(sheet, "", None, listed.count + listed.spare + 2, 0)
    entries = _entries(compiler, node)
    principal, disbursed = map(compiler.plain_of, node.arguments[1:3])
    days, changes = _entered(compiler, node, listed, rows, (principal, disbursed))
    known = None if entries is None else _known(entries)
    begin = f"IF({compiler.given.is_given(listed.path)},MIN({days})-1+{_completeness(compiler, node, listed)},NA())"
    table: list[Turn] = [_UNKNOWN] if known is None else [*zip(known.days, known.values, strict=True)]
    table += [table[-1]] * (rows.count - len(table))
    here = rows.cell(2)
    before = here.replace(ROW, BEFORE)
    earlier = f'COUNTIF({days},"<="&{before})'
    following = f"IF({earlier}>=COUNT({days}),{before},SMALL({days},{earlier}+1))+0*{before}"
    day = rows.column(following, tuple(d for d, _ in table), msg("day of the change"), instead={0: begin}, form=DAY)
    owed = rows.column(
        f'MAX(0,SUMIF({days},"<="&{day},{changes}))+0*{day}',
        tuple(balance for _, balance in table),
        msg("balance from this day on"),
    )
    amounts = [amount for _, _, amount in _records(compiler, node)]
    most = max(principal.high, allowed(MONEY_TYPE, 0, MONEY.high, amounts)[1]) * rows.count
    bounds = DATE.low - SHIFT - 1, DATE.high - SHIFT
    first, second = reference(day, *bounds, ()), reference(owed, 0, most, ())
    return Balance(rows, first, second, _summed(rows, first, second, table), known)


def _flows(node: Apply) -> Records:
    flows = node.arguments[0]
    assert isinstance(flows, Records)
    return flows


def _entered(compiler: Compiler, node: Apply, listed: Rows, rows: Rows, at_once: tuple[Cell, Cell]) -> tuple[str, str]:
    """The columns of every entry: its day (an empty text where it does not move the balance), and what it adds."""
    principal, disbursed = at_once
    on, kind, amount = (compiler.given.field_cell(listed.path, field) for field in _flows(node).fields)
    lump = rows.count - 2
    drawn = f'COUNTIF({listed.range(kind)},"drawdown")>0'
    on, kind, amount, here = (f"'{listed.sheet}'!{cell}" for cell in (on, kind, amount, listed.present))
    records = _records(compiler, node)
    is_drawn = any(k == "drawdown" for _, k, _ in records)
    lump_day, lump_sum = disbursed.known[0], principal.known[0]
    days = [day - SHIFT if k in _MOVES and day else (None if k is None or k in _MOVES else "") for day, k, _ in records]
    day = rows.column(
        f'IF({here},IF(OR({kind}="drawdown",{kind}="principal"),{on},""),"")',
        (*days, *[""] * listed.spare, "" if is_drawn else lump_day, ""),
        msg("day of the entry"),
        form=DAY,
        instead={lump: f'IF({drawn},"",{disbursed.text})', lump + 1: '""'},
    )
    moved = [None if k is None or amount is None else _MOVES.get(k, 0) * amount for _, k, amount in records]
    change = rows.column(
        f'IF({here},IF({kind}="drawdown",{amount},IF({kind}="principal",-{amount},0)),0)',
        (*moved, *[0] * listed.spare, 0 if is_drawn else lump_sum, 0),
        msg("what the entry adds"),
        instead={lump: f"IF({drawn},0,{principal.text})", lump + 1: "0"},
    )
    return rows.range(day), rows.range(change)


def _completeness(compiler: Compiler, node: Apply, listed: Rows) -> str:
    """0, or unknown where anything is that the balance follows from."""
    on, kind, amount = (compiler.given.field_cell(listed.path, field) for field in _flows(node).fields)
    known = tuple(None if None in record else 0 for record in _records(compiler, node))
    column = listed.column(f"0*{on}+0*{amount}+0*LEN({kind})", known, msg("0 where nothing is unknown"))
    principal, disbursed = (compiler.of(argument).text for argument in node.arguments[1:3])
    return f"SUM({listed.range(column)})+0*{principal}+0*{disbursed}"


def _records(compiler: Compiler, node: Apply) -> list[tuple[Any, ...]]:
    """Day, kind and amount of each cash flow as they are given."""
    layout, flows = compiler.run.layout, _flows(node)
    places = [layout.fields[f"{flows.path}.{field}"] for field in flows.fields]
    return [tuple(record[i] for i in places) for record in compiler.run.facts[layout.facts[flows.path]] or ()]


def _entries(compiler: Compiler, node: Apply) -> Entries | None:
    """What moves the balance; None where it is unknown."""
    flows: Any = compiler.run.value_of(node.arguments[0])
    principal, disbursed = map(compiler.run.value_of, node.arguments[1:3])
    if flows is None or not isinstance(principal, int) or not isinstance(disbursed, int):
        return None
    moves = [(day - SHIFT, _MOVES[kind] * amount) for day, kind, amount in flows if kind in _MOVES]
    return moves if any(kind == "drawdown" for _, kind, _ in flows) else [*moves, (disbursed - SHIFT, principal)]


def _known(entries: Entries) -> Steps[int]:
    """The balance from the day before the first change on."""
    days = sorted({day for day, _ in entries})
    balances = [max(0, sum(change for on, change in entries if on <= day)) for day in days]
    return Steps((days[0] - 1, *days), (0, *balances))


def _summed(rows: Rows, days: Cell, owed: Cell, table: Sequence[Turn]) -> Cell:
    """The column of the sums of the balances of all days before each change."""
    begins, balances = [day for day, _ in table], [balance for _, balance in table]
    spans = [None if a is None or b is None else b - a for a, b in pairwise([begins[0], *begins])]
    before = [None if begins[0] is None else 0, *balances[:-1]]
    previous = days.text.replace(ROW, BEFORE)
    span = rows.column(
        f"{days.text}-{previous}", tuple(spans), msg("days since the change before"), instead={0: f"0*{days.text}"}
    )
    previous = owed.text.replace(ROW, BEFORE)
    held = rows.column(previous, tuple(before), msg("balance on those days"), instead={0: f"0*{days.text}"})
    longest = days.high - days.low
    earlier = product(reference(held, 0, owed.high, tuple(before)), reference(span, 0, longest, tuple(spans)), rows)
    earlier = earlier if is_wide(earlier) else bound(earlier, rows, msg("balance times days"))
    parts = earlier.digits or (earlier.text,)
    sums = [f"SUM({part.replace(ROW, f'${FIRST_ROW}')}:{part})" for part in parts]
    terms = [None if a is None or b is None else a * b for a, b in zip(before, spans, strict=True)]
    known = tuple(None if terms[0] is None else total for total in accumulate(term or 0 for term in terms))
    return carried(sums, 0, owed.high * longest, known, rows, msg("sum of the balances of all days before"))
