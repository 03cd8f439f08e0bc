"""JsonLogic, in floats; it has no rounding, so it is given one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import json_logic

from bench.contest import Run
from bench.loans import Loan
from bench.peers.said import floats
from bench.yardstick import CAP, HALF, LARGEST, MARGIN, PRODUCT


def single(loans: Sequence[Loan]) -> Run:
    facts = [floats(loan) for loan in loans]
    json_logic.add_operation("half_up", lambda yuan: math.floor(yuan * 100 + 0.5) / 100)
    return lambda: [json_logic.jsonLogic(_RULE, fact) for fact in facts]


_RULE: Final[dict[str, Any]] = {
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
