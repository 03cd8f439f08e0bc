"""What keeps a file from being made is told with the file that was wanted, and nothing is left of it."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from subsidy.system_errors import number_of
from subsidy.workshop import workshop


class OfALibraryError(Exception):
    """As XlsxWriter raises one for what the system refused."""


def fail(first: OSError, then: Exception) -> None:
    try:
        raise first
    except OSError:
        if then is first:
            raise
        raise then  # noqa: B904


@pytest.mark.parametrize("number", [errno.EFBIG, errno.ENOSPC, errno.EROFS])
@pytest.mark.parametrize("said", ["number", "text", "library"])
def test_no_room_is_told_with_the_file_that_was_wanted(tmp_path: Path, number: int, said: str) -> None:
    place = tmp_path / "out.csv"
    own = OSError(f"as Polars has it (os error {number})") if said == "text" else OSError(number, "full", "hidden")
    with pytest.raises(OSError, match="out") as error, workshop(place):
        fail(own, OfALibraryError() if said == "library" else own)
    assert (error.value.errno, error.value.filename) == (number, str(place))
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize("error", [OSError(errno.ENOENT, "none", "hidden"), ValueError("x"), OfALibraryError()])
def test_other_errors_stay_what_they_are(tmp_path: Path, error: Exception) -> None:
    with pytest.raises(type(error)) as found, workshop(tmp_path / "out.csv"):
        raise error
    assert found.value is error


@pytest.mark.parametrize(
    ("error", "number"),
    [(OSError(2, "x"), 2), (OSError("File too large (os error 27)"), 27), (OSError("of no number"), 0)],
)
def test_numbers(error: OSError, number: int) -> None:
    assert number_of(error) == number
