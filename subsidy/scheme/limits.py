"""What a scheme says of its limits -> what binds: ceilings, measures and ratios as nodes, keys as facts.

A limit that makes no sense is refused here, so that `subsidy.limits` meets none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, get_args

from subsidy.diagnostics import did_you_mean
from subsidy.documents.document import Keys
from subsidy.facts.vocabulary import Vocabulary
from subsidy.kinds import COUNT, DATE, FLAG, NUMBER, TEXT
from subsidy.language.arithmetic import refuse_ratio
from subsidy.language.errors import FormulaError
from subsidy.language.nodes import Node
from subsidy.language.types import Type, described
from subsidy.messages import Label, Message, msg
from subsidy.quantities import QuantityError
from subsidy.scheme.definition import Edition, Limit
from subsidy.scheme.parameters import Rounding, parse_rounding

Unit = Literal["yuan", "loan", "benefit", "scheme", "year"]
Part = Literal["at_most", "ratio", "on", "used", "instead"]
KeyWord = Literal["borrower", "lender", "loan", "application", "edition", "scheme", "fact", "year"]

PARTS: Final[tuple[Part, ...]] = get_args(Part)

# What can be counted. Latin words need a space before them, or `max_loans` would be `max_` loans.
COUNTED: Final[Mapping[str, Unit]] = {
    **dict.fromkeys(("笔", "笔贷款", "loan", "loans"), "loan"),
    **dict.fromkeys(("项", "项补贴", "benefit", "benefits"), "benefit"),
    **dict.fromkeys(("个方案", "方案", "scheme", "schemes"), "scheme"),
    **dict.fromkeys(("个年度", "年度", "年", "year", "years"), "year"),
}
_ONE_WORD: Final = "|".join(sorted(COUNTED, key=len, reverse=True))
_COUNT: Final = re.compile(rf"(?P<number>[0-9][0-9,]*|\S.*(?=\s))\s*(?P<word>{_ONE_WORD})")
_YEAR_OF: Final = re.compile(r"year_of\(\s*(?P<path>[\w.]+)\s*\)")

KEYS: Final[Mapping[KeyWord, Label]] = {
    "borrower": Label("每户借款人", "borrower"),
    "lender": Label("每家贷款机构", "lender"),
    "loan": Label("每笔贷款", "loan"),
    "application": Label("每份申请", "application"),
    "edition": Label("同一版本内", "edition"),
    "scheme": Label("在本方案下", "scheme"),
    "year": Label("每年", "year"),
}

_TOLD_BY: Final[Mapping[KeyWord, Label]] = {
    **KEYS,
    "borrower": Label("统一社会信用代码", "unified social credit code"),
    "lender": Label("贷款机构", "lender"),
}


class Key(NamedTuple):
    """What a group has in common: a word of `KEYS`, or a fact (its year, where the word is `year`).

    `told_by` is what has to be given so that it is known.
    """

    word: KeyWord
    label: Label
    told_by: Label
    path: str = ""

    @property
    def written(self) -> str:
        """As an author writes it."""
        return f"year_of({self.path})" if self.word == "year" and not _is_year(self.path) else self.path or self.word


@dataclass(frozen=True, slots=True)
class BoundLimit:
    """A limit of an edition with its formulas compiled; `rule` is what the author wrote.

    `at_most` and `used` are money, or plain numbers where `unit` is what is counted; `ratio` is a share; `on` and
    `instead` are money.
    """

    name: str
    rule: Limit
    unit: Unit
    per: tuple[Key, ...]
    at_most: Node | None
    ratio: Node | None
    on: Node | None
    used: Node | None
    instead: Node | None
    rounding: Rounding | None

    @property
    def formulas(self) -> Mapping[Part, Node]:
        """The formulas that it has, by the keys under which they are written."""
        return {part: node for part in PARTS if (node := self.formula(part)) is not None}

    @property
    def nodes(self) -> tuple[Node, ...]:
        return tuple(self.formulas.values())

    def formula(self, part: Part) -> Node | None:
        node: Node | None = getattr(self, part)
        return node


FormulaOf = Callable[[str, Keys], Node | None]
Report = Callable[[FormulaError | QuantityError, Keys], None]


def compile_limits(
    edition: Edition, vocabulary: Vocabulary, formula: FormulaOf, report: Report
) -> tuple[BoundLimit, ...]:
    """The limits of an edition that have a meaning. `formula` compiles a text, and reports what is wrong with it."""
    compiler = _LimitCompiler(edition, vocabulary, formula, report)
    return tuple(bound for name in edition.limits if (bound := compiler.limit(name)) is not None)


class _LimitCompiler:
    def __init__(self, edition: Edition, vocabulary: Vocabulary, formula: FormulaOf, report: Report) -> None:
        self.edition = edition
        self.vocabulary = vocabulary
        self.formula = formula
        self.report = report
        self.sound = True

    def limit(self, name: str) -> BoundLimit | None:
        rule, keys = self.edition.limits[name], ("limits", name)
        self.sound = True
        counted = _COUNT.fullmatch(rule.at_most or "")
        unit = COUNTED[counted["word"]] if counted else "yuan"
        for message in _contradictions(rule, unit):
            self.refuse(keys, message)
        per = [key for i, written in enumerate(rule.per) if (key := self.key(written, (*keys, "per", i)))]
        self.check_names(rule, unit, keys)
        kind = _is_money if unit == "yuan" else _is_number
        nodes: dict[Part, Node | None] = {
            "at_most": self.node(counted["number"] if counted else rule.at_most, (*keys, "at_most"), kind),
            "ratio": self.node(rule.ratio, (*keys, "ratio"), _is_number),
            "on": self.node(rule.on, (*keys, "on"), _is_money),
            "used": self.node(rule.used, (*keys, "used"), kind),
            "instead": self.node(rule.instead, (*keys, "instead"), _is_money),
        }
        rounding = self.rounding(rule.round_, (*keys, "round"))
        return BoundLimit(name, rule, unit, tuple(per), rounding=rounding, **nodes) if self.sound else None

    def refuse(self, keys: Keys, message: Message, remedy: Message | None = None) -> None:
        self.sound = False
        self.report(FormulaError("limit", message, remedy), keys)

    def key(self, written: str, keys: Keys) -> Key | None:
        """One word of `per`."""
        if written in KEYS and written != "year":
            return Key(written, KEYS[written], _TOLD_BY[written])  # type: ignore[index,arg-type]  # it is one of the words
        found = _YEAR_OF.fullmatch(written)
        path = found["path"] if found else written
        fact = self.vocabulary.get(path)
        if fact is not None and found and fact.kind is DATE:
            return Key("year", KEYS["year"], fact.label, fact.path)
        if fact is not None and not found and fact.kind in (TEXT, FLAG, COUNT):
            word: KeyWord = "year" if _is_year(fact.path) else "fact"
            return Key(word, Label(f"每个{fact.label.zh}", fact.label.en), fact.label, fact.path)
        wanted = [p for p, f in self.vocabulary.items() if f.kind in ((DATE,) if found else (TEXT, FLAG, COUNT))]
        words = [w for w in KEYS if w != "year"]
        self.refuse(
            keys,
            msg("loans cannot be grouped by {found}", found=written),
            msg("write year_of(...) with the date that is meant, such as {fact}", fact=self.edition.governs.by)
            if written == "year"
            else did_you_mean(path, [*words, *wanted]),
        )
        return None

    def check_names(self, rule: Limit, unit: Unit, keys: Keys) -> None:
        """`of` names benefits, `by` a fact that has an order: a date where years are counted."""
        for i, benefit in enumerate(rule.of):
            if benefit not in self.edition.benefits:
                remedy = did_you_mean(benefit, self.edition.benefits)
                self.refuse((*keys, "of", i), msg("there is no benefit {name}", name=benefit), remedy)
        fact = self.vocabulary.get(rule.by or "")
        ordered = fact is not None and fact.kind not in (None, TEXT, FLAG) and (unit != "year" or fact.kind is DATE)
        if rule.by is not None and not ordered:
            dates = [path for path, f in self.vocabulary.items() if f.kind is DATE]
            message = msg("{found} gives no order to loans", found=rule.by)
            self.refuse((*keys, "by"), message, did_you_mean(rule.by, dates))

    def node(self, written: str | None, keys: Keys, fits: Callable[[Type], Message | None]) -> Node | None:
        if written is None:
            return None
        node = self.formula(written, keys)
        if node is None:
            self.sound = False
            return None
        try:
            refuse_ratio(node)
        except FormulaError as error:
            self.report(error, keys)
            self.sound = False
        wrong = fits(node.type)
        if wrong is not None:
            self.refuse(keys, wrong, msg("write for example {examples}", examples=("100万元", "1笔", "50%")))
        return node

    def rounding(self, written: str | None, keys: Keys) -> Rounding | None:
        if written is None:
            return None
        try:
            rounding = parse_rounding(written)
        except QuantityError as error:
            self.report(error, keys)
            self.sound = False
            return None
        if not rounding.type.is_money or (rounding.step * 100).denominator != 1:
            self.refuse(keys, msg("amounts are rounded to whole fen, found {found}", found=written))
        return rounding


def _is_year(path: str) -> bool:
    """Whether a fact is a year by its name, as `lender_year.year` is."""
    return path.endswith(".year")


def _is_money(type_: Type) -> Message | None:
    return None if type_.is_money else msg("money is wanted here, found {found}", found=described(type_))


def _is_number(type_: Type) -> Message | None:
    fits = type_.base == "number" and type_.dimension == NUMBER
    return None if fits else msg("a number is wanted here, found {found}", found=described(type_))


def _contradictions(rule: Limit, unit: Unit) -> Iterator[Message]:
    """What the keys of a limit say against each other."""
    scaled = rule.ratio is not None or (rule.on is not None and rule.partial)
    counts, shared = unit != "yuan", rule.keep in (None, "proportional")
    beside_ratio = (rule.keep, rule.by, rule.on, rule.used, rule.instead, rule.across)
    rows = (
        ((rule.at_most is None) == (rule.ratio is None), msg("a limit has either at_most or ratio")),
        (
            rule.ratio is not None and any(beside_ratio),
            msg("a ratio is the same for all: it has no keep, by, on, used, instead, across"),
        ),
        (scaled != (rule.round_ is not None), _ROUNDED if scaled else _NOT_ROUNDED),
        (counts and shared, msg("what is counted is kept or not: write keep: largest, or keep: first and by")),
        (counts and rule.on is not None, msg("on measures money, and this limit counts")),
        (not counts and rule.instead is not None, msg("instead needs something counted in at_most")),
        (rule.keep == "first" and rule.by is None, msg("keep: first needs by, the fact that says who is first")),
        (unit == "year" and rule.by is None, msg("counted years need by, the date whose year is meant")),
        (shared and not rule.partial, msg("partial: no needs keep, which says who comes before whom")),
        (rule.keep == "listed" and not rule.across, msg("keep: listed needs across, which is the list")),
        (
            rule.on is not None and bool(rule.across),
            msg("on cannot reach across schemes, which measure different things"),
        ),
    )
    return (message for wrong, message in rows if wrong)


_ROUNDED: Final = msg("scaled amounts need round, such as half-up 0.01 yuan")
_NOT_ROUNDED: Final = msg("nothing is scaled here, so there is nothing to round")
