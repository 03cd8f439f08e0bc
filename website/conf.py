"""What Sphinx is told, in both languages; `website.building` adds what differs between them."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes  # type: ignore[import-untyped]
from sphinx.application import Sphinx

from subsidy import __version__
from website.chinese_search import ChineseSearch
from website.theme_words import in_chinese

_SHORT = 24
_HERE = Path(__file__).parent
_FONTS = '"Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif'

project = "subsidy"
author = "subsidy"
version = release = __version__
extensions = ["myst_parser"]
smartquotes = False
suppress_warnings = ["misc.highlighting_failure"]  # blocks that leave lines out are no JSON
templates_path = [str(_HERE / "templates")]

myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 4
myst_links_external_new_tab = False

html_theme = "furo"
html_static_path = [str(_HERE / "static")]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
html_use_index = False
html_theme_options = {
    "light_css_variables": {
        "font-stack": f'system-ui, -apple-system, "Segoe UI", {_FONTS}',
        "font-stack--monospace": f'"SFMono-Regular", Menlo, Consolas, "Liberation Mono", "Noto Sans Mono CJK SC", '
        f"{_FONTS}, monospace",
    },
}
html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "sidebar/languages.html",
        "sidebar/search.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
        "sidebar/scroll-end.html",
    ]
}


def setup(app: Sphinx) -> None:
    app.add_search_language(ChineseSearch)
    app.connect("html-page-context", in_chinese)
    app.connect("doctree-read", _short_codes)


def _short_codes(_: Sphinx, page: nodes.document) -> None:
    """Codes that a line has room for, such as `--none`, are not broken at their hyphens."""
    for code in page.findall(nodes.literal):
        if len(code.astext()) <= _SHORT:
            code["classes"].append("short")
