"""What can be said, by dotted path: derived from the models, so that nothing is described twice.

A scheme may declare further facts; the extended vocabulary has models of its own, so that reading, JSON schema and
templates treat them like the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from subsidy.diagnostics import Diagnostic, Place, refuse_if_any
from subsidy.facts.application import Application
from subsidy.facts.declared import DeclaredFact, extended_model
from subsidy.facts.grants import Grantings
from subsidy.facts.records import Record, attribute_of, note_of, shape_of
from subsidy.facts.scalars import Scalar
from subsidy.kinds import Kind
from subsidy.messages import Label, Message, msg


@dataclass(frozen=True, slots=True)
class FactType:
    """What is known of a fact before it is given: a value (`scalar`), a record, or a list of records (`fields`).

    `path` is how documents and columns call it; `fields` are those of one record of a list, by key.
    """

    path: str
    label: Label
    example: str
    help: Label | None
    required: bool
    scalar: Scalar | None = None
    fields: Mapping[str, FactType] | None = None

    @property
    def name(self) -> str:
        """The path as Python and formulas write it: `borrower.class_`."""
        return ".".join(map(attribute_of, self.path.split(".")))

    @property
    def kind(self) -> Kind | None:
        """The kind of a value; None for a record or a list."""
        return self.scalar.kind if self.scalar else None

    @property
    def kind_label(self) -> Label | None:
        """What a value is, in words: a sum of money, a date, a calendar year; None for a record or a list."""
        return (self.scalar.label or self.scalar.kind.label) if self.scalar else None

    @property
    def choices(self) -> Mapping[str, Label]:
        """The codes that a text may be; empty when it may be any."""
        return self.scalar.choices if self.scalar else {}

    def same_type(self, other: FactType) -> bool:
        """Whether the same values are allowed, whatever they are called."""
        if self.fields is None or other.fields is None:
            return self.fields is other.fields and _allowed(self.scalar) == _allowed(other.scalar)
        return self.fields.keys() == other.fields.keys() and all(
            fact.same_type(other.fields[key]) for key, fact in self.fields.items()
        )


def _allowed(scalar: Scalar | None) -> tuple[object, ...]:
    return (scalar.kind.name, scalar.low, scalar.high, scalar.choices) if scalar else ()


_Tree: TypeAlias = "dict[str, DeclaredFact | _Tree]"


class Vocabulary(Mapping[str, FactType]):
    """The facts of a model by dotted path, in the order of the model: values, records, lists of records.

    A path is found in either spelling (`borrower.class`, `borrower.class_`). The fields of a list's records are not
    paths of their own: they are the list's `fields`. `grantings` are the schemes and benefits that a grant of before
    may name; None: any.
    """

    def __init__(self, model: type[Application], grantings: Grantings | None = None) -> None:
        self.model: Final = model
        self.grantings: Final = grantings
        self._facts: Final = dict(_facts_of(model, ""))

    def __getitem__(self, path: str) -> FactType:
        return self._facts[_as_written(path)]

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)

    def extended(
        self, declared: Mapping[str, DeclaredFact], place: Callable[[str], Place | None] = lambda path: None
    ) -> Vocabulary:
        """The vocabulary with a scheme's own facts, by dotted path; `place` says where each is declared.

        Raises `InputError` for a path that already means something else. To declare a known fact again is allowed.
        """
        additions: _Tree = {}
        diagnostics: list[Diagnostic] = []
        for path, declaration in declared.items():
            known = self.find(path)
            clash = _clash(path, declaration, known) if known else self._insert(path, declaration, additions)
            if clash:
                diagnostics.append(Diagnostic("declared-twice", clash, place(path), path))
        refuse_if_any(diagnostics)
        return Vocabulary(extended_model(self.model, additions), self.grantings) if additions else self

    def granting(self, grantings: Grantings) -> Vocabulary:
        """The same facts, where what was granted before is of these schemes."""
        return Vocabulary(self.model, grantings)

    def find(self, path: str) -> FactType | None:
        """Like `get`, but a list's path also leads on to the fields of its records: `loan.flows.amount`."""
        if path in self:
            return self[path]
        parent, _, key = _as_written(path).rpartition(".")
        holder = self.find(parent) if parent else None
        return holder.fields.get(key) if holder and holder.fields else None

    def _insert(self, path: str, declaration: DeclaredFact, tree: _Tree) -> Message | None:
        """Adds a declaration to the tree of additions; a message if something on its way is no record."""
        *parents, key = path.split(".")
        for depth, parent in enumerate(parents, 1):
            holder = self.find(".".join(parents[:depth]))
            branch = tree.setdefault(parent, {})
            if isinstance(branch, DeclaredFact) or (holder and holder.scalar):
                return msg("{path} is no record, so it holds no {key}", path=".".join(parents[:depth]), key=key)
            tree = branch
        if key in tree:
            return msg("{path} is declared as a value and as a record", path=path)
        tree[key] = declaration
        return None


def _clash(path: str, declaration: DeclaredFact, known: FactType) -> Message | None:
    """A message if a declaration of a known fact gives it another type."""
    (declared,) = _facts_of(extended_model(Record, {"fact": declaration}), "").values()
    if declared.same_type(known):
        return None
    if declared.kind and known.kind and declared.kind.name != known.kind.name:
        return msg("{path} is {known}, not {found}", path=path, known=known.kind.label, found=declared.kind.label)
    return msg("{path} already means {label} and allows other values", path=path, label=known.label)


def _facts_of(model: type[Record], prefix: str) -> dict[str, FactType]:
    facts: dict[str, FactType] = {}
    for name, field in model.model_fields.items():
        path = f"{prefix}{field.alias or name}"
        note, shape = note_of(field), shape_of(field)
        below = _facts_of(shape.record, f"{path}.") if shape.record else {}
        fields = {inner.removeprefix(f"{path}."): fact for inner, fact in below.items()} if shape.is_list else None
        facts[path] = FactType(path, note.label, note.example, note.help, field.is_required(), shape.scalar, fields)
        facts |= {} if shape.is_list else below
    return facts


def _as_written(path: str) -> str:
    """A path in the spelling of documents, which have no underscore at the end of a key."""
    return ".".join(key.removesuffix("_") for key in path.split("."))


VOCABULARY: Final = Vocabulary(Application)
