import csv
import hashlib
from bisect import bisect_right
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subsidy.diagnostics import InputError
from subsidy.rates import UNIT, NoQuoteError, RateTable, load_rate_tables

FOLDER = Path(__file__).parent.parent / "schemes" / "rates"
LPR = load_rate_tables(FOLDER)["lpr"]
DAYS = st.dates(date(2019, 8, 20), date(2027, 12, 31))
TENORS = st.sampled_from(["1Y", "5Y"])

DESCRIPTION = """\
title: {zh: 某利率, en: some rate}
issuer: {zh: 某机构, en: somebody}
source: a notice
tenors:
  1Y: {zh: 一年, en: one year}
  5Y: {zh: 五年, en: five years}
every_months: 1
days_late: 10
standings:
  read: {zh: 已读, en: read}
"""
QUOTES = """\
published,1Y,5Y,standing
2024-01-22,3.45%,4.20%,read
2024-02-20,3.45%,3.95%,read
2024-03-20,3.40%,3.95%,read
"""


def folder_with(folder: Path, quotes: str | bytes, description: str = DESCRIPTION, name: str = "some") -> Path:
    content = quotes if isinstance(quotes, bytes) else quotes.encode()
    (folder / f"{name}.csv").write_bytes(content)
    (folder / f"{name}.yaml").write_text(description, "utf-8")
    return folder


def problems_of(folder: Path) -> list[tuple[str, int, int, str]]:
    """Code, line, column and text of every problem."""
    with pytest.raises(InputError) as caught:
        load_rate_tables(folder)
    found = []
    for diagnostic in caught.value.diagnostics:
        assert diagnostic.place is not None
        assert diagnostic.place.file.startswith(str(folder))
        found.append((diagnostic.code, diagnostic.place.line, diagnostic.place.column, str(diagnostic.message)))
    return found


def in_the_file() -> list[tuple[date, dict[str, int]]]:
    """The file as a plain reader sees it, in basis points."""
    with (FOLDER / "lpr.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        (date.fromisoformat(row["published"]), {t: int(row[t].replace(".", "").rstrip("%")) for t in ("1Y", "5Y")})
        for row in rows
    ]


ROWS = in_the_file()


def in_force(tenor: str, on: date) -> int:
    return next(values[tenor] for published, values in reversed(ROWS) if published <= on)


@pytest.mark.parametrize(
    ("tenor", "on", "percent"),
    [
        ("1Y", "2019-08-20", "4.25"),
        ("1Y", "2022-08-21", "3.70"),
        ("1Y", "2022-08-22", "3.65"),
        ("5Y", "2022-08-21", "4.45"),
        ("1Y", "2023-08-01", "3.55"),
        ("5Y", "2024-02-20", "3.95"),
        ("1Y", "2024-10-20", "3.35"),
        ("1Y", "2024-10-21", "3.10"),
        ("1Y", "2026-01-20", "3.00"),
        ("5Y", "2026-02-28", "3.50"),
    ],
)
def test_the_quote_of_a_day_is_the_last_published_by_then(tenor: str, on: str, percent: str) -> None:
    quote = LPR.at(tenor, date.fromisoformat(on))
    assert quote.rate == Fraction(percent) / 100
    assert quote.value * UNIT == quote.rate


@given(TENORS, DAYS)
def test_a_look_up_by_ordinal_is_the_quote_of_that_day(tenor: str, on: date) -> None:
    assert LPR.value_at(tenor, on.toordinal()) == LPR.at(tenor, on).value == in_force(tenor, on)


def test_a_quote_holds_until_the_day_before_the_next() -> None:
    for (published, values), (following, _) in pairwise(ROWS):
        for tenor, value in values.items():
            assert LPR.value_at(tenor, published.toordinal()) == value
            assert LPR.value_at(tenor, following.toordinal() - 1) == value


def test_only_the_last_quote_is_the_last() -> None:
    for tenor in LPR.tenors:
        assert [quote.published for quote in LPR.quotes[tenor] if quote.is_last] == [LPR.last_day]
        assert [quote.published for quote in LPR.quotes[tenor]] == [published for published, _ in ROWS]


@given(TENORS, DAYS, st.integers(0, 400))
def test_the_sum_over_days_is_the_difference_of_two_look_ups(tenor: str, first: date, length: int) -> None:
    days = [first + timedelta(n) for n in range(length)]
    until = (first + timedelta(length)).toordinal()
    found = LPR.cumulative(tenor, until) - LPR.cumulative(tenor, first.toordinal())
    assert found == sum(in_force(tenor, day) for day in days)


def test_the_sum_begins_with_the_first_quote() -> None:
    first = LPR.first_day.toordinal()
    assert [LPR.cumulative("1Y", first + n) for n in (0, 1, 2)] == [0, 425, 850]


def test_a_day_before_the_first_quote_has_none() -> None:
    day = date(2019, 8, 19)
    for look_up in (LPR.at, lambda t, d: LPR.value_at(t, d.toordinal()), lambda t, d: LPR.cumulative(t, d.toordinal())):
        with pytest.raises(NoQuoteError, match=r"no quote on 2019-08-19: its first quote is of 2019-08-20") as caught:
            look_up("1Y", day)
        assert (caught.value.on, caught.value.first_day) == (day, date(2019, 8, 20))
        assert isinstance(caught.value, LookupError)


@pytest.mark.parametrize("ordinal", [date(2019, 1, 1).toordinal(), date(2024, 1, 1).toordinal()])
def test_an_unknown_tenor_is_refused(ordinal: int) -> None:
    for look_up in (LPR.value_at, LPR.cumulative):
        with pytest.raises(InputError, match="3Y is not a known tenor"):
            look_up("3Y", ordinal)


def test_a_day_beyond_the_last_known_quote_is_warned_of() -> None:
    assert LPR.last_day == date(2026, 1, 20)
    assert LPR.known_until == date(2026, 2, 19)
    assert LPR.warning(LPR.known_until) is None
    assert str(LPR.warning(date(2026, 2, 20))) == (
        "loan prime rate (LPR), 2026-02-20: a quote was due on 2026-02-20 and is not in the table; "
        "that of 2026-01-20 is taken"
    )
    assert LPR.at("1Y", date(2026, 2, 20)).is_last


@pytest.mark.parametrize(
    ("published", "due"),
    [
        (date(2024, 3, 20), date(2024, 4, 22)),  # the 20th is a Saturday
        (date(2023, 7, 20), date(2023, 8, 21)),  # a Sunday
        (date(2023, 5, 22), date(2023, 6, 20)),  # published late, and the next one is due on the 20th all the same
    ],
)
def test_a_quote_is_due_on_the_20th_or_the_next_monday(published: date, due: date) -> None:
    assert LPR.description.due_from(published) == due


def test_no_quote_was_ever_published_before_it_was_due() -> None:
    days = [day for day, _ in ROWS]
    assert all(LPR.description.due_from(before) <= day for before, day in pairwise(days))


def test_without_a_day_of_the_month_the_next_quote_is_due_on_that_of_the_one_before() -> None:
    quarterly = LPR.description.model_copy(update={"every_months": 3, "day_of_month": None})
    assert quarterly.due_from(date(2024, 1, 15)) == date(2024, 4, 15)


def test_a_receipt_can_name_the_very_file() -> None:
    assert LPR.sha256 == hashlib.sha256((FOLDER / "lpr.csv").read_bytes()).hexdigest()


def test_the_published_quotes_keep_the_publication_rule() -> None:
    """On the 20th or, over a holiday, a few days later; never on a Sunday, nor on a Saturday."""
    assert len(ROWS) == 78
    assert [p for p, _ in ROWS if not 20 <= p.day <= 22 or p.weekday() > 4] == []
    assert [(p.year, p.month) for p, _ in ROWS] == [
        (year, month) for year in range(2019, 2027) for month in range(1, 13) if (2019, 8) <= (year, month) <= (2026, 1)
    ]


def test_what_is_assumed_is_said() -> None:
    assumed = [quote.published for quote in LPR.quotes["1Y"] if quote.standing != "read"]
    assert (assumed[0], assumed[-1], len(assumed)) == (date(2025, 6, 20), date(2025, 12, 22), 7)
    assert "assumed" in LPR.description.standings["day-assumed"].say("en")
    assert "推定" in LPR.description.standings["day-assumed"].say("zh")


def test_a_table_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        LPR.quotes["1Y"] = ()  # type: ignore[index]
    with pytest.raises(AttributeError):
        LPR.sha256 = ""  # type: ignore[misc]
    with pytest.raises(TypeError):
        load_rate_tables(FOLDER)["lpr"] = LPR  # type: ignore[index]


def test_every_table_of_a_folder_is_read(tmp_path: Path) -> None:
    assert load_rate_tables(tmp_path) == {}
    folder_with(tmp_path, QUOTES)
    folder_with(tmp_path, "\ufeff" + QUOTES.replace("\n", "\r\n") + "\r\n", name="other")
    tables = load_rate_tables(tmp_path)
    assert [(name, table.name, table.tenors) for name, table in tables.items()] == [
        ("other", "other", ("1Y", "5Y")),
        ("some", "some", ("1Y", "5Y")),
    ]
    assert tables["other"].quotes == tables["some"].quotes
    assert isinstance(tables["some"], RateTable)


@pytest.mark.parametrize(
    ("before", "after", "code", "line", "column", "text"),
    [
        ("2024-02-20", "2024-02-30", "value", 3, 1, "'2024-02-30' does not exist: February 2024 has 29 days"),
        ("2024-02-20", "", "value", 3, 1, "expected date, found ''"),
        ("2024-02-20", "2024-01-22", "duplicate-date", 3, 1, "2024-01-22 is quoted in line 2 too"),
        ("2024-03-20", "2024-04-10", "gap", 4, 1, "no quote stands between 2024-02-20 and 2024-04-10"),
        ("2024-02-20,3.45%", "2024-02-20,3.45", "value", 3, 12, "'3.45' has no unit"),
        ("2024-02-20,3.45%", "2024-02-20,", "value", 3, 12, "'' is not a number with a unit"),
        ("2024-02-20,3.45%", "2024-02-20,3.455%", "value", 3, 12, "3.455% is finer than a basis point"),
        ("2024-02-20,3.45%", "2024-02-20,0%", "value", 3, 12, "0% is not within 0.01%/year to 30%/year"),
        ("2024-02-20,3.45%", "2024-02-20,30.01%", "value", 3, 12, "30.01% is not within 0.01%/year to 30%/year"),
        ("3.95%,read\n2024-03", "1.94%,read\n2024-03", "leap", 3, 1, "from 4.2%/year to 1.94%/year is an absurd leap"),
        (
            "2024-03-20,3.40%,3.95%,read",
            "2024-03-20,3.40%,read",
            "columns",
            4,
            1,
            "3 cells stand here, and 4 are wanted",
        ),
        ("2024-03-20,3.40%,3.95%,read", "2024-03-20,3.40%,3.95%,raed", "unknown-name", 4, 24, "the standing raed"),
        (
            "published,1Y,5Y",
            "published,5Y,1Y",
            "columns",
            1,
            1,
            "the columns are published,5Y,1Y,standing, and must be",
        ),
        (QUOTES, "", "columns", 1, 1, "the columns are , and must be published,1Y,5Y,standing"),
        (QUOTES[25:], "", "no-quotes", 1, 1, "the table holds no quotes"),
        ("2024-02-20", '"2024-02-20', "malformed", 1, 1, "this is not CSV in UTF-8"),
    ],
)
def test_a_wrong_table_is_refused_with_its_place(
    tmp_path: Path, before: str, after: str, code: str, line: int, column: int, text: str
) -> None:
    assert QUOTES.count(before) == 1
    found = problems_of(folder_with(tmp_path, QUOTES.replace(before, after)))
    assert any(problem[:3] == (code, line, column) and problem[3].startswith(text) for problem in found), found


@pytest.mark.parametrize(("last", "gaps"), [("2024-03-30", 0), ("2024-03-31", 1)])
def test_a_quote_may_be_ten_days_late(tmp_path: Path, last: str, gaps: int) -> None:
    folder = folder_with(tmp_path, QUOTES.replace("2024-03-20", last))
    if gaps:
        assert [problem[0] for problem in problems_of(folder)] == ["gap"]
    else:
        assert load_rate_tables(folder)["some"].last_day == date(2024, 3, 30)


@pytest.mark.parametrize(("leap", "refused"), [("5.45%", False), ("5.46%", True)])
def test_a_leap_of_more_than_two_points_is_refused(tmp_path: Path, leap: str, refused: bool) -> None:
    folder = folder_with(tmp_path, QUOTES.replace("2024-01-22,3.45%", f"2024-01-22,{leap}"))
    if refused:
        assert [problem[:2] for problem in problems_of(folder)] == [("leap", 3)]
    else:
        assert load_rate_tables(folder)["some"].at("1Y", date(2024, 1, 22)).value == 545


def test_all_problems_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    folder_with(
        tmp_path, QUOTES.replace("2024-03-20", "2023-03-20").replace("4.20%", "x").replace("3.40%", "340%"), name="a"
    )
    folder_with(tmp_path, "published,1Y,5Y,standing\n".encode("utf-16"), name="b")
    folder_with(
        tmp_path,
        QUOTES,
        DESCRIPTION.replace("days_late: 10", "days_late: -1").replace("en: some rate", "e: x"),
        name="c",
    )
    found = [(code, line) for code, line, *_ in problems_of(tmp_path)]
    assert sorted(found) == sorted(
        [
            ("value", 2),
            ("unsorted", 4),
            ("value", 4),
            ("malformed", 1),
            ("missing-key", 1),
            ("unknown-key", 1),
            ("value", 8),
        ]
    )


def test_a_table_needs_its_description(tmp_path: Path) -> None:
    (tmp_path / "some.csv").write_text(QUOTES, "utf-8")
    with pytest.raises(InputError, match=r"some\.yaml: there is no such file"):
        load_rate_tables(tmp_path)


def test_one_wrong_line_is_one_problem(tmp_path: Path) -> None:
    """The months around it are not taken for a gap."""
    folder = folder_with(tmp_path, QUOTES.replace("2024-02-20,3.45%,3.95%,read", "2024-02-20,3.45%"))
    assert [problem[:2] for problem in problems_of(folder)] == [("columns", 3)]


def test_there_must_be_a_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere is not a folder"):
        load_rate_tables(tmp_path / "nowhere")


def test_bisecting_by_hand_agrees() -> None:
    days = [published for published, _ in ROWS]
    for offset in range(0, 2_400, 7):
        day = date(2019, 8, 20) + timedelta(offset)
        assert LPR.at("5Y", day).published == days[bisect_right(days, day) - 1]
