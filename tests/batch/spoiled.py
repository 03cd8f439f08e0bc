"""A bank's table in GB18030, as offices have them, and every way in which a row of it may be spoiled.

`python -m tests.batch.spoiled FILE 100000` writes a large one with 37 spoiled rows.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

HEAD: Final = (
    "申请编号", "借款人名称", "统一社会信用代码", "借款人类型", "注册城市", "资质名称1", "有效期起1",
    "有效期止1", "借款合同号", "贷款产品", "贷款机构", "贷款金额（万元）", "贷款年利率（%）", "合同签订日",
    "放款日期", "到期日", "结清日期", "已付利息（元）", "增信方式", "保费（万元）",
)  # fmt: skip
CODE: Final = "91420100MA4K8880XP"

Row = dict[str, str]


class Spoiler(NamedTuple):
    """How a row is spoiled, under which heading that is found, and words of what is said of it in English."""

    spoil: Callable[[Row], bytes]
    field: str
    problem: str


def row(n: int) -> Row:
    month, day = n % 6 + 1, n % 27 + 1
    cells = (
        f"WH{n:07}", f"武汉示例{n % 977}公司", CODE, "企业", "武汉市", "高新技术企业", "2022-11-09", "2025-11-08",
        f"合同{n:07}", ("科保贷", "科保贷", "科担贷")[n % 3], "示例银行", str(50 + n % 900), f"{3.5 + n % 20 / 10:.2f}",
        f"2023-{month:02}-01", f"2023/{month}/{day}", f"2023年{month + 5}月{day}日", f"2023-{month + 5:02}-{day:02}",
        f"{9000 + n % 5000}.{n % 100:02}", "保证保险", "0.5",
    )  # fmt: skip
    return dict(zip(HEAD, cells, strict=True))


def line(cells: Mapping[str, str]) -> bytes:
    return ",".join(cells.values()).encode("gb18030") + b"\r\n"


def _with(**cells: str) -> Callable[[Row], bytes]:
    return lambda row: line(row | cells)


SPOILERS: Final[Mapping[str, Spoiler]] = {
    "no day": Spoiler(_with(放款日期="2023-02-30"), "放款日期", "2023-02-30"),
    "a day in words": Spoiler(_with(放款日期="下月"), "放款日期", "下月"),
    "a rate in words": Spoiler(_with(**{"贷款年利率（%）": "LPR+50"}), "贷款年利率（%）", "LPR+50"),
    "a rate that is none": Spoiler(_with(**{"贷款年利率（%）": "415"}), "贷款年利率（%）", "415"),
    "an amount in words": Spoiler(_with(**{"贷款金额（万元）": "二百"}), "贷款金额（万元）", "二百"),
    "an amount below nothing": Spoiler(_with(**{"贷款金额（万元）": "-200"}), "贷款金额（万元）", "-200"),
    "a part of a fen": Spoiler(_with(**{"已付利息（元）": "9000.001"}), "已付利息（元）", "9000.001"),
    "a float": Spoiler(_with(**{"已付利息（元）": "9.0E3"}), "已付利息（元）", "9.0E3"),
    "an error of Excel": Spoiler(_with(**{"已付利息（元）": "#REF!"}), "已付利息（元）", "#REF!"),
    "an unknown product": Spoiler(_with(贷款产品="科宝贷"), "贷款产品", "科宝贷 is not a known product"),
    "an unknown choice": Spoiler(_with(增信方式="口头"), "增信方式", "口头"),
    "a wrong check character": Spoiler(_with(统一社会信用代码=f"{CODE[:-1]}1"), "统一社会信用代码", "check character"),
    "a code that is cut off": Spoiler(_with(统一社会信用代码=CODE[:-1]), "统一社会信用代码", CODE[:-1]),
    "a text that is too long": Spoiler(_with(借款人名称="长" * 201), "借款人名称", "201 characters"),
    "an invisible character": Spoiler(_with(借款人名称="武汉\u200b公司"), "借款人名称", "U+200B"),
    "a kind of borrower that is none": Spoiler(_with(借款人类型="国营"), "借款人类型", "国营"),
    "a qualification without its kind": Spoiler(_with(资质名称1=""), "资质名称1", ""),
    "a qualification that ends early": Spoiler(_with(有效期止1="2020-01-01"), "有效期止1", "2020-01-01"),
    "settled before it was disbursed": Spoiler(_with(结清日期="2022-01-01"), "结清日期", "settled on 2022-01-01"),
    "due before it was disbursed": Spoiler(_with(到期日="2022-01-01"), "到期日", "matures on 2022-01-01"),
    "too few cells": Spoiler(lambda row: line(row)[:50] + b"\r\n", "", "cells, but 20 headings"),
    "too many cells": Spoiler(_with(借款人名称="甲,乙公司"), "", "21 cells, but 20 headings"),
    "bytes of another encoding": Spoiler(
        lambda row: line(row).replace("示例银行".encode("gb18030"), b"\xff\xff"), "贷款机构", "0xFF"
    ),
    "a NUL": Spoiler(_with(贷款机构="示例\0银行"), "贷款机构", "U+0000"),
    "an open quotation mark": Spoiler(_with(借款人名称='"武汉公司'), "", "quotation marks"),
}
"""In Wuhan's scheme; the rest of a row is as it should be."""


def spoiled_table(path: Path, count: int, spoiled: Mapping[int, str]) -> Path:
    """Writes so many rows, those at these places (from 0) spoiled in these ways."""
    with path.open("wb") as file:
        file.write(",".join(HEAD).encode("gb18030") + b"\r\n")
        for n in range(count):
            made = row(n)
            file.write(SPOILERS[spoiled[n]].spoil(made) if n in spoiled else line(made))
    return path


def spread(count: int, kinds: int) -> dict[int, str]:
    """So many kinds, each where it comes in turn, spread over a table."""
    names = list(SPOILERS)
    return {n * count // kinds: names[n % len(names)] for n in range(kinds)}


if __name__ == "__main__":
    spoiled_table(Path(sys.argv[1]), int(sys.argv[2]), spread(int(sys.argv[2]), 37))
