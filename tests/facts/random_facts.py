"""Random facts, built from the vocabulary alone: what one may say of an application."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from subsidy.facts import FactType

# GB 32100-2015: weights are the powers of 3 modulo 31; the code and its check character sum to 0 modulo 31.
CODE_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def checked(code: str) -> str:
    """17 characters and their check character."""
    total = sum(CODE_LETTERS.index(letter) * pow(3, place, 31) for place, letter in enumerate(code))
    return code + CODE_LETTERS[-total % 31]


credit_codes = st.builds(
    lambda head, tail: checked(head + tail),
    st.text(st.sampled_from("0123456789"), min_size=8, max_size=8),
    st.text(st.sampled_from(CODE_LETTERS), min_size=9, max_size=9),
)
words = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)


def values(fact: FactType) -> st.SearchStrategy[Any]:
    """Exact values of a scalar fact, from its lowest to its highest."""
    scalar = fact.scalar
    assert scalar is not None
    whole = st.integers(scalar.low, scalar.high)
    if scalar.choices:
        return st.sampled_from(sorted(scalar.choices))
    if fact.path.endswith("uscc"):
        return credit_codes
    return {
        "money": whole.map(lambda fen: Decimal(fen).scaleb(-2)),
        "rate": whole.map(lambda units: Decimal(units).scaleb(-8)),
        "share": whole.map(lambda units: Decimal(units).scaleb(-8)),
        "date": whole.map(date.fromordinal),
        "flag": st.booleans(),
        "text": words,
    }.get(scalar.kind.name, whole)


def records(facts: Mapping[str, FactType]) -> st.SearchStrategy[dict[str, Any]]:
    """Records with the facts at these dotted keys, each of them given or not unless it is required."""

    def of(key: str, fact: FactType) -> st.SearchStrategy[Any]:
        if fact.fields is not None:
            return st.lists(records(fact.fields), max_size=3)
        if fact.scalar is not None:
            return values(fact)
        return records({k.removeprefix(f"{key}."): f for k, f in facts.items() if k.startswith(f"{key}.")})

    own = {key: fact for key, fact in facts.items() if "." not in key}
    return st.fixed_dictionaries(
        {key: of(key, fact) for key, fact in own.items() if fact.required},
        optional={key: of(key, fact) for key, fact in own.items() if not fact.required},
    )
