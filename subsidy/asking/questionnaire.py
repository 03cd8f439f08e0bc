"""An application told fact by fact: the next question, the answers so far, and what they decide.

What is passed over is not known now and may become known later, so all else that matters is still asked. The facts are
kept as texts, the way an application file says them, and are read by what reads such files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any, Final

from subsidy.asking.needs import most_decisive, needed_by, stages
from subsidy.asking.question import Question
from subsidy.asking.records import Listing, starting
from subsidy.diagnostics import Diagnostic, InputError, SubsidyError
from subsidy.documents import Document, keys_of
from subsidy.evaluation import Decision, SeveralEditionsError, evaluate
from subsidy.facts import Application, FactType, accessor, read_application
from subsidy.facts.scalars import SCALARS
from subsidy.language.options import texts_asked
from subsidy.messages import Label, msg
from subsidy.scheme.library import Schemes

_ANY: Final = SCALARS["flag"][1]
_PLACES: Final = ("省", "市", "区", "县")


@dataclass(frozen=True, slots=True)
class _State:
    """What is known after some answers. `data` is as an application file says it; `listing` is a list being told."""

    data: Mapping[str, Any]
    passed_over: tuple[str, ...]
    decisions: tuple[Decision, ...]
    listing: Listing | None = None


class Questionnaire:
    """The questions of one scheme, or of one `edition` of it, for one application.

    `given` is an application file that holds some facts already. Raises `InputError` for what is wrong with it,
    `UnknownNameError` for a scheme, an edition or a reading that does not exist.
    """

    def __init__(
        self,
        schemes: Schemes,
        scheme: str,
        given: Document | None = None,
        *,
        edition: str | None = None,
        readings: Mapping[str, str] | None = None,
    ) -> None:
        self._schemes = schemes
        self._scheme = schemes[scheme]
        self._edition = edition
        self._readings = readings or {}
        data = {} if given is None else given.data
        start = _document({}) if given is None else given
        decisions = self._decisions(self._read(start))
        assert isinstance(data, dict)
        self._states = [_State(data, (), decisions)]

    @property
    def data(self) -> Mapping[str, Any]:
        """The facts that are known, as an application file says them."""
        return self._states[-1].data

    @property
    def passed_over(self) -> tuple[str, ...]:
        """The facts that were asked for and are not known, by their places."""
        return self._states[-1].passed_over

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """What the facts decide so far; more than one where several editions govern."""
        return self._states[-1].decisions

    @property
    def unfinished(self) -> FactType | None:
        """The list that is being told: until its end is said, none of its records is among the facts."""
        listing = self._states[-1].listing
        return None if listing is None else listing.fact

    def next_question(self) -> Question | None:
        """The most decisive of the facts that can still change the answer; None where none is left to ask for."""
        listing = self._states[-1].listing
        if listing is not None:
            return replace(listing.question(), options=self._options(listing.field))
        path = self._undated() or self._most_decisive()
        return None if path is None else self._question(path)

    def answer(self, text: str) -> None:
        """Answers the next question; an empty text passes it over, or ends a list.

        Raises `InputError` for what cannot be the fact, or contradicts what is known; then the question stays.
        """
        question = self.next_question()
        if question is None:
            raise ValueError("nothing is asked for")
        self._states.append(self._after(question, text.strip()))

    def back(self) -> bool:
        """Takes the last answer back; False where there is none."""
        if len(self._states) == 1:
            return False
        self._states.pop()
        return True

    def _undated(self) -> str | None:
        """The first day, not known yet, by which an edition may govern: what else to ask depends on the edition."""
        if self._edition is not None:
            return None
        application = self.decisions[0].application
        days = [e.definition.governs.by for e in reversed(list(self._scheme.editions.values()))]
        return next((d for d in days if accessor(d)(application) is None and d not in self.passed_over), None)

    def _most_decisive(self) -> str | None:
        staged = [stages(decision) for decision in self.decisions]
        for needs in zip(*staged, strict=True):
            every = [need for stage in needs for need in stage]
            facts = {p for need in every for p in need.waits_for if ":" not in p}  # else no application says it
            if path := most_decisive(every, facts - {*self.passed_over}, self._lists()):
                return path
        return None

    def _lists(self) -> set[str]:
        return {used.path for d in self.decisions for used in d.program.inputs if used.fields is not None}

    def _question(self, path: str) -> Question:
        fact = self._fact(path)
        parts = {(type(part), part.benefit, part.name): part for d in self.decisions for part in needed_by(d, path)}
        *_, position = [0, *(key + 1 for key in keys_of(path) if isinstance(key, int))]
        of = self._fact(path.partition("[")[0]) if position else None
        return Question(path, fact, "unknown", position, of, self._options(fact), (*parts.values(),))

    def _fact(self, path: str) -> FactType:
        names = ".".join(key for key in keys_of(path) if isinstance(key, str))
        fact = self._schemes.vocabulary.find(names)
        assert fact is not None
        return fact

    def _options(self, fact: FactType) -> Mapping[str, Label]:
        if fact.scalar is None or fact.choices:
            return fact.choices
        programs = [decision.program for decision in self.decisions]
        trees = [part.node for p in programs for parts in (p.rules, p.values) for part in parts]
        texts = texts_asked(trees).get(fact.path, ())
        longer = {text[:-1] for text in texts if text[-1:] in _PLACES}  # 武汉 is 武汉市
        return {text: Label(text, text) for text in texts if text not in longer}

    def _after(self, question: Question, text: str) -> _State:
        now = self._states[-1]
        if now.listing is not None:
            return self._told(now, now.listing, question, text)
        if not text:
            return replace(now, passed_over=(*now.passed_over, question.path))
        if question.is_list:
            if not _checked(question.path, _ANY.read, text):
                return self._with(now, question.path, [])
            return replace(now, listing=starting(question.fact, _fields_read(now.decisions, question.path)))
        _read_scalar(question, text)
        return self._with(now, question.path, text)

    def _told(self, now: _State, listing: Listing, question: Question, text: str) -> _State:
        """A record's field is answered, or the list is at its end."""
        if not text and question.empty == "no-more":
            return self._with(replace(now, listing=None), listing.fact.path, [dict(r) for r in listing.records])
        if not text and question.empty == "refused":
            message = msg("this is needed: without it the record says nothing")
            raise InputError([Diagnostic("missing-key", message, None, question.path)])
        passed = now.passed_over if text else (*now.passed_over, question.path)
        if text:
            _read_scalar(question, text)
        told = listing.told(text)
        if told.is_between_records:
            self._refuse_record(now, told)
        return replace(now, passed_over=passed, listing=told)

    def _refuse_record(self, now: _State, listing: Listing) -> None:
        """Raises `InputError` for what the last record alone contradicts; sums are judged when the list is whole."""
        last = f"{listing.fact.path}[{len(listing.records) - 1}]"
        try:
            self._read(_document(_changed(now.data, listing.fact.path, [dict(r) for r in listing.records])))
        except InputError as error:
            if own := [d for d in error.diagnostics if d.field.startswith(last)]:
                raise InputError(own) from None

    def _with(self, now: _State, path: str, value: Any) -> _State:
        data = _changed(now.data, path, value)
        return replace(now, data=data, decisions=self._decisions(self._read(_document(data))))

    def _read(self, document: Document) -> Application:
        return read_application(document, self._schemes.vocabulary, self._schemes.products)

    def _decisions(self, application: Application) -> tuple[Decision, ...]:
        try:
            return (evaluate(self._scheme, application, edition=self._edition, readings=self._readings),)
        except SeveralEditionsError as several:
            editions = several.editions
        return tuple(evaluate(self._scheme, application, edition=e, readings=self._readings) for e in editions)


def _fields_read(decisions: Iterable[Decision], path: str) -> set[str]:
    """The fields of a list's records that formulas read."""
    return {f for d in decisions for used in d.program.inputs if used.path == path for f in used.fields or ()}


def _read_scalar(question: Question, text: str) -> None:
    assert question.fact.scalar is not None
    _checked(question.path, question.fact.scalar.read, text)


def _checked(path: str, read: Any, text: str) -> Any:
    """What a fact's own reader makes of a text. Raises `InputError` with its message."""
    try:
        return read(text)
    except SubsidyError as error:
        code, remedy = getattr(error, "code", "value"), getattr(error, "remedy", None)
        raise InputError([Diagnostic(code, error.message, None, path, remedy)]) from None


def _document(data: Mapping[str, Any]) -> Document:
    return Document.of(dict(data))


def _changed(data: Mapping[str, Any], path: str, value: Any) -> dict[str, Any]:
    """The data with a value at a place; records on the way there that are not known yet are made."""
    changed: Any = deepcopy(dict(data))
    *way, last = keys_of(path)
    holder = changed
    for key in way:
        if isinstance(key, str) and holder.get(key) is None:
            holder[key] = {}
        holder = holder[key]
    holder[last] = value
    return changed  # type: ignore[no-any-return]
