"""What the YAML parser complains of, in our words: the two parsers (C and Python) word the same cause differently."""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

import yaml

from subsidy.diagnostics import Diagnostic, Place
from subsidy.messages import Message, msg


class _Cause(NamedTuple):
    """`problem` is searched in the parser's own words; `at` says which of its two marks shows the cause."""

    problem: str
    at: Literal["problem", "context"]
    message: Message
    remedy: Message | None = None


_QUOTE: Final = msg("put the value in quotes")
_ALIGN: Final = msg("keys of one mapping, and items of one list, begin in the same column")

_CAUSES: Final = (
    _Cause(r"cannot start any token", "problem", msg("no value can begin with this sign"), _QUOTE),
    _Cause(
        r"mapping values are not allowed",
        "problem",
        msg("a colon stands where no key can be"),
        msg("check the indentation, or put a value that holds a colon in quotes"),
    ),
    _Cause(r"could not find expected ':'", "context", msg("no colon and space follow this key")),
    _Cause(r"expected ',' or", "problem", msg("a comma or a closing bracket is missing before this")),
    _Cause(r"unexpected end of stream", "context", msg("this quotation mark is never closed")),
    _Cause(
        r"escape|hexdecimal",
        "problem",
        msg("this backslash sequence has no meaning"),
        msg("write two backslashes for one, or use single quotes"),
    ),
    _Cause(r"sequence entries are not allowed", "problem", msg("no list item can begin here"), _ALIGN),
    _Cause(r"node content", "problem", msg("a value is missing before this")),
    _Cause(r"(scanning|an) (alias|anchor)", "context", msg("an anchor or alias cannot be used here"), _QUOTE),
    _Cause(r"undefined tag handle|scanning a tag", "problem", msg("a tag cannot be used here"), _QUOTE),
    _Cause(r"<document start>", "problem", msg("something stands after the end of the document")),
    _Cause(r"<block end>|'-' indicator|expected key", "problem", msg("this does not fit what stands above it"), _ALIGN),
)
_TAB: Final = _Cause("", "problem", msg("a tab cannot indent"), msg("use spaces"))
_UNCLOSED: Final = _Cause("", "context", msg("this bracket is never closed"))

_LINE_LOOKED_AT: Final = 500

# What a person who types Chinese gets wrong most, by the line it stands in.
_SLIPS: Final = (
    (re.compile(r"\s*(- )?[^\s:'\"#]+："), msg("the full-width ： is a letter; write ':' and a space")),
    (re.compile(r"\s*(- )?[^\s:'\"#]+:[^\s:/\\]"), msg("write a space after the colon")),
    (re.compile(r".*[-:,\[{]\s*[“”‘’]"), msg('the full-width quotes “ ” are letters; write "')),
    (re.compile(r".*[\[{][^\]}]*，"), msg("the full-width ， is a letter; write ','")),
)


def malformed(error: yaml.MarkedYAMLError, text: str, name: str) -> Diagnostic:
    """One diagnostic, at the place that shows the cause."""
    problem, context = error.problem_mark or error.context_mark, error.context_mark or error.problem_mark
    if problem is None or context is None:
        return Diagnostic("malformed", _unknown(error), Place(name, 1, 1))
    cause = _cause(error, text[problem.index : problem.index + 1])
    mark = context if cause.at == "context" else problem
    lines = [line[:_LINE_LOOKED_AT] for line in text.splitlines()[max(mark.line - 1, 0) : mark.line + 1]]
    slip = next((remedy for line in reversed(lines) for shape, remedy in _SLIPS if shape.match(line)), None)
    return Diagnostic(
        "malformed", cause.message, Place(name, mark.line + 1, mark.column + 1), remedy=slip or cause.remedy
    )


def _cause(error: yaml.MarkedYAMLError, sign: str) -> _Cause:
    said = f"{error.context}: {error.problem}"
    if "tab character" in said or (sign == "\t" and "cannot start any token" in said):
        return _TAB
    if not sign and "expected ',' or" in said:
        return _UNCLOSED
    found = next((cause for cause in _CAUSES if re.search(cause.problem, said)), None)
    return found or _Cause("", "problem", _unknown(error))


def _unknown(error: yaml.MarkedYAMLError) -> Message:
    return msg("this is not YAML: {problem}", problem=str(error.problem or error.context or error))
