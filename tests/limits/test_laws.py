"""Laws of limits over random sets of applications. The oracle adds up the raw facts, group by group, on its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.limits import Settlement
from tests.limits.town import loan, settle, town

Facts = dict[str, Any]

AMOUNTS = st.one_of(
    st.sampled_from(["0", "0.01", "10", "50.01", "99.99", "100"]),
    st.decimals(0, 300, places=2, allow_nan=False).map(str),
)


@st.composite
def applications(draw: st.DrawFn) -> list[Facts]:
    """Up to nine loans of a few borrowers and lenders on a few days; some are refused, some incomplete."""
    return [
        loan(
            f"{number:02}",
            draw(AMOUNTS),
            draw(AMOUNTS),
            draw(st.sampled_from("ABC")),
            loan__lender=draw(st.sampled_from(["甲银行", "乙银行"])),
            loan__principal=draw(st.sampled_from(["1", "33.33", "1000000"])),
            loan__settled_on=draw(st.sampled_from(["2024-03-31", "2024-12-31", "2025-01-01"])),
            borrower__city=draw(st.sampled_from(["示例市"] * 6 + ["别市", None])),
        )
        for number in draw(st.permutations(range(draw(st.integers(0, 9)))))
    ]


SETS = applications()

# The keys of a limit as the oracle reads them.
BORROWER = ("borrower", lambda f: f["borrower"]["uscc"])
LENDER = ("lender", lambda f: f["loan"]["lender"])
YEAR = ("year_of(loan.settled_on)", lambda f: f["loan"]["settled_on"][:4])
SCHEME = ("scheme", lambda f: "")
Key = tuple[str, Callable[[Facts], str]]

KEYS: Sequence[tuple[Key, ...]] = [(BORROWER,), (BORROWER, YEAR), (LENDER,), (LENDER, YEAR), (SCHEME,)]
OF: Mapping[str, tuple[str, ...]] = {
    "": ("interest", "premium"),
    ", of: [premium]": ("premium",),
    ", of: [interest, premium]": ("interest", "premium"),
}
ORDERS = ["", ", keep: proportional", ", keep: largest", ", keep: first, by: loan.settled_on"]


def fen(amount: object) -> int:
    return int(Decimal(str(amount)) * 100)


def due(facts: Facts, benefits: Iterable[str]) -> int:
    """What the facts give without limits."""
    if facts["borrower"].get("city") != "示例市":
        return 0
    amounts = {"interest": facts["loan"]["interest_paid"], "premium": facts["cover"]["premium"]}
    return sum(fen(amounts[b]) for b in benefits)


def by_group(facts: Sequence[Facts], keys: Sequence[Key]) -> dict[tuple[str, ...], list[int]]:
    groups = defaultdict(list)
    for i, one in enumerate(facts):
        groups[tuple(read(one) for _, read in keys)].append(i)
    return groups


def payables(settlement: Settlement) -> list[dict[str, int]]:
    """In fen, in the order of the set; what is incomplete has none."""
    return [{p.name: fen(p.amount or 0) for p in s.payables} for s in settlement.settled]


def sums(settlement: Settlement, members: Iterable[int], benefits: Iterable[str]) -> int:
    found = payables(settlement)
    return sum(found[i][b] for i in members for b in benefits)


@st.composite
def money_limits(draw: st.DrawFn) -> tuple[str, int, tuple[Key, ...], tuple[str, ...]]:
    """A limit on money: its text, its ceiling in fen, its keys, its benefits."""
    ceiling = draw(st.sampled_from([1, 3, 100, 9_999, 10_000, 25_001, 10**6]))
    keys, of = draw(st.sampled_from(KEYS)), draw(st.sampled_from(sorted(OF)))
    per = ", ".join(word for word, _ in keys)
    text = f"{{at_most: {Decimal(ceiling) / 100}元, per: [{per}]{of}{draw(st.sampled_from(ORDERS))}}}"
    return text, ceiling, keys, OF[of]


@given(facts=SETS, limit=money_limits())
def test_a_pot_with_enough_claims_is_paid_out_to_the_fen_and_never_exceeded(facts: list[Facts], limit: Any) -> None:
    text, ceiling, keys, benefits = limit
    settlement = settle(town(text), *facts)
    for members in by_group(facts, keys).values():
        claimed = sum(due(facts[i], benefits) for i in members)
        assert sums(settlement, members, benefits) == min(ceiling, claimed)


@given(facts=SETS, limits=st.lists(money_limits(), max_size=3))
def test_overlapping_limits_are_all_kept_and_pay_nobody_more_than_is_due(facts: list[Facts], limits: list[Any]) -> None:
    settlement = settle(town(*(text for text, *_ in limits)), *facts)
    for _, ceiling, keys, benefits in limits:
        for members in by_group(facts, keys).values():
            assert sums(settlement, members, benefits) <= ceiling
    for facts_of_one, paid in zip(facts, payables(settlement), strict=True):
        for benefit in ("interest", "premium"):
            assert 0 <= paid[benefit] <= due(facts_of_one, [benefit])


@given(facts=SETS, cap=st.integers(1, 20_000), pot=st.integers(1, 40_000))
def test_a_pot_after_an_enterprises_ceiling_is_not_wasted_on_what_that_takes(
    facts: list[Facts], cap: int, pot: int
) -> None:
    limits = (
        f"{{at_most: {Decimal(cap) / 100}元, per: [borrower]}}",
        f"{{at_most: {Decimal(pot) / 100}元, per: [scheme]}}",
    )
    settlement = settle(town(*limits), *facts)
    groups = by_group(facts, [BORROWER]).values()
    capped = [min(cap, sum(due(facts[i], ["interest", "premium"]) for i in members)) for members in groups]
    assert sum(sum(p.values()) for p in payables(settlement)) == min(pot, sum(capped))


@given(facts=SETS, limits=st.lists(money_limits(), min_size=1, max_size=3), shuffle=st.randoms(use_true_random=False))
def test_the_order_of_the_set_changes_nothing(facts: list[Facts], limits: list[Any], shuffle: Any) -> None:
    evaluator = town(*(text for text, *_ in limits))
    shuffled = list(facts)
    shuffle.shuffle(shuffled)
    there, back = settle(evaluator, *facts), settle(evaluator, *shuffled)
    by_id = {s.decision.id: (s.payables, [c._replace(number=0) for c in s.cuts]) for s in there.settled}
    assert by_id == {s.decision.id: (s.payables, [c._replace(number=0) for c in s.cuts]) for s in back.settled}
    assert there.warnings == back.warnings
    assert [(r.group, r.paid) for r in there.limits] == [(r.group, r.paid) for r in back.limits]


COUNTS = [
    "{at_most: 1笔, per: [borrower], keep: largest}",
    "{at_most: 2 loans, per: [lender], keep: first, by: loan.settled_on}",
]


@given(facts=SETS, limits=st.lists(st.one_of(money_limits().map(lambda m: m[0]), st.sampled_from(COUNTS)), max_size=3))
def test_limits_applied_to_the_payables_take_nothing_more(facts: list[Facts], limits: list[str]) -> None:
    evaluator = town(*limits)
    once = payables(settle(evaluator, *facts))
    eligible = [i for i, one in enumerate(facts) if one["borrower"].get("city") == "示例市"]
    reduced = [
        {
            **facts[i],
            "loan": {**facts[i]["loan"], "interest_paid": str(Decimal(once[i]["interest"]) / 100)},
            "cover": {"premium": str(Decimal(once[i]["premium"]) / 100)},
        }
        for i in eligible
    ]
    again = settle(evaluator, *reduced)
    assert payables(again) == [once[i] for i in eligible]
    assert all(not result.cuts for result in again.limits)


@given(facts=SETS, most=st.integers(1, 3), keys=st.sampled_from(KEYS))
def test_counted_loans_are_the_largest_whole_and_no_more_than_allowed(
    facts: list[Facts], most: int, keys: tuple[Key, ...]
) -> None:
    per = ", ".join(word for word, _ in keys)
    settlement = settle(town(f"{{at_most: {most}笔, per: [{per}], keep: largest}}"), *facts)
    paid = [sum(p.values()) for p in payables(settlement)]
    for members in by_group(facts, keys).values():
        amounts = sorted((due(facts[i], ["interest", "premium"]) for i in members), reverse=True)
        assert sorted((paid[i] for i in members), reverse=True)[:most] == amounts[:most]
        assert sum(1 for i in members if paid[i]) <= most


@given(facts=SETS, pot=st.integers(1, 30_000))
def test_proportional_shares_are_the_exact_ones_rounded_down_or_up(facts: list[Facts], pot: int) -> None:
    settlement = settle(town(f"{{at_most: {Decimal(pot) / 100}元, per: [scheme]}}"), *facts)
    claims = [due(one, ["interest", "premium"]) for one in facts]
    for claim, paid in zip(claims, payables(settlement), strict=True):
        exact = Fraction(claim * min(pot, sum(claims)), sum(claims) or 1)
        assert sum(paid.values()) in (floor(exact), ceil(exact))


@given(facts=SETS, pot=st.integers(1, 30_000), keep=st.sampled_from(ORDERS))
def test_one_more_application_never_raises_another_but_for_the_odd_fen(facts: list[Facts], pot: int, keep: str) -> None:
    if not facts:
        return
    evaluator = town(f"{{at_most: {Decimal(pot) / 100}元, per: [scheme]{keep}}}")
    fewer, more = payables(settle(evaluator, *facts[:-1])), payables(settle(evaluator, *facts))
    odd = 0 if "first" in keep or "largest" in keep else 1  # see the paradox of the largest remainder in test_sharing
    for before, after in zip(fewer, more[:-1], strict=True):
        assert sum(after.values()) <= sum(before.values()) + odd


@given(facts=SETS, counted=st.sampled_from(["1", "50", "1000033.33", "9000000"]))
def test_counted_principal_is_used_up_in_order_and_scales_the_amounts(facts: list[Facts], counted: str) -> None:
    limit = (
        "{at_most: %s元, on: loan.principal, per: [borrower], keep: first, by: loan.settled_on, round: half-up 0.01元}"
    )
    settlement = settle(town(limit % counted), *facts)
    paid = payables(settlement)
    for members in by_group(facts, [BORROWER]).values():
        left = fen(counted)
        for i in sorted(members, key=lambda i: (facts[i]["loan"]["settled_on"], facts[i]["application"]["id"])):
            amounts = {b: due(facts[i], [b]) for b in ("interest", "premium")}
            principal = fen(facts[i]["loan"]["principal"]) if any(amounts.values()) else 0
            part = min(principal, left)
            left -= part
            share = Fraction(part, principal or 1)
            assert paid[i] == {b: floor(amount * share + Fraction(1, 2)) for b, amount in amounts.items()}


@pytest.mark.parametrize("limit", ["{at_most: 50元, per: [scheme]}", "{at_most: 1笔, per: [scheme], keep: largest}"])
@given(facts=SETS)
def test_every_fen_that_is_not_paid_was_taken_by_a_cut(limit: str, facts: list[Facts]) -> None:
    settlement = settle(town(limit, "{ratio: 33.3%, per: [scheme], round: half-up 0.01元}"), *facts)
    for one, settled in zip(facts, settlement.settled, strict=True):
        taken = sum(fen(cut.taken) for cut in settled.cuts)
        assert taken + sum(fen(p.amount or 0) for p in settled.payables) == due(one, ["interest", "premium"])
    assert sum(len(s.cuts) for s in settlement.settled) == sum(len(r.cuts) for r in settlement.limits)
