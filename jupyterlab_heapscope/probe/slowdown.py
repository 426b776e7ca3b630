"""How much tracing slows what allocates, tried in this kernel."""

from __future__ import annotations

from time import thread_time
from typing import Callable

from .tracing import is_tracing, tracer

_TRIAL_BATCHES = 3
_DEEP = 8


class Slowdown:
    """Measured once for each depth of traces, and only where no cell runs: it would see that someone traces."""

    def __init__(self, cell_runs: Callable[[], bool]) -> None:
        """Take what tells whether a cell runs."""
        self._cell_runs = cell_runs
        self.factor: float | None = None
        """None if not measured."""

    def measure(self, frames: int, before_a_cell: bool = False) -> None:
        """Measure it if it is unknown, also in the hook before a cell, which counts as running already."""
        if self.factor is None and not is_tracing() and (before_a_cell or not self._cell_runs()):
            self.factor = _measured(frames)


def _measured(frames: int) -> float:
    """Return how many times longer making records takes with tracing, by this thread's clock."""
    trials = range(4 if frames <= _DEEP else 2)  # 5 ms at most
    plain = min(_time_records() for _ in trials)
    tracer().start(frames)
    try:
        traced = min(_time_records() for _ in trials)
    finally:
        tracer().stop()
    return round(max(1.0, traced / plain), 1)


def _time_records() -> float:
    """Return seconds for making some; few live at a time, so as not to set off the collector."""
    began = thread_time()
    for batch in range(_TRIAL_BATCHES):
        records = [
            {"id": number, "key": str(number), "marks": [number]} for number in range(1000 + batch, 1040 + batch)
        ]
    took = thread_time() - began
    del records
    return max(took, 1e-9)
