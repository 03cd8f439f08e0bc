"""A simulation on one page: what it costs, who gains and loses, by product and by band, and the loans it moves most."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

from subsidy.explain.values import verbatim
from subsidy.messages import Label, Message, Sayable, msg
from subsidy.quantities import format_money
from subsidy.quantities.fen import yuan_of
from subsidy.report.noticed import noticed
from subsidy.report.page import Bar, Bars, Block, Field, Fields, Heading, Item, Items, Page, Paragraph, Table, Title
from subsidy.report.phrases import Yuan, in_yuan
from subsidy.simulation.comparison import Group
from subsidy.simulation.question import Simulation

MOST: Final = 10
_DIVISIONS: Final[tuple[tuple[str, Message], ...]] = (
    ("loan.product", msg("By product")),
    ("borrower.district", msg("By district")),
    ("loan.lender", msg("By lender")),
)
_NOT_GIVEN: Final = msg("not given")
_COLUMNS: Final = (msg("loans"), msg("gain/lose"), msg("before"), msg("after"), msg("change"))


def simulation_page(simulation: Simulation) -> Page:
    """The page of a simulation."""
    return tuple(block for part in _PARTS for block in part(simulation))


def signed(fen: int) -> str:
    """An amount of change in yuan, with its sign."""
    sign = "+" if fen > 0 else "-" if fen < 0 else ""
    return sign + format_money(yuan_of(abs(fen)))


def _title(simulation: Simulation) -> Iterator[Block]:
    total = simulation.comparison.total
    yield Title(_verdict(total), "open" if total.open else "strong")
    yield Paragraph(simulation.scheme.title, "faint")
    yield Heading(msg("Supposed"))
    yield Fields(tuple(Field(name, value) for name, value in _supposed(simulation)))


def _verdict(total: Group) -> Message:
    if total.difference == 0:
        return msg("The same in all: {amount}", amount=Yuan(yuan_of(total.after)))
    change, share = Yuan(yuan_of(abs(total.difference))), _percent(total)
    if total.difference > 0:
        return msg("Costs {amount} more{share}", amount=change, share=share)
    return msg("Costs {amount} less{share}", amount=change, share=share)


def _percent(total: Group) -> Sayable:
    """How much that is of what is paid now, cut to hundredths of a percent."""
    if not total.before:
        return verbatim("")
    hundredths = abs(total.difference) * 10_000 // total.before
    return msg(" ({share}%)", share=f"{hundredths // 100}.{hundredths % 100:02}")


def _supposed(simulation: Simulation) -> Iterator[tuple[Sayable, Sayable]]:
    case = simulation.question.after
    if case.edition:
        yield msg("edition"), verbatim(case.edition)
    editions = [e.definition for e in simulation.scheme.editions.values()]
    for name, value in case.parameters.items():
        edition = next(e for e in reversed(editions) if name in e.parameters)
        parameter = edition.parameters[name]
        was = ", ".join(parameter.is_) if isinstance(parameter.is_, tuple) else parameter.is_
        was_said: Sayable = msg("not published") if was is None else verbatim(was)
        yield parameter.label, msg("{value} instead of {was}", value=value, was=was_said)
    for name, choice in case.readings.items():
        readings = [e.readings[name] for e in reversed(editions) if name in e.readings]
        reading = next(r for r in readings if choice in r.choices)
        labels = reading.choice_labels
        yield reading.label, msg("{value} instead of {was}", value=labels[choice], was=labels[reading.default])


def _sums(simulation: Simulation) -> Iterator[Block]:
    total = simulation.comparison.total
    yield Heading(msg("What it comes to"))
    yield Fields(
        (
            Field(msg("payable before"), Yuan(yuan_of(total.before))),
            Field(msg("payable after"), Yuan(yuan_of(total.after))),
            Field(msg("loans that gain"), _count(total.gaining)),
            Field(msg("loans that lose"), _count(total.losing)),
            Field(msg("loans as before"), _count(total.loans - total.gaining - total.losing - total.open)),
            Field(msg("loans that newly get something"), _count(simulation.comparison.entering)),
            Field(msg("loans that no longer get anything"), _count(simulation.comparison.leaving)),
        )
    )
    if total.open:
        count = _count(total.open)
        yield Items((Item(msg("loans whose payable is not known, in no sum: {count}", count=count), "?", "open"),))


def _bands(simulation: Simulation) -> Iterator[Block]:
    bands = simulation.comparison.by_band()
    if any(low is not None for low, _ in bands):
        ends = dict(pairwise((0, *simulation.bounds)))
        rows = [(_band(low, ends.get(low or 0)) if low is not None else _NOT_GIVEN, group) for low, group in bands]
        yield Heading(msg("By principal"))
        yield _table(msg("principal"), rows)
        yield _drawn(rows)


def _band(low: int, end: int | None) -> Message:
    if end is None:
        return msg("above {low}", low=_short(low))
    return msg("{low} to {end}", low=_short(low), end=_short(end)) if low else msg("up to {end}", end=_short(end))


def _short(fen: int) -> Label:
    """A principal in as few characters as it takes."""
    ten_thousands, yuan = (f"{Decimal(fen) / per:,f}" for per in (1_000_000, 100))
    return Label(f"{ten_thousands}万元", yuan)


def _drawn(rows: Sequence[tuple[Sayable, Group]]) -> Bars:
    """What each group is paid before and after, one bar below the other."""
    bars = [
        Bar(msg("{name}: {value}", name=name, value=side), fen, in_yuan(fen))
        for name, group in rows
        for side, fen in ((msg("before"), group.before), (msg("after"), group.after))
        if group.before or group.after
    ]
    return Bars(msg("payable before and after, in yuan"), tuple(bars))


def _divisions(simulation: Simulation) -> Iterator[Block]:
    for column, heading in _DIVISIONS:
        groups = simulation.comparison.by(column)
        if any(group.name is not None for group in groups):
            label = simulation.question.schemes.vocabulary[column].label
            ranked = sorted(groups, key=lambda g: -abs(g.difference))
            yield Heading(heading)
            yield _table(label, [(verbatim(g.name) if g.name is not None else _NOT_GIVEN, g) for g in ranked[:MOST]])
            if len(ranked) > MOST:
                yield Paragraph(msg("and {count} more", count=len(ranked) - MOST), "faint")


def _table(label: Sayable, rows: Sequence[tuple[Sayable, Group]]) -> Table:
    return Table((label, *_COLUMNS), tuple((name, *_cells(group)) for name, group in rows))


def _cells(group: Group) -> tuple[Sayable, ...]:
    moved = verbatim(f"{group.gaining:,}/{group.losing:,}")
    amounts = tuple(in_yuan(fen) for fen in (group.before, group.after))
    return (_count(group.loans), moved, *amounts, verbatim(signed(group.difference)))


def _moved(simulation: Simulation) -> Iterator[Block]:
    for losing, heading in ((False, msg("Loans that gain most")), (True, msg("Loans that lose most"))):
        moved = simulation.comparison.most(MOST, losing=losing)
        if moved.height:
            yield Heading(heading)
            yield Table(
                (msg("loan"), msg("before"), msg("after"), msg("change")),
                tuple(_moved_row(row) for row in moved.iter_rows(named=True)),
            )


def _moved_row(row: dict[str, Any]) -> tuple[Sayable, ...]:
    known = [row[name] for name in ("application.id", "loan.contract", "borrower.name") if row.get(name)]
    name: Sayable = verbatim(" · ".join(known[:2])) if known else msg("row {row}", row=row["row"])
    amounts = tuple(in_yuan(row[f"payable_fen_{side}"]) for side in ("before", "after"))
    return (name, *amounts, verbatim(signed(row["change"])))


def _to_mind(simulation: Simulation) -> Iterator[Block]:
    items = [noticed(notice) for notice in simulation.notices]
    if simulation.rejected:
        text = msg(
            "{rejected} of {rows} rows cannot be decided and are left out; batch says why",
            rejected=_count(simulation.rejected),
            rows=_count(simulation.rows),
        )
        items.append(Item(text, "!", "bad"))
    items.append(Item(msg("a supposition, not a decision: nothing of it is payable"), "·"))
    yield Heading(msg("Please note"))
    yield Items(tuple(items))


def _count(count: int) -> Sayable:
    return verbatim(f"{count:,}")


_PARTS: Final[tuple[Callable[[Simulation], Iterator[Block]], ...]] = (
    _title,
    _sums,
    _bands,
    _divisions,
    _moved,
    _to_mind,
)
