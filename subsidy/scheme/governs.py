"""The days that an edition governs, as its first rule: it refuses what a forced edition does not govern."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Final

from subsidy.facts.vocabulary import FactType
from subsidy.language.logic import both, compare
from subsidy.language.nodes import Constant
from subsidy.language.types import DATE_TYPE
from subsidy.messages import Label
from subsidy.scheme.definition import Governs
from subsidy.scheme.inputs import fact_node
from subsidy.scheme.program import Condition

GOVERNS: Final = "governs"
"""The name of the rule."""


def governs_rule(governs: Governs, fact: FactType) -> Condition:
    """The rule that `fact`, which the edition's text names, lies within its days."""
    day = fact_node(fact)
    bounds = [compare(">=", day, _constant(governs.from_))]
    formula = f"{governs.by} >= {governs.from_}"
    if governs.to is not None:
        bounds.append(compare("<=", day, _constant(governs.to)))
        formula = f"{governs.from_} <= {governs.by} <= {governs.to}"
    label = Label(f"{fact.label.zh}在本版本适用期内", f"{fact.label.en} within the days that this edition governs")
    return Condition(GOVERNS, label, governs.cite, formula, both(bounds))


def _constant(day: date) -> Constant:
    ordinal = day.toordinal()
    return Constant(DATE_TYPE, Fraction(1), ordinal, ordinal, ordinal)
