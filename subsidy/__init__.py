"""Chinese technology-loan subsidies from declarative schemes: exact to the fen, explained clause by clause.

    schemes = load_schemes()
    decision = evaluate(schemes["wuhan/tech-loan-subsidy"], {"loan": {"product": "科保贷", "principal": "200万元"}})
    decision.outcome, decision.total, [fact.path for fact in decision.missing]

- `load_schemes` reads the schemes, once; `evaluate` decides one application under the edition that governs it.
- An `Evaluator` decides many under one edition; `apply_limits` settles decisions that a limit binds together.
- `subsidy.columns` (extra `columns`) decides and settles whole tables in Polars.

Amounts are yuan, exact, as `Decimal` (in columns, whole fen); rates and shares are plain (2.6% is 0.026). Nothing takes
a binary float. Texts for people have `say("zh")` and `say("en")`. Every error is a `SubsidyError`. Nothing here is
changed by being used, so all of it may be shared by threads.

The public names are imported when they are first used, so that `import subsidy` costs next to nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False  # type checkers take it for true; `typing` alone costs more than all the rest of this module
if TYPE_CHECKING:
    from typing import Any

    from subsidy.diagnostics import Diagnostic, InputError, SubsidyError
    from subsidy.evaluation import Decision, Evaluator, SeveralEditionsError, evaluate
    from subsidy.facts import Application
    from subsidy.limits import Settlement, apply_limits
    from subsidy.scheme.library import Scheme, Schemes, load_schemes
    from subsidy.scheme.unknown import UnknownNameError

__version__ = "0.1.0"
__all__ = [
    "Application",
    "Decision",
    "Diagnostic",
    "Evaluator",
    "InputError",
    "Scheme",
    "Schemes",
    "Settlement",
    "SeveralEditionsError",
    "SubsidyError",
    "UnknownNameError",
    "__version__",
    "apply_limits",
    "evaluate",
    "load_schemes",
]

_HOME = {
    "Application": "subsidy.facts",
    "Decision": "subsidy.evaluation",
    "Diagnostic": "subsidy.diagnostics",
    "Evaluator": "subsidy.evaluation",
    "InputError": "subsidy.diagnostics",
    "Scheme": "subsidy.scheme.library",
    "Schemes": "subsidy.scheme.library",
    "Settlement": "subsidy.limits",
    "SeveralEditionsError": "subsidy.evaluation",
    "SubsidyError": "subsidy.diagnostics",
    "UnknownNameError": "subsidy.scheme.unknown",
    "apply_limits": "subsidy.limits",
    "evaluate": "subsidy.evaluation",
    "load_schemes": "subsidy.scheme.library",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    found = getattr(import_module(_HOME[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
