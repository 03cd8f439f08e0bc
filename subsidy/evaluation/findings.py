"""What a policy does that its authors may not have meant: cliffs, and subsidies that do not look at what was paid.

These are findings of the text, not errors of the scheme. They are looked for around the worked examples: each figure
that a fact is compared with is tried one unit below, at, and one unit above.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any, NamedTuple

from subsidy.diagnostics import Diagnostic
from subsidy.documents import Document, Keys, dotted
from subsidy.evaluation.cases import edition_of
from subsidy.evaluation.evaluator import Evaluator, evaluator_of
from subsidy.evaluation.layout import layout_of
from subsidy.evaluation.prepare import Prepared
from subsidy.explain import value_in_words
from subsidy.facts import read_application
from subsidy.language.nodes import Banded, Compare, Constant, Fact, Node, Rescaled, Sliced
from subsidy.language.walk import walk
from subsidy.messages import Message, msg
from subsidy.quantities import format_money
from subsidy.quantities.fen import yuan_of
from subsidy.scheme.cases import case_paths, read_examples
from subsidy.scheme.inputs import inputs_of
from subsidy.scheme.library import Scheme, Schemes
from subsidy.scheme.program import Program

_COSTS = ("loan.interest_paid", "cover.premium", "cover.fee", "loan.flows")


class Threshold(NamedTuple):
    """A figure (in the fact's unit) at which something changes, and where in the scheme it stands."""

    fact: Fact
    at: int
    keys: Keys


def policy_findings(schemes: Schemes) -> list[Diagnostic]:
    """The findings of every edition that has worked examples, in the order of the schemes, each once."""
    found: dict[tuple[object, ...], Diagnostic] = {}
    for scheme in schemes.values():
        for diagnostic in _of_scheme(scheme, schemes):
            found.setdefault((diagnostic.place, diagnostic.field, diagnostic.code), diagnostic)
    return list(found.values())


def _of_scheme(scheme: Scheme, schemes: Schemes) -> Iterator[Diagnostic]:
    for path in case_paths(edition.document for edition in scheme.editions.values()):
        for example in read_examples(path, scheme.definitions):
            if example.case.expect.outcome == "eligible":
                edition = edition_of(example, scheme)
                evaluator = evaluator_of(edition, example.case.readings)
                application = read_application(example.application, scheme.vocabulary, schemes.products)
                prepared = evaluator.prepare(application)
                yield from _cliffs(evaluator, prepared, edition.document)
                yield from _unrelated_to_cost(evaluator, prepared, edition.document)


def _cliffs(evaluator: Evaluator, prepared: Prepared, document: Document) -> Iterator[Diagnostic]:
    """Where one unit more of a fact gives less, and still gives something."""
    for fact, at, keys in thresholds(evaluator.program):
        tried = (at - 1, at, at + 1)
        amounts = [(x, evaluator.amount(_with(evaluator, prepared, {fact.path: x}))) for x in tried]
        for (low, before), (high, after) in pairwise(amounts):
            if before is not None and after and after < before:
                message = msg(
                    "a cliff: {fact} of {low} gives {before}, of {high} only {after}",
                    fact=evaluator.program.labels[fact.path],
                    low=value_in_words(low, fact),
                    before=format_money(before),
                    high=value_in_words(high, fact),
                    after=format_money(after),
                )
                yield _finding("cliff", document, keys, message)


def _unrelated_to_cost(evaluator: Evaluator, prepared: Prepared, document: Document) -> Iterator[Diagnostic]:
    """A subsidy of a loan that a borrower gets even if he paid nothing can exceed what it subsidises."""
    unpaid = _with(evaluator, prepared, {p: () if p == "loan.flows" else 0 for p in _COSTS})
    for plan, (status, fen) in zip(evaluator.plans, evaluator.conclusion(unpaid), strict=True):
        read = _facts_of(evaluator.program, plan.benefit.amount)
        by_principal = "loan.principal" in read and "loan.rate" not in read  # by the contract's rate is by its interest
        if status == "granted" and fen > 0 and plan.benefit.payee == "borrower" and by_principal:
            amount = format_money(yuan_of(fen))
            message = msg("{amount} are given even where nothing was paid: it can exceed the cost", amount=amount)
            yield _finding("exceeds-cost", document, ("benefits", plan.benefit.name), message)


def _facts_of(program: Program, name: str) -> set[str]:
    """The facts that a value reads, by itself or through others."""
    layout = layout_of(program)
    node = program.values[layout.values[name]].node
    return {used.path for used in inputs_of([node, *(program.values[i].node for i in layout.needed(node))])}


def thresholds(program: Program) -> Iterator[Threshold]:
    """The figures that a program's rules and tiers compare facts with."""
    for keys, tree in _placed(program):
        for node in walk(tree):
            for subject, ends in _compared(node):
                if isinstance(subject, Fact) and subject.type.base == "number":
                    for end in ends:
                        at = Fraction(end.value) * end.unit / subject.unit
                        if at.denominator == 1 and subject.low < at < subject.high:
                            yield Threshold(subject, int(at), keys)


def _compared(node: Node) -> Iterator[tuple[Node, list[Constant]]]:
    if isinstance(node, Banded | Sliced):
        yield _plain(node.subject), [b.end for b in node.bands if isinstance(b.end, Constant)]
    elif isinstance(node, Compare):
        for one, other in ((node.left, node.right), (node.right, node.left)):
            if isinstance(other, Constant) and other.type.base == "number":
                yield _plain(one), [other]


def _plain(node: Node) -> Node:
    return node.of if isinstance(node, Rescaled) else node


def _placed(program: Program) -> Iterator[tuple[Keys, Node]]:
    edition = program.edition
    for value in program.values:
        name = value.name.partition(".")
        if value.benefit:
            yield ("benefits", value.benefit, "steps", name[2]), value.node
        elif value.name in edition.tiers or value.name in edition.definitions:
            yield ("tiers" if value.name in edition.tiers else "definitions", value.name), value.node
    for rule in program.rules:
        keys: Keys = ("benefits", rule.benefit) if rule.benefit else ()
        yield (*keys, "eligibility", rule.name), rule.node


def _with(evaluator: Evaluator, prepared: Prepared, changes: dict[str, Any]) -> Prepared:
    """The prepared facts with some of them changed; what was unknown stays so."""
    facts = [changes.get(used.path, fact) for used, fact in zip(evaluator.program.inputs, prepared.facts, strict=True)]
    return Prepared(tuple(facts), prepared.complete)


def _finding(code: str, document: Document, keys: Keys, message: Message) -> Diagnostic:
    return Diagnostic(code, message, document.key_place(keys), dotted(keys), None, "warning")
