"""A file written beside the work is the same as one written at once, and what goes wrong with it is not lost."""

import time

import polars as pl
import pytest

from subsidy.batch.beside import Beside


class Slow:
    """A file that takes its time, and that is full after so many portions."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.said: list[object] = []

    def write(self, frame: pl.DataFrame) -> None:
        time.sleep(0.02)
        if self.room == sum(isinstance(one, int) for one in self.said):
            raise OSError("full")
        self.said.append(frame.item())

    def finish(self) -> None:
        self.said.append("finished")

    def close(self) -> None:
        self.said.append("closed")


def portion(number: int) -> pl.DataFrame:
    return pl.DataFrame({"n": [number]})


def test_portions_are_written_in_their_order_before_the_file_ends() -> None:
    slow = Slow(room=9)
    file = Beside(slow)
    for number in range(5):
        file.write(portion(number))
    file.finish()
    file.close()
    assert slow.said == [0, 1, 2, 3, 4, "finished", "closed"]


def test_a_portion_that_cannot_be_written_is_an_error_of_the_next_call() -> None:
    slow = Slow(room=1)
    file = Beside(slow)
    file.write(portion(0))
    file.write(portion(1))
    with pytest.raises(OSError, match="full"):
        file.finish()
    with pytest.raises(OSError, match="full"):
        file.write(portion(2))
    file.close()
    assert slow.said == [0, "closed"]


def test_a_file_that_is_given_up_is_closed_after_what_is_being_written() -> None:
    slow = Slow(room=9)
    file = Beside(slow)
    file.write(portion(0))
    file.close()
    assert slow.said == [0, "closed"]
