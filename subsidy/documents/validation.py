"""A document read by a pydantic model: every error of pydantic becomes a diagnostic with its place.

Validators say what is wrong by raising a `SubsidyError` that is a `ValueError`: its message (and `remedy`, `code`, if
it has them) pass through untranslated. What pydantic itself refuses is worded by the tables below.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from subsidy.diagnostics import Diagnostic, InputError, SubsidyError, did_you_mean
from subsidy.documents.document import Document, Keys, Value, dotted
from subsidy.messages import Label, Message, msg

Model = TypeVar("Model", bound=BaseModel)

_MAPPING: Final = msg("keys with values")
_LIST: Final = msg("a list")
_SHAPES: Final[Mapping[str, Message]] = {
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "dict_type": _MAPPING,
    "mapping_type": _MAPPING,
    "list_type": _LIST,
    "tuple_type": _LIST,
    "set_type": _LIST,
    "frozen_set_type": _LIST,
    "string_type": msg("a text"),
    "none_required": msg("nothing"),
}
_FORMS: Final[Mapping[str, Message]] = {
    "int": msg("a whole number"),
    "bool": msg("true or false"),
    "float": msg("a number"),
    "decimal": msg("a number"),
    "date": msg("a date such as 2024-07-01"),
    "url": msg("a web address"),
}
_BOUNDS: Final[Mapping[str, Callable[[object], Message]]] = {
    "ge": lambda bound: msg("at least {bound} is allowed", bound=bound),
    "gt": lambda bound: msg("more than {bound} is allowed", bound=bound),
    "le": lambda bound: msg("at most {bound} is allowed", bound=bound),
    "lt": lambda bound: msg("less than {bound} is allowed", bound=bound),
    "min_length": lambda bound: msg("a length of at least {bound} is allowed", bound=bound),
    "max_length": lambda bound: msg("a length of at most {bound} is allowed", bound=bound),
    "pattern": lambda bound: msg("the form {pattern} is allowed", pattern=bound),
}
_LONGEST_QUOTE: Final = 60
_NO_VALUE: Final = object()


def validate(model: type[Model], document: Document) -> Model:
    """The document as an instance of the model. Raises `InputError` with one diagnostic for each thing wrong."""
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        raise InputError(diagnose(error, model, document)) from None


def diagnose(error: ValidationError, model: type[BaseModel], document: Document) -> list[Diagnostic]:
    """What pydantic refused, in our words and with places. `document` may hold data that no file holds (no places)."""
    shapes: dict[Keys, list[Message]] = {}
    diagnostics: dict[Keys, list[Diagnostic]] = {}
    for detail in error.errors(include_url=False):
        keys = _keys_in(document.data, detail["loc"])
        if detail["type"] in _SHAPES:
            shapes.setdefault(keys, []).append(_SHAPES[detail["type"]])
        else:
            diagnostics.setdefault(keys, []).append(_diagnostic(detail, keys, model, document))
    for keys, wanted in shapes.items():
        if not any(_inside(other, keys) for other in diagnostics):
            diagnostics[keys] = [_wrong_shape(keys, wanted, document)]
    return [diagnostic for found in diagnostics.values() for diagnostic in found]


def _keys_in(data: Value, loc: Iterable[str | int]) -> Keys:
    """Pydantic's location without what is no key of the data: the names of a union's members."""
    keys: list[str | int] = []
    for item in loc:
        under = _under(data, item)
        if under is not _NO_VALUE:
            keys.append(item)
            data = under
    return tuple(keys)


def _under(data: Any, item: str | int) -> Any:
    if isinstance(data, dict):
        return data.get(item, _NO_VALUE)
    return data[item] if isinstance(data, list) and isinstance(item, int) and item < len(data) else _NO_VALUE


def _inside(keys: Keys, of: Keys) -> bool:
    return keys[: len(of)] == of


def _wrong_shape(keys: Keys, wanted: list[Message], document: Document) -> Diagnostic:
    value: Any = document.data
    for key in keys:
        value = _under(value, key)
    message = msg(
        "expected {wanted}, found {found}", wanted=list({m.text: m for m in wanted}.values()), found=_described(value)
    )
    remedy = msg("write a list as [one, another], one without items as []") if _LIST in wanted else None
    return document.diagnostic("wrong-shape", keys, message, remedy)


def _diagnostic(detail: ErrorDetails, keys: Keys, model: type[BaseModel], document: Document) -> Diagnostic:
    kind, context = detail["type"], detail.get("ctx", {})
    last = str(detail["loc"][-1]) if detail["loc"] else ""
    discriminator = str(context.get("discriminator", "")).strip("'")
    if kind in ("missing", "union_tag_not_found"):
        key = discriminator or last
        what = _label_of(model, (*detail["loc"][:-1], key)) or key
        return Diagnostic("missing-key", msg("{key} is missing", key=what), document.place(keys), dotted((*keys, key)))
    if kind == "extra_forbidden":
        return Diagnostic(
            "unknown-key",
            msg("{key} is not known here", key=last),
            document.key_place(keys),
            dotted(keys),
            did_you_mean(last, _allowed_keys(model, detail["loc"][:-1])),
        )
    if kind == "union_tag_invalid":
        keys = (*keys, discriminator)
    cause = context.get("error")
    if isinstance(cause, SubsidyError):
        code, message, remedy = getattr(cause, "code", "value"), cause.message, getattr(cause, "remedy", None)
    else:
        code, (message, remedy) = "value", _worded(detail)
    return document.diagnostic(code, keys, message, remedy)


def _worded(detail: ErrorDetails) -> tuple[Message, Message | None]:
    """Pydantic's own constraints: what was found, and what is allowed."""
    kind, context = detail["type"], detail.get("ctx", {})
    found = _described(context.get("tag", detail["input"]))
    if choices := context.get("expected") or context.get("expected_tags"):
        allowed = re.findall(r"'([^']*)'", str(choices))
        return msg("{found} is not allowed here", found=found), did_you_mean(str(found), allowed)
    for name, allowed_is in _BOUNDS.items():
        if name in context:
            return msg("{found} is not allowed here", found=found), allowed_is(context[name])
    if kind == "invalid_key":
        return msg("a key is a text, found {found}", found=found), None
    form = _FORMS.get(kind.partition("_")[0])
    if form is not None:
        return msg("{found} is not {wanted}", found=found, wanted=form), None
    return msg("{found} is refused: {reason}", found=found, reason=detail["msg"]), None


def _described(value: object) -> str | Message:
    """What was found, in words; a text as it stands, shortened."""
    if value is None:
        return msg("nothing")
    if isinstance(value, Mapping):
        return _MAPPING
    if isinstance(value, list | tuple | set | frozenset):
        return _LIST
    text = str(value)
    return text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…"


def _label_of(model: type[BaseModel], loc: Sequence[str | int]) -> Label | None:
    """What people call the field at a location, where its model says."""
    fields = (field for name, field in _fields_at(model, loc[:-1]) if loc[-1] in (name, field.alias))
    return next((label for field in fields if (label := getattr(field.json_schema_extra, "label", None))), None)


def _allowed_keys(model: type[BaseModel], loc: Sequence[str | int]) -> list[str]:
    """The keys that the models at a location know."""
    return [field.alias or name for name, field in _fields_at(model, loc)]


def _fields_at(model: type[BaseModel], loc: Sequence[str | int]) -> list[tuple[str, FieldInfo]]:
    """The fields of the models at a location. An item that leads nowhere names a member of a union."""
    places: list[Any] = [model]
    for item in loc:
        under = [inner for place in places for inner in _inner(place, item)]
        places = under or [place for place in places if _goes_by(place, item)] or places
    models = [place for place in places if isinstance(place, type) and issubclass(place, BaseModel)]
    return [named for m in models for named in m.model_fields.items()]


def _goes_by(annotation: Any, tag: str | int) -> bool:
    """Whether a member of a union is the one so tagged: by its class, or by a field with this one value."""
    fields = annotation.model_fields.values() if hasattr(annotation, "model_fields") else ()
    literals = (get_args(field.annotation) for field in fields if get_origin(field.annotation) is Literal)
    return getattr(annotation, "__name__", "") == tag or any(tag in values for values in literals)


def _inner(annotation: Any, item: str | int) -> Iterator[Any]:
    """The annotations of what stands under a key or at a position of a value so annotated."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for name, field in annotation.model_fields.items():
            if item in (name, field.alias):
                yield from _members(field.annotation)
    elif isinstance(item, int) or issubclass(get_origin(annotation) or NoneType, Mapping):
        for argument in get_args(annotation)[isinstance(item, str) :]:
            yield from _members(argument)


def _members(annotation: Any) -> Iterator[Any]:
    """The annotation itself, or each member of a union, without `Annotated`."""
    if get_origin(annotation) is Annotated:
        yield from _members(get_args(annotation)[0])
    elif get_origin(annotation) in (Union, UnionType):
        for member in get_args(annotation):
            yield from _members(member)
    else:
        yield annotation
