"""What the system calls an error, whoever raised it: Polars writes the number and does not give it."""

from __future__ import annotations

import re
from typing import Final

_NUMBER: Final = re.compile(r"\(os error ([0-9]+)\)")


def number_of(error: OSError) -> int:
    """As the module `errno` has it; 0 where nobody says."""
    said = _NUMBER.search(str(error))
    return error.errno or (int(said[1]) if said else 0)
