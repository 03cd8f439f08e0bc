"""What is payable of a table is what `apply_limits` gives for the same applications, limit by limit and to the fen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from subsidy import evaluate, load_schemes
from subsidy.columns import BatchEvaluator, SettledFrame, settle
from subsidy.evaluation.evaluator import as_application
from subsidy.facts import Application
from subsidy.limits import Settlement, apply_limits
from subsidy.limits.settlement import Extent
from subsidy.messages import Message
from subsidy.quantities.fen import fen_of
from subsidy.scheme.cases import case_paths, read_examples
from subsidy.scheme.library import LoadedEdition, Scheme
from tests.columns.tables import table_of
from tests.limits.town import code, loan, town

Facts = dict[str, Any]
SCHEMES = load_schemes()
LIMITED = [name for name, scheme in SCHEMES.items() if any(e.definition.limits for e in scheme.editions.values())]
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


@cache
def worked_examples(name: str) -> list[Facts]:
    """The applications of a scheme's own examples: those of which something is due, and one of which nothing is."""
    scheme = SCHEMES[name]
    definitions = {name: edition.definition for name, edition in scheme.editions.items()}
    paths = case_paths(edition.document for edition in scheme.editions.values())
    every: list[Any] = [e.application.data for path in paths for e in read_examples(path, definitions)]
    paid = [facts for facts in every if evaluate(scheme, facts).total]
    return [*paid, *(facts for facts in every if not evaluate(scheme, facts).total)][: len(paid) + 1]


@st.composite
def filed(draw: st.DrawFn, name: str) -> list[Application]:
    """Applications for a shipped scheme by a few borrowers at a few banks, with what they were granted before."""
    found = []
    for number, chosen in enumerate(draw(st.lists(st.sampled_from(worked_examples(name)), min_size=1, max_size=12))):
        facts = {key: dict(record) if isinstance(record, dict) else record for key, record in chosen.items()}
        borrower = draw(st.sampled_from("AAB"))
        facts["application"] = facts.get("application", {}) | {"id": f"{number:02}"}
        facts["borrower"] = facts.get("borrower", {}) | {"name": f"{borrower}公司", "uscc": code(borrower)}
        facts["loan"]["lender"] = draw(st.sampled_from(["甲银行", "乙银行"]))
        facts["loan"]["contract"] = draw(st.sampled_from(["合同1", "合同2"]))
        years = draw(st.lists(st.sampled_from(["2021", "2024"]), max_size=1))
        facts["granted"] = [{"scheme": name, "year": year, "amount": "1万元"} for year in years]
        found.append(as_application(facts, SCHEMES.vocabulary))
    return found


@pytest.mark.parametrize("name", LIMITED)
def test_every_shipped_scheme_settles_as_one_by_one(name: str) -> None:
    scheme = SCHEMES[name]
    batch = BatchEvaluator(scheme)

    @settings(max_examples=8, phases=(Phase.explicit, Phase.generate))
    @given(filed(name))
    def settles(applications: list[Application]) -> None:
        found = batch.decide(table_of(applications, scheme.vocabulary))
        spoiled = {fault.row for fault in found.faults}
        single = apply_limits([evaluate(scheme, a) for i, a in enumerate(applications) if i not in spoiled])
        table = settle(found.decisions, batch)
        assert [row_of(s, list(batch.benefits)) for s in single.settled] == table.payables.drop("row").to_dicts()
        ours = table.limits.select("limit", "unit", "ceiling", "used", "claimed", "paid", "taken_fen").rows()
        assert ours == [(name, *rest) for name, _, *rest in map(group_of, single.limits)]
        assert sorted(map(said, table.notes)) == sorted(map(said, single.warnings))

    settles()


@settings(max_examples=30)
@given(tables(), schemes(editions=1), st.randoms(use_true_random=False), st.booleans())
def test_the_order_of_the_rows_changes_nothing(
    applications: list[Facts], editions: list[list[str]], shuffle: Any, nameless: bool
) -> None:
    """Also of rows that nothing tells apart but facts that no limit looks at."""
    batch = BatchEvaluator(scheme_of(*editions))
    for facts in applications if nameless else ():
        facts["application"].pop("id", None)
        facts["loan"]["contract"] = "合同"
        facts["loan"]["interest_paid"] = "50"
    read = [as_application(a, batch.scheme.vocabulary) for a in applications]
    table = table_of(read, batch.scheme.vocabulary).with_row_index("#row")
    places = list(range(len(read)))
    shuffle.shuffle(places)
    there = settle(batch.decide(table).decisions, batch)
    back = settle(batch.decide(table[places]).decisions, batch)
    assert paid_to(read, there) == paid_to([read[i] for i in places], back)
    assert there.limits.drop("group").equals(back.limits.drop("group"))
    assert nameless or sorted(map(said, there.notes)) == sorted(map(said, back.notes))


def paid_to(read: Sequence[Application], settled: SettledFrame) -> list[tuple[str, str]]:
    """What is paid of each application, by its facts."""
    rows = settled.payables.drop("row").rows()
    return sorted((repr(a), repr(row)) for a, row in zip(read, rows, strict=True))


def test_parts_of_a_table_settle_together_also_from_a_file(tmp_path: Path) -> None:
    scheme = scheme_of(["{at_most: 120元, per: [borrower]}", "{at_most: 300元, per: [scheme], keep: largest}"])
    rows = [loan(f"{n:02}", str(10 + n), "5", "ABC"[n % 3]) for n in range(20)]
    table = table_of([as_application(a, scheme.vocabulary) for a in rows], scheme.vocabulary)
    batch = BatchEvaluator(scheme)
    whole = settle(batch.decide(table).decisions, batch)
    numbered = table.with_row_index("#row")
    parts = pl.concat([batch.decide(numbered[i : i + 7]).decisions for i in range(0, 20, 7)])
    parts.write_parquet(tmp_path / "decisions.parquet")
    for found in (settle(parts, batch), settle(pl.scan_parquet(tmp_path / "decisions.parquet"), batch)):
        assert found.payables.equals(whole.payables)
        assert found.limits.equals(whole.limits)
        assert found.notes == whole.notes
    assert whole.payables["payable_fen"].sum() == 300_00


def test_without_limits_everything_is_payable() -> None:
    scheme = scheme_of([])
    single, table = both(scheme, [loan("1", "100", "20"), loan("2", "3", borrower__city=None)])
    agree(single, table)
    assert table.limits.is_empty()


def test_a_table_without_rows_has_nothing_to_settle() -> None:
    batch = BatchEvaluator(scheme_of(["{at_most: 120元, per: [borrower]}"]))
    found = settle(batch.decide(pl.DataFrame({"loan.settled_on": []})).decisions, batch)
    assert found.payables.columns[0] == "row"
    assert (found.payables.height, found.limits.height, found.notes) == (0, 0, ())


def test_how_many_rows_of_a_group_claimed_and_what_was_taken() -> None:
    scheme = scheme_of(["{at_most: 100元, per: [borrower]}", "{at_most: 1笔, per: [scheme], keep: largest}"])
    _, table = both(scheme, [loan("1", "90", "30"), loan("2", "30"), loan("3", "10", borrower="B"), loan("4")])
    assert table.limits.select("limit", "group", "unit", "claimed", "paid", "taken_fen", "rows").rows() == [
        ("limit_0", "A公司", "yuan", 150_00, 100_00, 50_00, 2),
        ("limit_0", "B公司", "yuan", 10_00, 10_00, 0, 1),
        ("limit_1", "town/tech", "loan", 3, 1, 30_00, 3),
    ]
    assert table.payables["limits"].to_list() == ["limit_0", "limit_0,limit_1", "limit_1", ""]


def test_amounts_beyond_what_one_sorting_key_holds() -> None:
    """Largest first, equal ones by principal: their spans together are wider than 64 bits."""
    scheme = scheme_of(["{at_most: 1000001元, per: [borrower], keep: largest, by: loan.principal, partial: no}"])
    most = "1000000000000"
    rows = [loan("1", most, loan__principal=most), loan("2", most, loan__principal="1"), loan("3", "1000000")]
    rows += [loan("4", "1", loan__principal="2"), loan("5", "1", loan__principal="1")]
    single, table = both(scheme, rows)
    agree(single, table)
    assert table.payables["payable_fen"].to_list() == [0, 0, 1_000_000_00, 0, 1_00]


def test_many_are_counted_and_some_are_named() -> None:
    scheme = scheme_of(["{at_most: 10元, per: [scheme], keep: first, by: loan.settled_on}"])
    _, table = both(scheme, [loan(f"{n:02}", "5", borrower=chr(65 + n)) for n in range(9)])
    (note,) = table.notes
    assert "(00, 01, 02, 03, 04, 4 more)" in str(note)


def test_sums_beyond_64_bits() -> None:
    """The principals of these loans are more fen than Int64 holds; the pot of principal is that of the first alone."""
    trillion, count = "1000000000000", 93_000
    order = "keep: first, by: loan.settled_on, round: half-up 0.01元"
    batch = BatchEvaluator(scheme_of([f"{{at_most: {trillion}元, on: loan.principal, per: [scheme], {order}}}"]))
    one = {"loan.principal": trillion, "loan.interest_paid": "1", "cover.premium": "0", "borrower.city": "示例市"}
    table = pl.DataFrame([one | {"loan.settled_on": "2024-06-30"}]).select(pl.all().repeat_by(count).explode())
    ids = pl.Series("application.id", [f"{number:05}" for number in range(count)])
    settled = settle(batch.decide(table.with_columns(ids)).decisions, batch)
    assert settled.payables.filter(pl.col("payable_fen") > 0).select("row", "payable_fen").rows() == [(0, 100)]
    assert settled.limits.select("claimed", "paid", "rows").row(0) == (count * 10**14, 10**14, count)
