"""What an output calls its columns and the codes in them: as programs read them, or in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Protocol

import polars as pl

from subsidy.batch.question import Headings
from subsidy.batch.tally import POSITION
from subsidy.evaluation.decision import OUTCOMES
from subsidy.facts import Vocabulary
from subsidy.messages import LANGUAGES, Label, Language
from subsidy.scheme.program import Program

REJECT_COLUMNS: Final[Mapping[str, Label]] = {
    "file": Label("文件", "file"),
    "row": Label("行号", "row"),
    "field": Label("字段", "field"),
    "found": Label("所填", "found"),
    "problem": Label("问题", "problem"),
    "allowed": Label("允许的写法", "allowed"),
}
"""What is said of a rejected row besides its own cells; several problems of a row are joined."""
REJECT_HEADINGS: Final = tuple(
    frozenset(label.say(language) for label in REJECT_COLUMNS.values()) for language in LANGUAGES
)
"""The same as the headings of a file of rejects; in English they are the codes."""
DECISION_COLUMNS: Final[Mapping[str, Label]] = {
    "file": Label("文件", "file"),
    "row": Label("行号", "row"),
    "borrower.name": Label("借款人名称", "borrower name"),
    "edition": Label("版本", "edition"),
    "outcome": Label("核算结果", "outcome"),
    "reasons": Label("不符合的条件", "conditions not met"),
    "missing": Label("待补的事实", "missing facts"),
    "entitlement": Label("应补（元）", "due (yuan)"),
    "payable": Label("实补（元）", "payable (yuan)"),
    "limits": Label("起作用的限额", "limits that bind"),
}
"""What is said of a decided row, and what a fact is called that tells which loan it is, where that is not its label."""
AMOUNTS: Final = ("entitlement", "payable")
"""Of these there is one column for each benefit (`payable.BENEFIT`), and one for all together."""


class Naming(Protocol):
    def column(self, name: str) -> str:
        """The heading of a column of decisions or rejects, or of a fact."""

    def said(self, decisions: pl.DataFrame) -> pl.DataFrame:
        """The columns of decisions with what stands below the headings."""


class Codes:
    """Fact paths, and names as the scheme has them: the same in every language."""

    def column(self, name: str) -> str:
        return name

    def said(self, decisions: pl.DataFrame) -> pl.DataFrame:
        return decisions


class Words:
    """Labels. `programs` are those of the scheme, by edition."""

    def __init__(self, language: Language, vocabulary: Vocabulary, programs: Mapping[str, Program]) -> None:
        self._language = language
        self._vocabulary = vocabulary
        self._programs = programs
        self._benefits = {b.name: b.label for program in programs.values() for b in program.benefits}

    def column(self, name: str) -> str:
        own, _, benefit = name.partition(".")
        if own in AMOUNTS and benefit:
            joint = {"zh": "", "en": ": "}[self._language]
            return self._say(self._benefits[benefit]) + joint + self._say(DECISION_COLUMNS[own])
        label = DECISION_COLUMNS.get(name) or REJECT_COLUMNS.get(name)
        return self._say(label or self._vocabulary[name].label)

    def said(self, decisions: pl.DataFrame) -> pl.DataFrame:
        outcomes = {code: self._say(label) for code, label in OUTCOMES.items()}
        return decisions.with_columns(
            pl.col("outcome").replace_strict(outcomes, return_dtype=pl.String),
            self._listed(decisions, "reasons", self._rule),
            self._listed(decisions, "missing", lambda _, path: self._fact(path)),
            self._listed(decisions, "limits", self._limit),
        )

    def _listed(self, decisions: pl.DataFrame, column: str, label: Callable[[str, str], Label]) -> pl.Series:
        """A column of codes with commas between, as labels; few lists are different."""
        lists = decisions.select("edition", column)
        joint = {"zh": "；", "en": "; "}[self._language]
        different = lists.unique().drop_nulls()
        said = [
            joint.join(dict.fromkeys(self._say(label(edition, code)) for code in codes.split(",")))
            for edition, codes in different.iter_rows()
        ]
        words = different.with_columns(said=pl.Series(said, dtype=pl.String))
        joined = lists.join(words, on=["edition", column], how="left", maintain_order="left")
        return joined.get_column("said").alias(column)

    def _rule(self, edition: str, name: str) -> Label:
        return next(rule.label for rule in self._programs[edition].rules if rule.name == name)

    def _limit(self, edition: str, name: str) -> Label:
        """A limit of one edition may bind rows of another."""
        programs = (self._programs[edition], *self._programs.values())
        return next(limit.rule.label for program in programs for limit in program.limits if limit.name == name)

    def _fact(self, path: str) -> Label:
        fact = self._vocabulary.find(POSITION.sub("", path))
        return fact.label if fact else Label(path, path)

    def _say(self, label: Label) -> str:
        return label.say(self._language)


def naming(headings: Headings, language: Language, vocabulary: Vocabulary, programs: Mapping[str, Program]) -> Naming:
    return Codes() if headings == "codes" else Words(language, vocabulary, programs)
