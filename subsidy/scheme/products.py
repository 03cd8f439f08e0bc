"""The registry of loan products: the names that a loan's product may have, and what is known of each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from subsidy.diagnostics import Diagnostic, kept_in, refuse_if_any
from subsidy.documents import read_document, validate
from subsidy.messages import Label
from subsidy.scheme.citations import check_citation
from subsidy.scheme.definition import Section, Source, Titled, Words


class Product(Section):
    """A loan product. `terms` unpublished: its limits, rates and terms were found nowhere."""

    kind: Literal["core", "cooperative", "other"] = "other"
    en: Words
    cite: Words
    terms: Literal["published", "unpublished"] = "published"
    note: Titled | None = None


class Registry(Section):
    """One file of products, by their official Chinese name."""

    sources: dict[str, Source]
    products: dict[Words, Product]


def load_products(folder: Path) -> Mapping[str, Label]:
    """The products of every `products.yaml` below a folder, by name. Raises `InputError`."""
    problems: list[Diagnostic] = []
    found: dict[str, Label] = {}
    for path in sorted(folder.glob("**/products.yaml")):
        with kept_in(problems):
            document = read_document(path)
            registry = validate(Registry, document)
            for name, product in registry.products.items():
                problems += check_citation(product.cite, registry.sources, document, ("products", name, "cite"))
                found[name] = Label(name, product.en)
    refuse_if_any(problems)
    return found
