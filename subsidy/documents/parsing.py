"""YAML (and JSON, which is almost a part of it) -> plain data with places, by an explicit stack.

Built from the parser's events and not by its loader: a loader turns 4.10 into a float and `no` into a flag, keeps
the last of two equal keys, and recurses. Whatever is not plain data (anchors, tags, several documents) is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from subsidy.diagnostics import Diagnostic, InputError, Place, refuse_if_any
from subsidy.documents.document import Keys, Value, dotted
from subsidy.documents.json_text import as_yaml
from subsidy.documents.malformed import malformed
from subsidy.messages import Message, msg

DEEPEST_NESTING: Final = 64
MOST_PROBLEMS: Final = 1_000
LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_QUOTES: Final = ("'", '"')
_NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})
# Beside the controls, the line ends that editors do not count but YAML does.
_UNPRINTABLE: Final = re.compile(r"[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
# `{amount: 9,683.33}` is the amount 9 and a key 683.33 to YAML.
_THOUSANDS: Final = re.compile(r"\d{3}(\D.*)?")

_WRITE_OUT: Final = msg("write the values out, or put the text in quotes")
_PLAIN: Final = msg("leave it out, or put the text in quotes")
_COMMA: Final = msg("leave the comma out, or put the number in quotes")
_KEY_WANTED: Final = msg("a key must be a text")


def parse(text: str, name: str) -> tuple[Value, dict[Keys, Place], dict[Keys, Place], frozenset[Keys]]:
    """The data of a text, the places of its values and of its keys, and which values are in quotes.

    Raises `InputError`.
    """
    text = text.removeprefix("\ufeff")
    if unprintable := _UNPRINTABLE.search(text):
        raise InputError([_unprintable(text, unprintable.start(), name)])
    builder = _Builder(name)
    try:
        for event in _events(as_yaml(text)):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        builder.diagnostics.append(malformed(error, text, name))
    except _Stopped:
        pass
    else:
        if builder.root is None:
            builder.diagnostics.append(Diagnostic("empty", msg("there is nothing in it"), Place(name, 1, 1)))
    refuse_if_any(builder.diagnostics)
    return builder.root, builder.places, builder.key_places, frozenset(builder.quoted)


def _events(text: str) -> Iterator[yaml.Event]:
    return yaml.parse(text, Loader=LOADER)


def _unprintable(text: str, at: int, name: str) -> Diagnostic:
    place = Place(name, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
    return Diagnostic("unprintable", msg("the character {code} cannot be used", code=f"U+{ord(text[at]):04X}"), place)


class _Stopped(Exception):  # noqa: N818 - control flow, not an error
    """Nothing after this can be read with meaning."""


@dataclass(slots=True)
class _Frame:
    """A mapping or list that is still open; `waiting` is a mapping's state between a key and its value."""

    values: dict[str, Value] | list[Value]
    keys: Keys
    place: Place
    flow: bool
    key: str | None = None  # None: a key that was refused, so its value is read and dropped
    waiting: bool = False
    plain_key: bool = False

    @property
    def wants_key(self) -> bool:
        return isinstance(self.values, dict) and not self.waiting


@dataclass(slots=True)
class _Builder:
    name: str
    root: Value = None
    places: dict[Keys, Place] = field(default_factory=dict)
    key_places: dict[Keys, Place] = field(default_factory=dict)
    quoted: set[Keys] = field(default_factory=set)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    frames: list[_Frame] = field(default_factory=list)
    documents: int = 0

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self.scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self.open(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.attach(self.frames.pop())
        elif isinstance(event, yaml.AliasEvent):
            self.refuse("alias", msg("an alias cannot be used here"), self.place(event), _WRITE_OUT)
            self.put(None, self.place(event))
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self.refuse("several-documents", msg("a second document begins here"), self.place(event))
                raise _Stopped

    def scalar(self, event: yaml.ScalarEvent) -> None:
        place = self.place(event)
        self.refuse_marks(event, place)
        value: str | None = event.value
        if not event.style and value in _NULLS:
            value = None
        elif _SURROGATE.search(event.value):
            self.refuse("malformed", msg("this text holds half of a surrogate pair"), place)
        if self.frames and self.frames[-1].wants_key:
            self.key(event, value, place)
        else:
            if event.style in _QUOTES:
                self.quoted.add(self.incoming())
            if not event.style and not event.value:
                self.refuse_split_number()
            self.put(value, place)

    def key(self, event: yaml.ScalarEvent, key: str | None, place: Place) -> None:
        frame = self.frames[-1]
        frame.key, frame.waiting, frame.plain_key = None, True, not event.style
        if key is None:
            self.refuse("key-not-text", _KEY_WANTED, place)
        elif key == "<<" and not event.style:
            self.refuse("merge-key", msg("a merge key cannot be used here"), place, _WRITE_OUT)
        elif key in frame.values:
            first = self.key_places[(*frame.keys, key)]
            self.refuse(
                "duplicate-key", msg("{key} stands here again; first in line {line}", key=key, line=first.line), place
            )
        else:
            frame.key = key
            self.key_places[(*frame.keys, key)] = place

    def put(self, value: str | None, place: Place) -> None:
        self.places[self.incoming()] = place
        self.attach(value)

    def refuse_split_number(self) -> None:
        """A key without quotes and without a value, inside braces, may be the rest of the number before it."""
        frame = self.frames[-1] if self.frames else None
        if frame and frame.flow and frame.plain_key and frame.key and _THOUSANDS.fullmatch(frame.key):
            place = self.key_places[(*frame.keys, frame.key)]
            self.refuse(
                "comma-in-number", msg("the comma before {found} ends the value", found=frame.key), place, _COMMA
            )

    def open(self, event: yaml.CollectionStartEvent) -> None:
        place = self.place(event)
        self.refuse_marks(event, place)
        if len(self.frames) == DEEPEST_NESTING:
            too_deep = msg("nested deeper than {count} levels", count=DEEPEST_NESTING)
            self.diagnostics.append(Diagnostic("too-deep", too_deep, place))
            raise _Stopped
        keys = self.incoming()
        self.places[keys] = place
        values: dict[str, Value] | list[Value] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self.frames.append(_Frame(values, keys, place, bool(event.flow_style)))

    def attach(self, value: _Frame | str | None) -> None:
        """Puts a finished value where it belongs."""
        plain: Value = value.values if isinstance(value, _Frame) else value
        if not self.frames:
            self.root = plain
            return
        frame = self.frames[-1]
        if isinstance(frame.values, list):
            frame.values.append(plain)
        elif frame.waiting:
            frame.waiting = False
            if frame.key is not None:
                frame.values[frame.key] = plain
        else:
            frame.key, frame.waiting = None, True
            self.refuse("key-not-text", _KEY_WANTED, value.place if isinstance(value, _Frame) else frame.place)

    def incoming(self) -> Keys:
        """The keys of the value that comes next."""
        if not self.frames:
            return ()
        frame = self.frames[-1]
        if isinstance(frame.values, list):
            return (*frame.keys, len(frame.values))
        return (*frame.keys, "?" if frame.key is None else frame.key)

    def refuse_marks(self, event: Any, place: Place) -> None:
        if event.anchor is not None:
            self.refuse("anchor", msg("an anchor cannot be used here"), place, _WRITE_OUT)
        if event.tag is not None:
            self.refuse("tag", msg("the tag {tag} cannot be used here", tag=event.tag), place, _PLAIN)

    def refuse(self, code: str, message: Message, place: Place, remedy: Message | None = None) -> None:
        field_ = dotted(self.frames[-1].keys) if self.frames else ""
        self.diagnostics.append(Diagnostic(code, message, place, field_, remedy))
        if len(self.diagnostics) == MOST_PROBLEMS:
            too_many = msg("the rest is not read: {count} problems already", count=MOST_PROBLEMS)
            self.diagnostics.append(Diagnostic("too-many", too_many, place))
            raise _Stopped

    def place(self, event: Any) -> Place:
        return Place(self.name, event.start_mark.line + 1, event.start_mark.column + 1)
