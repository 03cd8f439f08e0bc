"""Runs the worked examples beside the schemes: the engine's answer against the one worked out by hand, exactly."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from subsidy.diagnostics import Diagnostic, Place, kept_in, refuse_if_any
from subsidy.documents import dotted
from subsidy.evaluation.decision import OUTCOMES, VERDICTS, Decision
from subsidy.evaluation.evaluator import evaluator_of
from subsidy.explain import value_in_words
from subsidy.facts import read_application
from subsidy.kinds import NUMBER, PER_YEAR, YUAN
from subsidy.language.types import MONEY_TYPE, Type, described
from subsidy.messages import Label, Message, Sayable, msg
from subsidy.quantities import QuantityError, day, flag, format_money, parse_quantity
from subsidy.scheme.cases import Example, case_paths, read_examples, value_names
from subsidy.scheme.library import LoadedEdition, Scheme, Schemes, load_edition

_UNKNOWN = msg("unknown")
_UNKNOWN_WORDS = ("unknown", "未知")


class CaseResult(NamedTuple):
    """A case that was run. `place` is where it begins; it passed where there is no difference."""

    scheme: str
    edition: str
    name: Label
    source: str
    place: Place
    differences: tuple[Message, ...]

    @property
    def passed(self) -> bool:
        return not self.differences


def run_cases(schemes: Schemes, names: Collection[str] = ()) -> list[CaseResult]:
    """Runs the cases of the schemes so named, or of all of them, in the order of their files.

    Raises `InputError` with every problem of every case file that cannot be run, `UnknownNameError` for a scheme.
    """
    problems: list[Diagnostic] = []
    results: list[CaseResult] = []
    for name in dict.fromkeys(names or schemes):
        scheme = schemes[name]
        for path in case_paths(edition.document for edition in scheme.editions.values()):
            with kept_in(problems):
                results += [_run(e, scheme, schemes, problems) for e in read_examples(path, scheme.definitions)]
    refuse_if_any(p for i, p in enumerate(problems) if p not in problems[:i])  # a scheme's, met by each of its cases
    return results


def _run(example: Example, scheme: Scheme, schemes: Schemes, problems: list[Diagnostic]) -> CaseResult:
    differences: tuple[Message, ...] = ()
    with kept_in(problems):
        application = read_application(example.application, scheme.vocabulary, schemes.products)
        decision = evaluator_of(edition_of(example, scheme), example.case.readings).decide(application)
        differences = tuple(_Comparison(example, decision, problems).differences())
    label = example.case.name.label
    return CaseResult(scheme.name, example.edition, label, example.source, example.place(), differences)


def edition_of(example: Example, scheme: Scheme) -> LoadedEdition:
    """The edition that an example is of, with what the example supplies."""
    edition = scheme.edition(example.edition)
    if not example.overlays:
        return edition
    return edition.kept(
        LoadedEdition,
        example.document.name,
        lambda: load_edition(edition.definition, edition.document, edition.tables, example.overlays),
    )


class _Comparison:
    """An example beside its decision. An expected value that cannot be read goes to `problems`."""

    def __init__(self, example: Example, decision: Decision, problems: list[Diagnostic]) -> None:
        self.example = example
        self.expect = example.case.expect
        self.decision = decision
        self.problems = problems

    def differences(self) -> Iterator[Message]:
        expect, decision = self.expect, self.decision
        if expect.outcome != decision.outcome:
            yield _difference(msg("outcome"), OUTCOMES[expect.outcome], OUTCOMES[decision.outcome])
        if expect.total is not None:
            yield from self._amount(msg("total"), expect.total, decision.total, "total")
        yield from self._values()
        yield from _sets(VERDICTS["fails"], expect.fails, self._rules("fails"))
        yield from _sets(VERDICTS["unknown"], expect.unknown, self._rules("unknown"))
        yield from _sets(VERDICTS["presumed"], expect.presumed, self._rules("presumed"))
        yield from _sets(msg("missing"), expect.missing, [fact.path for fact in decision.missing])
        if expect.readings is not None:
            yield from self._readings()

    def _rules(self, verdict: str) -> list[str]:
        rules = [rule for rule in self.decision.rules if rule.verdict == verdict]
        return [f"{rule.benefit}.{rule.name}" if rule.benefit else rule.name for rule in rules]

    def _values(self) -> Iterator[Message]:
        program = self.decision.program
        entitlements = {benefit.name: benefit.entitlement for benefit in self.decision.benefits}
        computed = {
            v.name: (v.node, answer) for v, answer in zip(program.values, self.decision.run.values, strict=True)
        }
        qualified = value_names(program.edition)
        for name, written in self.expect.values.items():
            if name in entitlements:
                yield from self._amount(name, written, entitlements[name], name)
            elif qualified[name] not in computed:
                yield msg("{name} is not computed: no rule and no step needs it under these readings", name=name)
            else:
                node, answer = computed[qualified[name]]
                exact = answer * node.unit if node.type.base == "number" and isinstance(answer, int) else answer
                yield from self._value(name, written, node.type, exact, value_in_words(answer, node), name)

    def _readings(self) -> Iterator[Message]:
        found = {r.name: {a.choice: a for a in r.alternatives} for r in self.decision.readings}
        expected = self.expect.readings or {}
        yield from _sets(msg("readings that matter"), tuple(expected), list(found))
        for name in filter(found.__contains__, expected):
            yield from _sets(name, tuple(expected[name]), list(found[name]))
            for choice in filter(found[name].__contains__, expected[name]):
                written, alternative = expected[name][choice], found[name][choice]
                what = msg("{reading} as {choice}", reading=name, choice=choice)
                if written not in OUTCOMES:
                    yield from self._amount(what, written, alternative.total, "readings", name, choice)
                elif written != alternative.outcome:
                    yield _difference(what, written, OUTCOMES[alternative.outcome])

    def _amount(self, what: Sayable | str, written: str, found: Decimal | None, *keys: str) -> Iterator[Message]:
        shown = _UNKNOWN if found is None else format_money(found)
        yield from self._value(what, written, MONEY_TYPE, None if found is None else Fraction(found), shown, *keys)

    def _value(
        self, what: Sayable | str, written: str, type_: Type, found: object, shown: Sayable | str, *keys: str
    ) -> Iterator[Message]:
        try:
            if _read(written, type_) != found:
                yield _difference(what, written, shown)
        except QuantityError as error:
            at = ("expect", *keys)
            place, field = self.example.place(*at), dotted((*self.example.keys, *at))
            self.problems.append(Diagnostic("quantity", error.message, place, field, error.remedy))


def _read(written: str, type_: Type) -> object:
    """An expected value as an exact one: in base units, an ordinal, a flag, a text; None is unknown.

    Raises `QuantityError`.
    """
    if written in _UNKNOWN_WORDS:
        return None
    if type_.base == "date":
        return day(written).toordinal()
    if type_.base == "flag":
        return flag(written)
    if type_.base != "number":
        return written
    value, dimension, _ = parse_quantity(written)
    if dimension != type_.dimension and not (dimension == NUMBER and type_.dimension in (YUAN, PER_YEAR)):
        raise QuantityError(msg("{found} is not {wanted}", found=written, wanted=described(type_)))
    return value


def _sets(what: Sayable | str, expected: tuple[str, ...] | None, found: Iterable[str]) -> Iterator[Message]:
    if expected is not None and sorted(expected) != sorted(found):
        yield _difference(what, _listed(expected), _listed(found))


def _listed(names: Iterable[str]) -> list[str] | Message:
    return list(names) or msg("nothing")


def _difference(what: Sayable | str, expected: object, found: object) -> Message:
    return msg("{what}: {expected} is expected, found {found}", what=what, expected=expected, found=found)
