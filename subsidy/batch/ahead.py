"""Work on the next portions while the last is used."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final, TypeVar

_AT_ONCE: Final = 2

_Item = TypeVar("_Item")
_Found = TypeVar("_Found")


def ahead(items: Iterable[_Item], work: Callable[[_Item], _Found]) -> Iterator[tuple[_Item, _Found]]:
    """Every item, in order, with what is worked out of it in threads of their own; a few items wait meanwhile.

    What the work raises is raised in its item's turn.
    """
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        waiting: deque[tuple[_Item, Future[_Found]]] = deque()
        for item in items:
            waiting.append((item, threads.submit(work, item)))
            if len(waiting) > _AT_ONCE:
                first, found = waiting.popleft()
                yield first, found.result()
        for first, found in waiting:
            yield first, found.result()
