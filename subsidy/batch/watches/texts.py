"""Texts that no rule of the scheme knows, where they look like one that it knows: 湖北省武汉市 is not 武汉 to a rule.

Whoever borrows in another city is refused for it, and rightly; whoever writes the city otherwise is refused as well.
Only a person can tell these apart, so each such text is named once, with how often it stands there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, TypeAlias

import polars as pl

from subsidy.columns import BatchEvaluator
from subsidy.diagnostics import Diagnostic
from subsidy.facts import Vocabulary
from subsidy.language.options import texts_asked
from subsidy.messages import Message, Sayable, msg
from subsidy.slips import meant
from subsidy.tables import RowPlace

if TYPE_CHECKING:
    from subsidy.batch.source import Rows

Known: TypeAlias = "Mapping[str, tuple[str, ...]]"

_MOST_KEPT: Final = 1_000
_MOST_SAID: Final = 5
_PRODUCT: Final = "loan.product"


def texts_known(evaluator: BatchEvaluator) -> Known:
    """The texts with which the editions compare facts, by path, where a fact may be any text."""
    found: dict[str, dict[str, None]] = {}
    for program in (e.program for e in evaluator.evaluators.values()):
        for path, texts in texts_asked(program.trees).items():
            found.setdefault(path, {}).update(dict.fromkeys(texts))
    refused = {_PRODUCT} if evaluator.products is not None else set()  # what is no product is rejected anyway
    vocabulary = evaluator.scheme.vocabulary
    facts = {path: vocabulary.find(path) for path in found if path not in refused}
    return {path: tuple(found[path]) for path, fact in facts.items() if fact and not fact.choices}


class UnknownTexts:
    def __init__(self, known: Known, vocabulary: Vocabulary) -> None:
        self._known = known
        self._vocabulary = vocabulary
        self._others = {path: Counter[str]() for path in known}
        self._is_known = dict.fromkeys(known, False)

    def see(self, rows: Rows) -> None:
        for path, known in self._known.items():
            texts = _texts(rows.facts, path)
            if texts is not None:
                is_known = texts.is_in(known)
                self._is_known[path] |= is_known.any()
                self._count(self._others[path], texts.filter(~is_known))

    def _count(self, counter: Counter[str], others: pl.Series) -> None:
        """Of the first thousand that are different; a column of whatever people write may have millions."""
        for text, rows in others.value_counts(sort=True).iter_rows() if others.len() else ():
            if text in counter or len(counter) < _MOST_KEPT:
                counter[text] += rows

    def notices(self, place: Callable[[int], RowPlace]) -> Iterator[Sayable]:
        for path, counter in self._others.items():
            known = self._known[path]
            near = {text: meant(text, known) for text in counter}
            told = {text: rows for text, rows in counter.most_common() if near[text] or not self._is_known[path]}
            if told:
                said: list[Message] = [_said(text, rows, near[text]) for text, rows in list(told.items())[:_MOST_SAID]]
                if len(told) > _MOST_SAID:
                    said.append(msg("{count} more", count=f"{len(told) - _MOST_SAID:,}"))
                fact = self._vocabulary.find(path)
                assert fact is not None
                message = msg(
                    "{label}: the scheme asks for {known}, and not for {found}",
                    label=fact.label,
                    known=known,
                    found=said,
                )
                yield Diagnostic("unknown-text", message, field=path, severity="warning")


def _said(text: str, rows: int, near: str | None) -> Message:
    counted = msg("1 row") if rows == 1 else msg("{count} rows", count=f"{rows:,}")
    if near is None:
        return msg("{text} ({rows})", text=text, rows=counted)
    return msg("{text} ({rows}; did you mean {word}?)", text=text, rows=counted, word=near)


def _texts(facts: pl.DataFrame, path: str) -> pl.Series | None:
    """What the rows say of a text, or of that of the records of a list: of each row every text once."""
    if path in facts.columns:
        return facts.get_column(path).cast(pl.String).drop_nulls()
    list_, _, key = path.rpartition(".")
    type_ = facts.schema.get(list_)
    if not (isinstance(type_, pl.List) and isinstance(type_.inner, pl.Struct) and key in type_.inner.to_schema()):
        return None
    texts = pl.col(list_).list.eval(pl.element().struct.field(key).cast(pl.String)).list.unique()
    return facts.select(texts.list.explode(keep_nulls=False, empty_as_null=False)).to_series().drop_nulls()
