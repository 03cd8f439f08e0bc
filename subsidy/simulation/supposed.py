"""A scheme whose parameters have other values than its text gives: for trying out, never for deciding.

An overlay supplies what was not published and keeps what was; here anything may be supposed, and every source says so.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256

from subsidy.diagnostics import Diagnostic, InputError, did_you_mean, refuse_if_any
from subsidy.kinds import KINDS
from subsidy.language.errors import FormulaError
from subsidy.language.nodes import Node, Unpublished
from subsidy.language.types import Type, of_kind
from subsidy.messages import Message, msg
from subsidy.quantities import QuantityError
from subsidy.scheme.definition import Edition, Parameter
from subsidy.scheme.library import LoadedEdition, Scheme
from subsidy.scheme.parameters import parameter_node, supplied_node


def supposing(scheme: Scheme, values: Mapping[str, str], edition: str | None = None) -> Scheme:
    """The scheme with other values of some parameters, in each of its editions that has them.

    A value is written as in a scheme file (`2.6%`, `500万元`, `2024-07-01`), texts of a list with commas between.
    Raises `InputError` with every parameter that no edition has, and every value that is none of its kind; the names
    of `edition`, else of the latest, are told first.
    """
    if not values:
        return scheme
    problems: dict[tuple[str, str], Diagnostic] = {}  # editions have the same parameters: each problem once
    nearest = sorted(scheme.editions, key=lambda name: name == edition)  # and so the latest
    known = dict.fromkeys(p for name in reversed(nearest) for p in scheme.editions[name].definition.parameters)
    for name in values:
        if name not in known:
            message = msg("{scheme} has no parameter {name}", scheme=scheme.name, name=name)
            problems[name, ""] = Diagnostic("unknown-name", message, field=name, remedy=did_you_mean(name, known))
    mark = sha256(json.dumps(dict(sorted(values.items())), ensure_ascii=False).encode()).hexdigest()
    editions = {name: _supposed(edition, values, mark, problems) for name, edition in scheme.editions.items()}
    refuse_if_any(list(problems.values()))
    return replace(scheme, editions=editions)


def _supposed(
    edition: LoadedEdition, values: Mapping[str, str], mark: str, problems: dict[tuple[str, str], Diagnostic]
) -> LoadedEdition:
    changed: dict[str, Parameter] = {}
    for name, parameter in edition.definition.parameters.items():
        if name in values:
            try:
                changed[name] = _with_value(name, parameter, values[name])
            except (FormulaError, QuantityError) as error:
                problems[name, ""] = Diagnostic("value", error.message, field=name, remedy=error.remedy)
    if not changed:
        return edition
    definition: Edition = edition.definition.model_copy(
        update={"parameters": {**edition.definition.parameters, **changed}}
    )
    supposed = LoadedEdition(definition, edition.document, edition.tables, (*edition.overlays, mark))
    try:
        supposed.program()  # a value may be of its kind and yet break a formula
    except InputError as error:
        problems |= {(edition.name, d.message.say("en")): d for d in error.diagnostics}
    return supposed


def _with_value(name: str, parameter: Parameter, written: str) -> Parameter:
    """Raises `FormulaError` or `QuantityError` for a value that is none of the parameter's kind."""
    before = parameter_node(name, parameter)
    is_list = isinstance(parameter.is_, tuple)
    value = tuple(part.strip() for part in written.replace("，", ",").split(",")) if is_list else written.strip()
    changed = parameter.model_copy(update={"is_": value, "unpublished": False})
    try:
        after = supplied_node(name, changed, before)
    except (FormulaError, QuantityError) as error:
        raise FormulaError("value", error.message, _wanted(parameter, before)) from None
    if not _alike(before, after):
        message = msg("{found} is not of the kind of {name}", found=written, name=name)
        raise FormulaError("value", message, _wanted(parameter, before))
    return changed


def _wanted(parameter: Parameter, node: Node) -> Message:
    """What kind of value a parameter has, where that has a name, and how it is written now."""
    named = next((kind for kind in KINDS.values() if _shape(of_kind(kind)) == _shape(node.type)), None)
    if parameter.is_ is None:
        return msg("it is not published: give {kind}", kind=KINDS[str(parameter.type_)].label)
    if named is None:
        return msg("it is {is_} now", is_=_written(parameter))
    return msg("give {kind}, as in {is_}", kind=named.label, is_=_written(parameter))


def _shape(type_: Type) -> tuple[object, ...]:
    return type_.base, type_.dimension, type_.percent


def _alike(before: Node, after: Node) -> bool:
    if isinstance(before, Unpublished):
        return True  # `parameter_node` has held the value to the declared type
    same = before.type.base == after.type.base and before.type.dimension == after.type.dimension
    return same and before.type.loose == after.type.loose


def _written(parameter: Parameter) -> str:
    if isinstance(parameter.is_, tuple):
        return ", ".join(parameter.is_)
    return parameter.is_ or "?"
