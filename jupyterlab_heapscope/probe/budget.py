"""How long and how far a walk may go."""

from __future__ import annotations

from typing import Callable

from .clock import perf_counter
from .walks import give_way

_GIVES_WAY_EVERY_S = 0.001
"""Sleeping costs 25 µs of CPU and 75 of time even where nobody waits, and a step of a walk may take 0.3 ms."""


class Cut(Exception):
    """The walk has to give up, because of `budget` (time), `objects`, `memory` or `next_run`."""


class Budget:
    """A limit of time, of objects and of memory; a walk asks every few milliseconds."""

    def __init__(
        self,
        budget_ms: float,
        most_objects: int,
        cancelled: Callable[[], bool],
        takes_much: Callable[[], bool] = lambda: False,
    ) -> None:
        """Begin now; `cancelled` says whether a cell starts, `takes_much` whether the walk took its share of memory."""
        self._deadline = perf_counter() + budget_ms / 1000
        self._most_objects = most_objects
        self._cancelled = cancelled
        self._takes_much = takes_much
        self._whole: Budget | None = None
        self._gives_way_at = 0.0

    def spend(self, object_count: int) -> None:
        """Take what a walk that is over has met from the rest, and from the budget that this is a part of."""
        self._most_objects -= object_count
        if self._whole is not None:
            self._whole.spend(object_count)

    def part(self, share: float, met: int = 0) -> Budget:
        """Return a budget of a share of what is left, for a walk that has met some objects before."""
        left_ms = max(0.0, self._deadline - perf_counter()) * 1000
        most_objects = met + int(max(0, self._most_objects) * share)
        part = Budget(left_ms * share, most_objects, self._cancelled, self._takes_much)
        part._whole = self
        return part

    def why_spent(self) -> str | None:
        """Return what is used up, `budget` (time), `objects` or `memory`; None while some of all is left."""
        if self._takes_much():
            return "memory"
        if perf_counter() > self._deadline:
            return "budget"
        return "objects" if self._most_objects <= 0 else None

    def check(self, object_count: int) -> None:
        """Let other threads run; raise Cut when the walk has to give up."""
        if self._cancelled():
            raise Cut("next_run")
        now = perf_counter()
        if now > self._deadline:
            raise Cut("budget")
        if object_count > self._most_objects:
            raise Cut("objects")
        if self._takes_much():
            raise Cut("memory")
        if now >= self._gives_way_at:
            give_way()
            self._gives_way_at = perf_counter() + _GIVES_WAY_EVERY_S
