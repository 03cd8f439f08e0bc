"""The public names: each is there, typed, and imported only when it is used."""

from __future__ import annotations

import ast
import inspect
from importlib import import_module
from pathlib import Path

import pytest

import subsidy

SOURCE = Path(subsidy.__file__).read_text("utf-8")


def typed_names() -> dict[str, str]:
    """The names that a type checker sees, and the modules that it finds them in."""
    (block,) = [node for node in ast.parse(SOURCE).body if isinstance(node, ast.If)]
    imports = [node for node in block.body if isinstance(node, ast.ImportFrom) and node.module != "typing"]
    return {alias.name: str(node.module) for node in imports for alias in node.names}


@pytest.mark.parametrize("name", sorted(set(subsidy.__all__)))
def test_a_public_name_is_what_its_module_calls_so(name: str) -> None:
    found = getattr(subsidy, name)
    if name != "__version__":
        assert found.__name__ == name
        assert found.__doc__


FACES = (
    "subsidy",
    *(
        f"subsidy.{part}"
        for part in ("batch", "columns", "documents", "evaluation", "facts", "limits", "rates", "workbook")
    ),
)


@pytest.mark.parametrize("name", FACES)
def test_whatever_a_bank_calls_says_what_it_does(name: str) -> None:
    """A class or function that is public, and what is public of it."""
    module = import_module(name)
    found = {n: getattr(module, n) for n in module.__all__}
    public = {n: o for n, o in found.items() if inspect.isclass(o) or inspect.isfunction(o)}
    for class_ in [o for o in public.values() if inspect.isclass(o)]:
        own = {n: getattr(o, "fget", None) or getattr(o, "func", o) for n, o in vars(class_).items()}
        public |= {f"{class_.__name__}.{n}": o for n, o in own.items() if inspect.isfunction(o) and n[0] != "_"}
    assert len(public) > 0
    silent = [n for n, o in public.items() if not o.__doc__ or o.__doc__.startswith(f"{n}(")]  # as dataclasses have it
    assert silent == []


def test_what_is_public_is_what_is_typed() -> None:
    assert set(typed_names()) | {"__version__"} == set(subsidy.__all__)
    assert set(subsidy.__all__) <= set(dir(subsidy))


def test_another_name_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'evaluat'"):
        subsidy.evaluat  # noqa: B018
