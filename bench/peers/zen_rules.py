"""ZEN, in floats on this side; its own numbers are decimals."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

import zen

from bench.contest import Run
from bench.loans import Loan
from bench.peers.said import CEILING, ELIGIBLE, PRICE_IS_FAIR, PRINCIPAL_FITS, PRODUCT_MATCHES, floats
from bench.yardstick import CAP, HALF


def expression(loans: Sequence[Loan]) -> Run:
    facts = [floats(loan) for loan in loans]
    return lambda: list(map(_EXPRESSION.evaluate, facts))


def expression_from_text(loans: Sequence[Loan]) -> Run:
    """Facts as JSON text, which ZEN reads faster than a dict."""
    facts = [json.dumps(floats(loan), ensure_ascii=False) for loan in loans]
    return lambda: list(map(_EXPRESSION.evaluate, facts))


def graph_with_trace(loans: Sequence[Loan]) -> Run:
    facts = [floats(loan) for loan in loans]
    decision = zen.ZenEngine().create_decision(json.dumps(_GRAPH))
    return lambda: [decision.evaluate(fact, {"trace": True})["result"]["amount"] for fact in facts]


def batch_with_trace(loans: Sequence[Loan]) -> Run:
    requests = [{"key": "scheme", "context": floats(loan)} for loan in loans]
    engine = zen.ZenEngine({"loader": {"type": "static", "content": {"scheme": _GRAPH}}})
    return lambda: [answer["data"]["result"]["amount"] for answer in engine.evaluate_batch(requests, {"trace": True})]


def _node(name: str, expressions: dict[str, str]) -> dict[str, Any]:
    listed = [{"id": f"{name}-{key}", "key": key, "value": value} for key, value in expressions.items()]
    content = {"expressions": listed, "passThrough": True}
    return {"id": name, "name": name, "type": "expressionNode", "content": content, "position": {"x": 0, "y": 0}}


def _end(name: str, kind: str) -> dict[str, Any]:
    return {"id": name, "name": name, "type": kind, "content": {"schema": ""}, "position": {"x": 0, "y": 0}}


_EXPRESSION: Final = zen.compile_expression(
    f"{ELIGIBLE} ? min([round(min([interest, {CEILING}]) * {HALF}, 2), {CAP}]) : 0"
)

_GRAPH: Final[dict[str, Any]] = {
    "nodes": [
        _end("facts", "inputNode"),
        _node(
            "eligibility",
            {
                "product_matches": PRODUCT_MATCHES,
                "price_is_fair": PRICE_IS_FAIR,
                "principal_fits": PRINCIPAL_FITS,
                "eligible": "$.product_matches and $.price_is_fair and $.principal_fits",
            },
        ),
        _node(
            "benefit",
            {
                "ceiling": CEILING,
                "counted": "min([interest, $.ceiling])",
                "half": f"round($.counted * {HALF}, 2)",
                "amount": f"eligible ? min([$.half, {CAP}]) : 0",
            },
        ),
        _end("decision", "outputNode"),
    ],
    "edges": [
        {"id": f"{source}-{target}", "sourceId": source, "targetId": target, "type": "edge"}
        for source, target in (("facts", "eligibility"), ("eligibility", "benefit"), ("benefit", "decision"))
    ],
}
