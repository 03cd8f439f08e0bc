"""The calculation sheets that `subsidy report` writes: of which decisions, where to, and that all of them appear."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, Literal, NamedTuple, get_args

import click

from subsidy.commands.deciding import application_in, certain, question_asked
from subsidy.commands.failure import BAD_INPUT, complain
from subsidy.commands.language import spoken
from subsidy.diagnostics import Diagnostic, InputError, SubsidyError, refuse_if_any
from subsidy.evaluation import Decision
from subsidy.limits import Settlement, apply_limits
from subsidy.messages import Label, Language, msg
from subsidy.report.survey import that_matter
from subsidy.workshop import Made, publish, workshop

Form = Literal["html", "pdf", "xlsx"]
_FORMS: Final[tuple[Form, ...]] = get_args(Form)
_SHEET: Final = Label("计算书", "sheet")
_STANDARD_INPUT: Final = Label("申请", "application")


class Paper(NamedTuple):
    """A decision that gets a document of its own, and what the document is called, without its suffix."""

    decision: Decision
    name: str


def report(
    files: Sequence[str],
    scheme: str | None,
    edition: str | None,
    readings: Mapping[str, str],
    overlays: Sequence[Path],
    folders: Sequence[Path],
    form: Form | None,
    out: str | None,
    replace: bool,
    languages: tuple[Language, ...],
) -> None:
    """Writes them, and prints their names."""
    suffixes = [f".{one}" for one in ((form,) if form else _FORMS)]
    form = form or _form_of(out)
    if form == "xlsx" and len(languages) > 1:
        raise click.UsageError(msg("a workbook is in one language: --lang zh or --lang en").say(spoken()))
    question = question_asked(scheme, edition, readings, overlays, folders)
    decided = _decided(files, lambda file: question.decisions(application_in(file, question.schemes)))
    settlement = apply_limits(question.settled_together([d for found in decided.values() for d in certain(found)]))
    papers = _papers(decided, languages[0])
    places = _places(papers, out, form, suffixes)
    refuse_if_any(problem for place in places for problem in _taken(place, replaced=replace))
    wanted = [(paper.decision, place) for paper, place in zip(papers, places, strict=True)]
    _write_all(wanted, settlement, form, languages)
    for place in places:
        click.echo(place)


def _form_of(out: str | None) -> Form:
    suffix = Path(out or "").suffix.removeprefix(".").lower()
    return next((form for form in _FORMS if form == suffix), "html")


def _decided(files: Sequence[str], decisions: Callable[[str], list[Decision]]) -> dict[str, list[Decision]]:
    """The decisions on each file. Ends the command where one cannot be used, when all that is wrong was said."""
    decided: dict[str, list[Decision]] = {}
    failed = False
    for file in files:
        try:
            decided[file] = decisions(file)
        except SubsidyError as error:
            complain(error)
            failed = True
    if failed:
        click.get_current_context().exit(BAD_INPUT)
    return decided


def _papers(decided: Mapping[str, Sequence[Decision]], language: Language) -> list[Paper]:
    """One for each decision that matters. Raises `InputError` where a file has none."""
    shown = {file: that_matter(decisions) for file, decisions in decided.items()}
    refuse_if_any(
        Diagnostic("nothing", msg("{file}: no scheme gives anything so far; name one with --scheme", file=file))
        for file, decisions in shown.items()
        if not decisions
    )
    taken: dict[str, int] = {}
    papers = []
    for file, decisions in shown.items():
        for decision, name in zip(decisions, _names(file, decisions, language), strict=True):
            taken[name] = number = taken.get(name, 0) + 1
            papers.append(Paper(decision, name if number == 1 else f"{name}-{number}"))
    return papers


def _names(file: str, decisions: Sequence[Decision], language: Language) -> Iterator[str]:
    """The file's name and `sheet`; with the scheme and edition where there are several decisions."""
    stem = _STANDARD_INPUT.say(language) if file == "-" else Path(file).stem
    for decision in decisions:
        scheme = f"{decision.scheme.replace('/', '-')}-{decision.edition}"
        yield "-".join((stem, *([scheme] if len(decisions) > 1 else []), _SHEET.say(language)))


def _places(papers: Sequence[Paper], out: str | None, form: Form, suffixes: Sequence[str]) -> list[Path]:
    """Where each paper goes: into the folder `out`, or as the only one to the file of that name.

    Raises `InputError` where the name says something else.
    """
    folder = Path(out or "")
    is_folder = out is None or folder.is_dir() or out.endswith(("/", os.sep))
    if not is_folder and len(papers) == 1:
        if folder.suffix.lower() not in ("", f".{form}"):
            raise InputError([Diagnostic("suffix", msg("{file} must end in {suffix}", file=folder, suffix=suffixes))])
        return [folder]
    names_a_file = not is_folder and folder.suffix.lower() == f".{form}"
    if names_a_file or (folder.exists() and not folder.is_dir()):
        several = msg("{file} is a file; {count} documents need a folder", file=folder, count=len(papers))
        raise InputError([Diagnostic("no-folder", several)])
    return [folder / f"{paper.name}.{form}" for paper in papers]


def _taken(place: Path, *, replaced: bool) -> Iterator[Diagnostic]:
    """What stands in the way of a file there."""
    if (place.exists() and not place.is_file()) or (place.is_symlink() and not place.exists()):
        yield Diagnostic("no-file", msg("{file} is no file that could be replaced", file=place))
    elif place.exists() and not replaced:
        yield Diagnostic("exists", msg("{file} exists already; name another, or give --replace", file=place))


def _write_all(
    papers: Sequence[tuple[Decision, Path]], settlement: Settlement, form: Form, languages: tuple[Language, ...]
) -> None:
    """Makes all of them before the first appears. Raises `OSError`, which names their folder."""
    first = papers[0][1].resolve()
    folder = first.parent
    try:
        with workshop(first if folder.exists() else folder) as made_in:
            made = []
            for number, (decision, place) in enumerate(papers):
                made.append(Made(made_in / f"{number}.{form}", place.resolve()))
                _WRITERS[form](decision, settlement, languages, made[-1].path)
            folder.mkdir(exist_ok=True)
            publish(made)
    except OSError as error:
        raise type(error)(error.errno, error.strerror, str(folder)) from None


def _write_html(decision: Decision, settlement: Settlement, languages: tuple[Language, ...], path: Path) -> None:
    from subsidy.papers.sheet import sheet
    from subsidy.papers.sheet_html import sheet_as_html

    path.write_text(sheet_as_html(sheet(decision, settlement), *languages), encoding="utf-8")


def _write_pdf(decision: Decision, settlement: Settlement, languages: tuple[Language, ...], path: Path) -> None:
    from subsidy.papers.pdf import as_pdf
    from subsidy.papers.sheet import sheet
    from subsidy.papers.sheet_html import sheet_as_html

    path.write_bytes(as_pdf(sheet_as_html(sheet(decision, settlement), *languages)))


def _write_xlsx(decision: Decision, settlement: Settlement, languages: tuple[Language, ...], path: Path) -> None:
    from subsidy.workbook import write_workbook

    write_workbook(decision, path, languages[0], settlement.of(decision))


_WRITERS: Final[Mapping[Form, Callable[[Decision, Settlement, tuple[Language, ...], Path], None]]] = {
    "html": _write_html,
    "pdf": _write_pdf,
    "xlsx": _write_xlsx,
}
