"""What the theme's own pages say in English alone, in Chinese: Sphinx has no translation for it."""

from __future__ import annotations

from typing import Any, Final

from sphinx.application import Sphinx

_CHINESE: Final = {
    "Back to top": "回到顶部",
    "Home": "首页",
    "Next": "下一页",
    "On this page": "本页内容",
    "Previous": "上一页",
    "Skip to content": "跳到正文",
}


def in_chinese(app: Sphinx, page: str, template: str, context: dict[str, Any], *_: object) -> None:
    """As Sphinx calls it before it writes a page: the words stand before those of its catalogue."""
    if app.config.language == "zh_CN":
        translated = app.builder.templates.environment.globals["gettext"]
        context["_"] = context["gettext"] = lambda text: _CHINESE.get(text) or translated(text)
