"""HTML as PDF for A4: tagged, with its title, its fonts embedded as far as they are used; the same bytes each time."""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any, Final, NoReturn

from subsidy.diagnostics import SubsidyError
from subsidy.messages import msg

_VARIANT: Final = "pdf/ua-1"
# Of a picture the library reads the title alone, so that it takes in the description.
_PICTURE: Final = re.compile(r'(<title id="[^"]*">[^<]*)(</title><desc id="[^"]*">([^<]*)</desc>)')
_NO_GLYPH: Final = ".notdef"
_NO_FONTS: Final = "No fonts configured|FontConfig cannot load"
_NAMED: Final = 10
_LOGGER: Final = logging.getLogger("weasyprint")


class NoFontError(SubsidyError):
    """No installed font has some characters of a text."""

    def __init__(self, characters: str) -> None:
        super().__init__(
            msg(
                "no font on this machine has the characters {characters}; for Chinese install Noto CJK "
                "(Debian, Ubuntu: apt install fonts-noto-cjk; Fedora: dnf install google-noto-serif-cjk-fonts "
                "google-noto-sans-cjk-fonts) or Source Han, or ask for HTML",
                characters=characters,
            )
        )


class NoPangoError(SubsidyError):
    """The library that lays out texts is not on this machine."""

    def __init__(self) -> None:
        super().__init__(
            msg(
                "PDF needs Pango, which is not on this machine (Debian, Ubuntu: apt install libpango-1.0-0 "
                "libpangoft2-1.0-0 libharfbuzz-subset0; Fedora: dnf install pango; macOS: brew install pango); "
                "or ask for HTML"
            )
        )


def as_pdf(html: str) -> bytes:
    """What `as_html` and `sheet_as_html` write, as PDF/UA.

    Raises `NoFontError` where a character cannot be shown, `NoPangoError` where nothing can lay out texts.
    """
    html_class = _html_class()
    with _unshown() as characters:
        content: bytes = html_class(string=_PICTURE.sub(r"\1 · \3\2", html), url_fetcher=_refuse).write_pdf(
            pdf_variant=_VARIANT, pdf_identifier=sha256(html.encode()).digest()[:16]
        )
    if characters:
        raise NoFontError("".join(list(characters)[:_NAMED]))
    return content


def _html_class() -> Any:
    """WeasyPrint's, which loads Pango and looks for fonts when it is imported; without any, Pango ends the process."""
    with warnings.catch_warnings():
        warnings.filterwarnings("error", _NO_FONTS, UserWarning)
        try:
            from weasyprint import HTML  # type: ignore[import-untyped]
        except OSError:
            raise NoPangoError from None
        except UserWarning:
            raise NoFontError("中文") from None
    return HTML


def _refuse(url: str, *_: object, **__: object) -> NoReturn:
    raise ValueError(url)  # a paper holds all that it needs


@contextmanager
def _unshown() -> Iterator[dict[str, None]]:
    """The characters for which the library meanwhile finds no font, which it says in its log alone."""
    found: dict[str, None] = {}

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.msg.startswith(_NO_GLYPH) and isinstance(record.args, tuple):
                found[str(record.args[0])] = None

    listener = Listener()
    _LOGGER.addHandler(listener)
    try:
        yield found
    finally:
        _LOGGER.removeHandler(listener)
