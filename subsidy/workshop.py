"""Where a file is made before it is there: a hidden folder beside it, which goes with its run.

What a run that was killed left behind is told by its lock, which the system lets go of when a process ends, however it
ends; the next run for the same file removes it. Two runs at once have a folder each.
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager, suppress
from glob import escape
from pathlib import Path
from tempfile import mkdtemp
from typing import IO, Final, NamedTuple

from subsidy.system_errors import number_of

_LOCK: Final = "lock"
_NO_ROOM: Final = frozenset((errno.EDQUOT, errno.EFBIG, errno.EIO, errno.ENOSPC, errno.EROFS))


class Made(NamedTuple):
    """A file that is ready, and where it is to be."""

    path: Path
    place: Path


@contextmanager
def workshop(beside: Path) -> Iterator[Path]:
    """A folder on the file system of `beside`, removed at the end with all that is left in it.

    Raises `OSError` where the folder of `beside` does not exist or cannot be written to, and names `beside` where there
    is no room for what is made.
    """
    prefix = f".{beside.name}.subsidy-"
    for left in beside.parent.glob(f"{escape(prefix)}*"):
        with suppress(OSError):
            _remove_unless_held(left)
    folder, lock = _opened(beside.parent, prefix)
    try:
        yield folder
    except Exception as error:
        refused = error if isinstance(error, OSError) else error.__context__  # XlsxWriter raises one of its own
        if isinstance(refused, OSError) and (number := number_of(refused)) in _NO_ROOM:
            raise OSError(number, os.strerror(number), str(beside)) from error
        raise
    finally:
        lock.close()
        shutil.rmtree(folder, ignore_errors=True)


def publish(made: Collection[Made]) -> None:
    """Puts files that are ready into their places, one after the other, each whole and on the disk before it shows."""
    for one in made:
        with one.path.open("rb+") as file:
            os.fsync(file.fileno())
    for one in made:
        one.path.replace(one.place)
    for folder in {one.place.parent for one in made}:
        _sync(folder)


def _opened(parent: Path, prefix: str) -> tuple[Path, IO[bytes]]:
    """A new folder with its lock. A run that finds it before the lock is held takes it for a left one; so once more."""
    while True:
        try:
            folder = Path(mkdtemp(prefix=prefix, dir=parent))
        except OSError as error:
            raise type(error)(error.errno, error.strerror, str(parent)) from None
        with suppress(FileNotFoundError), ExitStack() as unless_held:
            lock = unless_held.enter_context((folder / _LOCK).open("wb"))
            with suppress(BlockingIOError):
                _hold(lock)
                if (folder / _LOCK).exists():
                    unless_held.pop_all()
                    return folder, lock


if sys.platform == "win32":  # a file that is open cannot be removed there, which is lock enough

    def _hold(lock: IO[bytes]) -> None:
        """It is held by being open."""

    def _remove_unless_held(folder: Path) -> None:
        (folder / _LOCK).unlink()
        shutil.rmtree(folder)

    def _sync(folder: Path) -> None:
        """Folders are not synced there."""

else:
    import fcntl

    def _hold(lock: IO[bytes]) -> None:
        """Raises `BlockingIOError` where another process holds it."""
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _remove_unless_held(folder: Path) -> None:
        with (folder / _LOCK).open("ab") as lock:
            _hold(lock)
            shutil.rmtree(folder)

    def _sync(folder: Path) -> None:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
