"""Sheets as PDF: searchable in Chinese, tagged, with fonts inside, the same each time, whole across pages."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PageObject, PdfReader

from subsidy import apply_limits
from subsidy.explain.values import verbatim
from subsidy.papers.html import as_html
from subsidy.papers.pdf import NoFontError, as_pdf
from subsidy.papers.receipt_code import receipt_sha256
from subsidy.papers.said import Languages
from subsidy.papers.sheet import sheet
from subsidy.papers.sheet_html import sheet_as_html
from subsidy.papers.waterfall import waterfalls
from subsidy.papers.waterfall_picture import waterfall_figure
from subsidy.report.note import note
from subsidy.report.page import Paragraph, Title
from tests.report.decisions import every_kind, wuhan

ROWS = 200


@pytest.fixture(scope="module")
def example() -> bytes:
    decision = wuhan()
    return as_pdf(sheet_as_html(sheet(decision, apply_limits([decision])), "zh"))


@pytest.fixture(scope="module")
def long() -> list[str]:
    """A loan with 200 movements and the longest names: the text of each page."""
    first = date(2023, 8, 10)
    paid = [
        {"on": str(first + timedelta(days * 184 // ROWS)), "kind": "利息", "amount": f"{1000 + days}.01"}
        for days in range(ROWS - 2)
    ]
    flows = [
        {"on": "2023-08-10", "kind": "放款", "amount": "200万元"},
        *paid,
        {"on": "2024-02-10", "kind": "本金", "amount": "200万元"},
    ]
    decision = wuhan(loan__flows=flows, borrower__name="长" * 200, loan__contract="A" * 200)
    reader = PdfReader(BytesIO(as_pdf(sheet_as_html(sheet(decision), "zh"))))
    return [page.extract_text() for page in reader.pages]


def text_of(reader: PdfReader) -> str:
    return "".join(page.extract_text() for page in reader.pages)


def test_chinese_can_be_searched(example: bytes) -> None:
    words = text_of(PdfReader(BytesIO(example)))
    for wanted in ("武汉市科技贷款补贴计算书", "贰万陆仟元整", "签订贷款合同当日为高新技术企业", "经办人", "计补本金"):
        assert wanted in words


def test_the_document_is_titled_tagged_and_in_its_language(example: bytes) -> None:
    reader = PdfReader(BytesIO(example))
    assert reader.metadata is not None
    assert reader.metadata.title == "武汉市科技贷款补贴计算书"
    catalog: Any = reader.trailer["/Root"]
    assert catalog["/Lang"] == "zh-CN"
    assert catalog["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalog


def elements(node: Any) -> Iterator[Any]:
    """Every element of a structure tree."""
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from elements(child)
    elif isinstance(node, dict):
        yield node
        if "/K" in node:
            yield from elements(node["/K"])


def test_pictures_are_told_and_cells_have_their_headers(example: bytes) -> None:
    catalog: Any = PdfReader(BytesIO(example)).trailer["/Root"]
    found = list(elements(catalog["/StructTreeRoot"]))
    code, waterfall, loan = [str(e["/Alt"]) for e in found if e.get("/S") == "/Figure"]
    assert receipt_sha256(wuhan()) in code
    assert "1,948,000.00" in waterfall
    assert "2023-08-10 2024-02-10 余额2,000,000.00元" in loan
    cells = [e for e in found if e.get("/S") == "/TD"]
    assert len(cells) > 100
    assert all(cell["/A"]["/Headers"] for cell in cells)


def test_every_font_is_embedded(example: bytes) -> None:
    fonts: dict[str, Any] = {}
    for page in PdfReader(BytesIO(example)).pages:
        resources: Any = page["/Resources"]
        fonts |= {font.get_object()["/BaseFont"]: font.get_object() for font in resources["/Font"].values()}
    assert any("CJK" in name for name in fonts)
    for font in fonts.values():
        descriptor = font["/DescendantFonts"][0]["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def test_the_same_sheet_is_the_same_bytes() -> None:
    html = as_html((*note(wuhan()), *map(waterfall_figure, waterfalls(wuhan()))), "zh", "en")
    assert as_pdf(html) == as_pdf(html)


def test_every_page_has_its_number_and_the_receipt(example: bytes) -> None:
    pages = PdfReader(BytesIO(example)).pages
    for number, page in enumerate(pages, 1):
        words = page.extract_text()
        assert f"第{number}页，共{len(pages)}页" in words
        assert f"WH-2024-0001 · 回执 {receipt_sha256(wuhan())[:12]}" in words


def test_a_long_table_repeats_its_header_and_loses_no_row(long: list[str]) -> None:
    rows = [sum(f"{1000 + n:,}.01元" in page for n in range(ROWS - 2)) for page in long]
    assert sum(rows) == ROWS - 2
    with_rows = [page for page, count in zip(long, rows, strict=True) if count]
    assert len(with_rows) > 3
    assert all("款项" in page for page in with_rows)
    assert min(count for count in rows if count) > 1


def test_the_longest_names_are_there_in_full(long: list[str]) -> None:
    words = "".join("".join(long).split())
    assert "长" * 200 in words
    assert "A" * 200 in words


@pytest.mark.parametrize("character", ["\U0010fffd", "\U000f1234"])
def test_a_character_that_no_font_has_is_refused(character: str) -> None:
    with pytest.raises(NoFontError, match=character):
        as_pdf(as_html((Title(verbatim("甲")), Paragraph(verbatim(f"乙{character}"))), "zh"))


def test_without_any_font_one_is_asked_for(tmp_path: Path) -> None:
    """In a process of its own: the fonts of this one are settled."""
    nothing = tmp_path / "fonts.conf"
    nothing.write_text(f"<fontconfig><dir>{tmp_path}</dir><cachedir>{tmp_path}</cachedir></fontconfig>", "utf-8")
    code = "from subsidy.papers.pdf import as_pdf; as_pdf('<p>甲')"
    environment = {**os.environ, "FONTCONFIG_FILE": str(nothing)}
    ended = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert "NoFontError: no font on this machine has the characters 中文" in ended.stderr


KINDS = every_kind()


@pytest.mark.parametrize(
    ("kind", "languages", "most"),
    [
        ("eligible", ("zh",), 2),
        ("eligible", ("zh", "en"), 4),
        ("without a rate", ("en",), 3),
        ("refused by its price", ("zh",), 2),
        ("suspended in part", ("en",), 2),
    ],
)
def test_signatures_stand_under_what_is_signed_and_pages_are_full(kind: str, languages: Languages, most: int) -> None:
    """Never alone on a page; the pages before are full."""
    decision = KINDS[kind]
    html = sheet_as_html(sheet(decision, apply_limits([decision])), *languages)
    pages = [lines_of(page) for page in PdfReader(BytesIO(as_pdf(html))).pages]
    signed = {"zh": "经办人", "en": "prepared by"}[languages[0]]
    (number,) = [n for n, lines in enumerate(pages) if any(text.startswith(signed) for _, text in lines)]
    assert number < most
    heights = [y for y, text in pages[number] if text.startswith(signed)]
    assert len([y for y, _ in pages[number] if y > heights[0]]) > 1
    for page in pages[:number]:
        assert lowest(page) < PAGE / 4


PAGE = 842
FOOT = 50


def lines_of(page: PageObject) -> list[tuple[float, str]]:
    """The texts of a page above its foot, each with its height from the lower edge, in points."""
    found: list[tuple[float, str]] = []

    def visit(text: str, cm: list[float], tm: list[float], *_: object) -> None:
        if text.strip():
            found.append((tm[5] * cm[3] + cm[5], text.strip()))

    page.extract_text(visitor_text=visit)
    return [(y, text) for y, text in found if y > FOOT]


def lowest(page: list[tuple[float, str]]) -> float:
    return min(y for y, _ in page)
