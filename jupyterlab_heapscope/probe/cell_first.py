"""A lock that may be held for long, but not while a cell waits for it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from .clock import perf_counter


class CellFirst:
    """A reentrant lock; who holds it for long asks whether a cell wants it, and gives up then."""

    def __init__(self) -> None:
        """Begin unlocked."""
        self._lock = threading.RLock()
        self.is_wanted = False
        """Whether a cell that starts waits for it."""
        self.waited_s = 0.0
        """So long the last one did."""

    def __enter__(self) -> None:
        """Wait until nobody else holds it."""
        self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        """Let it go."""
        self._lock.release()

    @contextmanager
    def for_cell(self) -> Iterator[None]:
        """Hold it for a cell that starts."""
        self.is_wanted, began = True, perf_counter()
        try:
            with self._lock:
                self.is_wanted, self.waited_s = False, perf_counter() - began
                yield
        finally:
            self.is_wanted = False
