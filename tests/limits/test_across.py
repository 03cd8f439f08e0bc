"""Several schemes for one loan: only one of a level, the highest only, one capped by what another leaves."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from subsidy.evaluation import Evaluator
from subsidy.limits import Settlement, apply_limits
from tests.limits.town import decide, loan, paid, town, warned


def both(city: Evaluator, district: Evaluator, *facts: tuple[str, str], **more: Any) -> Settlement:
    """A loan for each pair of amounts: what the city gives, and what the district gives."""
    decisions = []
    for i, (of_city, of_district) in enumerate(facts):
        borrower = chr(ord("A") + i)
        contract = f"合同{i}"
        decisions += decide(city, loan(f"c{i}", of_city, borrower=borrower, loan__contract=contract, **more))
        decisions += decide(district, loan(f"d{i}", of_district, borrower=borrower, loan__contract=contract, **more))
    return apply_limits(decisions)


HIGHEST = "{at_most: 1个方案, per: [loan], across: [town/*], keep: largest}"


@pytest.mark.parametrize("city", [(), (HIGHEST,)])
@pytest.mark.parametrize("district", [(), (HIGHEST,)])
def test_only_the_highest_of_a_level_whoever_of_them_says_so(city: tuple[str, ...], district: tuple[str, ...]) -> None:
    schemes = town(*city, scheme="town/city"), town(*district, scheme="town/district")
    settlement = both(*schemes, ("10", "20"), ("30", "20"), ("5", "0"))
    expected = {"c0": "10.00", "d0": "20.00", "c1": "30.00", "d1": "20.00", "c2": "5.00", "d2": "0.00"}
    if city or district:
        expected |= {"c0": "0.00", "d1": "0.00"}
    assert paid(settlement) == expected


def test_one_document_for_both_schemes_is_one_loan() -> None:
    facts = loan("1", "10", "5")
    decisions = decide(town(HIGHEST, scheme="town/city"), facts) + decide(town(scheme="town/district"), facts)
    settlement = apply_limits(decisions)
    assert settlement.total == Decimal("15.00")
    assert [str(s.total) for s in settlement.settled] == ["15.00", "0.00"]  # equal: by the schemes' names


def test_a_scheme_that_yields_to_another_gives_what_that_one_leaves_of_the_cost() -> None:
    capped = "{at_most: loan.interest_paid, per: [loan], across: [nation/main], keep: listed}"
    nation = town(scheme="nation/main", parameters="")
    city = town(capped, scheme="town/city")
    decisions = decide(nation, loan("n", "30", loan__contract="X")) + decide(city, loan("c", "100", loan__contract="X"))
    assert paid(apply_limits(decisions)) == {"n": "30.00", "c": "70.00"}
    assert paid(apply_limits(decisions[1:])) == {"c": "100.00"}
    over = decide(nation, loan("n", "130", loan__contract="X")) + decisions[1:]
    assert paid(apply_limits(over)) == {"n": "100.00", "c": "0.00"}  # whoever comes first, the sum keeps to the ceiling


def test_the_other_amount_is_deducted() -> None:
    deducted = "{at_most: interest.amount, per: [loan], of: [interest], across: [nation/main], keep: listed}"
    decisions = decide(town(scheme="nation/main"), loan("n", "30", loan__contract="X"))
    decisions += decide(town(deducted, scheme="town/city"), loan("c", "100", "7", loan__contract="X"))
    assert paid(apply_limits(decisions)) == {"n": "30.00", "c": "77.00"}


def test_full_only_without_the_other_else_the_local_part() -> None:
    parameters = "\n  local: {is: 12元, cite: notice 三, zh: 本级部分, en: local part}"
    local = "{at_most: 1个方案, per: [loan], across: [nation/main], keep: listed, instead: local}"
    city, nation = town(local, scheme="town/city", parameters=parameters), town(scheme="nation/main")
    decisions = decide(nation, loan("n", "5", loan__contract="X")) + decide(city, loan("c", "100", loan__contract="X"))
    decisions += decide(city, loan("alone", "100", loan__contract="Y"), loan("small", "9", loan__contract="Z"))
    decisions += decide(nation, loan("n2", "5", loan__contract="Z"))
    assert paid(apply_limits(decisions)) == {
        "n": "5.00",
        "c": "12.00",
        "alone": "100.00",
        "small": "9.00",
        "n2": "5.00",
    }


def test_what_is_refused_across_schemes_is_left_in_the_pot_that_stands_after_it() -> None:
    pot = "{at_most: 50元, per: [scheme]}"
    settlement = both(town(HIGHEST, pot, scheme="town/city"), town(scheme="town/district"), ("40", "60"), ("40", "10"))
    assert paid(settlement) == {"c0": "0.00", "d0": "60.00", "c1": "40.00", "d1": "0.00"}


def test_the_limits_that_stand_before_come_first_in_every_scheme() -> None:
    cap = "{at_most: 30元, per: [borrower]}"
    settlement = both(town(HIGHEST, scheme="town/city"), town(cap, scheme="town/district"), ("40", "60"))
    assert paid(settlement) == {"c0": "40.00", "d0": "0.00"}
    assert [(r.scheme, r.name) for r in settlement.limits] == [("town/district", "limit_0"), ("town/city", "limit_0")]


def test_schemes_that_are_not_named_are_left_alone() -> None:
    settlement = both(town(HIGHEST, scheme="town/city"), town(scheme="village/tech"), ("10", "20"))
    assert paid(settlement) == {"c0": "10.00", "d0": "20.00"}
    assert warned(settlement) == []


def test_the_other_scheme_that_is_incomplete_may_change_it() -> None:
    settlement = both(
        town(HIGHEST, scheme="town/city"), town(scheme="town/district"), ("10", "20"), borrower__city=None
    )
    assert warned(settlement) == []  # both are incomplete, so nobody has anything
    decisions = decide(town(HIGHEST, scheme="town/city"), loan("c", "10", loan__contract="X"))
    decisions += decide(town(scheme="town/district"), loan("d", "20", loan__contract="X", borrower__city=None))
    assert warned(apply_limits(decisions)) == ["limit 0: incomplete, and may change what the others get (d)"]


@pytest.mark.parametrize(("across", "named"), [("town/city, nation/main", False), ("nation/main", True)])
def test_an_incomplete_one_that_yields_changes_nothing_for_the_others(across: str, named: bool) -> None:
    capped = f"{{at_most: loan.interest_paid, per: [loan], across: [{across}], keep: listed}}"
    decisions = decide(town(capped, scheme="town/city"), loan("c", "90", loan__contract="X"))
    decisions += decide(town(scheme="nation/main"), loan("n", "9", loan__contract="X", borrower__city=None))
    assert warned(apply_limits(decisions)) == (
        ["limit 0: incomplete, and may change what the others get (n)"] if named else []
    )


def test_loans_of_a_borrower_over_schemes_are_counted_as_applications() -> None:
    two = "{at_most: 2笔, per: [borrower], across: [town/district], keep: largest}"
    city, district = town(two, scheme="town/city"), town(scheme="town/district")
    same, other, third = loan("1", "10"), loan("2", "30"), loan("3", "5")
    decisions = [*decide(city, same, third), *decide(district, same, other)]
    settlement = apply_limits(decisions)
    assert [str(s.total) for s in settlement.settled] == ["10.00", "0.00", "10.00", "30.00"]
