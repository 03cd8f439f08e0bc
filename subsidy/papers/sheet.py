"""The calculation sheet (计算书) of a decision as data: what it says, in which order, in no language yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from subsidy.evaluation.decision import VERDICTS, Decision, RuleResult, StepResult
from subsidy.explain.values import Joined, verbatim
from subsidy.limits import Cut, Settled, Settlement
from subsidy.messages import Label, Sayable, msg
from subsidy.papers.blocks import PaperBlock, Part, Stacked
from subsidy.papers.given import facts_given, flows_given
from subsidy.papers.receipt_code import SHORT, CodePicture, receipt_sha256
from subsidy.papers.timeline import timeline
from subsidy.papers.timeline_picture import timeline_figure
from subsidy.papers.waterfall import waterfalls
from subsidy.papers.waterfall_picture import waterfall_figure
from subsidy.report.caution import limits, warnings
from subsidy.report.derivation import VERDICT_MARKS, in_numbers, readings_taken, receipt_kept, sources
from subsidy.report.missing import to_supply
from subsidy.report.page import Block, Field, Fields, Figure, Heading, Item, Items, Paragraph, Table, Title, Tone
from subsidy.report.phrases import in_figures_and_capitals, labelled, yuan_if_known
from subsidy.report.settlement import settlement_page
from subsidy.report.verdict import MARKS, STATUSES, TONES, amounts, subject, verdict
from subsidy.scheme.definition import PAYEES, Effect


class Sheet(NamedTuple):
    """`due` are the sentences with the amounts, in figures and in capitals; `parts` stand in the order of reading."""

    title: Sayable
    about: Sayable
    verdict: Sayable
    mark: str
    tone: Tone
    due: tuple[Sayable, ...]
    parts: tuple[Part, ...]
    receipt: Part
    code: Figure
    signers: tuple[Sayable, ...]
    seal: Sayable
    date: Sayable
    footer: Sayable


_SIGNERS: Final = (msg("prepared by"), msg("checked by"), msg("approved by"))
_EFFECTS: Final[Mapping[Effect, Callable[[Sayable], Sayable]]] = {
    "refuse": lambda verdict: verdict,
    "suspend": lambda verdict: msg("{verdict}: payment is suspended", verdict=verdict),
    "warn": lambda verdict: msg("{verdict}: a warning only", verdict=verdict),
}


def sheet(decision: Decision, settlement: Settlement | None = None) -> Sheet:
    """The sheet; `settlement` is of a set of which the decision is one."""
    settled = next((s for s in settlement.settled if s.decision is decision), None) if settlement else None
    sha256 = receipt_sha256(decision)
    number = (verbatim(decision.id),) if decision.id else ()
    (_, receipt_fields) = receipt_kept(decision)
    return Sheet(
        title=msg("Calculation sheet: {scheme}", scheme=decision.program.edition.title.label),
        about=subject(decision),
        verdict=verdict(decision),
        mark=MARKS[decision.outcome],
        tone=TONES[decision.outcome],
        due=tuple(_due(decision, settled)),
        parts=tuple(_numbered(_parts(decision, settlement, settled))),
        receipt=Part(msg("Receipt (hashes are SHA-256)"), (_receipt(sha256, receipt_fields),)),
        code=_code(sha256),
        signers=_SIGNERS,
        seal=msg("(signature and seal)"),
        date=msg("date:"),
        footer=Joined((*number, msg("receipt {hash}", hash=sha256[:SHORT])), msg(" · ")),
    )


def _due(decision: Decision, settled: Settled | None) -> Iterator[Sayable]:
    *_, due = amounts(decision)
    if isinstance(due, Paragraph):
        yield due.text
    if settled is not None and decision.program.edition.limits and decision.outcome == "eligible":
        if settled.total is None:
            yield msg("Payable after the limits: not known yet")
        else:
            yield msg("Payable after the limits: {amount}", amount=in_figures_and_capitals(settled.total))


def _parts(decision: Decision, settlement: Settlement | None, settled: Settled | None) -> Iterator[Part]:
    """Those that have something to say."""
    parts: tuple[tuple[Sayable, Iterator[PaperBlock]], ...] = (
        (msg("Still to be known"), _under_heading(to_supply(decision))),
        (msg("Facts"), facts_given(decision)),
        (msg("Conditions"), _conditions(decision)),
        (msg("Calculation"), _calculation(decision, settled)),
        (msg("The loan over time"), _loan(decision)),
        (msg("Limits that bind several loans"), _limits(decision, settlement, settled)),
        (msg("Readings"), _under_heading(readings_taken(decision))),
        (msg("To mind"), _to_mind(decision, settlement)),
        (msg("Cash flows"), (listed.table for listed in flows_given(decision))),
        (msg("Sources"), _under_heading(sources(decision))),
    )
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
        rows.append((verbatim(str(number)), said, _judged(rule, condition.otherwise), verbatim(rule.cite)))
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
        rows = tuple(_step(number, step, decision) for number, step in enumerate(steps, 1))
        yield Table((msg("no."), msg("step"), msg("result"), msg("clause")), rows)
    yield _benefits(decision, settled)
    yield from map(waterfall_figure, waterfalls(decision, settled))


def _step(number: int, step: StepResult, decision: Decision) -> tuple[Sayable, ...]:
    """Its numbers where they say more than the result does."""
    formula, numbers, result = (text.say("zh") for text in (step.formula, step.numbers, step.result))
    lines = (step.formula,) if numbers == result or numbers.startswith(formula) else (step.formula, step.numbers)
    worked = tuple(msg("= {value}", value=line) for line in lines)
    return verbatim(str(number)), Stacked(labelled(step, decision.benefits), worked), step.result, verbatim(step.cite)


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


def _loan(decision: Decision) -> Iterator[PaperBlock]:
    if found := timeline(decision):
        yield timeline_figure(found)


def _limits(decision: Decision, settlement: Settlement | None, settled: Settled | None) -> Iterator[PaperBlock]:
    """What each limit took; where it could not be judged, that it was not; then the set that was judged together."""
    if settlement is None or settled is None:
        if found := limits(decision):
            yield Items(found)
        return
    rows = tuple(
        (limit.label, _taken([c for c in settled.cuts if c.limit == name], decision), verbatim(limit.cite))
        for name, limit in decision.program.edition.limits.items()
    )
    if rows:
        yield Table((msg("limit"), msg("effect"), msg("clause")), rows)
    if others := len(settlement.settled) - 1:
        yield Paragraph(msg("Judged together with {count} other decisions", count=others))
        for block in settlement_page(settlement):
            yield Paragraph(block.text, "strong") if isinstance(block, Title | Heading) else block


def _taken(cuts: Sequence[Cut], decision: Decision) -> Sayable:
    if cuts:
        return Joined(tuple(cut.words for cut in cuts), msg("; "))
    return msg("takes nothing") if decision.outcome == "eligible" else msg("nothing is due that it could take from")


def _to_mind(decision: Decision, settlement: Settlement | None) -> Iterator[PaperBlock]:
    alone = settlement.warnings if settlement is not None and len(settlement.settled) == 1 else ()
    if found := (*warnings(decision), *(Item(warning, "!", "open") for warning in alone)):
        yield Items(found)


def _receipt(sha256: str, kept: Block) -> Fields:
    fields = kept.fields if isinstance(kept, Fields) else ()
    return Fields((Field(msg("hash of this receipt"), verbatim(sha256)), *fields))


def _code(sha256: str) -> Figure:
    numbers = Table((msg("hash of this receipt"),), ((verbatim(sha256),),))
    return Figure(msg("QR code of the receipt's hash"), verbatim(sha256), numbers, CodePicture(sha256))


_NUMERALS: Final = "一二三四五六七八九十"


def _numbered(parts: Iterator[Part]) -> Iterator[Part]:
    """The headings with a number each, as each language counts."""
    for number, part in enumerate(parts, 1):
        zh, en = part.heading.say("zh"), part.heading.say("en")
        yield part._replace(heading=Label(f"{_NUMERALS[number - 1]}、{zh}", f"{number}. {en}"))
