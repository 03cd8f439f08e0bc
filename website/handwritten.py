"""The pages of `docs/`, in the language asked for, as the site wants them.

`NAME.md` is English and `NAME.zh-CN.md` Chinese; the site has `NAME.md` in both trees. A page that exists in one
language alone stands in both, with a note that says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from subsidy.messages import Label, Language

ONLY_IN: Final[Mapping[Language, Label]] = {
    "zh": Label("本页只有中文。", "This page is in Chinese only."),
    "en": Label("本页只有英文。", "This page is in English only."),
}
_CHINESE: Final = ".zh-CN.md"
_LINK: Final = re.compile(r"\]\(([^()\s]+)\)")
_WIDE: Final = "\u2018-\u201f\u3000-\u303f\u3400-\u9fff\uff00-\uffef"
_BROKEN: Final = re.compile(rf"^([^#|\n].*[{_WIDE}])\n(?=[{_WIDE}])", re.MULTILINE)
_FENCED: Final = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)


def handwritten(folder: Path, language: Language) -> dict[str, str]:
    """The pages by their path in the site."""
    files = {str(path.relative_to(folder)) for path in folder.rglob("*.md")}
    names = sorted({path.removesuffix(_CHINESE).removesuffix(".md") for path in files})
    return {f"{name}.md": _page(folder, name, files, language) for name in names}


def _page(folder: Path, name: str, files: set[str], language: Language) -> str:
    wanted, other = (f"{name}{_CHINESE}", f"{name}.md") if language == "zh" else (f"{name}.md", f"{name}{_CHINESE}")
    alone = wanted not in files
    text = (folder / (other if alone else wanted)).read_text("utf-8")
    title, _, rest = text.partition("\n")
    rest = _without_link_to_other(rest, Path(name).name)
    said = ONLY_IN["en" if language == "zh" else "zh"].say(language)
    note = f"\n:::{{note}}\n{said}\n:::\n" if alone else ""
    return f"{title}\n{note}{_linked(_unbroken(rest))}"


def _without_link_to_other(text: str, name: str) -> str:
    """Without the line that leads to the page's other language: the site has that beside every page."""
    other = rf"^\S+[:：] ?\[[^\]]*\]\({re.escape(name)}(\.zh-CN)?\.md\)[。.]?\n+"
    return re.sub(other, "", text, count=1, flags=re.MULTILINE)


def _linked(text: str) -> str:
    """Links to a page in a language lead to the page."""
    return _LINK.sub(lambda link: f"]({link[1].replace(_CHINESE, '.md')})", text)


def _unbroken(text: str) -> str:
    """Lines that were broken between two Chinese characters are one: HTML would show a blank there."""
    parts, last = [], 0
    for fenced in _FENCED.finditer(text):
        parts += [_BROKEN.sub(r"\1", text[last : fenced.start()]), fenced[0]]
        last = fenced.end()
    return "".join((*parts, _BROKEN.sub(r"\1", text[last:])))
