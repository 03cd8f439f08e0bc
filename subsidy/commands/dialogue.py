"""A questionnaire on the terminal or over pipes: a question, an answer, what is wrong with it, what it leaves open."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final, Literal

import click

from subsidy.asking import Question, Questionnaire
from subsidy.commands.language import spoken
from subsidy.commands.manner import plain
from subsidy.commands.output import show_page
from subsidy.diagnostics import Diagnostic, InputError
from subsidy.documents import keys_of
from subsidy.messages import Message, Sayable, msg
from subsidy.quantities import QuantityError, flag
from subsidy.report.asked import asked, explained, left_open, wrong, yes_or_no
from subsidy.report.page import Paragraph

Command = Literal["explain", "back", "stop"]
_COMMANDS: Final[Mapping[str, Command]] = {
    "?": "explain",
    "？": "explain",
    "back": "back",
    "返回": "back",
    "stop": "stop",
    "停止": "stop",
}
_NOT_KNOWN: Final = ("不知道", "不清楚", "not known", "unknown")
_NUMBER: Final = re.compile("[0-9]{1,3}")


def converse(questionnaire: Questionnaire) -> None:
    """Asks until nothing is left that can change the answer, or the user stops.

    Raises `EOFError` where the input ends first, `KeyboardInterrupt` where the user breaks off.
    """
    number = 1
    while (question := questionnaire.next_question()) is not None:
        show_page(asked(question, number, _record_name(question, questionnaire.data)), after=True)
        text = line()
        text = "" if text.strip().lower() in _NOT_KNOWN else text
        command = _COMMANDS.get(text.strip().lower())
        if command == "stop":
            return
        if command == "explain":
            show_page(explained(question, questionnaire.decisions))
        elif command == "back":
            if not questionnaire.back():
                show_page((Paragraph(msg("this is the first question"), "faint"),))
            number = max(number - 1, 1)
        elif _is_answered(questionnaire, question, text):
            number += 1


def line() -> str:
    """The next line of the input. Raises `EOFError` where there is none."""
    interactive = sys.stdin.isatty()
    if interactive:
        with suppress(ImportError):
            import readline  # noqa: F401 - its import lets `input` edit the line
    text = input(msg("answer: ").say(spoken()) if plain() else "   > ")
    if not interactive:
        click.echo(text)
    return text


def confirmed(question: Sayable) -> bool:
    """Whether the user says yes. Raises `EOFError`."""
    while True:
        show_page(yes_or_no(question), after=True)
        try:
            return flag(line())
        except QuantityError as error:
            show_page(wrong([error]))


def _is_answered(questionnaire: Questionnaire, question: Question, text: str) -> bool:
    """Whether the answer is taken; what is wrong with it is said, or what it leaves open."""
    try:
        questionnaire.answer(_chosen(question, text.strip()))
    except InputError as error:
        show_page(wrong([_complaint(diagnostic, question) for diagnostic in error.diagnostics]))
        return False
    show_page(() if text.strip() else left_open(question))
    return True


def _chosen(question: Question, text: str) -> str:
    """The option of a number, as the file shall say it; any other text as it is.

    Raises `InputError` for a number that no option has.
    """
    options = list(question.options.values())
    if not options or not _NUMBER.fullmatch(text):
        return text
    number = int(text)
    if not 1 <= number <= len(options):
        message = msg("there is no choice {number}; choose a number up to {last}", number=number, last=len(options))
        raise InputError([Diagnostic("unknown-choice", message, None, question.path)])
    return options[number - 1].say(spoken())


def _complaint(diagnostic: Diagnostic, question: Question) -> Message:
    """What is wrong, without what the user knows: the question that he answers."""
    said: Message = diagnostic.message
    if diagnostic.remedy is not None:
        said = msg("{problem}; {remedy}", problem=said, remedy=diagnostic.remedy)
    if diagnostic.field not in ("", question.path):
        said = msg("{field}: {problem}", field=diagnostic.field, problem=said)
    return said


def _record_name(question: Question, data: Mapping[str, Any]) -> str:
    """The first thing that is known of a record which is told already."""
    *way, _ = keys_of(question.path)
    if not question.record:
        return ""
    found: Any = data
    for key in way:
        if isinstance(key, int):
            return next(iter(found[key].values()), "") if found and key < len(found) else ""
        found = (found or {}).get(key)
    return ""
