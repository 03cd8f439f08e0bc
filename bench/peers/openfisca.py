"""OpenFisca-Core: vectors of float32, as its variables are; whether the product matches is told beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from bench.contest import Run
from bench.loans import Loan
from bench.yardstick import CAP, HALF, LARGEST, MARGIN, PRODUCT

YEAR: Final = "2024"
LOAN: Final = build_entity(key="loan", plural="loans", label="a loan", is_person=True)


def columns(loans: Sequence[Loan]) -> Run:
    builder = SimulationBuilder()
    builder.create_entities(_system())
    builder.declare_person_entity("loan", np.arange(len(loans)))
    simulation = builder.build(_system())
    given = {
        "matches": np.array([loan.product == PRODUCT for loan in loans]),
        "days": np.array([loan.days for loan in loans]),
        **{name: np.array([float(getattr(loan, name)) for loan in loans]) for name in _AMOUNTS},
    }
    for name, values in given.items():
        simulation.set_input(name, YEAR, values)

    def run() -> Any:
        for name in _FORMULAS:
            simulation.delete_arrays(name)
        return simulation.calculate("amount", YEAR).astype(float).round(2)

    return run


def _eligible(loan: Any, period: Any) -> Any:
    price = loan("rate", period) <= loan("lpr", period) + float(MARGIN)
    return loan("matches", period) * price * (loan("principal", period) <= float(LARGEST))


def _amount(loan: Any, period: Any) -> Any:
    ceiling = loan("principal", period) * loan("lpr", period) * loan("days", period) / 360
    half = np.minimum(loan("interest", period), ceiling) * float(HALF)
    rounded = np.floor(half * 100 + 0.5) / 100
    return np.where(loan("eligible", period), np.minimum(rounded, float(CAP)), 0)


_AMOUNTS: Final = ("principal", "rate", "lpr", "interest")
_FORMULAS: Final = {"eligible": (bool, _eligible), "amount": (float, _amount)}


def _system() -> Any:
    system = TaxBenefitSystem([LOAN])
    inputs = {"matches": bool, "days": int, **dict.fromkeys(_AMOUNTS, float)}
    for name, type_ in inputs.items():
        system.add_variable(_variable(name, type_))
    for name, (type_, formula) in _FORMULAS.items():
        system.add_variable(_variable(name, type_, formula=formula))
    return system


def _variable(name: str, type_: type, **formula: Any) -> Any:
    about = {"value_type": type_, "entity": LOAN, "definition_period": DateUnit.YEAR, "label": name}
    return type(name, (Variable,), {**about, **formula})
