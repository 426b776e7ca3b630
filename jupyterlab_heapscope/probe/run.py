"""One run of a cell, while it lasts and as the history keeps it."""

from __future__ import annotations

import time as _time
from array import array
from typing import TYPE_CHECKING, Any, Callable

from .clock import perf_counter_ns, time
from .text import safe_text

if TYPE_CHECKING:
    from .messages import RssPoint, RunStarted

_LABEL_LIMIT = 120
_MOST_POINTS = 200

cpu_seconds: Callable[[], float] = getattr(_time, "thread_time", _time.perf_counter)
"""CPU time of the calling thread; wall time where the platform has no such clock."""


def time_is_up(seconds: float) -> Callable[[], bool]:
    """CPU time of this thread: what a running cell takes in between counts for nothing."""
    deadline = cpu_seconds() + seconds
    return lambda: cpu_seconds() > deadline


def epoch_ms() -> float:
    """Return the time of day in milliseconds."""
    return round(time() * 1e3, 1)


class Run:
    """What is known of a run; the hooks write it, the sampler adds points."""

    __slots__ = (
        "run_id",
        "cell_id",
        "execution_count",
        "label",
        "request",
        "info_id",
        "nested",
        "started_at_ms",
        "started_ns",
        "rss_before",
        "recording",
        "began_in_walk",
        "_times_ms",
        "_sizes",
        "sample_count",
        "next_sample_ms",
        "next_push_ms",
        "announced",
        "highest_sample",
        "_stride",
        "sampler_seconds",
        "hook_seconds",
    )

    def __init__(self, run_id: int, info: Any, execution_count: int | None, request: str) -> None:
        """Take IPython's ExecutionInfo, the prompt's number and the id of the request's message."""
        cell_id = getattr(info, "cell_id", None)
        self.run_id = run_id
        self.cell_id: str | None = safe_text(cell_id) if type(cell_id) is str else None
        self.execution_count = execution_count
        self.label = label_of(getattr(info, "raw_cell", None))
        self.request = request
        self.info_id = id(info)
        """IPython keeps it until the end, which names it."""
        self.nested = 0
        """Cells that this one ran by itself; some ends are not told."""
        self.rss_before: int | None = None
        self.recording = False
        self.began_in_walk = False
        """A walk through the heap had not let go of it yet."""
        # Numbers, not objects: those would lie between the cell's, and hold the arenas that it gives back.
        self._times_ms, self._sizes = array("d"), array("q")
        self.sample_count = 0
        self.next_sample_ms = 0.0
        self.next_push_ms = 0.0
        self.announced = False
        self.highest_sample = 0
        self._stride = 1
        self.sampler_seconds = 0.0
        self.hook_seconds = 0.0
        self.started_at_ms = epoch_ms()
        self.started_ns = perf_counter_ns()

    def restart_clock(self) -> None:
        """Count from now, when the probe's own work before the cell is done."""
        self.started_at_ms = epoch_ms()
        self.started_ns = perf_counter_ns()

    def age_ms(self) -> float:
        """Return the time since the run started."""
        return round((perf_counter_ns() - self.started_ns) / 1e6, 3)

    def started_message(self) -> RunStarted:
        """Return the message that tells of the run while it lasts."""
        return {
            "kind": "run_started",
            "run_id": self.run_id,
            "cell_id": self.cell_id,
            "execution_count": self.execution_count,
            "label": self.label,
            "started_at_ms": self.started_at_ms,
            "elapsed_ms": self.age_ms(),
            "rss_before_bytes": self.rss_before,
            "recording": self.recording,
        }

    def add_point(self, at_ms: float, rss: int) -> None:
        """Keep a sample; when there are too many, each second one goes, also of those to come."""
        self.highest_sample = max(self.highest_sample, rss)
        self.sample_count += 1
        if self.sample_count % self._stride:
            return
        self._times_ms.append(at_ms)
        self._sizes.append(rss)
        if len(self._sizes) >= _MOST_POINTS:
            self._times_ms, self._sizes = self._times_ms[1::2], self._sizes[1::2]
            self._stride *= 2

    def points(self) -> list[RssPoint]:
        """Return the samples that were kept."""
        return [{"at_ms": at_ms, "rss_bytes": size} for at_ms, size in zip(self._times_ms, self._sizes)]


def label_of(source: object) -> str:
    """Return the first line that tells something: no comment, no decorator, no blank line."""
    if type(source) is not str:
        return ""
    fallback = ""
    for line in source[:4000].splitlines():
        text = line.strip()
        if not text:
            continue
        if text[0] not in "#@":
            return safe_text(text, _LABEL_LIMIT)
        fallback = fallback or text
    return safe_text(fallback, _LABEL_LIMIT)
