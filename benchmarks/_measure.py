"""How benchmarks measure, so that all say the same by a figure."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import Any, TypedDict

RUNS = 5
"""Runs of each measurement; `--quick` makes one."""


class Case(TypedDict):
    """The figures of one case."""

    ours_ms: float
    peers_ms: dict[str, float | None]
    """By the peer's name; None where it cannot do this or is not installed."""
    extra: dict[str, Any]
    """Whatever else is worth telling: sizes of the case, wrong answers of a peer."""


def cpu_ms(work: Callable[[], object], runs: int) -> float:
    """CPU milliseconds of the fastest of some runs; the collector rests meanwhile."""
    best = float("inf")
    for _ in range(runs):
        gc.collect()
        gc.disable()
        try:
            start = time.process_time()
            work()
            best = min(best, time.process_time() - start)
        finally:
            gc.enable()
    return best * 1000


def runs(quick: bool) -> int:
    """How often to measure."""
    return 1 if quick else RUNS
