"""YAML and JSON files as plain data with places, and pydantic models read from them with diagnostics."""

from subsidy.documents.document import Document, Keys, Value, dotted, keys_of
from subsidy.documents.files import parse_document, read_document
from subsidy.documents.named import Named
from subsidy.documents.validation import diagnose, validate

__all__ = [
    "Document",
    "Keys",
    "Named",
    "Value",
    "diagnose",
    "dotted",
    "keys_of",
    "parse_document",
    "read_document",
    "validate",
]
