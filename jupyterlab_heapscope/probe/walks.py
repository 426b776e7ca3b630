"""Lets a long walk through the heap go on only while no cell runs and nobody collects garbage."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import sleep
from typing import Callable

from .clock import perf_counter

_PATIENCE_S = 5.0
"""A cell that began before the walk has let go of the heap would see references that are not its own: its
`gc.collect()` would find nothing, its `del` free nothing. A slice takes some milliseconds; while allocations are
recorded, on a machine with five times more work than cores, more than 1 s was seen."""

_WANTED_S = 0.0002
_REST_S = 0.003
_GLANCE_S = 0.0005
_LEAST_SHARE_BYTES = 256 << 20


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


class WatchedWalk:
    """A walk, and the highest RSS whenever it was asked whether it has to end: every few milliseconds."""

    def __init__(self, walk: Walk, rss: Callable[[], int | None], limit_bytes: int | None) -> None:
        """Take what reads the RSS, and its limit where there is one."""
        self._walk, self._rss = walk, rss
        self.before = self.peak = rss()
        self._share = _share_of_memory(self.before or 0, limit_bytes)

    def has_to_end(self) -> bool:
        """Whether to give up now. What a cell takes that has begun is not the walk's."""
        if self._walk.has_to_end():
            return True
        now = self._rss()
        if now is not None and self.peak is not None:
            self.peak = max(self.peak, now)
        return False

    def takes_much(self) -> bool:
        """Whether RSS has grown by more than a walk may take."""
        return self.peak is not None and self.before is not None and self.peak - self.before > self._share


def _share_of_memory(rss: int, limit_bytes: int | None) -> int:
    """Return what a walk may take: as much as half of what is there, but no more than a quarter of what is left."""
    share = max(_LEAST_SHARE_BYTES, rss // 2)
    return share if limit_bytes is None else min(share, max(0, limit_bytes - rss) // 4)


class Walks:
    """Walks, made by one thread; the next cell makes one give up."""

    def __init__(self, cell_runs: Callable[[], bool]) -> None:
        """Take what says whether a cell runs."""
        self.cell_runs = cell_runs
        self.cells = 0
        """Grows with each cell that starts."""
        self.holds = 0
        """Grows with each wish that no walk go on."""
        # No locks or events: an interrupt of the main thread that has just got one would leave it taken.
        self._is_held = False
        self._is_under_way = False

    @contextmanager
    def walk(self) -> Iterator[Walk]:
        """Begin a walk as soon as nobody holds them."""
        while True:
            self._is_under_way = True
            walk = Walk(self)  # first: whoever holds them from now on makes it give up
            if not self._is_held:
                break
            self._is_under_way = False
            sleep(_REST_S)
        try:
            yield walk
        finally:
            self._is_under_way = False

    def hold(self) -> None:
        """Keep walks from the heap until `release`: one under way gives up and begins anew afterwards.

        To be called within `try: … finally: release()`, as an interrupt may come at any time.
        """
        self._is_held = True
        self.holds += 1
        self._wait()

    def release(self) -> None:
        """Let walks begin again."""
        self._is_held = False

    def cancel(self) -> bool:
        """Make a walk under way give up, since a cell starts; return whether its last slice is over."""
        self.cells += 1
        self._wait()
        return not self._is_under_way

    def close(self) -> None:
        """Make a walk under way give up, and all that wait."""
        self.cell_runs = lambda: True

    def _wait(self) -> None:
        deadline = perf_counter() + _PATIENCE_S
        while self._is_under_way and perf_counter() < deadline:
            sleep(_GLANCE_S)


def give_way() -> None:
    """Let threads run that wait for the interpreter, without their waiting for its switch interval.

    A message passes through several threads of the kernel before its cell starts: where one was
    waiting, the next ones get their time, too.
    """
    began = perf_counter()
    sleep(0)
    if perf_counter() - began > _WANTED_S:
        sleep(_REST_S)
