"""From `docs/` and the code to HTML: a tree of Markdown for each language, which Sphinx turns into pages.

Chinese is at the top and English beside it under `en/`; a page has the same name in both. Sphinx's warnings are
errors, so a link that leads nowhere fails the build.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

from subsidy.messages import LANGUAGES, Label, Language
from website.command_page import command_page
from website.handwritten import handwritten
from website.language_page import language_page
from website.markup import contents
from website.schema_pages import schema_pages
from website.scheme_file_page import scheme_file_page
from website.scheme_pages import scheme_pages
from website.vocabulary_page import vocabulary_page

ROOT: Final = Path(__file__).parent.parent


class Edition(NamedTuple):
    """How the site is made in a language: Sphinx's name of it, where it lies, and where its pages are in the other."""

    sphinx: str
    folder: str
    other: str
    other_name: str
    title: str


EDITIONS: Final[dict[Language, Edition]] = {
    "zh": Edition("zh_CN", ".", "en/", "English", "subsidy 科技贷款补贴核算"),
    "en": Edition("en", "en", "../", "中文", "subsidy: technology-loan subsidies"),
}

_MORE: Final = Label("其他", "More")


def pages(language: Language) -> dict[str, str]:
    """Every page of the site as Markdown, by its path; a page by hand and one from the code never share a path."""
    made = {
        **scheme_pages(language),
        **schema_pages(language),
        "commands.md": command_page(language),
        "language.md": language_page(language),
        "scheme-file.md": scheme_file_page(language),
        "vocabulary.md": vocabulary_page(language),
    }
    written = handwritten(ROOT / "docs", language) | handwritten(Path(__file__).parent / "pages", language)
    if both := made.keys() & written.keys():
        raise ValueError(f"written by hand and made from the code: {sorted(both)}")
    every = made | written
    return every | {"index.md": every["index.md"] + _unlisted(every, language)}


def _unlisted(every: Mapping[str, str], language: Language) -> str:
    """The pages at the top that the sidebar does not list yet."""
    listed = re.findall(r"^(?:.* <)?([\w/-]+)>?$", every["index.md"], re.MULTILINE)
    names = sorted(path.removesuffix(".md") for path in every if "/" not in path)
    rest = [name for name in names if name not in (*listed, "index")]
    return "\n" + contents(_MORE.say(language), rest) + "\n" if rest else ""


def build(out: Path) -> int:
    """Builds the site into a folder, which is replaced when all is done; returns Sphinx's exit code."""
    with tempfile.TemporaryDirectory() as folder:
        built = Path(folder) / "site"
        running = [_started(language, Path(folder), built) for language in LANGUAGES]
        if code := max(process.wait() for process in running):
            return code
        shutil.rmtree(out, ignore_errors=True)
        out.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(built, out, ignore=shutil.ignore_patterns("_sources", ".buildinfo", "objects.inv"))
    return 0


def _started(language: Language, folder: Path, built: Path) -> subprocess.Popen[bytes]:
    """Sphinx at work on a language's pages."""
    edition, source = EDITIONS[language], folder / language
    for path, text in pages(language).items():
        target = source / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    settings = {
        "language": edition.sphinx,
        "html_title": edition.title,
        "html_context.other": edition.other,
        "html_context.other_name": edition.other_name,
    }
    asked = [argument for name, value in settings.items() for argument in ("-D", f"{name}={value}")]
    sphinx = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html"]
    where = ["-c", str(Path(__file__).parent), "-d", str(folder / "doctrees" / language)]
    return subprocess.Popen([*sphinx, *where, *asked, str(source), str(built / edition.folder)], cwd=ROOT)
