"""An edition and the readings chosen -> a program, or everything that is wrong with its formulas.

Definitions, tiers and steps are compiled when a formula first names them, so they come out in an order in which each
needs only those before it, and a cycle is met as a name that is still being compiled.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from fractions import Fraction
from typing import Final

from subsidy.diagnostics import Diagnostic, Place, did_you_mean, refuse_if_any
from subsidy.documents import Document
from subsidy.documents.document import Keys, dotted
from subsidy.facts.records import attribute_of
from subsidy.facts.vocabulary import FactType, Vocabulary
from subsidy.language import nodes
from subsidy.language.arithmetic import refuse_ratio, rounded
from subsidy.language.errors import FormulaError
from subsidy.language.logic import banded, both, compare, sliced, text
from subsidy.language.nodes import Node
from subsidy.language.parse import parse_formula
from subsidy.language.scope import Bounded, RecordList
from subsidy.language.types import DATE_TYPE, RATE_TYPE, described, of_kind
from subsidy.language.walk import children, walk
from subsidy.messages import Label, Message, msg
from subsidy.quantities import QuantityError
from subsidy.rates import RateTable
from subsidy.scheme.definition import Computed, Edition, Rule, Tier
from subsidy.scheme.parameters import literal_node, parameter_node, parse_rounding
from subsidy.scheme.program import Condition, Entitlement, Input, Program, Value

GOVERNS: Final = "governs"
"""The name of the rule that the edition's own days make."""


def compile_edition(
    edition: Edition,
    document: Document,
    vocabulary: Vocabulary,
    tables: Mapping[str, RateTable],
    readings: Mapping[str, str] | None = None,
    overlays: tuple[str, ...] = (),
) -> Program:
    """The program of an edition; `readings` chooses for some readings, the others keep their default.

    `vocabulary` holds the edition's own facts already. Raises `InputError` with every diagnostic of every formula.
    """
    chosen = {name: (readings or {}).get(name, reading.default) for name, reading in edition.readings.items()}
    compiler = _Compiler(edition, document, vocabulary, tables, chosen)
    program = compiler.program(overlays)
    refuse_if_any(compiler.diagnostics)
    return program


class _Compiler:
    """The scope of the edition's formulas. `within` is the benefit whose steps are named without its name."""

    def __init__(
        self,
        edition: Edition,
        document: Document,
        vocabulary: Vocabulary,
        tables: Mapping[str, RateTable],
        readings: Mapping[str, str],
    ) -> None:
        self.edition = edition
        self.document = document
        self.vocabulary = vocabulary
        self.rate_tables = tables
        self.readings = readings
        self.diagnostics: list[Diagnostic] = []
        self.values: dict[str, Value] = {}
        self.broken: set[str] = set()
        self.under_way: list[str] = []
        self.within = ""
        self.parameters_used: set[str] = set()
        self.readings_used: set[str] = set()
        self.parameter_nodes = self._parameters()
        self._facts = {vocabulary[path].name: vocabulary[path] for path in vocabulary}

    def program(self, overlays: tuple[str, ...]) -> Program:
        edition = self.edition
        for name in (*edition.tiers, *edition.definitions):
            self._value(name, "")
        rules = [self._governs()]
        rules += [r for n, rule in edition.eligibility.items() if (r := self._rule(n, rule, ""))]
        for name, benefit in edition.benefits.items():
            rules += [r for n, rule in benefit.eligibility.items() if (r := self._rule(n, rule, name))]
            for step in benefit.steps:
                self._value(f"{name}.{step}", name)
            self._check_amount(name)
        trees = [v.node for v in self.values.values()] + [r.node for r in rules]
        inputs = _inputs(trees)
        return Program(
            edition,
            self.vocabulary,
            {
                t: self.rate_tables[t]
                for t in sorted({n.table for tree in trees for n in walk(tree) if isinstance(n, nodes.Quote)})
            },
            self.readings,
            tuple(self.values.values()),
            tuple(rules),
            tuple(Entitlement(n, b.label, b.pays, f"{n}.amount") for n, b in edition.benefits.items()),
            inputs,
            {n: p for n, p in edition.parameters.items() if n in self.parameters_used},
            frozenset(self.readings_used),
            edition.sources,
            self._labels(inputs),
            self.document.sha256,
            overlays,
        )

    # The scope: what a formula may name.

    def value(self, name: str) -> Node | None:
        if self.within and name in self.edition.benefits[self.within].steps:
            return self._named(f"{self.within}.{name}")
        if name in self.parameter_nodes:
            self.parameters_used.add(name)
            return self.parameter_nodes[name]
        if name in self.edition.parameters:
            raise _broken(name)
        if name in self.edition.readings:
            self.readings_used.add(name)
            reading = self.edition.readings[name]
            choices = {c: t.label if not isinstance(t, str) else Label(t, t) for c, t in reading.choices.items()}
            return text(self.readings[name], name, choices)
        if name in self.edition.tiers or name in self.edition.definitions:
            return self._named(name)
        benefit, _, step = name.partition(".")
        if benefit in self.edition.benefits and step in self.edition.benefits[benefit].steps:
            return self._named(name)
        return self._fact(name)

    def records(self, path: str) -> RecordList | None:
        fact = self._facts.get(path)
        if fact is None or fact.fields is None:
            return None
        return RecordList(fact.path, {attribute_of(k): _bounded(f) for k, f in fact.fields.items() if f.scalar})

    def reference_rate(self, table: str, tenor: str, on: Node) -> Node | None:
        rates = self.rate_tables[table]
        if tenor not in rates.tenors:
            raise FormulaError(
                "tenor",
                msg("{table} has no tenor {found}", table=table, found=tenor),
                did_you_mean(tenor, rates.tenors),
            )
        values = [q.value for q in rates.quotes[tenor]]
        return nodes.Quote(RATE_TYPE, Fraction(1, 10_000), min(values), max(values), table, tenor, on)

    def names(self) -> Collection[str]:
        edition = self.edition
        steps = edition.benefits[self.within].steps if self.within else ()
        return [*steps, *edition.parameters, *edition.readings, *edition.tiers, *edition.definitions, *self._facts]

    def tables(self) -> Collection[str]:
        return self.rate_tables.keys()

    # The parts of the edition.

    def _parameters(self) -> dict[str, Node]:
        found: dict[str, Node] = {}
        for name, parameter in self.edition.parameters.items():
            keys: Keys = ("parameters", name, "is")
            try:
                found[name] = parameter_node(name, parameter)
            except (FormulaError, QuantityError) as error:
                self._report(error, keys)
        return found

    def _fact(self, name: str) -> Node | None:
        fact = self._facts.get(name)
        if fact is None or fact.scalar is None:
            return None
        spec = _bounded(fact)
        return nodes.Fact(spec.type, spec.unit, spec.low, spec.high, fact.path)

    def _named(self, name: str) -> Node | None:
        if name in self.under_way:
            cycle = " → ".join([*self.under_way[self.under_way.index(name) :], name])
            raise FormulaError("cycle", msg("a cycle: {cycle}", cycle=cycle), msg("a value cannot need itself"))
        value = self._value(name, self._benefit_of(name))
        if value is None:
            raise FormulaError(
                "broken-name", msg("{name} is not defined rightly", name=name), msg("mend its own formula first")
            )
        node = value.node
        return nodes.Named(node.type, node.unit, node.low, node.high, name)

    def _benefit_of(self, name: str) -> str:
        return name.partition(".")[0] if "." in name else ""

    def _value(self, name: str, benefit: str) -> Value | None:
        """The named value, compiled now if it was not before; None when something is wrong with it."""
        if name in self.values or name in self.broken:
            return self.values.get(name)
        outer, self.within = self.within, benefit
        self.under_way.append(name)
        try:
            value = self._tier(name) if name in self.edition.tiers else self._computed(name, benefit)
        except (FormulaError, QuantityError) as error:
            self._report(error, self._keys(name, benefit))
            value = None
        finally:
            self.under_way.pop()
            self.within = outer
        if value is None:
            self.broken.add(name)
        else:
            self.values[name] = value
        return value

    def _computed(self, name: str, benefit: str) -> Value | None:
        keys = self._keys(name, benefit)
        computed = self._definition(name, benefit)
        node = self._formula(computed.is_, (*keys, "is"))
        if node is None:
            return None
        if computed.round_ is not None:
            try:
                rounding = parse_rounding(computed.round_)
                node = rounded(node, rounding.direction, rounding.step, rounding.type)
            except (FormulaError, QuantityError) as error:
                self._report(error, (*keys, "round"))
                return None
        refuse_ratio(node)
        return Value(name, computed.label, computed.cite, computed.is_, node, benefit)

    def _definition(self, name: str, benefit: str) -> Computed:
        if benefit:
            return self.edition.benefits[benefit].steps[name.partition(".")[2]]
        return self.edition.definitions[name]

    def _keys(self, name: str, benefit: str) -> Keys:
        if benefit:
            return ("benefits", benefit, "steps", name.partition(".")[2])
        return ("tiers" if name in self.edition.tiers else "definitions", name)

    def _tier(self, name: str) -> Value | None:
        tier = self.edition.tiers[name]
        subject = self._formula(tier.by, ("tiers", name, "by"))
        bands = self._bands(name, tier)
        if subject is None or bands is None:
            return None
        build = banded if tier.apply == "whole" else sliced
        return Value(name, tier.label, tier.cite, tier.by, build(name, subject, bands))

    def _bands(self, name: str, tier: Tier) -> list[nodes.Band] | None:
        bands: list[nodes.Band] = []
        before: nodes.Constant | None = None
        for i, band in enumerate(tier.bands):
            keys: Keys = ("tiers", name, "bands", i)
            value = self._literal_or_formula(band.is_, (*keys, "is"))
            bound = band.below if band.below is not None else band.up_to
            last = i == len(tier.bands) - 1
            if (band.below is not None and band.up_to is not None) or (bound is None) != last:
                self._add("tier", keys, msg("a band has one bound, below or up_to; the last has none: and above"))
                return None
            end = (
                None if bound is None else self._literal(bound, (*keys, "below" if band.below is not None else "up_to"))
            )
            if value is None or (bound is not None and end is None):
                return None
            if end is not None and before is not None and not _below(before, end, band.up_to is not None):
                self._add("tier", keys, msg("the bound {found} is not above the one before", found=bound or ""))
                return None
            before = end or before
            bands.append(nodes.Band(end, band.up_to is not None, value))
        return bands

    def _governs(self) -> Condition:
        """The days that the edition governs are its first rule: it refuses what a forced edition does not govern."""
        governs = self.edition.governs
        fact = self.vocabulary[governs.by]
        day = self._fact(fact.name)
        assert day is not None
        bounds = [compare(">=", day, _day(governs.from_))]
        formula = f"{governs.by} >= {governs.from_}"
        if governs.to is not None:
            bounds.append(compare("<=", day, _day(governs.to)))
            formula = f"{governs.from_} <= {governs.by} <= {governs.to}"
        label = Label(f"{fact.label.zh}在本版本适用期内", f"{fact.label.en} within the days that this edition governs")
        return Condition(GOVERNS, label, governs.cite, formula, both(bounds))

    def _rule(self, name: str, rule: Rule, benefit: str) -> Condition | None:
        keys: Keys = ("benefits", benefit, "eligibility", name) if benefit else ("eligibility", name)
        self.within = benefit
        node = self._formula(rule.require, (*keys, "require"))
        self.within = ""
        if node is not None and node.type.base != "flag":
            self._add(
                "type", (*keys, "require"), msg("a condition is wanted, found {found}", found=described(node.type))
            )
            return None
        if node is None:
            return None
        return Condition(name, rule.label, rule.cite, rule.require, node, rule.presumed, benefit)

    def _check_amount(self, benefit: str) -> None:
        keys: Keys = ("benefits", benefit, "steps")
        if "amount" not in self.edition.benefits[benefit].steps:
            self._add("amount", keys, msg("a benefit ends with a step named amount"))
            return
        amount = self.values.get(f"{benefit}.amount")
        if amount is None:
            return
        node, keys = amount.node, (*keys, "amount")
        if not node.type.is_money:
            self._add("type", keys, msg("the amount is {found}, not money", found=described(node.type)))
        elif (node.unit / Fraction(1, 100)).denominator != 1:
            self._add("unrounded", keys, msg("the amount can have parts of a fen"), msg("write round: half-up 0.01元"))
        elif self.edition.benefits[benefit].steps["amount"].round_ is None and not _is_rounded(node, self.values):
            self._add("unrounded", keys, msg("the amount states no rounding"), msg("write round: half-up 0.01元"))

    def _literal_or_formula(self, written: str, keys: Keys) -> Node | None:
        try:
            return literal_node(written)
        except QuantityError:
            return self._formula(written, keys)

    def _literal(self, written: str, keys: Keys) -> nodes.Constant | None:
        named = self.parameter_nodes.get(written)
        if isinstance(named, nodes.Constant):
            self.parameters_used.add(written)
            return named
        try:
            return literal_node(written)
        except QuantityError as error:
            self._report(error, keys)
            return None

    def _formula(self, source: str, keys: Keys) -> Node | None:
        place = self.document.text_place(keys) or Place(self.document.name, 1, 1)
        node, diagnostics = parse_formula(source, self, place, dotted(keys))
        self.diagnostics += diagnostics
        return node

    def _report(self, error: FormulaError | QuantityError, keys: Keys) -> None:
        code = error.code if isinstance(error, FormulaError) else "quantity"
        self._add(code, keys, error.message, error.remedy)

    def _add(self, code: str, keys: Keys, message: Message, remedy: Message | None = None) -> None:
        self.diagnostics.append(Diagnostic(code, message, self.document.place(keys), dotted(keys), remedy))

    def _labels(self, inputs: tuple[Input, ...]) -> dict[str, Label]:
        edition = self.edition
        labels = {name: p.label for name, p in edition.parameters.items()}
        labels |= {name: r.label for name, r in edition.readings.items()}
        labels |= {v.name: v.label for v in self.values.values()}
        for used in inputs:
            fact = self.vocabulary[used.path]
            labels[used.path] = fact.label
            labels |= {f"{used.path}.{key}": f.label for key, f in (fact.fields or {}).items()}
        return labels


def _day(day: date) -> nodes.Constant:
    ordinal = day.toordinal()
    return nodes.Constant(DATE_TYPE, Fraction(1), ordinal, ordinal, ordinal)


def _broken(name: str) -> FormulaError:
    return FormulaError("broken-name", msg("{name} is not defined rightly", name=name), msg("mend it first"))


def _bounded(fact: FactType) -> Bounded:
    scalar = fact.scalar
    assert scalar is not None
    return Bounded(of_kind(scalar.kind, fact.choices or None), scalar.kind.unit, scalar.low, scalar.high)


def _below(before: nodes.Constant, end: nodes.Constant, inclusive: bool) -> bool:
    """Whether a band between two bounds is not empty."""
    assert isinstance(before.value, int)
    assert isinstance(end.value, int)
    low, high = before.value * before.unit, end.value * end.unit
    return low < high or (inclusive and low == high)


def _is_rounded(node: Node, values: Mapping[str, Value]) -> bool:
    """Whether no product or quotient of money is left that no rounding closes."""
    if isinstance(node, nodes.Round | nodes.Fact | nodes.Constant):
        return True
    if isinstance(node, nodes.Named):
        return _is_rounded(values[node.name].node, values)
    if isinstance(node, nodes.Multiply | nodes.DivideByConstant | nodes.Ratio):
        return False
    return all(_is_rounded(n, values) for n in _money_under(node))


def _money_under(node: Node) -> list[Node]:
    return [c for c in children(node) if c.type.is_money]


def _inputs(trees: list[Node]) -> tuple[Input, ...]:
    """The facts that the trees read, in the order of first use; of a list, the fields that are read."""
    plain: dict[str, None] = {}
    lists: dict[str, dict[str, None]] = {}
    for tree in trees:
        for node in walk(tree):
            if isinstance(node, nodes.Fact):
                plain[node.path] = None
            elif isinstance(node, nodes.Gather):
                lists.setdefault(node.path, {})
            elif isinstance(node, nodes.Item):
                lists.setdefault(node.path.rpartition(".")[0], {})[node.field] = None
    return (*(Input(p) for p in plain), *(Input(p, tuple(fields)) for p, fields in lists.items()))
