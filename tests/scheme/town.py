"""A small scheme that is right, to be spoilt or changed by tests."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

TOWN = """\
scheme: town/loans
edition: "2023"
title: {zh: 小镇贷款补贴, en: town loan subsidy}
authority: {zh: 小镇科技局, en: town science office}
governs: {by: loan.settled_on, from: 2023-01-01, to: 2023-12-31, cite: notice 一}
sources:
  notice: {title: 通知, issued: 2023-06, standing: official}
parameters:
  share: {is: 2%, cite: notice 二, zh: 比例, en: share}
  bound: {is: 100万元, cite: notice 二, zh: 界限, en: bound}
  fee: {is: 500元, cite: notice 二, zh: 手续费, en: fee}
readings:
  months_read:
    zh: 月份
    en: months
    cite: notice 二
    default: completed
    choices: {completed: {zh: 足月, en: whole}, started: {zh: 起月, en: begun}}
facts:
  borrower.listed: {type: flag, zh: 在册, en: listed}
tiers:
  standard:
    by: loan.principal
    bands: [{below: bound, is: 1万元}, {is: 2万元}]
    cite: notice 二
    zh: 标准
    en: standard
definitions:
  cost: {is: loan.interest_paid + fee, cite: notice 二, zh: 成本, en: cost}
eligibility:
  size: {require: loan.principal <= bound, cite: notice 二, zh: 规模, en: size}
  listed: {require: borrower.listed, cite: notice 一, zh: 在册, en: listed}
benefits:
  subsidy:
    zh: 补贴
    en: subsidy
    pays: borrower
    steps:
      months: {is: 'months(loan.disbursed_on, loan.settled_on, months_read)', cite: notice 二, zh: 月数, en: months}
      amount:
        is: min(standard, cost, loan.principal * share)
        round: half-up 0.01元
        cite: notice 二
        zh: 金额
        en: amount
"""
MARK = "«"


class Marked(NamedTuple):
    """A text without its marks, and the line and column (from 1) of each of them."""

    text: str
    places: tuple[tuple[int, int], ...]


def marked(text: str) -> Marked:
    places: list[tuple[int, int]] = []
    for number, line in enumerate(text.split("\n"), 1):
        parts = line.split(MARK)
        column = 1
        for part in parts[:-1]:
            column += len(part)
            places.append((number, column))
    return Marked(text.replace(MARK, ""), tuple(places))


def spoilt(*changes: tuple[str, str]) -> str:
    """The scheme with each first text, which it holds once, replaced by the second."""
    text = TOWN
    for old, new in changes:
        assert text.count(old) == 1, (text.count(old), old)
        text = text.replace(old, new)
    return text


def written(folder: Path, text: str, name: str = "town/loans/2023.yaml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def described(problems: Sequence[object]) -> str:
    return "\n".join(map(str, problems))
