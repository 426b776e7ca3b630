"""Records what cells allocate, by tracemalloc, while someone wants it; reads it by line, file or call path."""

from __future__ import annotations

import linecache
import threading
from collections import OrderedDict
from heapq import nlargest
from operator import attrgetter
from time import perf_counter, thread_time
from typing import TYPE_CHECKING, Any, Callable

from .text import safe_text
from .trace_groups import Site, SiteTable, is_tracing, read_groups, tracer

if TYPE_CHECKING:
    from .messages import RecordedRun, RecordingState
    from .stack import Cells

_DURATIONS_KEPT = 500
_TRIAL_BATCHES = 3
_TRIAL_RECORDS = 40
_DEEP = 8
_MOST_CALLERS = 100
_ORDERS: dict[str, Callable[[Site], int]] = {
    "count": attrgetter("blocks"),
    "bytes": attrgetter("bytes"),
    "count_delta": attrgetter("count_delta"),
    "bytes_delta": attrgetter("bytes_delta"),
}
_GROUPINGS = {"line": SiteTable.by_line, "file": SiteTable.by_file, "call_path": SiteTable.by_path}


class AllocationRecorder:
    """Off, on for the next run, or on until switched off.

    What the notebook itself had begun to trace is read, and never stopped, cleared or reset.
    """

    def __init__(self, cells: Cells) -> None:
        """Record nothing yet; `cells` names the cell of a line."""
        self._cells = cells
        self._lock = threading.RLock()
        self._mode = "off"
        self._frames = 1
        self._slowdown: float | None = None
        self._ours = False
        self._mark = _Mark()
        self._run: _Run | None = None
        self._last: tuple[int, int | None] | None = None
        self._table: SiteTable | None = None
        self._digest = ""
        self._durations: OrderedDict[str, float] = OrderedDict()

    def state(self) -> RecordingState:
        """Return how recording stands."""
        with self._lock:
            self._notice()
            by_user = is_tracing() and not self._ours
            frames = min(100, tracer().get_traceback_limit()) if by_user else self._frames
            state: Any = {
                "mode": self._mode,
                "traceback_frames": frames,
                "started_by_user": by_user,
                "allocation_slowdown": self._slowdown,
            }
            return state  # type: ignore[no-any-return]

    def configure(self, traceback_frames: int) -> None:
        """Set how many frames a trace has, from the next start of tracing on."""
        with self._lock:
            if traceback_frames != self._frames:
                self._frames, self._slowdown = traceback_frames, None

    def set_mode(self, mode: str) -> None:
        """Switch to `off`, `next` or `on`; tracing begins with the next run."""
        with self._lock:
            self._notice()
            if mode == "off":
                self._stop()
            elif self._slowdown is None and not is_tracing():
                self._slowdown = _measure_slowdown(self._frames)
            self._mode = mode

    def before_run(self, run_id: int, execution_count: int | None, source_digest: str) -> bool:
        """Begin to trace, or note what is traced already, if this run is to be recorded; return whether it is."""
        with self._lock:
            self._notice()
            self._run, self._digest = None, source_digest
            if self._mode == "off":
                return False
            if self._ours and tracer().get_traceback_limit() != self._frames:
                self._stop()
            before: Any = {}
            if not is_tracing():
                self._table = None
                tracer().start(self._frames)
                self._ours = True
            elif self._table is not None and self._mode == "on" and not self._table.is_cut:
                before = None  # what the run before left, in the table
            else:
                before = read_groups(stop=False)
            if self._ours:
                tracer().reset_peak()
            self._mark = _Mark()
            now, peak = tracer().get_traced_memory()
            self._run = _Run(run_id, execution_count, before, now, peak)
            return True

    def after_run(self, duration_ms: float) -> RecordedRun | None:
        """Read the traces of the run that ended; None if it was not recorded."""
        with self._lock:
            was_recorded = self._run is not None
            self._notice()
            run = self._run
            if run is None or self._mode == "off":
                if self._digest and not was_recorded:
                    self._remember(duration_ms)
                self._run = None
                return None
            now, peak = tracer().get_traced_memory()
            once = self._mode == "next"
            before = run.before
            if not self._mark.is_traced():
                before, run.bytes = {}, 0  # the notebook began anew
            elif before is None:
                before = self._table.groups() if self._table is not None else {}
            after = read_groups(stop=once and self._ours)
            self._table = SiteTable(after, before)
            self._last = run.run_id, run.execution_count
            if once:
                self._mode, self._ours = "off", False
            if not self._ours and peak == run.peak:
                peak = max(run.bytes, now)  # the user's peak is of before this run
            self._run = None  # not before: an interrupt makes the hook ask again
            return {
                "traced_bytes": now,
                "traced_peak_bytes": peak,
                "traced_delta_bytes": now - run.bytes,
                "unrecorded_duration_ms": self._durations.get(self._digest),
            }

    def sites(self, group_by: str, order_by: str, count: int) -> dict[str, Any]:
        """Return the fields of Allocations: the first `count` sites in an order, largest first."""
        began = perf_counter()
        with self._lock:
            table, last = self._table, self._last
        run_id, execution_count = last if last is not None and table is not None else (None, None)
        found = [] if table is None else list(_GROUPINGS[group_by](table))
        shown = nlargest(count, found, key=_ORDERS[order_by])
        whole, part = _sum(found), _sum(shown)
        return {
            "run_id": run_id,
            "execution_count": execution_count,
            "group_by": group_by,
            "order_by": order_by,
            "items": [self._item(site) for site in shown],
            "start": 0,
            "total": len(found),
            "truncated": table is not None and table.is_cut,
            "rest": {name: whole[name] - part[name] for name in whole},
            "sum": whole,
            "took_ms": (perf_counter() - began) * 1000,
        }

    def close(self) -> None:
        """Stop what was begun here and forget what was read."""
        with self._lock:
            self.set_mode("off")
            self._table = self._last = self._run = None
            self._durations.clear()

    def _notice(self) -> None:
        """See whether the user stopped tracemalloc meanwhile, or made the traces theirs."""
        if (self._ours or self._run is not None) and not is_tracing():
            self._mode, self._ours, self._run = "off", False, None
        elif self._ours and not self._mark.is_traced():
            self._ours = False

    def _stop(self) -> None:
        if self._ours and is_tracing():
            tracer().stop()
        self._ours, self._run = False, None

    def _remember(self, duration_ms: float) -> None:
        self._durations[self._digest] = duration_ms
        self._durations.move_to_end(self._digest)
        if len(self._durations) > _DURATIONS_KEPT:
            self._durations.popitem(last=False)

    def _item(self, site: Site) -> dict[str, Any]:
        (file, line), *callers = site.path
        return {
            "location": self._cells.location(file, line),
            "callers": [self._cells.location(*caller) for caller in callers[:_MOST_CALLERS]],
            "source": _source_line(file, line) if line else None,
            "count": site.blocks,
            "bytes": site.bytes,
            "count_delta": site.count_delta,
            "bytes_delta": site.bytes_delta,
        }


class _Mark:
    """A block that is traced until someone clears the traces, or stops tracing and begins anew."""

    __slots__ = ()

    def is_traced(self) -> bool:
        """Whether the traces still go back to this block."""
        return tracer()._get_object_traceback(self) is not None


class _Run:
    """A run that is being recorded, and what was traced when it began."""

    def __init__(self, run_id: int, execution_count: int | None, before: Any, traced: int, peak: int) -> None:
        self.run_id = run_id
        self.execution_count = execution_count
        self.before = before
        self.bytes = traced
        self.peak = peak


def _sum(sites: list[Site]) -> dict[str, int]:
    return {name: sum(map(figure, sites)) for name, figure in _ORDERS.items()}


def _source_line(file: str, line: int) -> str | None:
    """Return a line that linecache has already; no file is read for it."""
    entry = linecache.cache.get(file)
    lines: Any = entry[2] if type(entry) is tuple and len(entry) > 2 else None  # noqa: PLR2004
    if type(lines) is not list or not 0 < line <= len(lines) or type(lines[line - 1]) is not str:
        return None
    return safe_text(lines[line - 1][:2000].strip())


def _measure_slowdown(frames: int) -> float:
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
