"""A formula in words: labels in place of names, and the signs that officers know.

The words come from the typed tree, not from the author's text, so they say what is computed.
"""

from __future__ import annotations

from typing import Final

from subsidy.explain.applied import APPLIED
from subsidy.explain.arithmetic import ARITHMETIC
from subsidy.explain.conditions import CONDITIONS
from subsidy.explain.lookups import LOOKUPS
from subsidy.explain.records import RECORDS
from subsidy.explain.writer import Table, Writer
from subsidy.language.nodes import Node
from subsidy.messages import Sayable
from subsidy.scheme.program import Program

FORMULA: Final[Table] = {**LOOKUPS, **ARITHMETIC, **CONDITIONS, **RECORDS, **APPLIED}


def in_words(node: Node, program: Program) -> Sayable:
    """The formula with labels in place of names: ``loan principal × share ÷ 12 months``.

    A parameter shows its label, a figure of the language (0, 1, a tier's bound) its value.
    """
    return Writer(program, FORMULA).phrase(node).words
