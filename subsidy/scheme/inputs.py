"""What a program needs: of its named values, of facts (as nodes of formulas, as inputs), and what they are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from subsidy.facts.vocabulary import FactType, Vocabulary
from subsidy.language import nodes
from subsidy.language.look_ups import look_ups
from subsidy.language.nodes import Node
from subsidy.language.scope import Bounded
from subsidy.language.types import of_kind
from subsidy.language.walk import walk
from subsidy.messages import Label
from subsidy.scheme.definition import Edition
from subsidy.scheme.program import Input, Value


def bounded(fact: FactType) -> Bounded:
    """The static side of a fact that is a value."""
    scalar = fact.scalar
    assert scalar is not None
    return Bounded(of_kind(scalar.kind, fact.choices or None), scalar.kind.unit, scalar.low, scalar.high)


def fact_node(fact: FactType) -> Node:
    spec = bounded(fact)
    return nodes.Fact(spec.type, spec.unit, spec.low, spec.high, fact.path)


def needed_values(values: Mapping[str, Value], trees: Iterable[Node]) -> tuple[Value, ...]:
    """The steps, and of tiers and definitions those that a step or one of the trees needs under the readings chosen."""
    waiting = [*trees] + [value.node for value in values.values() if value.benefit]
    needed = {value.name for value in values.values() if value.benefit}
    while waiting:
        for node in walk(waiting.pop()):
            if isinstance(node, nodes.Named) and node.name not in needed:
                needed.add(node.name)
                waiting.append(values[node.name].node)
    return tuple(value for value in values.values() if value.name in needed)


def inputs_of(trees: Iterable[Node]) -> tuple[Input, ...]:
    """The facts that the trees read, in the order of first use; of a list, the fields that are read."""
    plain: dict[str, None] = {}
    lists: dict[str, dict[str, None]] = {}
    for tree in trees:
        for node in walk(tree):
            if isinstance(node, nodes.Fact):
                plain[node.path] = None
            elif isinstance(node, nodes.Gather):
                lists.setdefault(node.path, {})
            elif isinstance(node, nodes.Records):
                lists.setdefault(node.path, {}).update(dict.fromkeys(node.fields))
            elif isinstance(node, nodes.Item):
                lists.setdefault(node.path.rpartition(".")[0], {})[node.field] = None
    return (*(Input(p) for p in plain), *(Input(p, tuple(fields)) for p, fields in lists.items()))


def tables_of(trees: Iterable[Node]) -> list[str]:
    """The reference-rate tables that the trees look up."""
    return sorted({table for table, _ in look_ups(trees)})


def labels_of(
    edition: Edition, values: Iterable[Value], inputs: Iterable[Input], vocabulary: Vocabulary
) -> Mapping[str, Label]:
    """The names of parameters, readings, values, facts and record fields."""
    labels = {name: p.label for name, p in edition.parameters.items()}
    labels |= {name: r.label for name, r in edition.readings.items()}
    labels |= {value.name: value.label for value in values}
    for used in inputs:
        fact = vocabulary[used.path]
        labels[used.path] = fact.label
        labels |= {f"{used.path}.{key}": f.label for key, f in (fact.fields or {}).items()}
    return labels
