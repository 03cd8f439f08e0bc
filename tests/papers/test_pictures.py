"""The pictures: drawn inside their frame, to scale, with every name and amount as text, in one language or two."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import combinations
from typing import Any
from xml.etree.ElementTree import Element

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from subsidy.messages import Label
from subsidy.papers.canvas import WIDTH, Canvas, lines_of, pixels
from subsidy.papers.html import as_html
from subsidy.papers.receipt_code import CodePicture
from subsidy.papers.said import Languages
from subsidy.papers.timeline import Timeline, timeline
from subsidy.papers.timeline_picture import LEFT, scale_of, timeline_figure
from subsidy.papers.waterfall import Station, Waterfall, waterfalls
from subsidy.papers.waterfall_picture import waterfall_figure
from subsidy.report.markdown import as_markdown
from subsidy.report.page import Figure
from subsidy.report.terminal import as_text
from tests.papers.examples import worked_examples
from tests.papers.parsed import checked
from tests.report.decisions import wuhan

BOTH: Languages = ("zh", "en")
SOME = worked_examples()[::9]


def figures() -> list[Figure]:
    found = [waterfall_figure(w) for decision in SOME for w in waterfalls(decision)]
    return found + [timeline_figure(t) for decision in SOME if (t := timeline(decision))]


def texts(svg: Element) -> str:
    return "".join(text.text or "" for text in svg.iter("text"))


def numbers(way: str) -> list[int]:
    return [int(number) for number in re.findall(r"-?\d+", way)]


@pytest.mark.parametrize("languages", [("zh",), ("en",), BOTH])
def test_nothing_is_drawn_outside_of_the_frame(languages: Languages) -> None:
    for figure in figures():
        svg = figure.picture.draw(languages, "f")
        left, top, width, height = numbers(svg.attrib["viewBox"])
        assert (left, top, width) == (-2, 0, WIDTH + 4)
        for box in svg.iter("rect"):
            x, y, wide, high = (int(box.attrib[key]) for key in ("x", "y", "width", "height"))
            assert 0 <= x <= x + wide <= WIDTH
            assert 0 <= y <= y + high <= height
        for path in svg.iter("path"):
            points = [point.split() for point in re.split("[MLZ]", path.attrib["d"]) if point]
            assert all(0 <= int(x) <= WIDTH and 0 <= int(y) <= height for x, y in points)
        for text in svg.iter("text"):
            assert 0 < int(text.attrib["y"]) <= height
            assert text.text


Box = tuple[float, float, float, float]


def extent(text: Element) -> Box:
    """Left, top, right and bottom of a line of text, each a little less than it may take."""
    size, x, y = (int(text.attrib[key]) for key in ("font-size", "x", "y"))
    wide = sum(size if ord(c) > 0x2000 else size / 2 for c in text.text or "")
    left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[text.attrib["text-anchor"]]
    return left, y - size * 0.7, left + wide, y


def meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


DATES = ("2023-08-10", "2023-09-20", "2023-12-31", "2024-01-10", "2024-02-10")


def timelines() -> list[Figure]:
    """Loans of a day, of weeks, of years; drawn and repaid in parts; of a few yuan and of a trillion."""
    parts = zip(DATES, ("放款", "放款", "本金", "本金", "本金"), (90, 110, 20, 80, 100), strict=True)
    flows = [{"on": on, "kind": kind, "amount": f"{amount}万元"} for on, kind, amount in parts]
    changes: tuple[dict[str, Any], ...] = (
        {},
        {"loan__rate": "3.10%"},
        {"loan__rate": "3.55%"},
        {"loan__flows": flows},
        {"loan__principal": "9999亿元", "loan__flows": None},
        {"loan__principal": "500元", "loan__flows": None},
        *(
            {
                "loan__signed_on": "2019-08-10",
                "loan__disbursed_on": "2019-08-10",
                "loan__flows": None,
                **dict.fromkeys(("loan__matures_on", "loan__settled_on", "application__submitted_on"), end),
            }
            for end in ("2019-08-11", "2019-09-01", "2029-08-10")
        ),
    )
    found = [timeline(wuhan(**change)) for change in changes]
    return [timeline_figure(one) for one in found if one is not None]


@pytest.mark.parametrize("languages", [("zh",), ("en",), BOTH])
def test_no_text_runs_into_another_nor_beyond_the_edge(languages: Languages) -> None:
    found = [*timelines(), *figures()]
    assert len(timelines()) == 9
    for figure in found:
        boxes = [extent(text) for text in figure.picture.draw(languages, "f").iter("text")]
        assert all(left >= -2 and right <= WIDTH + 2 for left, _, right, _ in boxes)
        assert [pair for pair in combinations(boxes, 2) if meet(*pair)] == []


def test_no_dotted_line_runs_through_a_text() -> None:
    """What stands on a line has a ground of its own: a rectangle that is drawn after the line."""
    for figure in timelines():
        lines: list[Box] = []
        ground: Box = (0, 0, 0, 0)
        for part in figure.picture.draw(BOTH, "f").iter():
            if part.attrib.get("stroke-dasharray") == "1 2":
                at, begins, _, ends = numbers(part.attrib["d"])
                lines.append((at, begins, at, ends))
            elif part.tag == "rect" and "stroke" not in part.attrib:
                x, y, wide, high = (int(part.attrib[key]) for key in ("x", "y", "width", "height"))
                ground = (x, y, x + wide, y + high)
            elif part.tag == "text" and not (part.text or "").isdigit():
                left, top, right, bottom = extent(part)
                assert meet((left, top, right, bottom), ground) or not any(
                    meet((left + 1, top, right - 1, bottom), line) for line in lines
                )
        assert lines


def test_scales_are_of_round_numbers_and_hold_what_is_drawn() -> None:
    figure = timelines()[3]
    said = [text.text for text in figure.picture.draw(("zh",), "f").iter("text")]
    ends = [text.text for text in figure.picture.draw(("zh",), "f").iter("text") if text.attrib["text-anchor"] == "end"]
    assert ends == ["0", "50", "100", "150", "200", "3.00%", "3.50%", "4.00%", "4.50%"]
    assert said[0] == "贷款余额（万元），最高200.00"


@given(st.fractions(0, 10**14), st.fractions("1/1000000", 10**14))
def test_a_scale_holds_its_ends_on_few_ticks(low: Fraction, spread: Fraction) -> None:
    scale = scale_of(low, low + spread, 100, 80)
    assert scale.low <= low < low + spread <= scale.high
    ticks = list(scale.ticks)
    assert 2 <= len(ticks) <= 5
    assert (ticks[0], ticks[-1]) == (scale.low, scale.high)
    assert (scale.y(scale.low), scale.y(scale.high)) == (100, 20)
    assert str(Fraction(ticks[1] - ticks[0]).limit_denominator(10**12).numerator).strip("0") in {"1", "2", "5"}


def test_every_station_is_named_with_its_amount() -> None:
    for decision in SOME:
        for waterfall in waterfalls(decision):
            said = texts(waterfall_figure(waterfall).picture.draw(("zh",), "f")).replace(" ", "")
            for station in waterfall.stations:
                assert station.label.say("zh").replace(" ", "") in said
                if station.named:
                    assert f"{station.fen // 100:,}.{station.fen % 100:02}" in said


def bars(*amounts: int) -> list[tuple[str, int, int]]:
    """Fill, left and width of the bars of a first amount and what changes leave of it, in yuan."""
    stations = [Station(Label("甲", "a"), Fraction(amount), named=not i, cite="") for i, amount in enumerate(amounts)]
    drawn = waterfall_figure(Waterfall(wuhan().benefits[0], tuple(stations))).picture.draw(("zh",), "f")
    boxes = [box for box in drawn.iter("rect") if box.attrib["height"] == "13"]
    return [(box.attrib["fill"], int(box.attrib["x"]), int(box.attrib["width"])) for box in boxes]


def test_bars_are_to_scale() -> None:
    solid, pale, white = "#333333", "#dddddd", "#ffffff"
    assert bars(100, 25) == [(solid, 0, 460), (pale, 0, 115), (white, 115, 345)]
    assert bars(50, 100) == [(solid, 0, 230), (pale, 0, 230), (white, 230, 230)]
    assert bars(0, 0) == [(solid, 0, 1)]


def test_what_is_left_of_a_long_bar_is_drawn_larger() -> None:
    """25 of 1,000 would be 12 pixels, of which half were hardly seen."""
    found = bars(1000, 25, 5)
    assert found[1:] == [("#dddddd", 0, 12), ("#ffffff", 12, 448), ("#dddddd", 0, 92), ("#ffffff", 92, 368)]


def test_a_span_has_a_tip_where_it_goes_on_beyond_the_picture() -> None:
    """The days drawn are 2023-08-01 to 2024-07-08; what ends on the last of them ends there."""
    found = timeline(wuhan())
    assert found is not None
    tips = [_tips(found._replace(spans=(span,))) for span in found.spans]
    assert tips == [["left"], ["right"], []]
    window = found.spans[0]
    edges = [(None, None), (found.first, found.last), (found.first - 1, found.last + 1)]
    tips = [_tips(found._replace(spans=(window._replace(first=first, last=last),))) for first, last in edges]
    assert tips == [["left", "right"], [], ["left", "right"]]


def _tips(found: Timeline) -> list[str]:
    """The sides on which a path turns back two pixels from the edge of the picture."""
    ways = [path.attrib["d"] for path in timeline_figure(found).picture.draw(("zh",), "f").iter("path")]
    turns = [numbers(way)[2] for way in ways if len(numbers(way)) == 6]
    return [{LEFT + 2: "left", WIDTH - 2: "right"}[x] for x in turns if x in (LEFT + 2, WIDTH - 2)]


def test_each_rate_is_said_where_there_is_room_beside_the_one_before() -> None:
    found = timeline(wuhan())
    assert found is not None
    said = texts(timeline_figure(found).picture.draw(("zh",), "f"))
    assert all(rate in said for rate in ("4.15%", "3.55%", "3.45%"))


@given(st.integers(1, 10**14), st.data())
def test_pixels_never_exceed_the_whole(whole: int, data: st.DataObject) -> None:
    part = data.draw(st.integers(0, whole))
    found = pixels(part, whole, WIDTH)
    assert 0 <= found <= WIDTH
    assert abs(found - Fraction(part * WIDTH, whole)) <= Fraction(1, 2)


def test_texts_are_no_markup_and_say_the_second_language_smaller() -> None:
    canvas = Canvas(BOTH)
    canvas.y = canvas.paragraph(0, 0, lines_of(Label("<甲>", "<a>"), BOTH, WIDTH))
    first, second = canvas.finished().iter("text")
    assert (first.text, first.attrib["lang"], first.attrib["font-size"]) == ("<甲>", "zh-CN", "12")
    assert (second.text, second.attrib["lang"], second.attrib["font-size"]) == ("<a>", "en", "10")


@pytest.mark.parametrize("languages", [("zh",), ("en",), BOTH])
def test_a_page_of_figures_is_accessible(languages: Languages) -> None:
    shown = figures()[::7]
    found = checked(as_html(tuple(shown), *languages))
    described = [words for tag, words in found.texts if tag == "desc"]
    assert len(described) == len(found.named("svg")) == len(shown)
    assert all(described)
    assert len(found.named("table")) == len(shown)


def test_a_figure_in_text_is_its_numbers() -> None:
    (figure,) = (waterfall_figure(w) for w in waterfalls(wuhan()))
    for said in (as_text((figure,), "en"), as_markdown((figure,), "en")):
        assert "-1,948,000.00" in said
        assert "52,000.00" in said


@settings(max_examples=20)
@given(st.text("0123456789abcdef", min_size=64, max_size=64))
def test_the_code_is_the_matrix_of_the_text(text: str) -> None:
    svg = CodePicture(text).draw(("zh",), "f")
    (path,) = svg.iter("path")
    bars = [tuple(map(int, bar)) for bar in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", path.attrib["d"])]
    dark = {(x + i - 4, y - 4) for x, y, wide in bars for i in range(wide)}
    code = segno.make_qr(text, error="m")
    assert dark == {(x, y) for y, row in enumerate(code.matrix) for x, module in enumerate(row) if module}
    assert svg.attrib["viewBox"] == f"0 0 {code.symbol_size()[0]} {code.symbol_size()[0]}"
