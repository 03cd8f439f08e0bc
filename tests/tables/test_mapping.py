"""The user's own headings, from YAML, JSON or CSV."""

from __future__ import annotations

from pathlib import Path

import pytest

from subsidy import InputError
from subsidy.diagnostics import Place
from subsidy.tables import Heading, KnownHeadings, headings_of, read_mapping
from tests.tables.known import VOCABULARY

MAPS = {
    "map.yaml": "我行放款额: loan.principal 万元\n月息: loan.rate ‰/月\n企业名称:\n流水金额: loan.flows.2.amount\n",
    "map.json": '{"我行放款额": "贷款本金 万元", "月息": "合同年利率（‰/月）", "企业名称": null, '
    '"流水金额": "资金流水2.金额"}',
    "map.csv": "我行放款额,loan.principal,万元\n月息,loan.rate ‰/月\n\n企业名称,\n流水金额,loan.flows.2.amount,\n",
}


def written(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(("name", "encoding"), [*((name, "utf-8") for name in MAPS), ("map.csv", "gb18030")])
def test_a_map_says_what_headings_mean(tmp_path: Path, name: str, encoding: str) -> None:
    known = KnownHeadings(VOCABULARY, read_mapping(written(tmp_path, name, MAPS[name], encoding), VOCABULARY))
    found = headings_of(
        ["我行 放款额", "月息", "企业名称", "流水金额", "名称", "利率类型"], known, Place("loans.csv", 1, 1)
    )
    assert {heading.column: (heading.path, heading.unit) for heading in found.read} == {
        "我行 放款额": ("loan.principal", "万元"),
        "月息": ("loan.rate", "‰/月"),
        "流水金额": ("loan.flows.2.amount", ""),
        "名称": ("borrower.name", ""),
        "利率类型": ("loan.rate_terms.kind", ""),
    }
    assert found.carried == ("企业名称",)
    assert found.notices == ()


def test_a_mapped_heading_that_no_column_has_is_told(tmp_path: Path) -> None:
    text = "放贷额: loan.principal\n备注:\n流水额: loan.flows.amount\n"
    known = KnownHeadings(VOCABULARY, read_mapping(written(tmp_path, "map.yaml", text), VOCABULARY))
    found = headings_of(["贷款本金", "放贷额度", "企业名称"], known, Place("loans.csv", 1, 1))
    assert [n.field for n in found.notices if n.message.say("en").startswith("the map names")] == ["放贷额"]
    assert str(found.notices[0].remedy) == "did you mean 放贷额度?"


def test_a_map_reaches_into_tables_of_records(tmp_path: Path) -> None:
    mapping = read_mapping(
        written(tmp_path, "map.yaml", "还息额: loan.flows.amount 万元\n借据: loan.contract\n"), VOCABULARY
    )
    known = KnownHeadings(VOCABULARY, mapping, records="loan.flows")
    found = {heading: known.find(heading) for heading in ("还息额", "借据")}
    assert {k: (h.path, h.unit) for k, h in found.items() if isinstance(h, Heading)} == {
        "还息额": ("amount", "万元"),
        "借据": ("loan.contract", ""),
    }


@pytest.mark.parametrize(
    ("name", "text", "lines", "message"),
    [
        ("map.yaml", "甲: loan.principle\n乙: loan.rate\n丙: loan.principal 美元\n", (1, 3), "neither a fact"),
        ("map.csv", "甲,loan.principle\n乙,loan.rate,%\n丙,loan.principal,美元\n", (1, 3), "neither a fact"),
        ("map.yaml", "- 甲\n- 乙\n", (1,), "a map says"),
        ("map.yaml", "甲: {path: loan.rate}\n", (1,), "a map says"),
        ("map.csv", "甲,loan.rate,%,x\n", (1,), "a map says"),
        (
            "map.yaml",
            "甲: loan.principle\n乙: 3\n丙: [loan.rate]\n丁: loan.rate\n戊: loan.rat\n",
            (1, 2, 3, 5),
            "neither a fact",
        ),
        ("map.csv", "甲,loan.rate,%,x\n乙,loan.rat\n丙,loan.rate,%,x\n", (1, 2, 3), "a map says"),
    ],
)
def test_everything_wrong_with_a_map_is_told_with_its_line(
    tmp_path: Path, name: str, text: str, lines: tuple[int, ...], message: str
) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read_mapping(written(tmp_path, name, text), VOCABULARY)
    assert tuple(d.place.line for d in caught.value.diagnostics if d.place) == lines
    assert all(d.remedy for d in caught.value.diagnostics)


def test_a_heading_is_mapped_once(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        read_mapping(written(tmp_path, "map.csv", "甲,loan.rate\n甲 ,loan.principal\n"), VOCABULARY)
