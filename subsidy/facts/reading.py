"""A document -> an application, or everything that is wrong with it at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from copy import deepcopy
from typing import Any

from pydantic import ValidationError

from subsidy.diagnostics import Diagnostic, did_you_mean, refuse_if_any
from subsidy.documents import Document, Value, diagnose, dotted
from subsidy.facts.application import Application
from subsidy.facts.contradictions import contradictions
from subsidy.facts.grants import GRANTED, Grantings, unknown_in_grant
from subsidy.facts.vocabulary import VOCABULARY, Vocabulary
from subsidy.messages import msg


def read_application(
    document: Document, vocabulary: Vocabulary = VOCABULARY, products: Collection[str] | None = None
) -> Application:
    """The application that a document holds. `products` are the names a loan's product may have; None: any.

    Raises `InputError` with every problem: of shape, of value, and contradictions between what can be read; where the
    vocabulary knows schemes, also for grants of others.
    """
    model, diagnostics = vocabulary.model, list[Diagnostic]()
    try:
        application = model.model_validate(document.data)
    except ValidationError as error:
        diagnostics += diagnose(error, model, document)
        application = model.model_validate(_readable(document.data, [detail["loc"] for detail in error.errors()]))
    diagnostics += _unknown_product(application, document, products)
    diagnostics += _unknown_grants(application, document, vocabulary.grantings)
    diagnostics += contradictions(application, document)
    refuse_if_any(diagnostics)
    return application


def _readable(data: Value, wrong: Iterable[tuple[str | int, ...]]) -> Value:
    """The data without what is wrong, as if it were not known; a list goes as a whole, since parts of it mislead."""
    rest: Any = deepcopy(data) if isinstance(data, dict) else {}
    for location in wrong:
        holder = rest
        for depth, key in enumerate(location, 1):
            if depth == len(location) or not isinstance(holder.get(key), dict):
                holder.pop(key, None)
                break
            holder = holder[key]
    return rest  # type: ignore[no-any-return]


def _unknown_product(
    application: Application, document: Document, products: Collection[str] | None
) -> Iterable[Diagnostic]:
    product = application.loan.product if application.loan else None
    if products is None or product is None or product in products:
        return []
    message = msg("{found} is not a known product", found=product)
    place = document.place(("loan", "product"))
    return [Diagnostic("unknown-product", message, place, "loan.product", did_you_mean(product, products))]


def _unknown_grants(application: Application, document: Document, known: Grantings | None) -> Iterable[Diagnostic]:
    if known is None:
        return
    for number, grant in enumerate(application.granted or ()):
        for unknown in unknown_in_grant(grant.scheme, grant.benefit, known):
            keys = (GRANTED, number, unknown.key)
            yield Diagnostic("unknown-name", unknown.message, document.place(keys), dotted(keys), unknown.remedy)
