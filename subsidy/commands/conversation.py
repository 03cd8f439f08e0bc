"""What `subsidy ask` does: the questions, the verdict, the file; and what is said where it ends early."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NoReturn

import click

from subsidy.asking import Questionnaire
from subsidy.commands.deciding import EXIT_CODES
from subsidy.commands.dialogue import converse
from subsidy.commands.language import spoken
from subsidy.commands.next_steps import asked_again, command_line
from subsidy.commands.output import show_page
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

ENDED: Final = 1
BROKEN_OFF: Final = 130


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

    Ends the command: as calc does, or with `ENDED` or `BROKEN_OFF`. Raises `SubsidyError`.
    """
    schemes = load_schemes(*folders, overlays=overlays)
    document = None if given is None else read_document(given)
    questionnaire = Questionnaire(schemes, scheme, document, edition=edition, readings=readings)
    before = questionnaire.data
    show_page(introduction(schemes[scheme].title))
    try:
        converse(questionnaire)
        show_page(survey(questionnaire.decisions, note, note), after=True)
        if unfinished := questionnaire.unfinished:
            lost = msg("{list}: not told to the end, so its records are left out", list=unfinished.label)
            show_page((Paragraph(lost, "open"),), after=True)
        if questionnaire.data != before or out is not None:
            under = asked_again(scheme, edition, readings, overlays, folders)
            _save(questionnaire, schemes, out or given, under)
    except EOFError:
        _leave(msg("The input ended; nothing is saved."), ENDED)
    except KeyboardInterrupt:
        _leave(msg("Broken off; nothing is saved."), BROKEN_OFF)
    click.get_current_context().exit(EXIT_CODES[best_outcome(questionnaire.decisions)])


def _save(questionnaire: Questionnaire, schemes: Schemes, wanted: Path | None, under: Sequence[str]) -> None:
    title = edition_name(questionnaire.decisions[0].program.edition)
    given, passed_over = questionnaire.data, questionnaire.passed_over

    def text(file: Path) -> str:
        then = command_line("calc", str(file), *under)
        return filled(title, schemes.vocabulary, given, passed_over, spoken(), then)

    path = saved(text, wanted)
    if path is None:
        show_page((Paragraph(msg("Nothing is saved."), "faint"),), after=True)
    else:
        then = command_line("calc", str(path), *under)
        show_page((Paragraph(msg("Saved in {file}. Then: {command}", file=path, command=then), "faint"),), after=True)


def _leave(reason: Message, code: int) -> NoReturn:
    click.echo(f"\n{reason.say(spoken())}", err=True)
    click.get_current_context().exit(code)
