"""Lets a long walk through the heap go on only while no cell runs."""

from __future__ import annotations

import threading
from time import perf_counter, sleep
from typing import Callable

_PATIENCE_S = 1.0
"""A cell that began before the walk has let go of the heap would see references that are not its own: its
`gc.collect()` would find nothing, its `del` free nothing. A slice takes some milliseconds; while allocations are
recorded, on a machine with five times more work than cores, up to 0.8 s were seen."""

_WANTED_S = 0.0002
_REST_S = 0.003


class Walks:
    """At most one walk at a time; the next cell makes it give up."""

    def __init__(self, cell_runs: Callable[[], bool]) -> None:
        """Take what says whether a cell runs."""
        self._cell_runs = cell_runs
        self._idle = threading.Event()
        self._idle.set()
        self._generation = 0

    def begin(self) -> Callable[[], bool]:
        """Begin a walk; the result says whether it has to give up. `end` must follow."""
        self._idle.clear()
        generation = self._generation
        return lambda: self._generation != generation or self._cell_runs()

    def end(self) -> None:
        """Say that the walk is over."""
        self._idle.set()

    def cancel(self) -> None:
        """Make a walk under way give up, since a cell starts; wait until its last slice is over."""
        self._generation += 1
        if not self._idle.is_set():
            self._idle.wait(_PATIENCE_S)

    def close(self) -> None:
        """Make a walk under way give up for good."""
        self._generation += 1


def give_way() -> None:
    """Let threads run that wait for the interpreter, without their waiting for its switch interval.

    A message passes through several threads of the kernel before its cell starts: where one was
    waiting, the next ones get their time, too.
    """
    began = perf_counter()
    sleep(0)
    if perf_counter() - began > _WANTED_S:
        sleep(_REST_S)
