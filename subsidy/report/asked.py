"""A question as people read it: what is asked for, what may be answered, who needs it, what stays open without it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from subsidy.asking import Question
from subsidy.evaluation import Decision
from subsidy.explain import in_words
from subsidy.explain.values import FLAGS, Joined
from subsidy.kinds import FLAG, TEXT
from subsidy.messages import Message, Sayable, msg
from subsidy.report.page import Item, Items, Page, Paragraph, Title
from subsidy.scheme.program import Condition, Value

_YES_OR_NO: Final = Joined(tuple(FLAGS.values()), msg("/"))
_APART: Final = msg("   ")


def asked(question: Question, number: int, record_name: str = "") -> Page:
    """The question with its number and what may be answered; `record_name` tells a list's record from the others."""
    text = msg("{number}. {question}", number=number, question=_question(question, record_name))
    lines = tuple(Item(Joined(tuple(part), _APART), "") for part in (_options(question), _empty(question)) if part)
    return (Title(text), *((Items(lines),) if lines else ()))


def _question(question: Question, record_name: str) -> Sayable:
    fact = question.fact
    if question.is_list:
        return msg("{list}: are there any? [{choices}]", list=fact.label, choices=_YES_OR_NO)
    name: Sayable = fact.label
    if question.of is not None:
        which, of = question.record, question.of.label
        if record_name:
            name = msg("{list} {number} ({name}): {field}", list=of, number=which, name=record_name, field=name)
        else:
            name = msg("{list} {number}: {field}", list=of, number=which, field=name)
    if question.options:
        return name
    if fact.kind is FLAG:
        return msg("{fact} [{choices}]", fact=name, choices=_YES_OR_NO)
    return msg("{fact}, for example {example}", fact=name, example=fact.example) if fact.example else name


def _options(question: Question) -> list[Sayable]:
    """The known answers, which may be given by number."""
    options: list[Sayable] = [
        msg("{number} {text}", number=i, text=label) for i, label in enumerate(question.options.values(), 1)
    ]
    if options and not question.fact.choices:
        options.append(msg("or another text"))
    return options


def _empty(question: Question) -> list[Sayable]:
    """What an empty answer says, where it says more than that the fact is not known."""
    if question.empty == "no-more":
        return [msg("Enter: there are no more")]
    return [msg("Enter: presumed to hold")] if question.presumed else []


def explained(question: Question, decisions: Sequence[Decision]) -> Page:
    """What the fact is, how it is written, and which clauses need it."""
    return (Items((*_described(question), *(_need(part, decisions) for part in question.needed_by))),)


def _described(question: Question) -> Iterator[Item]:
    fact = question.fact
    if fact.help is not None:
        yield Item(fact.help)
    if fact.kind is not TEXT and fact.kind_label is not None:
        yield Item(msg("written as: {kind}", kind=fact.kind_label))
    if fact.example:
        yield Item(msg("for example {example}", example=fact.example))
    yield Item(msg("in an application file: {path}", path=question.path))


def _need(part: Condition | Value, decisions: Sequence[Decision]) -> Item:
    programs = [d.program for d in decisions if part in (*d.program.rules, *d.program.values)]
    words = in_words(part.node, programs[0])
    if isinstance(part, Condition):
        return Item(
            msg("needed for: {part}", part=part.label),
            cite=part.cite,
            below=(msg("required: {formula}", formula=words),),
        )
    return Item(msg("needed for: {part}", part=part.label), cite=part.cite, below=(msg("= {value}", value=words),))


def left_open(question: Question) -> Page:
    """What an empty answer leaves open."""
    labels = dict.fromkeys(part.label for part in question.needed_by)
    if not labels or question.empty != "unknown":
        return ()
    return (Items((Item(_left_open(question, Joined(tuple(labels), msg("; "))), "?", "open"),)),)


def _left_open(question: Question, parts: Sayable) -> Message:
    if question.presumed:
        return msg("not known; presumed to hold: {parts}", parts=parts)
    return msg("not known; this stays open: {parts}", parts=parts)


def wrong(found: Sequence[Sayable]) -> Page:
    """What is wrong with an answer."""
    return (Items(tuple(Item(text, "!", "bad") for text in found)),)


def introduction(title: Sayable) -> Page:
    """What one should know before the first question."""
    commands = (
        msg("Enter: not known"),
        msg("?: explain"),
        msg("back: correct the last answer"),
        msg("stop: end here"),
    )
    return (
        Title(title),
        Paragraph(msg("Only what can still change the answer is asked for, one thing at a time."), "faint"),
        Paragraph(Joined(commands, msg(" · ")), "faint"),
    )


def yes_or_no(question: Sayable) -> Page:
    """A question of the command itself."""
    return (Title(msg("{question} [{choices}]", question=question, choices=_YES_OR_NO)),)
