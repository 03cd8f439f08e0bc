"""An edition and the readings chosen -> a program, or everything that is wrong with its formulas.

Definitions, tiers and steps are compiled when a formula first names them, so they come out in an order in which each
needs only those before it, and a cycle is met as a name that is still being compiled.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ParamSpec, TypeVar

from subsidy.diagnostics import Diagnostic, Place, refuse_if_any
from subsidy.documents import Document
from subsidy.documents.document import Keys, dotted
from subsidy.facts.vocabulary import Vocabulary
from subsidy.language import nodes
from subsidy.language.arithmetic import exact
from subsidy.language.errors import FormulaError
from subsidy.language.logic import banded, both, sliced
from subsidy.language.nodes import Node
from subsidy.language.parse import parse_formula
from subsidy.messages import Message, msg
from subsidy.quantities import QuantityError
from subsidy.rates import RateTable
from subsidy.scheme.amounts import check_amount
from subsidy.scheme.definition import Computed, Edition, Rule, Tier
from subsidy.scheme.governs import governs_rule
from subsidy.scheme.inputs import inputs_of, labels_of, needed_values, tables_of
from subsidy.scheme.limits import compile_limits
from subsidy.scheme.parameters import literal_node, parameter_node, rounded_as
from subsidy.scheme.program import Condition, Entitlement, Program, Value
from subsidy.scheme.scope import BROKEN, EditionScope, broken
from subsidy.scheme.splits import REST, split_parts
from subsidy.scheme.tiers import Bound, bound_of, fixed_end

P = ParamSpec("P")
Made = TypeVar("Made")


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
    """Keeps what is compiled already; what is wrong goes to `diagnostics`."""

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
        self.scope = EditionScope(edition, vocabulary, tables, readings, self._parameters(), self._named)
        self.values: dict[str, Value] = {}
        self.broken: set[str] = set()
        self.under_way: list[str] = []
        self.parts: dict[str, dict[str, Node] | None] = {}

    def program(self, overlays: tuple[str, ...]) -> Program:
        edition = self.edition
        parts = [f"{split}.{bearer}" for split, s in edition.splits.items() for bearer in s.among]
        for name in (*edition.tiers, *edition.definitions, *parts):
            self._value(name, "")
        rules = [governs_rule(edition.governs, self.vocabulary[edition.governs.by])]
        rules += [r for n, rule in edition.eligibility.items() if (r := self._rule(n, rule, ""))]
        for name, benefit in edition.benefits.items():
            rules += [r for n, rule in benefit.eligibility.items() if (r := self._rule(n, rule, name))]
            for step in benefit.steps:
                self._value(f"{name}.{step}", name)
            self._check_amount(name)
        limits = compile_limits(edition, self.vocabulary, self._literal_or_formula, self._report)
        judged = [rule.node for rule in rules] + [node for limit in limits for node in limit.nodes]
        values = needed_values(self.values, judged)
        trees = [value.node for value in values] + judged
        inputs = inputs_of(trees)
        return Program(
            edition=edition,
            vocabulary=self.vocabulary,
            tables={table: self.rate_tables[table] for table in tables_of(trees)},
            readings=self.readings,
            values=values,
            rules=tuple(rules),
            benefits=tuple(Entitlement(n, b.label, b.pays, f"{n}.amount") for n, b in edition.benefits.items()),
            inputs=inputs,
            parameters={n: p for n, p in edition.parameters.items() if n in self.scope.parameters_used},
            readings_used=frozenset(self.scope.readings_used),
            sources=edition.sources,
            labels=labels_of(edition, values, inputs, self.vocabulary),
            sha256=self.document.sha256,
            overlays=overlays,
            limits=limits,
        )

    # The parts of the edition.

    def _parameters(self) -> dict[str, Node]:
        found: dict[str, Node] = {}
        for name, parameter in self.edition.parameters.items():
            node = self._attempt(("parameters", name, "is"), parameter_node, name, parameter)
            if node is not None:
                found[name] = node
        return found

    def _named(self, name: str) -> Node:
        if name in self.under_way:
            cycle = " → ".join([*self.under_way[self.under_way.index(name) :], name])
            raise FormulaError("cycle", msg("a cycle: {cycle}", cycle=cycle), msg("a value cannot need itself"))
        whole = name.partition(".")[0]
        value = self._value(name, whole if whole in self.edition.benefits else "")
        if value is None:
            raise broken(name)
        node = value.node
        return nodes.Named(node.type, node.unit, node.low, node.high, name)

    def _value(self, name: str, benefit: str) -> Value | None:
        """The named value, compiled now if it was not before; None when something is wrong with it."""
        if name in self.values or name in self.broken:
            return self.values.get(name)
        outer, self.scope.within = self.scope.within, benefit
        self.under_way.append(name)
        section = self._keys(name, benefit)[0]
        make = {"tiers": self._tier, "splits": self._part}.get(str(section), self._computed)
        value = self._attempt(self._keys(name, benefit), make, name, benefit)
        self.under_way.pop()
        self.scope.within = outer
        if value is None:
            self.broken.add(name)
        else:
            self.values[name] = value
        return value

    def _computed(self, name: str, benefit: str) -> Value | None:
        keys = self._keys(name, benefit)
        computed = self._definition(name, benefit)
        node = self._formula(computed.is_, (*keys, "is"))
        if node is not None and computed.round_ is not None:
            node = self._attempt((*keys, "round"), rounded_as, node, computed.round_)
        if node is None:
            return None
        if self._attempt((*keys, "is"), exact, node) is None:
            return None
        return Value(name, computed.label, computed.cite, computed.is_, node, benefit)

    def _definition(self, name: str, benefit: str) -> Computed:
        if benefit:
            return self.edition.benefits[benefit].steps[name.partition(".")[2]]
        return self.edition.definitions[name]

    def _keys(self, name: str, benefit: str) -> Keys:
        if benefit:
            return ("benefits", benefit, "steps", name.partition(".")[2])
        split, _, bearer = name.partition(".")
        if bearer:
            return ("splits", split, "among", bearer)
        return ("tiers" if name in self.edition.tiers else "definitions", name)

    def _tier(self, name: str, _: str) -> Value | None:
        tier = self.edition.tiers[name]
        subject = self._formula(tier.by, ("tiers", name, "by"))
        bands = self._bands(name, tier, subject)
        if subject is None or bands is None:
            return None
        build = banded if tier.apply == "whole" else sliced
        return Value(name, tier.label, tier.cite, tier.by, build(name, subject, bands))

    def _bands(self, name: str, tier: Tier, subject: Node | None) -> list[nodes.Band] | None:
        """The bands in the order of the file; None when one of them is wrong, but all of them are looked at."""
        bands: list[nodes.Band] = []
        before: nodes.Constant | None = None
        for i, band in enumerate(tier.bands):
            keys: Keys = ("tiers", name, "bands", i)
            value = self._literal_or_formula(band.is_, (*keys, "is"))
            bound = self._attempt(keys, bound_of, band, last=band is tier.bands[-1])
            end = self._end(bound, (*keys, bound.key), before, subject) if bound and bound.written else None
            before = end or before
            if value is not None and bound and bool(bound.written) == (end is not None):
                bands.append(nodes.Band(end, bound.inclusive, value))
        return bands if len(bands) == len(tier.bands) else None

    def _part(self, name: str, _: str) -> Value | None:
        """One bearer's part; the whole and the shares are compiled with the first of them."""
        split_name, _, bearer = name.partition(".")
        split, keys = self.edition.splits[split_name], ("splits", split_name)
        if split_name not in self.parts:
            of = self._formula(split.of, (*keys, "of"))
            shares = {b: self._share(s.is_, (*keys, "among", b, "is")) for b, s in split.among.items()}
            broken = of is None or any(s is None and split.among[b].is_ != REST for b, s in shares.items())
            self.parts[split_name] = None if broken or of is None else self._attempt(keys, split_parts, of, shares)
        parts = self.parts[split_name]
        if parts is None:
            return None
        return Value(name, split.among[bearer].label, split.cite, split.of, parts[bearer])

    def _share(self, written: str, keys: Keys) -> Node | None:
        return None if written == REST else self._literal_or_formula(written, keys)

    def _rule(self, name: str, rule: Rule, benefit: str) -> Condition | None:
        keys: Keys = ("benefits", benefit, "eligibility", name) if benefit else ("eligibility", name)
        self.scope.within = benefit
        node = self._formula(rule.require, (*keys, "require"))
        self.scope.within = ""
        if node is None or self._attempt((*keys, "require"), both, (node,)) is None:
            return None
        return Condition(name, rule.label, rule.cite, rule.require, node, rule.presumed, benefit, rule.otherwise)

    def _check_amount(self, benefit: str) -> None:
        keys: Keys = ("benefits", benefit, "steps")
        if "amount" not in self.edition.benefits[benefit].steps:
            self._add("amount", keys, msg("a benefit ends with a step named amount"), msg("name its last step amount"))
        amount = self.values.get(f"{benefit}.amount")
        if amount is not None:
            self._attempt((*keys, "amount"), check_amount, amount.node, self.edition.benefits[benefit], self.values)

    def _literal_or_formula(self, written: str, keys: Keys) -> Node | None:
        try:
            return literal_node(written)
        except QuantityError as error:
            if written[:1].isdecimal():
                self._report(error, keys)
                return None
            return self._formula(written, keys)

    def _end(
        self, bound: Bound, keys: Keys, before: nodes.Constant | None, subject: Node | None
    ) -> nodes.Constant | None:
        node = self._literal_or_formula(bound.written, keys)
        return None if node is None else self._attempt(keys, fixed_end, node, bound, before, subject)

    def _formula(self, source: str, keys: Keys) -> Node | None:
        place = self.document.text_place(keys) or Place(self.document.name, 1, 1)
        node, diagnostics = parse_formula(source, self.scope, place, dotted(keys))
        self.diagnostics += [d for d in diagnostics if d.code != BROKEN]  # what broke the name is reported already
        return node

    def _attempt(self, keys: Keys, make: Callable[P, Made], *args: P.args, **kwargs: P.kwargs) -> Made | None:
        """What `make` gives; None, and a diagnostic with the place of these keys, where it refuses."""
        try:
            return make(*args, **kwargs)
        except (FormulaError, QuantityError) as error:
            self._report(error, keys)
            return None

    def _report(self, error: FormulaError | QuantityError, keys: Keys) -> None:
        code = error.code if isinstance(error, FormulaError) else "quantity"
        self._add(code, keys, error.message, error.remedy)

    def _add(self, code: str, keys: Keys, message: Message, remedy: Message | None = None) -> None:
        self.diagnostics.append(self.document.diagnostic(code, keys, message, remedy))
