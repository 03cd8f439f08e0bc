"""The calculation sheet (计算书) of a decision as data: what it says, in which order, in no language yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

from subsidy.evaluation.decision import VERDICTS, Decision, RuleResult, StepResult
from subsidy.explain import conventions
from subsidy.explain.values import Joined, verbatim
from subsidy.language.nodes import Node
from subsidy.limits import Cut, Settled, Settlement
from subsidy.messages import Label, Language, Sayable, msg
from subsidy.papers.blocks import PaperBlock, Part, Stacked
from subsidy.papers.given import facts_given, flows_given
from subsidy.papers.receipt_code import SHORT, CodePicture, receipt_sha256
from subsidy.papers.timeline import timeline
from subsidy.papers.timeline_picture import timeline_figure
from subsidy.papers.waterfall import waterfalls
from subsidy.papers.waterfall_picture import waterfall_figure
from subsidy.report.caution import limits, warnings
from subsidy.report.citations import Citation
from subsidy.report.derivation import VERDICT_MARKS, in_numbers, readings_taken, receipt_kept, texts_cited
from subsidy.report.missing import to_ask_for
from subsidy.report.page import Field, Fields, Figure, Heading, Item, Items, Paragraph, Table, Title, Tone
from subsidy.report.phrases import NOT_KNOWN_YET, in_figures_and_capitals, labelled, yuan_if_known
from subsidy.report.settlement import cut_in_words, settlement_page
from subsidy.report.verdict import STATUSES, subject, sum_due, verdict
from subsidy.report.width import width
from subsidy.scheme.definition import PAYEES, Effect


class Sheet(NamedTuple):
    """`due` are the sentences with the amounts, in figures and in capitals.

    `parts`, in the order of reading, are what is signed beneath; `annex` is what it rests on. `code` stands for all.
    """

    title: Sayable
    about: Sayable
    verdict: Sayable
    mark: str
    tone: Tone
    due: tuple[Sayable, ...]
    code: Figure
    receipt: Sayable
    parts: tuple[Part, ...]
    signers: tuple[Sayable, ...]
    seal: Sayable
    date: Sayable
    annex: tuple[Part, ...]
    footer: Sayable


_Blocks: TypeAlias = tuple[Sayable, Iterator[PaperBlock]]
_ONE_LINE: Final = 68
"""Cells of a line in the column of steps, on A4."""
_MOST_TOGETHER: Final = 30
"""A set of more is in no sheet, but in what is said of the set."""
_SIGNERS: Final = (msg("prepared by"), msg("checked by"), msg("approved by"))
_EFFECTS: Final[Mapping[Effect, Callable[[Sayable], Sayable]]] = {
    "refuse": lambda verdict: verdict,
    "suspend": lambda verdict: msg("{verdict}: payment is suspended", verdict=verdict),
    "warn": lambda verdict: msg("{verdict}: a warning only", verdict=verdict),
}


def sheet(decision: Decision, settlement: Settlement | None = None) -> Sheet:
    """The sheet; `settlement` is of a set of which the decision is one."""
    settled = settlement.of(decision) if settlement else None
    said = verdict(decision, settled)
    sha256 = receipt_sha256(decision)
    receipt = msg("receipt {hash}", hash=sha256[:SHORT])
    number = (verbatim(decision.id),) if decision.id else ()
    parts = tuple(_with_blocks(_parts(decision, settlement, settled)))
    annex = tuple(_with_blocks(_annex(decision, settled, sha256)))
    numbered = tuple(_numbered((*parts, *annex)))
    return Sheet(
        title=msg("Calculation sheet: {scheme}", scheme=decision.program.edition.title.label),
        about=subject(decision),
        verdict=said.text,
        mark=said.mark,
        tone=said.tone,
        due=tuple(_due(decision, settled)),
        code=_code(sha256),
        receipt=receipt,
        parts=numbered[: len(parts)],
        signers=_SIGNERS,
        seal=msg("(signature and seal)"),
        date=msg("date:"),
        annex=numbered[len(parts) :],
        footer=Joined((*number, receipt), msg(" · ")),
    )


def _due(decision: Decision, settled: Settled | None) -> Iterator[Sayable]:
    """What is payable comes first where it is something else than what is due."""
    if settled is not None and decision.program.edition.limits and decision.outcome == "eligible":
        payable = NOT_KNOWN_YET if settled.total is None else in_figures_and_capitals(settled.total)
        sentences = [sum_due(decision), msg("Payable after the limits: {amount}", amount=payable)]
        yield from sentences if settled.is_as_due else reversed(sentences)
    else:
        yield sum_due(decision)


def _parts(decision: Decision, settlement: Settlement | None, settled: Settled | None) -> Iterator[_Blocks]:
    """What the answer is made of."""
    yield msg("Still to be known"), to_ask_for(decision)
    yield msg("Facts"), facts_given(decision)
    yield msg("Conditions"), _conditions(decision)
    yield msg("Calculation"), _calculation(decision, settled)
    yield msg("Limits that bind several loans"), _limits(decision, settlement, settled)
    yield msg("Readings"), _under_heading(readings_taken(decision))
    yield msg("Please note"), _to_mind(decision, settlement)


def _annex(decision: Decision, settled: Settled | None, sha256: str) -> Iterator[_Blocks]:
    """What it rests on; pictures last, which no page can break."""
    yield msg("Cash flows"), (listed.table for listed in flows_given(decision))
    yield msg("Sources"), _sources(decision)
    yield msg("Receipt (hashes are SHA-256)"), _receipt(decision, sha256)
    yield msg("Pictures"), _pictures(decision, settled)


def _with_blocks(parts: Iterator[_Blocks]) -> Iterator[Part]:
    """Those that have something to say."""
    for heading, blocks in parts:
        if found := tuple(blocks):
            yield Part(heading, found)


def _under_heading(blocks: Iterator[PaperBlock]) -> Iterator[PaperBlock]:
    """The blocks less the heading that announces them; a later one becomes a line of its own."""
    for number, block in enumerate(blocks):
        if not isinstance(block, Heading):
            yield block
        elif number:
            yield Paragraph(block.text, "strong")


def _conditions(decision: Decision) -> Iterator[PaperBlock]:
    rows = []
    for number, (rule, condition) in enumerate(zip(decision.rules, decision.program.rules, strict=True), 1):
        why = rule.reason or in_numbers(condition.node, rule.verdict, decision)
        said = Stacked(labelled(rule, decision.benefits), (why,))
        rows.append((verbatim(str(number)), said, _judged(rule, condition.otherwise), Citation(rule.cite)))
    yield Table((msg("no."), msg("condition"), msg("verdict"), msg("clause")), tuple(rows))


def _judged(rule: RuleResult, effect: Effect) -> Sayable:
    mark, _ = VERDICT_MARKS[rule.verdict]
    label: Sayable = VERDICTS[rule.verdict]
    if rule.verdict == "fails":
        label = _EFFECTS[effect](label)
    return Joined((verbatim(mark), label), msg(" "))


def _calculation(decision: Decision, settled: Settled | None) -> Iterator[PaperBlock]:
    """The steps of what is not refused, what each benefit comes to, and how it came about."""
    refused = {b.name for b in decision.benefits if b.status == "refused"}
    steps = [step for step in decision.steps if step.benefit not in refused]
    if len(refused) < len(decision.benefits):
        nodes = {value.name: value.node for value in decision.program.values}
        rows = tuple(_step(number, step, nodes[step.name], decision) for number, step in enumerate(steps, 1))
        yield Table((msg("no."), msg("step"), msg("result"), msg("clause")), rows)
    yield _benefits(decision, settled)


@dataclass(frozen=True, slots=True)
class Worked:
    """A step's formula, and its numbers where they say more than formula and result do."""

    step: StepResult

    def say(self, language: Language) -> str:
        formula, numbers, result = (t.say(language) for t in (self.step.formula, self.step.numbers, self.step.result))
        said = [formula] if numbers == result or numbers.startswith(formula) else [formula, numbers]
        lines = [msg("= {value}", value=line).say(language) for line in said]
        return (" " if width(" ".join(lines)) <= _ONE_LINE else "\n").join(lines)


def _step(number: int, step: StepResult, node: Node, decision: Decision) -> tuple[Sayable, ...]:
    worked = Stacked(labelled(step, decision.benefits), (Worked(step), *conventions(node)))
    return verbatim(str(number)), worked, step.result, Citation(step.cite)


def _benefits(decision: Decision, settled: Settled | None) -> Table:
    """What is due of each, and what is payable where limits were applied; then the sums."""
    columns: tuple[Sayable, ...] = (msg("benefit"), msg("to whom"), msg("status"), msg("due"))
    rows: list[tuple[Sayable, ...]] = [
        (b.label, PAYEES[b.payee], STATUSES[b.status], yuan_if_known(b.entitlement)) for b in decision.benefits
    ]
    if len(rows) > 1:
        rows.append((msg("in all"), verbatim(""), verbatim(""), yuan_if_known(decision.total)))
    if settled is None:
        return Table(columns, tuple(rows))
    payable = [p.amount for p in settled.payables] + ([settled.total] if len(rows) > 1 else [])
    with_payable = tuple((*row, yuan_if_known(amount)) for row, amount in zip(rows, payable, strict=True))
    return Table((*columns, msg("payable")), with_payable)


def _limits(decision: Decision, settlement: Settlement | None, settled: Settled | None) -> Iterator[PaperBlock]:
    """What each limit took; where it could not be judged, that it was not; then the set that was judged together."""
    if settlement is None or settled is None:
        if found := limits(decision, settled):
            yield Items(found)
        return
    rows = tuple(
        (limit.label, _taken([c for c in settled.cuts if c.limit == name], decision), Citation(limit.cite))
        for name, limit in decision.program.edition.limits.items()
    )
    if rows:
        yield Table((msg("limit"), msg("effect"), msg("clause")), rows)
    if others := len(settlement.settled) - 1:
        yield Paragraph(msg("Judged together with {count} other decisions", count=others))
        for block in settlement_page(settlement) if others < _MOST_TOGETHER else ():
            yield Paragraph(block.text, "strong") if isinstance(block, Title | Heading) else block


def _taken(cuts: Sequence[Cut], decision: Decision) -> Sayable:
    if cuts:
        return Joined(tuple(cut_in_words(cut, decision) for cut in cuts), msg("; "))
    return msg("takes nothing") if decision.outcome == "eligible" else msg("nothing is due that it could take from")


def _to_mind(decision: Decision, settlement: Settlement | None) -> Iterator[PaperBlock]:
    alone = settlement.warnings if settlement is not None and len(settlement.settled) == 1 else ()
    if found := (*warnings(decision), *(Item(warning, "!", "open") for warning in alone)):
        yield Items(found)


def _pictures(decision: Decision, settled: Settled | None) -> Iterator[Figure]:
    yield from map(waterfall_figure, waterfalls(decision, settled))
    if found := timeline(decision):
        yield timeline_figure(found)


def _sources(decision: Decision) -> Iterator[PaperBlock]:
    """The texts; then in one sentence for each standing the figures that no official text has."""
    yield texts_cited(decision)
    items = []
    for standing in dict.fromkeys(note.standing_label for note in decision.standing):
        figures = (note for note in decision.standing if note.standing_label == standing)
        cited = tuple(msg("{figure} ({cite})", figure=note.label, cite=Citation(note.cite)) for note in figures)
        items.append(Item(msg("{standing}: {figures}", standing=standing, figures=Joined(cited, msg("; ")))))
    if items:
        yield Paragraph(msg("Figures whose source is not official"), "strong")
        yield Items(tuple(items))


def _receipt(decision: Decision, sha256: str) -> Iterator[Fields]:
    kept = (block for block in receipt_kept(decision) if isinstance(block, Fields))
    for block in kept:
        yield Fields((Field(msg("hash of this receipt"), verbatim(sha256)), *block.fields))


def _code(sha256: str) -> Figure:
    numbers = Table((msg("hash of this receipt"),), ((verbatim(sha256),),))
    return Figure(msg("QR code of the receipt's hash"), verbatim(sha256), numbers, CodePicture(sha256))


_NUMERALS: Final = "一二三四五六七八九十"


def _numbered(parts: Sequence[Part]) -> Iterator[Part]:
    """The headings with a number each, as each language counts."""
    for number, part in enumerate(parts, 1):
        zh, en = part.heading.say("zh"), part.heading.say("en")
        yield part._replace(heading=Label(f"{_NUMERALS[number - 1]}、{zh}", f"{number}. {en}"))
