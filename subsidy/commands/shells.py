"""How shells complete: click's own mechanism, for bash with `name=choice` as one word.

Bash takes a word apart at `=`, and click then sees the parts. Here the whole line up to the cursor is handed over, and
what is proposed is cut where bash cut the word.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Final

import click
from click.shell_completion import (
    BashComplete,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
    split_arg_string,
)

from subsidy.commands.names import VARIABLE

_BASH: Final = """\
%(complete_func)s() {
    local IFS=$'\\n' completion type value word cut
    word="${COMP_LINE:0:COMP_POINT}"
    word="${word##*[[:space:]]}"
    cut="${word%%"${word##*=}"}"
    [[ $COMP_WORDBREAKS == *=* ]] || cut=""
    COMPREPLY=()
    for completion in $(env COMP_WORDS="${COMP_LINE:0:COMP_POINT}" %(complete_var)s=bash_complete "$1"); do
        type="${completion%%%%,*}"
        value="${completion#*,}"
        case $type in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            *) COMPREPLY+=("${value#"$cut"}") ;;
        esac
    done
}
complete -o nosort -F %(complete_func)s %(prog_name)s
"""


class Bash(BashComplete):
    """Bash that hands over the line up to the cursor."""

    source_template = _BASH

    def get_completion_args(self) -> tuple[list[str], str]:
        line = os.environ["COMP_WORDS"]
        words = split_arg_string(line)[1:]
        return (words, "") if not words or line[-1].isspace() else (words[:-1], words[-1])


add_completion_class(Bash)
_SHELLS: Final[Mapping[str, type[ShellComplete]]] = {"bash": Bash, "zsh": ZshComplete, "fish": FishComplete}


def script(shell: str, root: click.Command, name: str) -> str:
    """The script by which a shell completes the command `root`, which is called by a name."""
    return _SHELLS[shell](root, {}, name, VARIABLE).source()
