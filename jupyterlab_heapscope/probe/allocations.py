"""Records what cells allocate, by tracemalloc, while someone wants it; reads it by line, file or call path."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import suppress
from heapq import nlargest
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Callable

from .cell_first import CellFirst
from .cells import source_line
from .clock import perf_counter
from .reading_cost import ReadingCost
from .site_table import Site, SiteTable
from .slowdown import Slowdown
from .trace_groups import GivenUp, before_own, collector_rests, read_groups
from .tracing import Tracing, is_tracing, tracer

if TYPE_CHECKING:
    from .messages import RecordedRun, RecordingState
    from .stack import Cells
    from .trace_groups import Groups

_DURATIONS_KEPT = 500
_MOST_CALLERS = 100
_NOTICEABLE = 65_536
"""Bytes: what a kernel itself makes and drops between two cells is less."""
_ORDERS: dict[str, Callable[[Site], int]] = {
    "count": attrgetter("blocks"),
    "bytes": attrgetter("bytes"),
    "count_delta": attrgetter("count_delta"),
    "bytes_delta": attrgetter("bytes_delta"),
}
_GROUPINGS = {"line": SiteTable.by_line, "file": SiteTable.by_file, "call_path": SiteTable.by_path}


class AllocationRecorder:
    """Off, on for the next run, or on until switched off."""

    def __init__(self, cells: Cells, cell_runs: Callable[[], bool] = bool) -> None:
        """Record nothing yet; `cells` names the cell of a line, `cell_runs` tells whether one runs."""
        self._cells = cells
        self._lock = CellFirst()
        self._mode = "off"
        self._frames = 1
        self._slowdown = Slowdown(cell_runs)
        self._tracing = Tracing()
        self._cost = ReadingCost()
        self._run: _Run | None = None
        """That is recorded now."""
        self._unread: _Run | None = None
        """That ended last, while nobody has read its traces."""
        self._last: _Run | None = None
        """That `_table` is of."""
        self._table: SiteTable | None = None
        self._base: SiteTable | None = None
        """The same, while the traces still go back to it."""
        self._traced: int | None = None
        """Bytes that were traced when the base was read; None if something is known to have run since."""
        self._digest = ""
        self._durations: OrderedDict[str, float] = OrderedDict()

    def state(self) -> RecordingState:
        """Return how recording stands."""
        with self._lock:
            self._notice()
            by_user = is_tracing() and not self._tracing.is_ours
            frames = min(100, tracer().get_traceback_limit()) if by_user else self._frames
            state: Any = {
                "mode": self._mode,
                "traceback_frames": frames,
                "started_by_user": by_user,
                "allocation_slowdown": self._slowdown.factor,
            }
            return state  # type: ignore[no-any-return]

    def configure(self, traceback_frames: int) -> None:
        """Set how many frames a trace has, from the next start of tracing on."""
        with self._lock:
            if traceback_frames != self._frames:
                self._frames, self._slowdown.factor = traceback_frames, None

    def set_mode(self, mode: str) -> None:
        """Switch to `off`, `next` or `on`; tracing begins with the next run."""
        with self._lock:
            self._notice()
            if mode == "off":
                if self._unread is not None:
                    self._read(self._unread)
                self._stop()
            else:
                self._slowdown.measure(self._frames)
            self._mode = mode

    def before_run(self, run_id: int, execution_count: int | None, source: str) -> bool:
        """Begin to trace, or note what is traced already, if this run is to be recorded; return whether it is."""
        with self._lock.for_cell():
            self._notice()
            if self._unread is not None or self._mode == "off":
                self._traced = None  # what runs unread is not known apart
            self._run = self._unread = None
            self._tracing.hear(source)
            self._digest = str(hash(source)) if source else ""
            if self._mode == "off":
                return False
            if self._tracing.is_ours and tracer().get_traceback_limit() != self._frames:
                self._stop()
            self._slowdown.measure(self._frames, before_a_cell=True)
            run = _Run(run_id, execution_count)
            if is_tracing():
                self._begin(run)
            else:
                self._tracing.start(self._frames)
                run.before = {}
            if self._tracing.is_ours:
                tracer().reset_peak()
            self._tracing.mark()
            run.bytes, run.peak = tracer().get_traced_memory()
            self._run = run
            return True

    def after_run(self, duration_ms: float) -> RecordedRun | None:
        """Read the traces of the run that ended, if that is soon done; None if it was not recorded."""
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
            tables = tracer().get_tracemalloc_memory()
            run.bytes_after = now
            once = self._mode == "next"
            if self._last is run:
                pass  # read when an interrupt came
            elif once or self._cost.fits():
                self._read(run, stop=once and self._tracing.is_ours)
            else:
                self._unread = run
            if not self._tracing.is_ours and peak == run.peak:
                peak = max(run.bytes, now)  # the user's peak is of before this run
            if once:
                self._mode = "off"
                self._tracing.forget()
            self._run = None  # not before: an interrupt makes the hook ask again
            return {
                "traced_bytes": now,
                "traced_peak_bytes": peak,
                "traced_delta_bytes": now - run.bytes,
                "tables_bytes": tables,
                "unrecorded_duration_ms": self._durations.get(self._digest),
            }

    def put_off_because(self) -> str | None:
        """Why the run that just ended has no sites until someone asks for them; None if it has, or was not recorded."""
        with self._lock:
            if self._unread is None:
                return None
            return (
                f"Reading the traces takes about {self._cost.expected_s():.2g} s here: it waits until they are shown."
            )

    def sites(self, group_by: str, order_by: str, count: int) -> dict[str, Any]:
        """Return the fields of Allocations: the first `count` sites in an order, largest first."""
        began = perf_counter()
        with self._lock:
            self._notice()
            if self._unread is not None:
                self._read(self._unread)
            table, last = self._table, self._last
        found = [] if table is None else list(_GROUPINGS[group_by](table))
        shown = nlargest(count, found, key=_ORDERS[order_by])
        whole, part = _sum(found), _sum(shown)
        return {
            "run_id": last and last.run_id,
            "execution_count": last and last.execution_count,
            "group_by": group_by,
            "order_by": order_by,
            "items": [self._item(site) for site in shown],
            "start": 0,
            "total": len(found),
            "truncated": table is not None and table.is_cut(group_by),
            "note": last and last.note,
            "rest": {name: whole[name] - part[name] for name in whole},
            "sum": whole,
            "took_ms": (perf_counter() - began) * 1000,
        }

    def waited_s(self) -> float:
        """Return how long the cell that started last waited for a reading to give up."""
        return self._lock.waited_s

    def close(self) -> None:
        """Stop what was begun here and forget what was read."""
        with self._lock:
            self._unread = None
            self.set_mode("off")
            self._table = self._last = self._run = None
            self._durations.clear()

    def _notice(self) -> None:
        """See whether the notebook meanwhile stopped tracemalloc, cleared the traces, or made them its own."""
        if not is_tracing():
            if self._tracing.is_ours or self._run is not None:
                self._mode = "off"
            self._run = None
            self._stop()
        elif self._tracing.began_anew():
            self._unread = self._base = self._traced = None
            if self._run is not None:
                self._run.begin_anew()

    def _stop(self) -> None:
        self._tracing.stop()
        self._run = self._unread = self._base = self._traced = None

    def _begin(self, run: _Run) -> None:
        """Note what a run finds: the table of the run before, where that is still so or reading takes too long."""
        is_same = self._traced is not None and abs(tracer().get_traced_memory()[0] - self._traced) < _NOTICEABLE
        is_whole = self._base is not None and not self._base.folded
        if self._mode == "next" or (not (is_same and is_whole) and self._cost.fits()):
            run.before = read_groups(stop=False)
        elif not is_same:
            run.since = "tracing began" if self._base is None or self._last is None else _prompt(self._last)

    def _read(self, run: _Run, stop: bool = False) -> None:
        """Make the table of a run that has ended."""
        self._traced = None
        base = self._base if run.before is None else None
        run.write_note(tracer().get_traced_memory()[0])
        before = base.groups() if base is not None else run.before or {}
        with collector_rests(), suppress(GivenUp):  # a cell starts: what it found is not to be told apart any more
            self._table = self._cost.measure(lambda: SiteTable(self._groups(stop), before, base))
            self._last, self._unread, self._base = run, None, self._table
            run.before = run.since = None
            self._traced = tracer().get_traced_memory()[0]

    def _groups(self, stop: bool) -> Groups:
        return read_groups(stop, lambda: self._lock.is_wanted)

    def _remember(self, duration_ms: float) -> None:
        self._durations[self._digest] = duration_ms
        self._durations.move_to_end(self._digest)
        if len(self._durations) > _DURATIONS_KEPT:
            self._durations.popitem(last=False)

    def _item(self, site: Site) -> dict[str, Any]:
        (file, line), *callers = site.path
        return {
            "location": self._cells.location(file, line),
            "callers": [self._cells.location(*caller) for caller in before_own(callers)[:_MOST_CALLERS]],
            "source": source_line(file, line) if line else None,
            "count": site.blocks,
            "bytes": site.bytes,
            "count_delta": site.count_delta,
            "bytes_delta": site.bytes_delta,
        }


class _Run:
    """A run that is being recorded, and what was traced when it began."""

    def __init__(self, run_id: int, execution_count: int | None) -> None:
        self.run_id = run_id
        self.execution_count = execution_count
        self.before: Groups | None = None
        """None: as the table of the run before has it."""
        self.since: str | None = None
        """What that table was read after, if more has run since."""
        self.bytes = self.peak = self.bytes_after = 0
        self.note: str | None = None
        """What is not as expected in its changes."""

    def begin_anew(self) -> None:
        """Take it that nothing was traced before."""
        self.before, self.since, self.bytes = {}, None, 0

    def write_note(self, traced: int) -> None:
        """Say what the table that is read now has besides this run; `traced` bytes are so now."""
        others = []
        if self.since is not None:
            others.append(f"since {self.since}")
        if abs(traced - self.bytes_after) >= _NOTICEABLE:
            others.append(f"after {_prompt(self)}")
        if others:
            self.note = f"The changes include what ran {' and '.join(others)}: reading after each cell takes too long."


def _prompt(run: _Run) -> str:
    return "a run without a prompt" if run.execution_count is None else f"[{run.execution_count}]"


def _sum(sites: list[Site]) -> dict[str, int]:
    return {name: sum(map(figure, sites)) for name, figure in _ORDERS.items()}
