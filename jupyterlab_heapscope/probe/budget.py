"""How long and how far a walk may go."""

from __future__ import annotations

from time import perf_counter
from typing import Callable

from .walks import give_way


class Cut(Exception):
    """The walk has to give up, because of `budget` (time), `objects` or `next_run`."""


class Budget:
    """A limit of time and of objects; a walk asks every few milliseconds."""

    def __init__(self, budget_ms: float, most_objects: int, cancelled: Callable[[], bool]) -> None:
        """Begin now; `cancelled` says whether a cell starts."""
        self._deadline = perf_counter() + budget_ms / 1000
        self._most_objects = most_objects
        self._cancelled = cancelled

    def spend(self, object_count: int) -> None:
        """Take what a walk that is over has met from the rest."""
        self._most_objects -= object_count

    def check(self, object_count: int) -> None:
        """Let other threads run; raise Cut when the walk has to give up."""
        if self._cancelled():
            raise Cut("next_run")
        if perf_counter() > self._deadline:
            raise Cut("budget")
        if object_count > self._most_objects:
            raise Cut("objects")
        give_way()
