"""The peers' scheme as other engines' users would write it.

What cannot take a `Decimal` is given floats, as JSON has them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from decimal import ROUND_HALF_UP
from typing import Any, Final

import json_logic
import rule_engine
import zen

from bench.contest import Run
from bench.loans import FEN, Loan
from bench.yardstick import CAP, HALF, LARGEST, MARGIN, PRODUCT

PRODUCT_MATCHES: Final = f'product == "{PRODUCT}"'
PRICE_IS_FAIR: Final = f"rate <= lpr + {MARGIN}"
PRINCIPAL_FITS: Final = f"principal <= {LARGEST}"
CEILING: Final = "principal * lpr * days / 360"
ELIGIBLE: Final = f"{PRODUCT_MATCHES} and {PRICE_IS_FAIR} and {PRINCIPAL_FITS}"


def zen_expression(loans: Sequence[Loan]) -> Run:
    facts = [_floats(loan) for loan in loans]
    return lambda: list(map(_ZEN_EXPRESSION.evaluate, facts))


def zen_expression_from_text(loans: Sequence[Loan]) -> Run:
    """Facts as JSON text, which ZEN reads faster than a dict."""
    facts = [json.dumps(_floats(loan), ensure_ascii=False) for loan in loans]
    return lambda: list(map(_ZEN_EXPRESSION.evaluate, facts))


def zen_graph_with_trace(loans: Sequence[Loan]) -> Run:
    facts = [_floats(loan) for loan in loans]
    decision = zen.ZenEngine().create_decision(json.dumps(_ZEN_GRAPH))
    return lambda: [decision.evaluate(fact, {"trace": True})["result"]["amount"] for fact in facts]


def zen_batch_with_trace(loans: Sequence[Loan]) -> Run:
    requests = [{"key": "scheme", "context": _floats(loan)} for loan in loans]
    engine = zen.ZenEngine({"loader": {"type": "static", "content": {"scheme": _ZEN_GRAPH}}})
    return lambda: [answer["data"]["result"]["amount"] for answer in engine.evaluate_batch(requests, {"trace": True})]


def jsonlogic(loans: Sequence[Loan]) -> Run:
    facts = [_floats(loan) for loan in loans]
    json_logic.add_operation("half_up", lambda yuan: math.floor(yuan * 100 + 0.5) / 100)
    return lambda: [json_logic.jsonLogic(_JSONLOGIC, fact) for fact in facts]


def rule_engine_with_decimals(loans: Sequence[Loan]) -> Run:
    """The rule has no rounding, so Python rounds after it."""
    facts = [loan._asdict() for loan in loans]
    rule = rule_engine.Rule(f"{ELIGIBLE} ? $min([$min([interest, {CEILING}]) * {HALF}, {CAP}]) : 0")
    return lambda: [rule.evaluate(fact).quantize(FEN, ROUND_HALF_UP) for fact in facts]


def _floats(loan: Loan) -> dict[str, Any]:
    return {
        "product": loan.product,
        "principal": float(loan.principal),
        "rate": float(loan.rate),
        "lpr": float(loan.lpr),
        "days": loan.days,
        "interest": float(loan.interest),
    }


def _zen_node(name: str, expressions: dict[str, str]) -> dict[str, Any]:
    listed = [{"id": f"{name}-{key}", "key": key, "value": value} for key, value in expressions.items()]
    content = {"expressions": listed, "passThrough": True}
    return {"id": name, "name": name, "type": "expressionNode", "content": content, "position": {"x": 0, "y": 0}}


def _zen_end(name: str, kind: str) -> dict[str, Any]:
    return {"id": name, "name": name, "type": kind, "content": {"schema": ""}, "position": {"x": 0, "y": 0}}


_ZEN_EXPRESSION: Final = zen.compile_expression(
    f"{ELIGIBLE} ? min([round(min([interest, {CEILING}]) * {HALF}, 2), {CAP}]) : 0"
)

_ZEN_GRAPH: Final[dict[str, Any]] = {
    "nodes": [
        _zen_end("facts", "inputNode"),
        _zen_node(
            "eligibility",
            {
                "product_matches": PRODUCT_MATCHES,
                "price_is_fair": PRICE_IS_FAIR,
                "principal_fits": PRINCIPAL_FITS,
                "eligible": "$.product_matches and $.price_is_fair and $.principal_fits",
            },
        ),
        _zen_node(
            "benefit",
            {
                "ceiling": CEILING,
                "counted": "min([interest, $.ceiling])",
                "half": f"round($.counted * {HALF}, 2)",
                "amount": f"eligible ? min([$.half, {CAP}]) : 0",
            },
        ),
        _zen_end("decision", "outputNode"),
    ],
    "edges": [
        {"id": f"{source}-{target}", "sourceId": source, "targetId": target, "type": "edge"}
        for source, target in (("facts", "eligibility"), ("eligibility", "benefit"), ("benefit", "decision"))
    ],
}

_JSONLOGIC: Final[dict[str, Any]] = {
    "if": [
        {
            "and": [
                {"==": [{"var": "product"}, PRODUCT]},
                {"<=": [{"var": "rate"}, {"+": [{"var": "lpr"}, float(MARGIN)]}]},
                {"<=": [{"var": "principal"}, float(LARGEST)]},
            ]
        },
        {
            "min": [
                {
                    "half_up": {
                        "*": [
                            {
                                "min": [
                                    {"var": "interest"},
                                    {"/": [{"*": [{"var": "principal"}, {"var": "lpr"}, {"var": "days"}]}, 360]},
                                ]
                            },
                            float(HALF),
                        ]
                    }
                },
                float(CAP),
            ]
        },
        0,
    ]
}
