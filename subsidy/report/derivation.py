"""How a decision was reached, in full: facts, conditions, steps, readings, sources and the receipt."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeAlias

from subsidy.evaluation import Decision
from subsidy.evaluation.decision import VERDICTS, Alternative, StepResult, Verdict
from subsidy.evaluation.receipt import receipt
from subsidy.explain import conventions, in_words, why_holds, with_numbers
from subsidy.explain.values import Joined, verbatim
from subsidy.language.nodes import Node
from subsidy.limits import Settled
from subsidy.messages import Sayable, msg
from subsidy.report.caution import limits, to_mind, warnings
from subsidy.report.citations import Citation
from subsidy.report.facts_used import facts_used
from subsidy.report.missing import to_supply
from subsidy.report.page import Block, Field, Fields, Heading, Item, Items, Page, Tone
from subsidy.report.phrases import NOT_KNOWN_YET, labelled, source_line
from subsidy.report.steps import Evaluated
from subsidy.report.verdict import amounts, answer, head

_Part: TypeAlias = Callable[[Decision], Iterator[Block]]

VERDICT_MARKS: Final[Mapping[Verdict, tuple[str, Tone]]] = {
    "holds": ("✓", "good"),
    "fails": ("✗", "bad"),
    "unknown": ("?", "open"),
    "presumed": ("~", "open"),
}


def derivation(decision: Decision, settled: Settled | None = None) -> Page:
    """Everything that the decision rests on, in the order in which one checks it.

    Where a settlement follows, `settled` is what it made of the decision.
    """
    reached: tuple[_Part, ...] = (to_supply, _facts, _conditions, _calculation, readings_taken)
    kept: tuple[_Part, ...] = (_sources, receipt_kept, amounts)
    return (
        *head(decision, settled),
        *(block for part in reached for block in part(decision)),
        *to_mind((*warnings(decision), *limits(decision, settled))),
        *(block for part in kept for block in part(decision)),
    )


def _facts(decision: Decision) -> Iterator[Block]:
    yield Heading(msg("Facts"))
    fields = [
        Field(fact.label if number == 0 else verbatim(""), value, fact.path if number == 0 else "")
        for fact in facts_used(decision)
        for number, value in enumerate(fact.values)
    ]
    yield Fields(tuple(fields))


def _conditions(decision: Decision) -> Iterator[Block]:
    yield Heading(msg("Conditions"))
    items = []
    for rule, condition in zip(decision.rules, decision.program.rules, strict=True):
        mark, tone = VERDICT_MARKS[rule.verdict]
        why = rule.reason or in_numbers(condition.node, rule.verdict, decision)
        below = (msg("required: {formula}", formula=in_words(condition.node, decision.program)), why)
        items.append(Item(labelled(rule, decision.benefits), mark, tone, rule.cite, below, VERDICTS[rule.verdict]))
    yield Items(tuple(items))


def in_numbers(node: Node, verdict: Verdict, decision: Decision) -> Sayable:
    return why_holds(node, decision.run) if verdict == "holds" else with_numbers(node, decision.run)


def _calculation(decision: Decision) -> Iterator[Block]:
    yield Heading(msg("Calculation"))
    nodes = {value.name: value.node for value in decision.program.values}
    yield Items(tuple(_step(step, nodes[step.name], decision) for step in decision.steps))


def _step(step: StepResult, node: Node, decision: Decision) -> Item:
    equal = (msg("= {value}", value=step.formula), msg("= {value}", value=Evaluated(step)))
    return Item(labelled(step, decision.benefits), cite=step.cite, below=(*equal, *conventions(node)))


def readings_taken(decision: Decision) -> Iterator[Block]:
    """Every reading with all its choices: the one that was taken, and what each other would give."""
    edition = decision.program.edition
    changes = {r.name: {a.choice: a for a in r.alternatives} for r in decision.readings}
    if not edition.readings:
        return
    yield Heading(msg("Readings"))
    items = []
    for name, reading in edition.readings.items():
        taken = decision.program.readings[name]
        below = tuple(
            msg("taken: {choice}", choice=label)
            if code == taken
            else msg(
                "otherwise {choice}: {answer}",
                choice=label,
                answer=_otherwise(changes.get(name, {}).get(code), decision),
            )
            for code, label in reading.choice_labels.items()
        )
        items.append(Item(reading.label, cite=reading.cite, below=below))
    yield Items(tuple(items))


def _otherwise(change: Alternative | None, decision: Decision) -> Sayable:
    """What another choice gives; as long as nothing is decided, whether it makes a difference cannot be told."""
    if change is not None:
        return answer(change.outcome, change.total)
    return NOT_KNOWN_YET if decision.outcome == "incomplete" else msg("no difference")


def _sources(decision: Decision) -> Iterator[Block]:
    yield Heading(msg("Sources"))
    yield texts_cited(decision)
    if decision.standing:
        yield Heading(msg("Figures whose source is not official"))
        yield Fields(tuple(Field(n.label, n.standing_label, n.cite) for n in decision.standing))


def texts_cited(decision: Decision) -> Fields:
    """The texts by what citations call them."""
    return Fields(tuple(Field(Citation(key), source_line(text)) for key, text in decision.program.sources.items()))


def receipt_kept(decision: Decision) -> Iterator[Block]:
    made = receipt(decision.program, decision.application)
    fields = [
        Field(msg("engine"), verbatim(made.engine)),
        Field(msg("scheme"), verbatim(f"{made.scheme}@{made.edition}")),
        Field(msg("scheme file"), verbatim(made.scheme_sha256)),
        *(Field(msg("overlay file"), verbatim(sha256)) for sha256 in made.overlays_sha256),
        *(Field(msg("table {name}", name=name), verbatim(sha256)) for name, sha256 in made.tables_sha256),
        Field(msg("facts"), verbatim(made.facts_sha256)),
    ]
    if made.readings:
        readings = Joined(tuple(verbatim(f"{name}={choice}") for name, choice in made.readings), msg(", "))
        fields.insert(2, Field(msg("readings"), readings))
    yield Heading(msg("Receipt (hashes are SHA-256)"))
    yield Fields(tuple(fields))
