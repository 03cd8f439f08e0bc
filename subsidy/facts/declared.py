"""Facts that a scheme declares for itself, and the models that hold them beside the common ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, TypeAlias, TypeVar

from pydantic import BaseModel, ConfigDict, Field, create_model, model_validator

from subsidy import kinds
from subsidy.documents import Named
from subsidy.facts.records import Record, Records, attribute_of, fact, shape_of
from subsidy.facts.scalars import SCALARS, FactError, Text, bounded, choice
from subsidy.messages import msg

_KEY: Final = r"[a-z][a-z0-9]*(_[a-z0-9]+)*"
FactKey = Annotated[str, Field(pattern=f"^{_KEY}$")]
FactPath = Annotated[str, Field(pattern=rf"^{_KEY}(\.{_KEY})*$")]
KindName = Annotated[str, choice({name: kind.label for name, kind in kinds.KINDS.items()})]

Model = TypeVar("Model", bound=Record)


class DeclaredFact(BaseModel):
    """One fact, `{type: share, zh: 产值增速, en: output growth}`, or a list of records, `{list: {amount: {...}}}`.

    `at_least` and `at_most` are written like a value of the type; both are allowed values.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    type: KindName | None = None
    zh: Text | None = None
    en: Text | None = None
    choices: dict[str, Named] | None = None
    at_least: str | None = None
    at_most: str | None = None
    example: Text | None = None
    help: Named | None = None
    records: dict[FactKey, DeclaredFact] | None = Field(default=None, alias="list")

    @model_validator(mode="after")
    def fits_together(self) -> DeclaredFact:
        """Whether its keys make a fact; `FactError` says what is wrong with them."""
        if (self.type is None) == (self.records is None):
            raise FactError("declaration", msg("either a type or a list is wanted here"))
        if self.type is not None and (self.zh is None or self.en is None):
            raise FactError("declaration", msg("a fact has a name in both languages"), msg("write zh and en"))
        if self.choices is not None and self.type != "text":
            raise FactError("declaration", msg("only a text has choices"))
        if (self.at_least, self.at_most) != (None, None) and self.type in (None, "text", "flag"):
            raise FactError("declaration", msg("only numbers and dates have bounds"))
        self.annotation("record")
        return self

    def annotation(self, key: str) -> Any:
        """The type of a field that holds this fact. Raises `FactError` or `QuantityError` for its bounds."""
        if self.records is not None:
            return _list_of(extended_model(_new_record(key), self.records))
        python, scalar = SCALARS[self.type or ""]
        if self.choices is not None:
            scalar = choice({code: name.label for code, name in self.choices.items()})
        least, most = (None if bound is None else scalar.read(bound) for bound in (self.at_least, self.at_most))
        if least is not None and most is not None and most < least:
            raise FactError("declaration", msg("no value is allowed between {low} and {high}", low=least, high=most))
        return Annotated[python, scalar if least is most is None else bounded(scalar, least, most)]

    def field(self, key: str) -> Any:
        """The field of a record's model that this fact is."""
        return fact(
            self.zh or key,
            self.en or key,
            example=self.example or "",
            help=self.help.label if self.help else None,
            key=key if attribute_of(key) != key else None,
        )


Additions: TypeAlias = "Mapping[str, DeclaredFact | Additions]"


def extended_model(model: type[Model], additions: Additions) -> type[Model]:
    """The model with further fields, by key; a mapping of additions goes into the record or records of its key."""
    fields: dict[str, Any] = {}
    for key, addition in additions.items():
        name = attribute_of(key)
        known = model.model_fields.get(name)
        if isinstance(addition, DeclaredFact):
            fields[name] = (addition.annotation(key) | None, addition.field(key))
        elif known is None:
            fields[name] = (extended_model(_new_record(key), addition) | None, fact(key, key))
        else:
            shape = shape_of(known)
            record = extended_model(shape.record or Record, addition)
            same = Field(default=None, alias=known.alias, json_schema_extra=known.json_schema_extra)
            fields[name] = ((_list_of(record) if shape.is_list else record) | None, same)
    return create_model(model.__name__, __base__=model, __module__=model.__module__, **fields)


def _new_record(key: str) -> type[Record]:
    return create_model(key, __base__=Record)


def _list_of(record: Any) -> Any:
    return Records[record]
