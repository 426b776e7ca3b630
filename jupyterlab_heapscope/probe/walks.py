"""Lets a long walk through the heap go on only while no cell runs."""

from __future__ import annotations

import threading
from typing import Callable

_PATIENCE_S = 0.005


class Walks:
    """At most one walk at a time; the next cell makes it give up."""

    def __init__(self) -> None:
        """Begin idle."""
        self._idle = threading.Event()
        self._idle.set()
        self._cell_runs = False
        self._generation = 0

    def begin(self) -> Callable[[], bool]:
        """Begin a walk; the result says whether it has to give up. `end` must follow."""
        self._idle.clear()
        generation = self._generation
        return lambda: self._cell_runs or self._generation != generation

    def end(self) -> None:
        """Say that the walk is over."""
        self._idle.set()

    def cancel(self) -> None:
        """Make a walk under way give up, since a cell starts; wait shortly for its last slice."""
        self._cell_runs = True
        self._generation += 1
        if not self._idle.is_set():
            self._idle.wait(_PATIENCE_S)

    def close(self) -> None:
        """Make a walk under way give up for good."""
        self._cell_runs = True

    def allow(self) -> None:
        """Let walks begin again."""
        self._cell_runs = False
