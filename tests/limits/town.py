"""A town whose subsidies are simply the interest and the premium of a loan, so that only its limits matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from stdnum.cn import uscc

from subsidy.documents import validate
from subsidy.documents.files import parse_document
from subsidy.evaluation import Decision, Evaluator
from subsidy.evaluation.evaluator import as_application
from subsidy.limits import Settlement, apply_limits
from subsidy.scheme.citations import check_edition
from subsidy.scheme.definition import Edition
from subsidy.scheme.library import LoadedEdition

_EDITION = """
scheme: {scheme}
edition: "{edition}"
title: {{zh: 示例补贴, en: example subsidy}}
authority: {{zh: 示例市, en: example city}}
governs: {{by: loan.settled_on, from: {from_}, cite: notice 一}}
sources:
  notice: {{title: 示例通知, issued: 2024-01, standing: assumed}}
parameters:
  town: {{is: 示例市, type: text, cite: notice 一, zh: 城市, en: city}}
{parameters}
eligibility:
  registered: {{require: borrower.city == town, cite: notice 一, zh: 在本市注册, en: registered in town}}
benefits:
  interest:
    zh: 贴息
    en: interest subsidy
    pays: borrower
    steps:
      amount: {{is: loan.interest_paid, cite: notice 二, zh: 利息, en: interest}}
  premium:
    zh: 贴保
    en: premium subsidy
    pays: insurer
    steps:
      amount: {{is: cover.premium, cite: notice 二, zh: 保费, en: premium}}
limits:
{limits}
"""


@cache
def town(*limits: str, parameters: str = "", scheme: str = "town/tech", edition: str = "2024") -> Evaluator:
    """A scheme with these limits: `{at_most: 1笔, ...}`, without their names and citations."""
    rows = [
        f"  limit_{i}: {limit[:-1]}, cite: notice 三, zh: 限额{i}, en: limit {i}}}" for i, limit in enumerate(limits)
    ]
    text = _EDITION.format(
        scheme=scheme,
        edition=edition,
        parameters=parameters,
        limits="\n".join(rows) or "  {}",
        from_=f"{edition[:4]}-01-01",
    )
    document = parse_document(text, "town.yaml")
    definition = validate(Edition, document)
    assert not check_edition(definition, document)
    loaded = LoadedEdition(definition, document, {})
    loaded.program()
    return Evaluator(loaded)


def code(borrower: str) -> str:
    """A right credit code, another for every letter."""
    body = f"91420100MA4K8{ord(borrower[0]) % 10_000:04}"
    return body + str(uscc.calc_check_digit(body))


def loan(
    id: str,  # noqa: A002
    interest: str | Decimal = "0",
    premium: str | Decimal = "0",
    borrower: str = "A",
    granted: Sequence[Mapping[str, str]] | None = (),
    **more: Any,
) -> dict[str, Any]:
    """An application; further facts by dotted path with two underscores (`loan__lender`)."""
    facts: dict[str, Any] = {
        "application": {"id": id, "submitted_on": "2024-07-01"},
        "borrower": {"name": f"{borrower}公司", "uscc": code(borrower), "city": "示例市"},
        "loan": {
            "lender": "示例银行",
            "principal": "100万元",
            "interest_paid": str(interest),
            "settled_on": "2024-06-30",
        },
        "cover": {"premium": str(premium)},
    }
    if granted is not None:
        facts["granted"] = list(granted)
    for path, value in more.items():
        record, _, key = path.partition("__")
        if not key:
            facts[record] = value
        elif value is None:
            facts[record].pop(key, None)
        else:
            facts.setdefault(record, {})[key] = value
    return facts


def decide(evaluator: Evaluator, *applications: Mapping[str, Any]) -> list[Decision]:
    return [evaluator.decide(as_application(a, evaluator.program.vocabulary)) for a in applications]


def settle(evaluator: Evaluator, *applications: Mapping[str, Any]) -> Settlement:
    return apply_limits(decide(evaluator, *applications))


def paid(settlement: Settlement) -> dict[str, str]:
    """What each application is paid in all, by its id; of the same id under several schemes, each after its scheme."""
    ids = [s.decision.id for s in settlement.settled]
    names = [
        s.decision.id if ids.count(s.decision.id) == 1 else f"{s.decision.scheme} {s.decision.id}"
        for s in settlement.settled
    ]
    return {str(name): str(s.total) for name, s in zip(names, settlement.settled, strict=True)}


def warned(settlement: Settlement) -> list[str]:
    return [str(w) for w in settlement.warnings]
