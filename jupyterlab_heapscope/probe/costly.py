"""Figures of the hook that mostly cost nothing, and in some kernels too much to be read after each run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable, Generic, TypeVar

from .run import cpu_seconds

if TYPE_CHECKING:
    from .report import Absences

_BUDGET_S = 0.0002
_EVERY = 50
_OLDER = "Counting takes too long here; it is the figure of a run before."

Figure = TypeVar("Figure")


class Costly(Generic[Figure]):
    """One figure: read after each run while that is quick, else after every fiftieth, and then it says so."""

    def __init__(self, name: str, read: Callable[[], Figure]) -> None:
        """Take the figure's name in the report, and what reads it."""
        self._name = name
        self._read = read
        self._kept: tuple[Figure] | None = None

    def of_run(self, run_id: int, skipped: Absences) -> Figure:
        """Return the figure, maybe of an earlier run."""
        if self._kept is not None and run_id % _EVERY:
            skipped.note(self._name, None, _OLDER)
            return self._kept[0]
        began = cpu_seconds()
        figure = self._read()
        self._kept = (figure,) if cpu_seconds() - began > _BUDGET_S else None
        return figure

    def forget(self) -> None:
        """Read it anew the next time."""
        self._kept = None
