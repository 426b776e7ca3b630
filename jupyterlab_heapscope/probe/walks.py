"""Lets a long walk through the heap go on only while no cell runs and nobody collects garbage."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter, sleep
from typing import Callable

_PATIENCE_S = 1.0
"""A cell that began before the walk has let go of the heap would see references that are not its own: its
`gc.collect()` would find nothing, its `del` free nothing. A slice takes some milliseconds; while allocations are
recorded, on a machine with five times more work than cores, up to 0.8 s were seen."""

_WANTED_S = 0.0002
_REST_S = 0.003


class Walk:
    """One walk, while it lasts."""

    def __init__(self, walks: Walks) -> None:
        """Belong to these walks."""
        self._walks = walks
        self._cells, self._holds = walks.cells, walks.holds

    def has_to_end(self) -> bool:
        """Whether to give up now."""
        return self.is_outdated() or self._walks.holds != self._holds

    def is_outdated(self) -> bool:
        """Whether a cell runs or ran; else the same walk may begin anew."""
        return self._walks.cells != self._cells or self._walks.cell_runs()


class Walks:
    """Walks, made by one thread; the next cell makes one give up."""

    def __init__(self, cell_runs: Callable[[], bool]) -> None:
        """Take what says whether a cell runs."""
        self.cell_runs = cell_runs
        self.cells = 0
        """Grows with each cell that starts."""
        self.holds = 0
        """Grows with each wish that no walk go on."""
        self._idle = threading.Event()
        self._idle.set()
        self._free = threading.Event()
        self._free.set()

    @contextmanager
    def walk(self) -> Iterator[Walk]:
        """Begin a walk as soon as nobody holds them."""
        while True:
            self._free.wait()
            self._idle.clear()
            if self._free.is_set():
                break
            self._idle.set()
        try:
            yield Walk(self)
        finally:
            self._idle.set()

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Keep walks from the heap: one under way gives up and begins anew afterwards."""
        self._free.clear()
        self.holds += 1
        try:
            self._wait()
            yield
        finally:
            self._free.set()

    def cancel(self) -> None:
        """Make a walk under way give up, since a cell starts; wait until its last slice is over."""
        self.cells += 1
        self._wait()

    def close(self) -> None:
        """Make a walk under way give up for good."""
        self.cells += 1

    def _wait(self) -> None:
        if not self._idle.is_set():
            self._idle.wait(_PATIENCE_S)


def give_way() -> None:
    """Let threads run that wait for the interpreter, without their waiting for its switch interval.

    A message passes through several threads of the kernel before its cell starts: where one was
    waiting, the next ones get their time, too.
    """
    began = perf_counter()
    sleep(0)
    if perf_counter() - began > _WANTED_S:
        sleep(_REST_S)
