"""Small broken schemes: what is said, where exactly, and what to do.

Each row spoils a scheme that is right, and marks with « where the problem must be reported. Every problem of a file is
reported, in the order of its text.
"""

from pathlib import Path
from typing import NamedTuple

import pytest

from subsidy.language.functions import FUNCTIONS
from subsidy.language.parse import GATHERS
from subsidy.scheme.check import check_file
from tests.scheme.town import TOWN, described, marked, spoilt, written

LANGUAGE = "formulas hold names, + - * /, comparisons, and, or, not, in, if-else and function calls"
ROUND = "write round: half-up 0.01 yuan"
FUNCTION_NAMES = list(dict.fromkeys((*FUNCTIONS, *GATHERS, "lpr")))
UNITS = "known are 元, 万元, 亿元, 千, 万, 百万, 千万, 亿, 万亿, 倍, times, % and 22 more"
KINDS = "both sides must be of one kind"


class Problem(NamedTuple):
    code: str
    message: str
    remedy: str | None = None


class Bad(NamedTuple):
    """What is wrong; (what stands in the scheme, what replaces it, with a mark at each problem); the problems."""

    title: str
    changes: tuple[tuple[str, str], ...]
    problems: tuple[Problem, ...]


def bad(title: str, old: str, new: str, code: str, message: str, remedy: str | None = None) -> Bad:
    return Bad(title, ((old, new),), (Problem(code, message, remedy),))


RULE = "listed: {require: borrower.listed"
QUOTED = "listed: {require: '"
AMOUNT = "loan.principal * share"
COST = "loan.interest_paid + fee"
AMOUNT_STEP = f"        is: min(standard, cost, {AMOUNT})\n        round: half-up 0.01元\n"

SHAPE = [
    bad("nothing in it", TOWN, "«", "empty", "there is nothing in it"),
    bad("a list", TOWN, "«- 1\n- 2\n", "wrong-shape", "expected keys with values, found a list"),
    Bad(
        "a bracket that is not closed",
        (("sources:\n", "sources: [\n"), ("parameters:\n", "«parameters:\n")),
        (Problem("malformed", "a comma or a closing bracket is missing before this"),),
    ),
    bad("a tab", "  fee: {is", "«\tfee: {is", "malformed", "a tab cannot indent", "use spaces"),
    bad(
        "a section misspelt",
        "eligibility:",
        "«elegibility:",
        "unknown-key",
        "elegibility is not known here",
        "did you mean eligibility?",
    ),
    bad(
        "a key misspelt",
        "round: half-up",
        "«rounding: half-up",
        "unknown-key",
        "rounding is not known here",
        "did you mean round?",
    ),
    bad(
        "a key given twice",
        "  fee: {is: 500元",
        "  «share: {is: 500元",
        "duplicate-key",
        "share stands here again; first in line 9",
    ),
    bad(
        "a payee that is none",
        "pays: borrower",
        "pays: «borower",
        "value",
        "borower is not allowed here",
        "did you mean borrower?",
    ),
    bad(
        "a standing that is none",
        "standing: official",
        "standing: «oficial",
        "value",
        "oficial is not allowed here",
        "did you mean official?",
    ),
    bad(
        "a name in capitals",
        "scheme: town/loans",
        "scheme: «Town Loans",
        "value",
        "Town Loans is not a name of a scheme",
        "write its place and its name in small letters, such as city/loan-subsidy",
    ),
    bad(
        "a name with a space",
        "  fee: {is",
        "  手续 费: «{is",
        "value",
        "手续 费 is not a name",
        "use letters, digits and _, not beginning with a digit",
    ),
    bad(
        "a name that is a word of the language",
        "  fee: {is",
        "  if: «{is",
        "value",
        "if is a word of the formula language",
        "choose another name",
    ),
]

CITATIONS = [
    bad("no citation", "share: {is: 2%, cite: notice 二,", "share: «{is: 2%,", "missing-key", "cite is missing"),
    bad(
        "a citation of no source",
        "is: 2%, cite: notice",
        "is: 2%, cite: «notise",
        "citation",
        "no source is named notise",
        "did you mean notice?",
    ),
    bad(
        "a citation of no clause",
        "is: 2%, cite: notice 二",
        "is: 2%, cite: «notice",
        "citation",
        "the citation names no clause",
        "write the source's key and the clause",
    ),
    bad(
        "a citation of no source, of the days",
        "12-31, cite: notice",
        "12-31, cite: «law",
        "citation",
        "no source is named law",
        "allowed are notice",
    ),
]

WRITE_PERCENT = "write a share or a multiple with its sign: 2.6%, 150%"
VALUES = [
    bad(
        "a unit that is none",
        "is: 2%,",
        "is: «2百分,",
        "quantity",
        "'2百分' has an unknown unit: '百分'",
        "did you mean 百分点?",
    ),
    bad(
        "a value of another type",
        "is: 2%,",
        "is: «2个月, type: share,",
        "parameter",
        "2个月 is not of the type share",
        "change the value, or its type",
    ),
    bad(
        "a share without its sign",
        "is: 2%,",
        "is: «2.6,",
        "quantity",
        "2.6 has no unit",
        WRITE_PERCENT,
    ),
    bad(
        "a whole share without its sign",
        "is: 2%,",
        "is: «2, type: share,",
        "parameter",
        "2 has no unit",
        WRITE_PERCENT,
    ),
    Bad(
        "money times what may be a share",
        (("is: 2%,", "is: 2,"), (AMOUNT, f"«{AMOUNT}")),
        (Problem("unit", "money times a number without a unit", WRITE_PERCENT),),
    ),
    Bad(
        "a share or what may be one",
        (("is: 2%,", "is: 2,"), (AMOUNT, "loan.principal * («share if borrower.listed else loan.rate)")),
        (Problem("type", "if between a number without a unit and annual rate", WRITE_PERCENT),),
    ),
    bad(
        "no value",
        "share: {is: 2%, ",
        "share: «{",
        "parameter",
        "share has no value",
        "write is: ..., or unpublished: yes with a type",
    ),
    bad(
        "a value of what is unpublished",
        "is: 2%,",
        "is: «2%, unpublished: yes, type: share,",
        "parameter",
        "share is unpublished and has a value",
        "leave out unpublished, or is",
    ),
    bad(
        "unpublished, of no type",
        "share: {is: 2%,",
        "share: «{unpublished: yes,",
        "parameter",
        "share has no type",
        "allowed are money, rate, share, count, days, months, date, text, flag",
    ),
    bad(
        "a day that does not exist",
        "from: 2023-01-01",
        "from: «2024-02-30",
        "value",
        "'2024-02-30' does not exist: February 2024 has 29 days",
    ),
    Bad(
        "a last day before the first",
        (("from: 2023-01-01, to: 2023-12-31", "from: 2024-01-01, to: «2023-12-31"),),
        (Problem("governs", "the last day 2023-12-31 is before the first 2024-01-01", "exchange them, or mend one"),),
    ),
    bad(
        "governing by what is no fact",
        "by: loan.settled_on",
        "by: «loan.setled_on",
        "governs",
        "loan.setled_on is not a date fact",
        "did you mean loan.settled_on?",
    ),
    bad(
        "a default that is no choice",
        "default: completed",
        "default: «complete",
        "reading",
        "complete is not a choice of this reading",
        "did you mean completed?",
    ),
    bad(
        "a reading with one choice",
        "choices: {completed: {zh: 足月, en: whole}, started: {zh: 起月, en: begun}}",
        "choices: «{completed: {zh: 足月, en: whole}}",
        "value",
        "a reading has two choices or more",
        "where the text leaves no choice, there is no reading",
    ),
    bad(
        "a fact of another type than before",
        "borrower.listed: {type: flag",
        "borrower.city: «{type: flag",
        "declared-twice",
        "borrower.city is text, not yes or no",
    ),
    bad(
        "a type that is none",
        "{type: flag,",
        "{type: «flags,",
        "unknown-choice",
        "flags is not allowed here",
        "did you mean flag?",
    ),
]

NAMES = [
    bad(
        "a fact misspelt",
        "loan.principal <= bound",
        "«loan.principle <= bound",
        "unknown-name",
        "there is no loan.principle",
        "did you mean loan.principal?",
    ),
    bad(
        "a parameter misspelt",
        "loan.principal <= bound",
        "loan.principal <= «buond",
        "unknown-name",
        "there is no buond",
        "did you mean bound?",
    ),
    bad(
        "a step of a benefit by its last name",
        COST,
        "loan.interest_paid + «amount",
        "unknown-name",
        "there is no amount",
        "did you mean subsidy.amount?",
    ),
    bad(
        "a step misspelt",
        COST,
        "loan.interest_paid + «subsidy.amont",
        "unknown-name",
        "there is no subsidy.amont",
        "did you mean subsidy.amount?",
    ),
    bad(
        "a function misspelt",
        "'months(loan",
        "'«month(loan",
        "unknown-function",
        "there is no function month",
        "did you mean months?",
    ),
    bad(
        "a choice misspelt",
        RULE,
        QUOTED + '«months_read == "complete"\'',
        "unknown-choice",
        "'complete' is never the value here",
        "did you mean completed?",
    ),
    bad(
        "a code misspelt",
        RULE,
        QUOTED + '«cover.kind == "guaranty"\'',
        "unknown-choice",
        "'guaranty' is never the value here",
        "did you mean guarantee?",
    ),
    bad(
        "a tenor that is none",
        RULE,
        QUOTED + 'loan.rate >= «lpr("2Y", on=loan.signed_on)\'',
        "tenor",
        "lpr has no tenor 2Y",
        "allowed are 1Y, 5Y",
    ),
    bad(
        "arguments that do not fit",
        RULE,
        QUOTED + "loan.rate >= «lpr(loan.signed_on)'",
        "argument",
        "the arguments do not fit",
        "write (tenor, on)",
    ),
    bad(
        "a way of counting that is none",
        "'months(loan.disbursed_on, loan.settled_on, months_read)'",
        "'«months(loan.disbursed_on, loan.settled_on, \"half\")'",
        "argument",
        "counting cannot be half",
        "allowed are completed, started, thirtieths",
    ),
    bad(
        "a list as a value",
        RULE,
        QUOTED + "«loan.flows == 0'",
        "type",
        "loan.flows is a list of records",
        "use sum, any, all or count over it",
    ),
    Bad(
        "a name in two sections",
        (("definitions:\n", "definitions:\n  «fee: {is: loan.interest_paid, cite: notice 二, zh: 费, en: fee}\n"),),
        (Problem("duplicate-name", "fee is a name in parameters too", "choose another name"),),
    ),
    Bad(
        "the name of a fact",
        (("  fee: {is", "  «loan: {is"), (COST, "loan.interest_paid")),
        (Problem("duplicate-name", "loan is a name in facts too", "choose another name"),),
    ),
    Bad(
        "the name of a function",
        (("  fee: {is", "  «sum: {is"), (COST, "loan.interest_paid")),
        (Problem("duplicate-name", "sum is a name in functions too", "choose another name"),),
    ),
    bad(
        "the name of the rule of the days",
        "  size: {require",
        "  «governs: {require",
        "duplicate-name",
        "governs is the rule that the days under governs make",
        "choose another name",
    ),
]

TYPES = [
    bad(
        "money and a share added",
        COST,
        "«loan.interest_paid + share",
        "type",
        "+ between money and number or share",
        KINDS,
    ),
    bad(
        "square yuan",
        AMOUNT,
        "loan.principal * fee",
        "type",
        "min between money and a number in yuan^2",
        KINDS,
    )._replace(changes=(("min(standard, cost, " + AMOUNT, "«min(standard, cost, loan.principal * fee"),)),
    bad("a date multiplied", AMOUNT, "«share * loan.signed_on", "type", "* needs numbers, found date"),
    bad("a flag multiplied", AMOUNT, "«loan.principal * borrower.listed", "type", "* needs numbers, found yes or no"),
    bad(
        "branches of two kinds",
        AMOUNT,
        "(«fee if borrower.listed else share)",
        "type",
        "if between money and number or share",
        KINDS,
    ),
    bad(
        "no condition",
        RULE,
        "listed: {require: «loan.principal",
        "type",
        "a condition is wanted, found money",
        "compare it, as in a >= b",
    ),
    bad("texts in order", RULE, QUOTED + '«borrower.city < "a"\'', "type", "text has no order", "use == or !="),
    Bad(
        "an amount that is no money",
        ((AMOUNT_STEP, "        «is: months\n"),),
        (Problem("type", "the amount is months, not money", "end with what the payee gets, in yuan"),),
    ),
    Bad(
        "no amount",
        (("    steps:\n      months", "    steps:\n      «months"), ("      amount:\n", "      total:\n")),
        (Problem("amount", "a benefit ends with a step named amount", "name its last step amount"),),
    ),
]

EXACTNESS = [
    bad(
        "no rounding",
        AMOUNT_STEP,
        "        «is: min(standard, cost, loan.principal * share)\n",
        "unrounded",
        "the amount can have parts of a fen",
        ROUND,
    ),
    bad(
        "a rounding finer than a fen",
        AMOUNT_STEP,
        AMOUNT_STEP.replace("is", "«is").replace("0.01", "0.001"),
        "unrounded",
        "the amount can have parts of a fen",
        ROUND,
    ),
    Bad(
        "whole fen without a stated rounding",
        (
            (AMOUNT_STEP, "        «is: fee * times\n"),
            ("  fee: {is: 500元", "  times: {is: 3倍, cite: notice 二, zh: 倍数, en: times}\n  fee: {is: 500元"),
        ),
        (Problem("unrounded", "the amount states no rounding", ROUND),),
    ),
    bad(
        "an amount that can be negative",
        AMOUNT_STEP,
        "        «is: fee - loan.interest_paid\n",
        "negative",
        "the amount can be negative",
        "write max(..., 0), or may_be_negative: yes where the text has money given back",
    ),
    bad(
        "a direction that is none",
        "round: half-up 0.01元",
        "round: «halfup 0.01元",
        "quantity",
        "halfup is not a direction of rounding",
        "did you mean half-up?",
    ),
    bad(
        "a rounding of another kind",
        "round: half-up 0.01元",
        "round: «half-up 1个月",
        "unit",
        "the value is money, its rounding step is months",
    ),
    bad(
        "a rounding to nothing",
        "round: half-up 0.01元",
        "round: «half-up 0元",
        "quantity",
        "a rounding step is above zero, found 0元",
    ),
    bad(
        "a rounding without a step",
        "round: half-up 0.01元",
        "round: «half-up",
        "quantity",
        "half-up has no step",
        "write half-up 0.01 yuan",
    ),
    bad(
        "a quotient not rounded",
        COST,
        "«loan.principal * loan.interest_paid / loan.principal",
        "unrounded",
        "this quotient has no exact decimal form here",
        "round it in a step of its own, or compare it directly",
    ),
    bad(
        "a divisor that can be negative",
        AMOUNT,
        "«loan.principal * fee / (fee - loan.principal)",
        "division",
        "the divisor can be negative",
        "bound it below by 0, as in max(0, ...)",
    ),
    bad(
        "a product that need not fit",
        COST,
        "«loan.principal * loan.principal * loan.principal / fee / fee",
        "overflow",
        "this value can reach 43 digits; at most 38 can be computed",
        "bound its facts with at_most, or round earlier",
    ),
]

TIERS = [
    bad(
        "bounds that fall",
        "{below: bound, is: 1万元}",
        "{below: bound, is: 1万元}, {below: «50万元, is: 1万元}",
        "tier",
        "the bound 50万元 is not above the one before",
        "write the bands in rising order",
    ),
    bad(
        "an empty band",
        "{below: bound, is: 1万元}",
        "{below: bound, is: 1万元}, {below: «100万元, is: 1万元}",
        "tier",
        "the bound 100万元 is not above the one before",
        "write the bands in rising order",
    ),
    bad(
        "a last band with a bound",
        "{is: 2万元}",
        "«{below: 900万元, is: 2万元}",
        "tier",
        "the last band has a bound, so nothing is said above it",
        "leave its bound out",
    ),
    bad(
        "two bounds",
        "{below: bound,",
        "«{below: bound, up_to: bound,",
        "tier",
        "a band before the last has one bound",
        "write below, or up_to",
    ),
    bad(
        "no bound", "{below: bound, is", "«{is", "tier", "a band before the last has one bound", "write below, or up_to"
    ),
    bad(
        "a bound misspelt",
        "{below: bound",
        "{below: «buond",
        "unknown-name",
        "there is no buond",
        "did you mean bound?",
    ),
    bad(
        "a bound that varies",
        "{below: bound",
        "{below: «loan.principal",
        "tier",
        "the bound loan.principal is not fixed",
        "name a parameter",
    ),
    bad("a bound of another kind", "{below: bound", "{below: «12个月", "type", "tier between money and months", KINDS),
    bad(
        "a bound in a unit that is none",
        "{below: bound",
        "{below: «100万圈",
        "quantity",
        "'100万圈' has an unknown unit: '万圈'",
        UNITS,
    ),
    bad(
        "bands of two kinds", "    by: loan", "    «by: loan", "type", "tier between money and number or share", KINDS
    )._replace(changes=(("    by: loan", "    «by: loan"), ("{is: 2万元}", "{is: 2%}"))),
]

CYCLES = [
    bad(
        "a value that needs itself", COST, "«cost + fee", "cycle", "a cycle: cost → cost", "a value cannot need itself"
    ),
    Bad(
        "two values that need each other",
        ((COST, "loan.interest_paid + subsidy.amount"), ("min(standard, cost,", "min(standard, «cost,")),
        (Problem("cycle", "a cycle: cost → subsidy.amount → cost", "a value cannot need itself"),),
    ),
]

PYTHON = [
    bad(
        "a figure",
        AMOUNT,
        "loan.principal * «2",
        "figure",
        "the figure 2 stands in a formula",
        "make it a parameter with a citation",
    ),
    bad(
        "a decimal",
        AMOUNT,
        "loan.principal * «0.02",
        "figure",
        "the figure 0.02 stands in a formula",
        "make it a parameter with a citation",
    ),
    bad(
        "a figure with its unit",
        "loan.principal <= bound",
        "loan.principal <= «500万元",
        "syntax",
        "the formula cannot be read here",
        "make 500万元 a parameter with a citation",
    ),
    bad(
        "an import",
        RULE,
        QUOTED + '«__import__("os")\'',
        "unknown-function",
        "there is no function __import__",
        f"known are {', '.join(FUNCTION_NAMES[:12])} and {len(FUNCTION_NAMES) - 12} more",
    ),
    bad(
        "an import and a command",
        RULE,
        QUOTED + '«__import__("os").system("ls")\'',
        "syntax",
        '__import__("os").system("ls") is not part of the language',
        LANGUAGE,
    ),
    bad(
        "a lambda called",
        RULE,
        QUOTED + "«(lambda: 1)()'",
        "syntax",
        "(lambda: 1)() is not part of the language",
        LANGUAGE,
    ),
    bad("a lambda", RULE, QUOTED + "«lambda: 1'", "syntax", "lambda: 1 is not part of the language", LANGUAGE),
    bad(
        "an attribute of Python's",
        RULE,
        "listed: {require: «borrower.__class__",
        "unknown-name",
        "there is no borrower.__class__",
        "did you mean borrower.class_?",
    ),
    bad(
        "an attribute of a value",
        RULE,
        QUOTED + "«().__class__.__bases__'",
        "syntax",
        "a dot must follow a name",
        LANGUAGE,
    ),
    bad(
        "a position in a list",
        RULE,
        QUOTED + "«loan.flows[0]'",
        "syntax",
        "loan.flows[0] is not part of the language",
        LANGUAGE,
    ),
    bad("an assignment", RULE, QUOTED + "(«x := 1)'", "syntax", "x := 1 is not part of the language", LANGUAGE),
    bad(
        "a text with parts", RULE, QUOTED + '«f"{loan}"\'', "syntax", 'f"{loan}" is not part of the language', LANGUAGE
    ),
    bad(
        "a list made",
        RULE,
        QUOTED + "«[x for x in loan.flows]'",
        "syntax",
        "[x for x in loan.flows] is not part of the language",
        LANGUAGE,
    ),
    bad("a power", AMOUNT, "«loan.principal ** share", "syntax", "** is not part of the language", LANGUAGE),
    bad("a remainder", AMOUNT, "«loan.principal % share", "syntax", "% is not part of the language", LANGUAGE),
    bad("identity", RULE, QUOTED + "«borrower.listed is 1'", "syntax", "is is not part of the language", LANGUAGE),
    bad("nothing", RULE, QUOTED + "borrower.listed == «None'", "syntax", "None is not part of the language", LANGUAGE),
    bad("bytes", RULE, QUOTED + 'borrower.city == «b"a"\'', "syntax", 'b"a" is not part of the language', LANGUAGE),
    bad("a statement", RULE, "listed: {require: «import os", "syntax", "the formula cannot be read here", LANGUAGE),
    bad(
        "a fact that is called like a word of Python",
        "loan.principal <= bound",
        "«cover.from <= loan.settled_on",
        "syntax",
        "the formula cannot be read here",
        "write cover.from_ instead of cover.from",
    ),
    bad(
        "one sign for equal",
        "loan.principal <= bound",
        "loan.principal «= bound",
        "syntax",
        "the formula cannot be read here",
        "write == to compare",
    ),
]

SIGNS = [
    bad(
        "full-width brackets",
        "loan.principal <= bound",
        "«（loan.principal） <= bound",
        "syntax",
        "the formula cannot be read here",
        "write ( instead of （",
    ),
    bad(
        "a full-width comma",
        "min(standard, cost,",
        "min(standard«， cost,",
        "syntax",
        "the formula cannot be read here",
        "write , instead of ，",
    ),
    bad(
        "full-width comparison",
        "loan.principal <= bound",
        "loan.principal «≤ bound",
        "syntax",
        "the formula cannot be read here",
        "write <= instead of ≤",
    ),
    bad(
        "Chinese quotation marks",
        RULE,
        QUOTED + "borrower.city == «“武汉”'",
        "syntax",
        "the formula cannot be read here",
        'write " instead of “',
    ),
    bad(
        "columns count characters, not bytes",
        RULE,
        QUOTED + 'borrower.city == "武汉市" and «borower.listed\'',
        "unknown-name",
        "there is no borower.listed",
        "did you mean borrower.listed?",
    ),
]

DEPTH_REMEDY = "give a part of it a name of its own, under definitions"
SIZE = [
    bad(
        "ten thousand characters",
        RULE,
        QUOTED + "«" + "borrower.listed or " * 526 + "loan'",
        "formula",
        "a formula of 9998 characters; at most 2000",
    ),
    bad(
        "three hundred brackets",
        RULE,
        QUOTED + "«" + "(" * 300 + "borrower.listed" + ")" * 300 + "'",
        "syntax",
        "nested deeper than 100 levels",
        DEPTH_REMEDY,
    ),
    bad(
        "four hundred times not",
        RULE,
        QUOTED + "«" + "not " * 400 + "borrower.listed'",
        "syntax",
        "nested deeper than 100 levels",
        DEPTH_REMEDY,
    ),
    bad(
        "a hundred terms",
        RULE,
        QUOTED + "«" + "loan.principal + " * 100 + "fee > 0'",
        "syntax",
        "nested deeper than 100 levels",
        DEPTH_REMEDY,
    ),
]

SEVERAL = [
    Bad(
        "a citation and a name",
        (("is: 2%, cite: notice 二", "is: 2%, cite: «law 二"), ("loan.principal <= bound", "«loan.principle <= bound")),
        (
            Problem("citation", "no source is named law", "allowed are notice"),
            Problem("unknown-name", "there is no loan.principle", "did you mean loan.principal?"),
        ),
    ),
    Bad(
        "two in one formula",
        (("loan.principal <= bound", "«loan.principle <= «buond"),),
        (
            Problem("unknown-name", "there is no loan.principle", "did you mean loan.principal?"),
            Problem("unknown-name", "there is no buond", "did you mean bound?"),
        ),
    ),
    Bad(
        "a broken value is reported once, not where it is used",
        ((COST, "«loan.interest + fee"),),
        (Problem("unknown-name", "there is no loan.interest", "did you mean loan.interest_paid?"),),
    ),
    Bad(
        "two keys in two places",
        (("authority: {zh", "authority: {«cn"), ("round: half-up", "«rounding: half-up")),
        (
            Problem("unknown-key", "cn is not known here", "allowed are zh, en"),
            Problem("unknown-key", "rounding is not known here", "did you mean round?"),
        ),
    )._replace(
        changes=(
            ("authority: {zh: 小镇科技局,", "authority: {zh: 小镇科技局, «cn: 局,"),
            ("round: half-up", "«rounding: half-up"),
        )
    ),
    Bad(
        "every band that is wrong",
        (("[{below: bound, is: 1万元}, {is: 2万元}]", "[{below: «buond, is: 1万元}, «{is: 3万元}, {is: «2万圈}]"),),
        (
            Problem("unknown-name", "there is no buond", "did you mean bound?"),
            Problem("tier", "a band before the last has one bound", "write below, or up_to"),
            Problem("quantity", "'2万圈' has an unknown unit: '万圈'", UNITS),
        ),
    ),
]

EVERY = [*SHAPE, *CITATIONS, *VALUES, *NAMES, *TYPES, *EXACTNESS, *TIERS, *CYCLES, *PYTHON, *SIGNS, *SIZE, *SEVERAL]


def test_the_scheme_that_is_spoilt_is_right(tmp_path: Path) -> None:
    assert described(check_file(written(tmp_path, TOWN))) == ""


@pytest.mark.parametrize("row", EVERY, ids=lambda row: row.title)
def test_what_is_wrong_is_said_with_its_place_and_remedy(row: Bad, tmp_path: Path) -> None:
    text, places = marked(spoilt(*row.changes))
    path = written(tmp_path, text)
    found = check_file(path)
    assert [(d.code, str(d.message), d.remedy and str(d.remedy)) for d in found] == list(row.problems)
    assert [d.place for d in found] == [(str(path), line, column) for line, column in places]
    assert {d.severity for d in found} == {"error"}


def test_no_formula_reaches_python(tmp_path: Path) -> None:
    """The formula is refused before anything of it could run."""
    mark = tmp_path / "was-here"
    formula = f'__import__("pathlib").Path("{mark}").touch()'
    found = check_file(written(tmp_path, spoilt((RULE, f"{QUOTED}{formula}'"))))
    assert [d.code for d in found] == ["syntax"]
    assert not mark.exists()
