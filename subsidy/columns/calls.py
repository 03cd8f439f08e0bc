"""A call of a kernel, with what its columns may need."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from subsidy.columns.blocks import Block
from subsidy.columns.cells import Cell
from subsidy.columns.seen import Seen
from subsidy.language.kernels import Tables
from subsidy.language.nodes import Apply


class Call(NamedTuple):
    """`arguments` are columns or constants of the block's rows; `seen` is what the frame holds of each fact."""

    node: Apply
    arguments: tuple[Cell, ...]
    tables: Tables
    block: Block
    seen: Mapping[str, Seen]
