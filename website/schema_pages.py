"""The JSON schemas of an application and of a decision, as `subsidy schema` prints them."""

from __future__ import annotations

import json
from typing import Any, Final

from subsidy.facts import json_schema
from subsidy.messages import Label, Language
from subsidy.report.record_schema import decision_schema
from website.markup import block, heading, page
from website.scheme_pages import schemes

_TITLES: Final = {
    "schema-application": Label("申请的 JSON Schema", "JSON schema of an application"),
    "schema-decision": Label("核算结果的 JSON Schema", "JSON schema of a decision"),
}
_COMMANDS: Final = {"schema-application": "subsidy schema", "schema-decision": "subsidy schema --decision"}
_PRINTS: Final = Label(
    "命令 `{command}` 输出同样的内容。键的含义见 [JSON](json.md)。",
    "This is what `{command}` prints. What the keys mean: [JSON](json.md).",
)


def schema_pages(language: Language) -> dict[str, str]:
    schemas = {
        "schema-application": json_schema(language, schemes().vocabulary),
        "schema-decision": decision_schema(),
    }
    return {f"{name}.md": _page(name, schema, language) for name, schema in schemas.items()}


def _page(name: str, schema: dict[str, Any], language: Language) -> str:
    prints = _PRINTS.say(language).format(command=_COMMANDS[name])
    text = json.dumps(schema, ensure_ascii=False, indent=2)
    return page(heading(1, _TITLES[name].say(language)), prints, block("json", text))
