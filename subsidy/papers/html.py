"""A page of blocks as one HTML file that needs nothing else: style and pictures inside, ready for A4 and for a phone.

    as_html(page, "zh")                     one language
    as_html(page, "zh", "en")               Chinese, with English beneath each text where it differs
    as_html(page, "en", footer=Label(...))  what stands at the foot of every printed page, beside its number

A page's first `Title` names the document. Every text is escaped. A `Table` whose cells are numbers aligns them; a
`Figure` is drawn inline, with its alternative text and, for screen readers, its numbers as a table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import count
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element, tostring

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from subsidy import __version__
from subsidy.explain.values import verbatim
from subsidy.messages import Language, Sayable
from subsidy.papers.said import LANGUAGE_TAGS, Languages, column_of, in_css, in_markup, on_one_line, page_number
from subsidy.report.citations import Citation
from subsidy.report.page import Block, Field, Figure, Heading, Item, Page, Title
from subsidy.report.width import width

_IN_A_ROW: Final = 2
_LONG: Final = 60
NOTHING: Final = verbatim("")
_PLAIN_MARK: Final = Item._field_defaults["mark"]


class Section(NamedTuple):
    """The blocks under a heading; those before the first heading have none."""

    heading: Sayable | None
    blocks: tuple[Block, ...]


def as_html(page: Page, *languages: Language, footer: Sayable = NOTHING) -> str:
    """The page as a whole document; see above."""
    title = next((block.text for block in page if isinstance(block, Title)), NOTHING)
    return render("page.html", languages, title=title, footer=footer, sections=sections(page))


def render(template: str, languages: Languages, **values: object) -> str:
    """A template of this package, whose `say` and `block` write in the languages."""
    if not languages:
        raise ValueError("a page needs a language")
    keys = count(1)
    said = {
        "language": LANGUAGE_TAGS[languages[0]],
        "version": __version__,
        "page_number": page_number(languages),
        "drawn": lambda figure: _drawn(figure, languages, f"figure{next(keys)}"),
    }
    return f"{_environment(languages).get_template(template).render(said | values)}\n"


def sections(page: Page) -> tuple[Section, ...]:
    """The blocks by the headings that announce them."""
    return tuple(_sections(page))


def _sections(page: Page) -> Iterator[Section]:
    heading: Sayable | None = None
    blocks: list[Block] = []
    for block in page:
        if isinstance(block, Heading):
            if heading is not None or blocks:
                yield Section(heading, tuple(blocks))
            heading, blocks = block.text, []
        else:
            blocks.append(block)
    yield Section(heading, tuple(blocks))


@cache
def _environment(languages: Languages) -> Environment:
    """Templates are compiled once for each choice of languages."""
    environment = Environment(
        loader=PackageLoader("subsidy.papers"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "cited": Citation,
        "kind": lambda block: type(block).__name__,
        "css": in_css,
        "mark": lambda mark: "" if mark == _PLAIN_MARK else mark,
        "say": lambda text: in_markup(text, languages),
        "first_said": lambda text: text.say(languages[0]),
        "line": lambda text: on_one_line(text, languages),
        "in_rows": lambda fields: list(_in_rows(fields, languages)),
        "column": lambda text: column_of(text, languages),
    }
    return environment


def _in_rows(fields: Sequence[Field], languages: Languages) -> Iterator[list[Field]]:
    """Two in a row, a long one alone."""
    waiting: list[Field] = []
    for field in fields:
        is_long = width(on_one_line(field.value, languages)) > _LONG
        if waiting and is_long:
            yield waiting
            waiting = []
        waiting.append(field)
        if is_long or len(waiting) == _IN_A_ROW:
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def _drawn(figure: Figure, languages: Languages, key: str) -> Markup:
    """The picture with its title and description in front, as assistive technology finds them."""
    svg = figure.picture.draw(languages, key)
    svg.set("role", "img")
    svg.set("aria-labelledby", f"{key}-title {key}-description")
    for position, (part, text) in enumerate((("title", figure.caption), ("desc", figure.said))):
        told = Element(part, id=f"{key}-{'title' if part == 'title' else 'description'}")
        told.text = on_one_line(text, languages)
        svg.insert(position, told)
    return Markup(tostring(svg, encoding="unicode"))
