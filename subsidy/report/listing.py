"""The schemes at hand, and what came of checking and testing them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from subsidy.diagnostics import Diagnostic
from subsidy.evaluation.cases import CaseResult
from subsidy.evaluation.decision import VERDICTS
from subsidy.explain.values import Joined
from subsidy.messages import Language, msg
from subsidy.report.card_record import GovernsRecord, governs_record
from subsidy.report.page import Item, Items, Page, Paragraph
from subsidy.report.phrases import edition_and_days
from subsidy.scheme.library import Scheme, Schemes
from subsidy.scheme.unknown import UnknownNameError


def scheme_list(schemes: Schemes, word: str = "") -> Page:
    """Each scheme of `schemes_named`, and its editions with the days that they govern."""
    return (Items(tuple(map(_scheme, schemes_named(schemes, word)))),)


def schemes_named(schemes: Schemes, word: str = "") -> tuple[Scheme, ...]:
    """Those whose name or title holds the word. Raises `UnknownNameError` where there is none."""
    found = tuple(s for s in schemes.values() if any(word.lower() in t.lower() for t in (s.name, *s.title)))
    if not found:
        raise UnknownNameError(msg("no scheme's name holds {word}", word=word))
    return found


@dataclass(frozen=True, slots=True)
class ListedRecord:
    """A scheme and its editions by name, for other programs."""

    scheme: str
    title: str
    editions: Mapping[str, GovernsRecord]


def list_record(schemes: Schemes, word: str, language: Language) -> tuple[ListedRecord, ...]:
    """What `scheme_list` says, as plain data; `dataclasses.asdict` makes it ready for `json`."""
    return tuple(
        ListedRecord(
            scheme.name,
            scheme.title.say(language),
            {
                name: governs_record(edition.definition, edition.vocabulary, language)
                for name, edition in scheme.editions.items()
            },
        )
        for scheme in schemes_named(schemes, word)
    )


def _scheme(scheme: Scheme) -> Item:
    editions = tuple(edition_and_days(edition.definition) for edition in scheme.editions.values())
    return Item(scheme.title, cite=scheme.name, below=(Joined(editions, msg("; ")),))


def case_list(results: Sequence[CaseResult]) -> Page:
    """The worked examples that do not come out as they should, each with its differences, and how many do."""
    failed = [result for result in results if not result.passed]
    items = tuple(
        Item(
            msg("{case} ({place})", case=r.name, place=str(r.place)),
            "✗",
            "bad",
            f"{r.scheme}@{r.edition}",
            r.differences,
            VERDICTS["fails"],
        )
        for r in failed
    )
    passed = msg(
        "{count} of {all} worked examples come out exactly", count=len(results) - len(failed), all=len(results)
    )
    return (*((Items(items),) if items else ()), Paragraph(passed, "bad" if failed else "good"))


def findings_summary(found: Sequence[Diagnostic]) -> Page:
    """How many findings there are, and how many of them are errors."""
    errors = sum(diagnostic.severity == "error" for diagnostic in found)
    said = msg("errors: {errors}; other findings: {others}", errors=errors, others=len(found) - errors)
    return (Paragraph(said, "bad" if errors else "good"),)
