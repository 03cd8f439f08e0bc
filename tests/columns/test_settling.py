"""What is payable of a table is what `apply_limits` gives for the same applications, limit by limit and to the fen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from subsidy import evaluate
from subsidy.columns import BatchEvaluator, SettledFrame, settle
from subsidy.evaluation.evaluator import as_application
from subsidy.limits import Settlement, apply_limits
from subsidy.limits.settlement import Extent
from subsidy.messages import Message
from subsidy.quantities.fen import fen_of
from subsidy.scheme.library import LoadedEdition, Scheme
from tests.columns.tables import table_of
from tests.limits.town import loan, town

Facts = dict[str, Any]
PARAMETERS = """
  secret: {unpublished: yes, type: money, cite: notice 三, zh: 未公布限额, en: unpublished ceiling}
  most: {unpublished: yes, type: count, cite: notice 三, zh: 未公布笔数, en: unpublished number}
  small: {is: 100元, cite: notice 三, zh: 小额, en: small}
  free: {is: 30元, cite: notice 三, zh: 免计, en: free}"""


def scheme_of(*limits: Sequence[str]) -> Scheme:
    """A town whose editions have these limits, each for one year from 2023."""
    editions = {}
    for year, some in enumerate(limits, 2023):
        found = town(*some, parameters=PARAMETERS, edition=str(year)).edition
        governs = found.definition.governs
        last = None if year == 2022 + len(limits) else date(year, 12, 31)
        first = date(2000, 1, 1) if year == 2023 else governs.from_
        dated = governs.model_copy(update={"from_": first, "to": last})
        definition = found.definition.model_copy(update={"governs": dated})
        editions[str(year)] = LoadedEdition(definition, found.document, {})
    return Scheme("town/tech", editions, next(iter(editions.values())).vocabulary)


def both(scheme: Scheme, applications: Sequence[Facts]) -> tuple[Settlement, SettledFrame]:
    """What becomes of the applications one by one, and of the same as a table."""
    batch = BatchEvaluator(scheme)
    table = table_of([as_application(a, scheme.vocabulary) for a in applications], scheme.vocabulary)
    decided = batch.decide(table)
    assert decided.faults == ()
    return apply_limits([evaluate(scheme, a) for a in applications]), settle(decided.decisions, batch)


def agree(single: Settlement, table: SettledFrame, benefits: Sequence[str] = ("interest", "premium")) -> None:
    assert [row_of(settled, benefits) for settled in single.settled] == table.payables.drop("row").to_dicts()
    groups = [(limit, called(group), *rest) for limit, group, *rest in table.limits.drop("rows").rows()]
    assert groups == [group_of(result) for result in single.limits]
    assert sorted(map(said, table.notes)) == sorted(map(said, single.warnings))


def said(note: Message) -> tuple[str, int, list[str]]:
    """What a note says, of how many, and who they are where all are named (in whatever order)."""
    words, _, who = str(note).removesuffix(")").rpartition(" (")
    *names, last = who.split(", ")
    if last.endswith(" more"):
        return words, len(names) + int(last.removesuffix(" more")), []
    return words, len(names) + 1, sorted(map(called, [*names, last]))


def called(name: str) -> str:
    """A row without a number is called by its place in the table."""
    return re.sub(r"#(\d+)", lambda found: f"application {int(found[1]) + 1}", name)


def row_of(settled: Any, benefits: Sequence[str]) -> dict[str, Any]:
    found = {p.name: p for p in settled.payables}
    took = dict.fromkeys(cut.limit for cut in settled.cuts)
    return {
        **{f"payable_fen.{b}": fen(found[b].amount) if b in found else None for b in benefits},
        **{f"provisional_fen.{b}": fen(found[b].provisional) if b in found else None for b in benefits},
        "payable_fen": fen(settled.total),
        "limits": ",".join(took),
    }


def group_of(result: Any) -> tuple[Any, ...]:
    shown = [_SHOWN.get(text := value.shown.say("en"), text) for value in result.group]
    numbers = (number(e) for e in (result.ceiling, result.used, result.claimed, result.paid))
    return (result.name, " · ".join(shown), result.claimed.unit, *numbers, sum(fen_of(c.taken) for c in result.cuts))


_SHOWN = {"example subsidy": "town/tech", "yes": "true", "no": "false"}


def fen(amount: Decimal | None) -> int | None:
    return None if amount is None else fen_of(amount)


def number(extent: Extent | None) -> int | None:
    return None if extent is None else fen_of(extent.value) if extent.unit == "yuan" else int(extent.value)


AMOUNTS = st.one_of(
    st.sampled_from(["0", "0.01", "10", "50.01", "99.99", "100"]),
    st.decimals(0, 300, places=2, allow_nan=False).map(str),
)
GRANTS = st.fixed_dictionaries(
    {
        "scheme": st.sampled_from(["town/tech", "town/tech", "town/other"]),
        "year": st.sampled_from(["2023", "2024"]),
        "amount": st.sampled_from(["0", "20", "33.33"]),
    },
    optional={
        "edition": st.sampled_from(["2023", "2024"]),
        "lender": st.sampled_from(["甲 银行", "乙银行"]),
        "benefit": st.sampled_from(["interest", "premium"]),
    },
)


@st.composite
def loans(draw: st.DrawFn, number: int) -> Facts:
    """A loan of one of a few borrowers; what groups are made of is not always known. No two are alike in all by which
    they are told apart: number, contract, borrower, amounts.
    """
    facts = loan(
        f"{number:02}",
        draw(AMOUNTS),
        draw(AMOUNTS),
        draw(st.sampled_from("AAABBC")),
        draw(st.sampled_from([(), (), None]) | st.lists(GRANTS, max_size=2)),
        loan__lender=draw(st.sampled_from(["甲银行", "甲　银行", "乙银行", None])),
        loan__contract=draw(st.sampled_from(["合同1", "合同 1", "No.2", None])),
        loan__principal=draw(st.sampled_from(["1", "33.33", "1000000", None])),
        loan__settled_on=draw(st.sampled_from(["2023-03-31", "2024-12-31", "2025-01-01"])),
        loan__disbursed_on=draw(st.sampled_from(["2022-03-01", "2022-03-01", "2022-04-01", None])),
        borrower__city=draw(st.sampled_from(["示例市"] * 7 + ["别市", None])),
        borrower__district=draw(st.sampled_from(["东区", "西区", None])),
        borrower__kind=draw(st.sampled_from(["company", "person"])),
        claim__first_loan=draw(st.booleans()),
        lender_year__year=draw(st.sampled_from([2023, 2024])),
    )
    if draw(st.integers(0, 4)) == 0:
        facts["borrower"].pop("uscc")
    if draw(st.integers(0, 7)) == 0:
        facts.pop("cover")  # a table has no empty records
    odd = draw(st.integers(0, 15))
    if odd == 0:
        facts["application"].pop("id")
        facts["loan"]["contract"] = f"无号 {number}"
    elif odd == 1:
        facts["application"]["id"] = "same"
        facts["loan"]["interest_paid"] = str(100 + number)
    return facts


@st.composite
def tables(draw: st.DrawFn) -> list[Facts]:
    return [draw(loans(number)) for number in draw(st.permutations(range(draw(st.integers(1, 9)))))]


KEYS = st.lists(
    st.sampled_from(
        [
            "borrower",
            "borrower",
            "lender",
            "loan",
            "application",
            "edition",
            "scheme",
            "borrower.district",
            "claim.first_loan",
            "borrower.kind",
            "lender_year.year",
            "year_of(loan.settled_on)",
        ]
    ),
    min_size=1,
    max_size=3,
    unique=True,
).map(lambda keys: f", per: [{', '.join(keys)}]")
OF = st.sampled_from(["", "", ", of: [premium]", ", of: [interest, premium]"])
CEILINGS = st.sampled_from(
    [
        "0.01元",
        "0.99元",
        "99.99元",
        "100元",
        "250.01元",
        "100万元",
        "secret",
        "min(small, loan.principal)",
        "loan.principal - free",
    ]
)
IN_ORDER = st.sampled_from(
    [", keep: largest", ", keep: first, by: loan.disbursed_on", ", keep: largest, by: loan.principal"]
)
ACROSS = st.sampled_from([""] * 5 + [", across: [town/*]"])
ROUND = st.sampled_from([", round: half-up 0.01元", ", round: up 1元", ", round: half-even 0.05元"])


KINDS = st.sampled_from(["amount", "amount", "whole", "measure", "count", "year", "ratio"])


@st.composite
def limits(draw: st.DrawFn, keys: str) -> str:
    of, kind = draw(OF), draw(KINDS)
    if kind == "ratio":
        return f"{{ratio: {draw(st.sampled_from(['33.3%', '100%', '0%']))}{keys}{of}{draw(ROUND)}}}"
    across = draw(ACROSS)
    if kind == "count":
        counted = draw(st.sampled_from(["1笔", "2 loans", "1项", "1个方案", "3 benefits", "most 笔", "most 项"]))
        instead = draw(st.sampled_from(["", "", ", instead: free", ", instead: 'loan.principal'"]))
        return f"{{at_most: {counted}{keys}{of}{across}{draw(IN_ORDER)}{instead}}}"
    if kind == "year":
        order = draw(st.sampled_from(["largest", "first"]))
        return f"{{at_most: {draw(st.sampled_from('12'))}年{keys}{of}, keep: {order}, by: loan.settled_on}}"
    ceiling = f"{{at_most: '{draw(CEILINGS)}'{keys}{of}"
    used = draw(st.sampled_from(["", "", ", used: free", ", used: 'loan.principal'"]))
    if kind == "measure":
        order = draw(st.sampled_from(["", ", keep: proportional"]) | IN_ORDER)
        return f"{ceiling}{used}, on: loan.principal{order}{draw(ROUND)}}}"
    if kind == "whole":
        return f"{ceiling}{used}{across}{draw(IN_ORDER)}, partial: no}}"
    return f"{ceiling}{used}{across}{draw(st.sampled_from(['', ', keep: proportional']) | IN_ORDER)}}}"


@st.composite
def schemes(draw: st.DrawFn, editions: int) -> list[list[str]]:
    """The limits of each edition, some of which have the same keys and so bind their loans together."""
    found: list[list[str]] = [[] for _ in range(editions)]
    for _ in range(draw(st.integers(1, 3))):
        keys = draw(KEYS)
        for some in found:
            some.append(draw(limits(keys if draw(st.integers(0, 3)) else draw(KEYS))))
    return found


@settings(max_examples=40)
@given(tables(), schemes(editions=1))
def test_random_towns_settle_as_one_by_one(applications: list[Facts], editions: list[list[str]]) -> None:
    agree(*both(scheme_of(*editions), applications))


@settings(max_examples=30)
@given(tables(), schemes(editions=2))
def test_limits_over_two_editions(applications: list[Facts], editions: list[list[str]]) -> None:
    agree(*both(scheme_of(*editions), applications))
