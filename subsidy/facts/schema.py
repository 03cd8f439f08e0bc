"""The JSON schema of an application, for forms and for other programs: titles in one language, formats as patterns."""

from __future__ import annotations

from typing import Any, Final

from subsidy.facts.vocabulary import VOCABULARY, Vocabulary
from subsidy.messages import Language

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def json_schema(language: Language, vocabulary: Vocabulary = VOCABULARY) -> dict[str, Any]:
    """What fits the schema is what `read_application` reads, but for what a pattern cannot say: bounds, check digits.

    It is the narrower of the two: odd spellings that are read all the same, such as full-width digits, do not fit it.
    """
    return {"$schema": DIALECT, **_said(vocabulary.model.model_json_schema(), language)}


def _said(schema: Any, language: Language) -> Any:
    """The schema with its labels as titles, without pydantic's own, which are Python's names and docstrings."""
    if isinstance(schema, list):
        return [_said(item, language) for item in schema]
    if not isinstance(schema, dict):
        return schema
    said = {key: _said(value, language) for key, value in schema.items() if not _is_python_name(key, value)}
    for note, keyword in (("x-label", "title"), ("x-help", "description")):
        if note in said:
            said[keyword] = said.pop(note)[language]
    return said


def _is_python_name(key: str, value: object) -> bool:
    """Whether it is pydantic's own title or description; a fact that is called `title` has a schema as its value."""
    return key in ("title", "description") and isinstance(value, str)
