"""A likely cause of a difference: one thing otherwise that gives the claimed amount exactly."""

from __future__ import annotations

from typing import Literal, NamedTuple

from subsidy.audit.alternatives import Kind
from subsidy.messages import Sayable

Stage = Literal["entitlement", "payable"]
"""Which amounts are compared: those before the limits, or those after them."""


class Cause(NamedTuple):
    """`words` say what is otherwise: ``by which day count: actual days over 365``."""

    kind: Kind
    words: Sayable
