"""How the site's search finds Chinese, which has no blanks between its words: by every two neighbouring characters.

Sphinx's own needs a dictionary besides, and finds nothing in Chinese without it.
"""

from __future__ import annotations

import re
from typing import Final

from sphinx.search.en import SearchEnglish

_CHINESE: Final = r"[\u3400-\u9fff]"
_PARTS: Final = re.compile(rf"{_CHINESE}+|[A-Za-z0-9_]+")


class ChineseSearch(SearchEnglish):
    """Pairs of Chinese characters; other words as in English."""

    lang = "zh"
    js_splitter_code = """
function splitQuery(query) {
    const terms = [];
    for (const part of query.match(/[\\u3400-\\u9fff]+|[A-Za-z0-9_]+/g) || []) {
        if (part.length < 2 || !/[\\u3400-\\u9fff]/.test(part)) terms.push(part);
        else for (let i = 0; i + 1 < part.length; i++) terms.push(part.slice(i, i + 2));
    }
    return terms;
}
"""

    def split(self, input: str) -> list[str]:  # noqa: A002 - Sphinx's name
        return [term for part in _PARTS.findall(input) for term in _terms(part)]


def _terms(part: str) -> list[str]:
    if len(part) < 2 or not re.match(_CHINESE, part):
        return [part]
    return [part[i : i + 2] for i in range(len(part) - 1)]
