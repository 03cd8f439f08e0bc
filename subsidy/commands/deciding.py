"""What `calc` and `explain` have in common: options, reading, deciding, exit codes. They differ in what they report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

import click

from subsidy.commands.failure import BAD_INPUT, complain
from subsidy.commands.language import spoken
from subsidy.commands.next_steps import asked_again, command_line, suggest
from subsidy.commands.output import PageForm, show_json, show_page
from subsidy.commands.overlays import tell_unused
from subsidy.diagnostics import Diagnostic, InputError, Place, SubsidyError
from subsidy.documents import read_document
from subsidy.evaluation import Decision, Outcome, SeveralEditionsError, evaluate
from subsidy.explain.values import verbatim
from subsidy.facts import Application, read_application
from subsidy.limits import Settled, Settlement, apply_limits
from subsidy.messages import Message, msg
from subsidy.report.page import Page, Title
from subsidy.report.settlement import settlement_page
from subsidy.report.survey import aimed_at, best_outcome, survey, that_matter
from subsidy.scheme.library import Scheme, Schemes, load_schemes
from subsidy.scheme.unknown import refuse_unknown_readings, unknown_readings

EXIT_CODES: Final[Mapping[Outcome, int]] = {"eligible": 0, "ineligible": 3, "incomplete": 4, "suspended": 5}
_MOST_SERIOUS_FIRST: Final = (
    BAD_INPUT,
    *(EXIT_CODES[o] for o in ("incomplete", "suspended", "ineligible", "eligible")),
)

_TABLES: Final = (".csv", ".tsv", ".xlsx", ".xlsm", ".parquet", ".ndjson", ".jsonl")
# Other files of ours, by a key that each of them has.
_NOT_APPLICATIONS: Final = (
    ("overlay", msg("an overlay, not an application"), msg("give it with --overlay")),
    ("authority", msg("a scheme, not an application"), msg("check it: {command}", command="subsidy schemes check")),
)

Form = PageForm | Literal["json"]


Next = Callable[[Decision, str, Sequence[str]], Message]
"""What to do next about the decision on a file, under the options of a scheme."""


def ask_for_more(decision: Decision, file: str, under: Sequence[str]) -> Message:
    """Where facts are missing, or figures alone. `under` begins with the scheme's option and name."""
    if all(missing.path.startswith("parameter:") for missing in decision.missing):
        command = command_line("calc", file, *under, "--overlay", "agreement.yaml")
        return msg("with the figures that nobody published, in a file of your own: {command}", command=command)
    _, scheme, *others = under
    return msg("answer what is missing: {command}", command=command_line("ask", scheme, "--from", file, *others))


def derive(_: Decision, file: str, under: Sequence[str]) -> Message:
    """Where nothing is paid."""
    return msg("every condition with its numbers: {command}", command=command_line("explain", file, *under))


class Report(NamedTuple):
    """What a command says of a decision: on a page of its own, where other schemes share the page; as plain data.

    Where a settlement follows, the pages are told what it made of the decision. `next` is the command to go on with,
    for the outcomes that leave something to do.
    """

    page: Callable[[Decision, Settled | None], Page]
    among_others: Callable[[Decision, Settled | None], Page]
    record: Callable[[Decision], dict[str, Any]]
    next: Mapping[Outcome, Next]


@dataclass(frozen=True, slots=True)
class Question:
    """What the command line asks: under which scheme, edition and readings to decide, with which schemes at hand."""

    scheme: str | None
    edition: str | None
    readings: Mapping[str, str]
    schemes: Schemes

    @property
    def asked(self) -> list[Scheme]:
        """The scheme that is named, else all of them. Raises `UnknownNameError`."""
        return [self.schemes[self.scheme]] if self.scheme else list(self.schemes.values())

    def decisions(self, application: Application) -> list[Decision]:
        """One decision a scheme, or one for each of its editions where several govern."""
        return [decision for scheme in self.asked for decision in self._under(scheme, application)]

    def _under(self, scheme: Scheme, application: Application) -> Iterator[Decision]:
        others = {unknown.name for unknown in unknown_readings(self.readings, scheme.definitions.values())}
        readings = {name: choice for name, choice in self.readings.items() if name not in others}
        try:
            yield evaluate(scheme, application, edition=self.edition, readings=readings)
        except SeveralEditionsError as several:
            for edition in several.editions:
                yield evaluate(scheme, application, edition=edition, readings=readings)

    def settled_together(self, decisions: Sequence[Decision]) -> Sequence[Decision]:
        """Those that limits are applied to: where every scheme was tried, of the schemes that give something."""
        giving = {d.scheme for d in decisions if d.outcome == "eligible"}
        return decisions if self.scheme else [d for d in decisions if d.scheme in giving]


def question_asked(
    scheme: str | None,
    edition: str | None,
    readings: Mapping[str, str],
    overlays: Sequence[Path],
    folders: Sequence[Path],
) -> Question:
    """The question, once the schemes are loaded and know what it names."""
    if edition and not scheme:
        raise click.UsageError(msg("--edition needs --scheme").say(spoken()))
    question = Question(scheme, edition, readings, load_schemes(*folders, overlays=overlays))
    refuse_unknown_readings(readings, [e for asked in question.asked for e in asked.definitions.values()])
    tell_unused(overlays, question.asked, edition)
    return question


def answer(
    report: Report,
    files: Sequence[str],
    scheme: str | None,
    edition: str | None,
    readings: Mapping[str, str],
    overlays: Sequence[Path],
    folders: Sequence[Path],
    form: Form,
) -> None:
    """Decides each file, prints the reports, and ends the command with the most serious code."""
    question = question_asked(scheme, edition, readings, overlays, folders)
    codes: list[int] = []
    answered: list[_Answered] = []
    for file in files:
        try:
            decisions = question.decisions(application_in(file, question.schemes))
        except SubsidyError as error:
            complain(error)
            codes.append(BAD_INPUT)
            continue
        codes.append(EXIT_CODES[best_outcome(decisions)])
        answered.append(_Answered(file, decisions))
    decided = [decision for _, decisions in answered for decision in certain(decisions)]
    settlement = apply_limits(question.settled_together(decided))
    if form == "json":
        _show_records(report, answered, settlement, alone=len(files) == 1 and scheme is not None)
    else:
        _show_pages(report, answered, settlement, form, files)
    if form == "text" and len(files) == 1:
        suggest(_next_steps(report, answered, settlement, edition, readings, overlays, folders))
    click.get_current_context().exit(min(codes, key=_MOST_SERIOUS_FIRST.index))


class _Answered(NamedTuple):
    """A file that could be decided."""

    file: str
    decisions: Sequence[Decision]


def _show_pages(
    report: Report, answered: Sequence[_Answered], settlement: Settlement, form: PageForm, files: Sequence[str]
) -> None:
    """Each file's page, then what limits leave of them where there are several, or something else than is due."""
    several, decided = len(files) > 1, {file for file, _ in answered}
    settles = bool(settlement.settled) and (several or not all(s.is_as_due for s in settlement.settled))

    def page(of: Callable[[Decision, Settled | None], Page]) -> Callable[[Decision], Page]:
        return lambda decision: of(decision, settlement.of(decision) if settles else None)

    for position, (file, decisions) in enumerate(answered):
        name = (Title(verbatim(file), "faint"),) if several else ()
        show_page((*name, *survey(decisions, page(report.page), page(report.among_others))), form, after=position > 0)
    if settles:
        show_page(settlement_page(settlement, [file for file in files if file not in decided]), form, after=True)


def _show_records(report: Report, answered: Sequence[_Answered], settlement: Settlement, *, alone: bool) -> None:
    """One decision on its own where one file and one scheme were asked for, else all of them in a list."""
    from subsidy.report.settlement_record import settlement_record  # only JSON needs it

    records = [{"file": file, **report.record(d)} for file, decisions in answered for d in decisions]
    last = {"settlement": asdict(settlement_record(settlement, spoken()))}
    if not alone or len(records) > 1:
        show_json({"decisions": records, **last})
    elif records:
        show_json({**records[0], **last})


def _next_steps(
    report: Report,
    answered: Sequence[_Answered],
    settlement: Settlement,
    edition: str | None,
    readings: Mapping[str, str],
    overlays: Sequence[Path],
    folders: Sequence[Path],
) -> Iterator[Message]:
    """For one file, and the one scheme that matters to it, or the nearest to giving it something."""
    for file, decisions in answered:
        if file == "-":
            continue
        if len({d.scheme for d in decisions}) > 1 and report.among_others != report.page:
            every = command_line(
                "calc", file, "--format", "json", *asked_again(None, edition, readings, overlays, folders)
            )
            yield msg("each scheme with its answer: {command}", command=every)
        decision = aimed_at(decisions)
        if decision is None:
            continue
        known = {name: choice for name, choice in readings.items() if name in decision.program.readings}
        under = asked_again(decision.scheme, edition, known, overlays, folders)
        shown = decision in that_matter(decisions)
        if len(decisions) > 1 and (not shown or report.among_others != report.page):
            whole = command_line("calc", file, *under)
            yield msg("all of it: {command}", command=whole)
        if decision.outcome in report.next:
            yield report.next[decision.outcome](decision, file, under)
        if (settled := settlement.of(decision)) is not None and settled.cuts:
            shown_limits = command_line("schemes", "show", decision.scheme, "--edition", decision.edition)
            yield msg("its limits: {command}", command=shown_limits)


def application_in(file: str, schemes: Schemes) -> Application:
    """The application in a file, or on the standard input (`-`). Raises `InputError`."""
    if Path(file).suffix.lower() in _TABLES:
        problem = msg("a table, not an application")
        remedy = msg("decide its rows: {command}", command=command_line("batch", file, "--scheme", "city/scheme"))
        raise InputError([Diagnostic("table", problem, Place(file, 1, 1), remedy=remedy)])
    document = read_document("-" if file == "-" else Path(file))
    for key, what, remedy in _NOT_APPLICATIONS:
        if isinstance(document.data, dict) and key in document.data:
            raise InputError([Diagnostic(key, what, document.place((key,)), remedy=remedy)])
    return read_application(document, schemes.vocabulary, schemes.products)


def certain(decisions: Iterable[Decision]) -> list[Decision]:
    """Those of the schemes that decide once: where several editions govern, none of them is payable yet."""
    decisions = list(decisions)
    count = Counter(d.scheme for d in decisions)
    return [d for d in decisions if count[d.scheme] == 1]
