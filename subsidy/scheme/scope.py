"""What the formulas of an edition may name: its own parts under the readings chosen, facts, reference-rate tables."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from fractions import Fraction
from typing import Final

from subsidy.diagnostics import did_you_mean
from subsidy.facts.records import attribute_of
from subsidy.facts.vocabulary import Vocabulary
from subsidy.language.errors import FormulaError
from subsidy.language.logic import text
from subsidy.language.nodes import Node, Quote
from subsidy.language.scope import RecordList
from subsidy.language.types import RATE_TYPE
from subsidy.messages import msg
from subsidy.rates import RateTable
from subsidy.scheme.definition import Edition
from subsidy.scheme.inputs import bounded, fact_node

BROKEN: Final = "broken-name"
"""The code of a name whose own formula is wrong: what is wrong there is reported already."""


class EditionScope:
    """A `Scope`. `parameters` are those that are right; `named` gives the node of a value, compiled when asked for.

    `within` is the benefit whose steps are named without its name.
    """

    def __init__(
        self,
        edition: Edition,
        vocabulary: Vocabulary,
        tables: Mapping[str, RateTable],
        readings: Mapping[str, str],
        parameters: Mapping[str, Node],
        named: Callable[[str], Node],
    ) -> None:
        self.edition = edition
        self.rate_tables = tables
        self.readings = readings
        self.parameters = parameters
        self.named = named
        self.within = ""
        self.parameters_used: set[str] = set()
        self.readings_used: set[str] = set()
        self._facts = {vocabulary[path].name: vocabulary[path] for path in vocabulary}

    def value(self, name: str) -> Node | None:
        if self.within and name in self.edition.benefits[self.within].steps:
            return self.named(f"{self.within}.{name}")
        if name in self.parameters:
            self.parameters_used.add(name)
            return self.parameters[name]
        if name in self.edition.parameters:
            raise broken(name)
        if name in self.edition.readings:
            self.readings_used.add(name)
            reading = self.edition.readings[name]
            if self.readings[name] not in reading.choices:
                raise broken(name)
            return text(self.readings[name], name, reading.choice_labels)
        if name in self.edition.tiers or name in self.edition.definitions:
            return self.named(name)
        whole, _, part = name.partition(".")
        if whole in self.edition.splits and part in self.edition.splits[whole].among:
            return self.named(name)
        if whole in self.edition.benefits and part in self.edition.benefits[whole].steps:
            return self.named(name)
        return self._fact(name)

    def records(self, path: str) -> RecordList | None:
        fact = self._facts.get(path)
        if fact is None or fact.fields is None:
            return None
        return RecordList(fact.path, {attribute_of(k): bounded(f) for k, f in fact.fields.items() if f.scalar})

    def reference_rate(self, table: str, tenor: str, on: Node) -> Node | None:
        rates = self.rate_tables[table]
        if tenor not in rates.tenors:
            raise FormulaError(
                "tenor",
                msg("{table} has no tenor {found}", table=table, found=tenor),
                did_you_mean(tenor, rates.tenors),
            )
        values = [q.value for q in rates.quotes[tenor]]
        return Quote(RATE_TYPE, Fraction(1, 10_000), min(values), max(values), table, tenor, on)

    def names(self) -> Collection[str]:
        edition = self.edition
        steps = edition.benefits[self.within].steps if self.within else ()
        near = (*steps, *edition.parameters, *edition.readings, *edition.tiers, *edition.definitions)
        far = [f"{name}.{step}" for name, benefit in edition.benefits.items() for step in benefit.steps]
        parts = [f"{name}.{bearer}" for name, split in edition.splits.items() for bearer in split.among]
        return [*near, *far, *parts, *self._facts]

    def tables(self) -> Collection[str]:
        return self.rate_tables.keys()

    def _fact(self, name: str) -> Node | None:
        fact = self._facts.get(name)
        return fact_node(fact) if fact and fact.scalar else None


def broken(name: str) -> FormulaError:
    return FormulaError(BROKEN, msg("{name} is not defined rightly", name=name), msg("mend it first"))
