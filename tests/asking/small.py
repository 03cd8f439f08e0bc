"""Small schemes of yes-or-no facts, each of which is read once: what such a fact can change can be tried out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from subsidy import Schemes
from subsidy.documents import parse_document, validate
from subsidy.scheme.definition import Edition
from subsidy.scheme.library import Scheme, load_edition
from tests.asking.answering import AnyName

SCHEME = "jia/flags"
MOST_FACTS = 6
_HEAD = """\
scheme: jia/flags
edition: "2024"
title: {zh: 甲, en: jia}
authority: {zh: 甲, en: jia}
governs: {by: application.submitted_on, from: 2024-01-01, cite: made 一}
sources: {made: {title: 编造, standing: assumed}}
parameters:
  one: {is: 1元, cite: made 一, zh: 一元, en: one yuan}
  two: {is: 2元, cite: made 一, zh: 二元, en: two yuan}
"""
_TITLED = "cite: made 一, zh: 甲, en: jia"
_KINDS = ("", ", otherwise: suspend", ", presumed: yes", ", otherwise: warn", ", otherwise: suspend, presumed: yes")


@dataclass(frozen=True)
class Small:
    """Its text, and all the facts that it knows."""

    text: str
    facts: tuple[str, ...]

    def library(self) -> Schemes:
        document = parse_document(self.text, "2024.yaml")
        edition = load_edition(validate(Edition, document), document, {})
        scheme = Scheme(SCHEME, {"2024": edition}, edition.vocabulary)
        return Schemes({SCHEME: scheme}, edition.vocabulary, {}, AnyName())


@st.composite
def small_schemes(draw: st.DrawFn) -> Small:
    """One or two benefits, with rules of their own and of the whole, whose formulas share no fact."""
    facts = [f"flags.f{number}" for number in range(draw(st.integers(1, MOST_FACTS)))]
    left = list(facts)

    def formula() -> str:
        taken = [left.pop() for _ in range(draw(st.integers(1, min(3, len(left)))))]
        return _joined(draw, taken)

    def rules(indent: str) -> list[str]:
        lines = []
        for number in range(draw(st.integers(0, 2))):
            if left:
                kind = draw(st.sampled_from(_KINDS))
                lines.append(f"{indent}rule_{number}: {{require: '{formula()}'{kind}, {_TITLED}}}")
        return lines

    amounts = [
        f"one if {formula()} else two" if left and draw(st.booleans()) else "one"
        for _ in range(draw(st.integers(1, 2)))
    ]
    parts = ["eligibility:", *common] if (common := rules("  ")) else []
    parts.append("benefits:")
    for number, amount in enumerate(amounts):
        own = rules("      ")
        parts += [f"  b{number}:", "    pays: borrower", "    zh: 乙", "    en: yi"]
        parts += ["    eligibility:", *own] if own else []
        parts += ["    steps:", f"      amount: {{is: '{amount}', round: half-up 0.01元, {_TITLED}}}"]
    declared = [f"  {fact}: {{type: flag, zh: 丙, en: bing}}" for fact in facts]
    text = "\n".join([_HEAD.rstrip(), "facts:", *declared, *parts])
    return Small(f"{text}\n", tuple(facts))


def _joined(draw: st.DrawFn, facts: Sequence[str]) -> str:
    formula = facts[0]
    for fact in facts[1:]:
        negated = draw(st.sampled_from(["", "not "]))
        formula = f"({formula} {draw(st.sampled_from(['and', 'or']))} {negated}{fact})"
    return formula
