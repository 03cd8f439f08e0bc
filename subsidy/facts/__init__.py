"""What can be said of an application: models, vocabulary, reading.

One file for each family of records; each fact's name, type and example stand there once, and everything else (paths of
formulas, JSON schema, templates, columns) is derived from them.
"""

from subsidy.facts.access import accessor
from subsidy.facts.application import Application
from subsidy.facts.declared import DeclaredFact, FactPath
from subsidy.facts.reading import read_application
from subsidy.facts.schema import json_schema
from subsidy.facts.vocabulary import VOCABULARY, FactType, Vocabulary

__all__ = [
    "VOCABULARY",
    "Application",
    "DeclaredFact",
    "FactPath",
    "FactType",
    "Vocabulary",
    "accessor",
    "json_schema",
    "read_application",
]
