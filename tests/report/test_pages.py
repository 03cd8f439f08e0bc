"""The two ways to write a page: neither loses a text, the terminal keeps its width, Markdown keeps its signs."""

import re

from hypothesis import given
from hypothesis import strategies as st

from subsidy.explain.values import verbatim
from subsidy.messages import Label
from subsidy.report.citations import Citation
from subsidy.report.markdown import as_markdown, escaped
from subsidy.report.page import (
    Bar,
    Bars,
    Block,
    Field,
    Fields,
    Heading,
    Item,
    Items,
    Page,
    Paragraph,
    Table,
    Title,
    Tone,
)
from subsidy.report.plain import as_plain
from subsidy.report.terminal import as_text
from subsidy.report.width import width

WORDS = st.text(st.sampled_from("贷款补贴元率abcXYZ0189，。（）|*_<>#[]"), min_size=1, max_size=60)
TEXTS = st.builds(Label, WORDS, WORDS)
CITES = st.sampled_from(["", "notice 三(一)", "wuhan/a-scheme-with-a-long-name"])
TONES = st.sampled_from(("plain", "strong", "faint", "good", "bad", "open"))
ITEMS = st.builds(Item, TEXTS, st.sampled_from("✓✗?·"), TONES, CITES, st.lists(TEXTS, max_size=2).map(tuple), st.none())
BLOCKS: st.SearchStrategy[Block] = st.one_of(
    st.builds(Title, TEXTS),
    st.builds(Heading, TEXTS),
    st.builds(Paragraph, TEXTS),
    st.builds(Items, st.lists(ITEMS, max_size=3).map(tuple)),
    st.builds(Fields, st.lists(st.builds(Field, TEXTS, TEXTS, CITES), max_size=3).map(tuple)),
)
PAGES: st.SearchStrategy[Page] = st.lists(BLOCKS, max_size=5).map(tuple)
WIDTHS = st.integers(40, 120)


def texts_of(block: Block) -> list[str]:
    match block:
        case Items(items):
            return [said.say("zh") for i in items for said in (i.text, Citation(i.cite), *i.below)]
        case Fields(fields):
            return [said.say("zh") for f in fields for said in (f.name, f.value, Citation(f.cite))]
        case Table(columns, rows):
            return [cell.say("zh") for row in (columns, *rows) for cell in row]
        case Title() | Heading() | Paragraph():
            return [block.text.say("zh")]


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@given(PAGES, WIDTHS)
def test_no_line_is_wider_than_the_terminal(page: Page, cells: int) -> None:
    assert all(width(line) <= cells for line in as_text(page, "zh", cells).splitlines())


@given(st.lists(BLOCKS.filter(lambda b: not isinstance(b, Fields)), max_size=4).map(tuple), WIDTHS)
def test_a_terminal_shows_every_sign(page: Page, cells: int) -> None:
    """In any order: a citation stands beside the first line of what it belongs to."""
    shown = sorted(bare(as_text(page, "zh", cells)).translate({ord(m): None for m in "✓✗?·"}))
    assert shown == sorted(bare("".join(text for block in page for text in texts_of(block))))


@given(PAGES, WIDTHS)
def test_colours_change_nothing_but_colours(page: Page, cells: int) -> None:
    def paint(text: str, tone: Tone) -> str:
        return f"\x1b[{len(tone)}m{text}\x1b[0m"

    painted = re.sub(r"\x1b\[\dm", "", as_text(page, "zh", cells, paint))
    assert [line.rstrip() for line in painted.splitlines()] == as_text(page, "zh", cells).splitlines()


@given(PAGES)
def test_no_line_ends_in_a_space_and_the_first_is_not_blank(page: Page) -> None:
    lines = as_text(page, "en").splitlines()
    assert [line for line in lines if line != line.rstrip()] == []
    assert not lines or lines[0]


@given(WORDS)
def test_markdown_shows_signs_as_they_are(text: str) -> None:
    assert re.sub(r"\\(.)", r"\1", escaped(text)) == text
    assert not set("|*_<>#[]") & set(re.sub(r"\\.", "", escaped(text)))


@given(PAGES)
def test_markdown_holds_every_text(page: Page) -> None:
    shown = as_markdown(page, "zh")
    assert all(escaped(text) in shown for block in page for text in texts_of(block))


def test_a_table_on_a_terminal_and_in_markdown() -> None:
    page = (
        Table(
            (Label("公布日", "published"), Label("利率", "rate")),
            ((Label("2023-07-20", "2023-07-20"), Label("3.55%", "3.55%")),),
        ),
    )
    assert as_text(page, "zh") == "  公布日       利率\n  2023-07-20  3.55%\n"
    assert as_markdown(page, "en") == "| published | rate |\n| --- | --- |\n| 2023-07-20 | 3.55% |\n"


def test_the_last_column_gives_way() -> None:
    page = (Table((Label("甲", "a"), Label("乙", "b")), ((Label("一", "one"), Label("贷款" * 10, "loan " * 20)),)),)
    lines = as_text(page, "zh", 30).splitlines()
    assert max(map(width, lines)) <= 30
    assert lines[1:] == ["  一  贷款贷款贷款贷款贷款贷款", "      贷款贷款贷款贷款"]


def test_a_citation_stands_at_the_right_margin_or_below_where_there_is_no_room() -> None:
    item = Item(Label("在武汉市注册", "registered"), "✓", "good", "notice 一")
    assert as_text((Items((item,)),), "zh", 40).splitlines() == ["  ✓ 在武汉市注册                 通知 一"]
    long = Item(Label("在武汉市注册", "registered"), "✓", "good", "a-name-as-long-as-a-narrow-page")
    assert as_text((Items((long,)),), "zh", 40).splitlines() == [
        "  ✓ 在武汉市注册",
        "    a-name-as-long-as-a-narrow-page",
    ]


def test_a_blank_line_parts_what_no_heading_announces() -> None:
    said = Label("甲", "a")
    page = (Title(said), Paragraph(said), Items((Item(said),)), Heading(said), Items((Item(said),)), Paragraph(said))
    assert as_text(page, "en") == "a\na\n\n  · a\n\na\n  · a\n\na\n"


def test_bars_are_as_long_as_what_they_stand_for() -> None:
    bars = tuple(Bar(verbatim(name), length, verbatim(str(length))) for name, length in (("a", 0), ("b", 1), ("c", 80)))
    first, *lines = as_text((Bars(verbatim("loans"), bars),), "en", 2 + 1 + 2 + 10 + 2 + 2).splitlines()
    assert first == "loans"
    assert lines == ["  a    0", "  b  ▏  1", "  c  ██████████  80"]
    assert as_plain((Bars(verbatim("loans"), bars),), "en") == "loans\na: 0\nb: 1\nc: 80\n"
    assert as_markdown((Bars(verbatim("loans"), bars),), "en") == "loans\n\n- **a**  0\n- **b**  1\n- **c**  80\n"


def test_bars_of_nothing() -> None:
    assert as_text((Bars(verbatim("loans"), ()),), "en") == "loans\n"
    assert as_text((Bars(verbatim("loans"), (Bar(verbatim("a"), 0, verbatim("0")),)),), "en") == "loans\n  a    0\n"


def test_numbers_are_not_broken_where_words_can_be() -> None:
    cells = (verbatim("a district of many words"), verbatim("1,083,055.54"), verbatim("+101,888.85"))
    page = (Table((verbatim("district"), verbatim("before"), verbatim("change")), (cells,)),)
    lines = as_text(page, "en", 42).splitlines()
    assert max(map(width, lines)) <= 42
    assert "1,083,055.54  +101,888.85" in lines[1]
