"""HTML as the standard library's parser sees it, and what every paper must be."""

from __future__ import annotations

import re
from html.parser import HTMLParser

VOID = {"meta", "br", "hr", "img", "link", "input", "col"}


class Parsed(HTMLParser):
    """Every element with its attributes, the texts of each, and what is not as it should be."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[tuple[str, str]] = []
        self.unbalanced: list[str] = []
        self.feed(text)
        self.close()
        self.unbalanced += self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.unbalanced.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        self.texts.append((self.open[-1] if self.open else "", data))

    def words(self) -> str:
        """What a reader sees, in one line."""
        seen = "".join(text for tag, text in self.texts if tag not in {"style", "title", "desc"})
        return re.sub(r"\s+", " ", seen)

    def named(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


def checked(text: str) -> Parsed:
    """The document, which is balanced, gives each id once, points to ids that are there, and needs no network."""
    found = Parsed(text)
    assert found.unbalanced == []
    ids = [attributes["id"] for _, attributes in found.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in found.elements:
        pointed = attributes.get("aria-labelledby", "").split()
        pointed += re.findall(r"url\(#([^)]*)\)", " ".join(attributes.values()))
        assert set(pointed) <= set(ids)
        assert {"src", "srcset", "data", "xlink:href", "action"}.isdisjoint(attributes)
        assert attributes.get("href", "#").startswith("#")
    assert not {"script", "link", "iframe", "object", "img", "base"} & {tag for tag, _ in found.elements}
    style = "".join(words for tag, words in found.texts if tag == "style")
    assert "@import" not in style
    assert "url(" not in style
    (document,) = found.named("html")
    assert document["lang"] in {"zh-CN", "en"}
    assert all(header.get("scope") in {"row", "col", "rowgroup"} for header in found.named("th"))
    assert all(attributes.get("role") == "img" for attributes in found.named("svg"))
    return found
