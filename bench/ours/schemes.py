"""The schemes of the benchmark."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from subsidy import load_schemes
from subsidy.scheme.library import LoadedEdition, Schemes

PEERS: Final = "bench/peers"
FLOWS: Final = "bench/flows"
LIMITS: Final = "bench/limits"


def schemes() -> Schemes:
    return load_schemes(Path(__file__).parents[1] / "schemes")


def edition(name: str) -> LoadedEdition:
    return schemes()[name].edition("2024")
