"""What the command reads and writes: UTF-8 in files and pipes; on a terminal what it can show."""

from __future__ import annotations

import io
import sys


def use_utf8() -> None:
    """What is redirected is UTF-8 on every system; a terminal shows a question mark for what it lacks."""
    if isinstance(sys.stdin, io.TextIOWrapper) and not sys.stdin.isatty():
        sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8", errors="surrogateescape")
