"""A formula with its numbers put in: ``2,000,000.00 × 2.6% × 6 months ÷ 12 months``.

What is computed from other values stays a formula; what is looked up, counted or summed shows its value, a count of
days or months its first and last day too. A choice shows the branch that was taken and why, a tier the band that was
met, slices the slices that are not empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from subsidy.explain.arithmetic import days_between
from subsidy.explain.formula import FORMULA
from subsidy.explain.lookups import range_in_words, value_phrase
from subsidy.explain.sight import Sight
from subsidy.explain.values import FLAGS, Figure, Joined, Money, choice_in_words, value_in_words
from subsidy.explain.writer import Level, Phrase, Table, Writer
from subsidy.language import nodes
from subsidy.language.nodes import Band, Node
from subsidy.messages import Label, Sayable, msg

if TYPE_CHECKING:  # see `sight`
    from subsidy.evaluation.run import Run


@dataclass(frozen=True, slots=True)
class Calculation(Writer):
    """A writer that shows values in place of names, as they are seen from somewhere in a run."""

    sight: Sight

    def title(self, constant: nodes.Constant) -> Label | None:
        return None


def with_numbers(node: Node, run: Run) -> Sayable:
    """The formula with the run's values in place of names; what is not known is named and said to be unknown."""
    return calculation(Sight(run)).phrase(node).words


def formula(sight: Sight) -> Writer:
    return Writer(sight.program, FORMULA)


def calculation(sight: Sight) -> Calculation:
    return Calculation(sight.program, _CALCULATION, sight)


def figure(value: Fraction, node: Node) -> Sayable:
    """A number of a formula: money without its unit, which would only stand in the way."""
    return Money(value) if node.type.is_money else Figure(value, node.type)


def _constant(writer: Calculation, node: nodes.Constant) -> Phrase:
    if node.type.base == "number" and isinstance(node.value, int):
        return value_phrase(figure(node.value * node.unit, node), node.value * node.unit)
    return FORMULA[nodes.Constant](writer, node)


def _value(writer: Calculation, node: Node) -> Phrase:
    value = writer.sight.value(node)
    if value is None:
        return Phrase(msg("{name} (unknown)", name=formula(writer.sight).at(node, Level.ATOM)))
    if isinstance(value, bool):
        name = formula(writer.sight).phrase(node).words
        return Phrase(msg("{name}: {value}", name=name, value=FLAGS[value]), Level.CLAUSE)
    if isinstance(value, str):
        return Phrase(msg("“{text}”", text=choice_in_words(value, node.type.choices)))
    if node.type.base == "date":
        return Phrase(value_in_words(value, node))
    return value_phrase(figure(value * node.unit, node), value * node.unit)


def _applied(writer: Calculation, node: nodes.Apply) -> Phrase:
    """A part of a sum by what is shared and by which shares; what else is looked up or summed by its value."""
    shows = node.kernel == "part" and writer.sight.value(node) is not None
    return FORMULA[nodes.Apply](writer, node) if shows else _value(writer, node)


def _unpublished(writer: Calculation, node: nodes.Unpublished) -> Phrase:
    return Phrase(msg("{name} (unpublished)", name=writer.name(node.name)))


def _months(writer: Calculation, node: nodes.MonthsBetween) -> Phrase:
    return _counted(writer, node, node.start, node.end)


def _largest(writer: Calculation, node: nodes.Largest) -> Phrase:
    span = days_between(node)
    return _counted(writer, node, span.right, span.left) if span else FORMULA[nodes.Largest](writer, node)


def _counted(writer: Calculation, node: Node, start: Node, end: Node) -> Phrase:
    if writer.sight.value(node) is None:
        return _value(writer, node)
    first, last = (value_in_words(writer.sight.value(day), day) for day in (start, end))
    return Phrase(msg("{count} ({start} to {end})", count=_value(writer, node).at(Level.ATOM), start=first, end=last))


def _negation(writer: Calculation, node: nodes.Not) -> Phrase:
    return _value(writer, node) if isinstance(node.of, nodes.Gather) else FORMULA[nodes.Not](writer, node)


def _choice(writer: Calculation, node: nodes.If) -> Phrase:
    condition = writer.sight.value(node.condition)
    if not isinstance(condition, bool):
        return FORMULA[nodes.If](writer, node)
    value = writer.at(node.then if condition else node.otherwise, Level.ATOM)
    reason = formula(writer.sight).at(node.condition, Level.OR)
    return Phrase(msg("{value} ({condition}: {answer})", value=value, condition=reason, answer=FLAGS[condition]))


def _banded(writer: Calculation, node: nodes.Banded) -> Phrase:
    subject = writer.sight.exact(node.subject)
    if subject is None:
        return _unknown(writer, node)
    before, band = next(
        pair for pair in zip((None, *node.bands), node.bands, strict=False) if _reaches(pair[1], subject)
    )
    value, of = writer.at(band.value, Level.ATOM), writer.at(node.subject, Level.SUM)
    return Phrase(
        msg("{value} ({subject}: {range})", value=value, subject=of, range=range_in_words(writer, before, band))
    )


def _reaches(band: Band, subject: Fraction) -> bool:
    """Whether a band ends at or after the subject."""
    if band.end is None:
        return True
    return subject <= _end(band.end) if band.inclusive else subject < _end(band.end)


def _end(end: Node) -> Fraction:
    """A band's end is written in the scheme."""
    if not isinstance(end, nodes.Constant) or not isinstance(end.value, int):
        raise TypeError(end)
    return end.value * end.unit


def _sliced(writer: Calculation, node: nodes.Sliced) -> Phrase:
    subject = writer.sight.exact(node.subject)
    if subject is None:
        return _unknown(writer, node)
    slices: list[Sayable] = []
    lower = Fraction(0)
    for band in node.bands:
        upper = subject if band.end is None else min(subject, _end(band.end))
        if upper > lower or not slices:
            part = value_phrase(figure(upper - lower, node.subject), upper - lower).at(Level.PRODUCT)
            slices.append(msg("{left} × {right}", left=part, right=writer.at(band.value, Level.PRODUCT)))
        lower = upper
    return Phrase(Joined(tuple(slices), msg(" + ")), Level.SUM if len(slices) > 1 else Level.PRODUCT)


def _unknown(writer: Calculation, node: nodes.Banded | nodes.Sliced) -> Phrase:
    return Phrase(msg("{name} (unknown)", name=writer.name(node.name)))


_CALCULATION: Final[Table] = {
    **FORMULA,
    **dict.fromkeys(
        (
            nodes.Fact,
            nodes.Item,
            nodes.Named,
            nodes.Quote,
            nodes.Held,
            nodes.Gather,
            nodes.AddMonths,
            nodes.YearOf,
        ),
        _value,
    ),
    nodes.Apply: _applied,
    nodes.Constant: _constant,
    nodes.Unpublished: _unpublished,
    nodes.MonthsBetween: _months,
    nodes.Largest: _largest,
    nodes.Not: _negation,
    nodes.If: _choice,
    nodes.Banded: _banded,
    nodes.Sliced: _sliced,
}
