"""What every record of facts is: a frozen pydantic model whose fields carry their names in both languages.

A model is the one place where a fact is described: the vocabulary of formulas, the JSON schema, the templates and the
columns are all derived from it.
"""

from __future__ import annotations

import keyword
from dataclasses import dataclass
from types import NoneType
from typing import Annotated, Any, NamedTuple, TypeVar, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo

from subsidy.facts.scalars import Scalar
from subsidy.kinds import MOST_RECORDS
from subsidy.messages import Label

Item = TypeVar("Item")
Records = Annotated[tuple[Item, ...], Field(max_length=MOST_RECORDS)]


class Record(BaseModel):
    """Facts that belong together. A fact that is not given is None: unknown. An empty list says that there are none."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    def as_data(self) -> dict[str, Any]:
        """What is known, as a document says it: the same model reads it back as the same record."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)


@dataclass(frozen=True, slots=True)
class Note:
    """What a fact is called and looks like; `help` says what the label cannot."""

    label: Label
    example: str = ""
    help: Label | None = None

    def __call__(self, schema: dict[str, Any]) -> None:
        """Adds itself to the JSON schema of its field, in both languages; `json_schema` picks one."""
        schema["x-label"] = self.label._asdict()
        if self.help:
            schema["x-help"] = self.help._asdict()
        if self.example:
            schema["examples"] = [self.example]


def fact(zh: str, en: str, *, example: str = "", help: Label | None = None, key: str | None = None) -> Any:  # noqa: A002
    """A field that may be left out. `key` is what documents call it, where Python cannot."""
    return Field(default=None, alias=key, json_schema_extra=Note(Label(zh, en), example, help))


def needed(zh: str, en: str, *, example: str = "", help: Label | None = None, key: str | None = None) -> Any:  # noqa: A002
    """A field without which its record means nothing: for the records of lists alone."""
    return Field(alias=key, json_schema_extra=Note(Label(zh, en), example, help))


def attribute_of(key: str) -> str:
    """The Python name of a document's key: `from` is `from_`."""
    return f"{key}_" if keyword.iskeyword(key) or hasattr(Record, key) else key


def note_of(field: FieldInfo) -> Note:
    """How a field is described. Raises `TypeError` for one that was not made by `fact` or `needed`."""
    if isinstance(field.json_schema_extra, Note):
        return field.json_schema_extra
    raise TypeError(field)


class Shape(NamedTuple):
    """What a field holds: one value (`scalar`), one record (`record`), or a list of records (`record`, `is_list`)."""

    scalar: Scalar | None = None
    record: type[Record] | None = None
    is_list: bool = False


def shape_of(field: FieldInfo) -> Shape:
    """The shape of a record's field, optional or not."""
    scalar = next((m for m in field.metadata if isinstance(m, Scalar)), None)
    return Shape(scalar) if scalar else _shape_of(field.annotation)


def _shape_of(annotation: Any) -> Shape:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return Shape(record=annotation)
    inner, *others = (a for a in get_args(annotation) if a is not NoneType)
    if get_origin(annotation) is tuple:
        return _shape_of(inner)._replace(is_list=True)
    scalar = next((m for m in others if isinstance(m, Scalar)), None)
    return Shape(scalar) if scalar else _shape_of(inner)
