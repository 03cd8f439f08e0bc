"""`python -m website [OUT]`: builds the site into OUT, otherwise into build/site."""

from __future__ import annotations

import sys
from pathlib import Path

from website.building import build

sys.exit(build(Path(sys.argv[1] if len(sys.argv) > 1 else "build/site")))
