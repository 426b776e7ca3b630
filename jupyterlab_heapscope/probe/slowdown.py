"""How much tracing slows what allocates, tried in this kernel."""

from __future__ import annotations

from time import thread_time

from .tracing import tracer

_TRIAL_BATCHES = 3
_DEEP = 8


def measure_slowdown(frames: int) -> float:
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
