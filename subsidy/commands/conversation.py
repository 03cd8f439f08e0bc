"""What `subsidy ask` does: the questions, the verdict, the file; and what is said where it ends early."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import click

from subsidy.asking import Questionnaire
from subsidy.commands.deciding import EXIT_CODES
from subsidy.commands.dialogue import converse
from subsidy.commands.language import spoken
from subsidy.commands.next_steps import asked_again, command_line
from subsidy.commands.output import show_page
from subsidy.commands.overlays import tell_unused
from subsidy.commands.saving import saved
from subsidy.documents import read_document
from subsidy.messages import Message, msg
from subsidy.report.asked import introduction
from subsidy.report.note import note
from subsidy.report.page import Paragraph
from subsidy.report.phrases import edition_name
from subsidy.report.survey import best_outcome, survey
from subsidy.report.template import filled
from subsidy.scheme.library import Schemes, load_schemes


class _End(NamedTuple):
    """How a conversation ends before its end: what is said of it, and the exit code."""

    words: Message
    code: int


_INPUT_ENDED: Final = _End(msg("The input ended."), 1)
_BROKEN_OFF: Final = _End(msg("Broken off."), 130)


def hold(
    scheme: str,
    given: Path | None,
    out: Path | None,
    edition: str | None,
    readings: Mapping[str, str],
    overlays: Sequence[Path],
    folders: Sequence[Path],
) -> None:
    """Asks for an application under a scheme, beginning with what the file `given` says, and saves it in `out`.

    Ends the command: as calc does, or with the code of an `_End`; what was answered until then is saved all the same.
    Raises `SubsidyError`.
    """
    schemes = load_schemes(*folders, overlays=overlays)
    document = None if given is None else read_document(given)
    questionnaire = Questionnaire(schemes, scheme, document, edition=edition, readings=readings)
    tell_unused(overlays, [schemes[scheme]], edition)
    before = questionnaire.data
    show_page(introduction(schemes[scheme].title))
    end = _end_of(lambda: converse(questionnaire))
    if end is None:
        show_page(survey(questionnaire.decisions, note, note), after=True)
    else:
        _complain(end.words)
    if questionnaire.data != before or (out is not None and end is None):
        under = asked_again(scheme, edition, readings, overlays, folders)
        cut = _end_of(lambda: _save(questionnaire, schemes, out or given, under))
        if cut is not None:
            _complain(msg("Nothing is saved."))
        end = end or cut
    code = EXIT_CODES[best_outcome(questionnaire.decisions)] if end is None else end.code
    click.get_current_context().exit(code)


def _end_of(part: Callable[[], None]) -> _End | None:
    """What ended a part of the conversation early; None where it came to its end."""
    try:
        part()
    except EOFError:
        return _INPUT_ENDED
    except KeyboardInterrupt:
        return _BROKEN_OFF
    return None


def _complain(words: Message) -> None:
    click.echo(f"\n{words.say(spoken())}", err=True)


def _save(questionnaire: Questionnaire, schemes: Schemes, wanted: Path | None, under: Sequence[str]) -> None:
    """Saves what is known, and says with which command one goes on."""
    if unfinished := questionnaire.unfinished:
        lost = msg("{list}: not told to the end, so its records are left out", list=unfinished.label)
        show_page((Paragraph(lost, "open"),), after=True)
    title = edition_name(questionnaire.decisions[0].program.edition)
    given, passed_over = questionnaire.data, questionnaire.passed_over

    def text(file: Path) -> str:
        then = command_line("calc", str(file), *under)
        return filled(title, schemes.vocabulary, given, passed_over, spoken(), then)

    path = saved(text, wanted)
    said = msg("Nothing is saved.") if path is None else _saved_in(path, questionnaire, under)
    show_page((Paragraph(said, "faint"),), after=True)


def _saved_in(path: Path, questionnaire: Questionnaire, under: Sequence[str]) -> Message:
    """Where there is more to ask, the questions go on; else the file is decided."""
    _, scheme, *others = under
    if questionnaire.next_question() is None:
        return msg("Saved in {file}. Then: {command}", file=path, command=command_line("calc", str(path), *under))
    more = command_line("ask", scheme, "--from", str(path), *others)
    return msg("Saved in {file}. To go on: {command}", file=path, command=more)
