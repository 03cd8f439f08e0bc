"""`subsidy explain`: the whole derivation of a decision."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

import click

from subsidy.commands.deciding import Report, answer, deciding
from subsidy.commands.language import spoken
from subsidy.commands.spoken import Command
from subsidy.evaluation import Decision
from subsidy.messages import msg
from subsidy.report.derivation import derivation


def _record(decision: Decision) -> dict[str, Any]:
    from subsidy.report.record import decision_record, derivation_record  # only JSON needs it

    return asdict(decision_record(decision, spoken())) | asdict(derivation_record(decision, spoken()))


_REPORT: Final = Report(derivation, _record)


@click.command(
    "explain",
    cls=Command,
    help=msg(
        "Derives the decisions on the applications in FILE... from their facts: every condition and every step with "
        "its formula in words, its numbers and its clause, every reading with its choices, the sources, the receipt."
        "\n\n"
        "Options and exit codes are those of calc."
    ),
    examples=(
        "subsidy explain application.yaml --scheme city/scheme",
        "subsidy explain application.yaml --format markdown",
    ),
)
@deciding
def command(**asked: Any) -> None:
    answer(_REPORT, **asked)
