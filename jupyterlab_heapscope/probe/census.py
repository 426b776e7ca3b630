"""The census: objects and bytes by type, and how they changed."""

from __future__ import annotations

import gc
import threading
from array import array
from heapq import nlargest
from time import perf_counter
from typing import Any, Callable

from .heap_walk import HeapWalk
from .own_objects import OwnObjects, Sums, is_own_type
from .text import type_name
from .walks import give_way

_MOST_ROWS = 2000
_SEPARATOR = "\0"
_Sums = dict[str, tuple[int, int]]
"""Count and bytes by name of the type."""


class Cut(Exception):
    """The walk had to give up, because of `budget` or of `next_run`."""


class Table:
    """A complete census, kept in a few bytes a type."""

    def __init__(self, run_id: int, sums: _Sums) -> None:
        """Take the result of a walk."""
        self.run_id = run_id
        self._names = _SEPARATOR.join(name.replace(_SEPARATOR, " ") for name in sums)
        self._counts = array("q", [count for count, _ in sums.values()])
        self._bytes = array("q", [size for _, size in sums.values()])
        self.object_count = sum(self._counts)
        self.object_bytes = sum(self._bytes)

    def sums(self) -> _Sums:
        """Return what the table was made of."""
        return dict(zip(self._names.split(_SEPARATOR), zip(self._counts, self._bytes)))


class CensusTaker:
    """Counts the heap, and remembers what it takes to say how that changed."""

    def __init__(self) -> None:
        """Begin without any census."""
        self._lock = threading.Lock()
        self._own = OwnObjects()
        self._last: Table | None = None
        self._previous: Table | None = None
        self._baseline: Table | None = None

    def take(
        self, budget_ms: int, cancelled: Callable[[], bool], run_id: int, execution_count: int | None
    ) -> dict[str, Any]:
        """Return the fields of Census. `cancelled` is asked every few milliseconds."""
        with self._lock:
            began = perf_counter()
            walk, cut = _walk(budget_ms, cancelled)
            sums = _by_name(walk, self._own.sums(walk.own))
            complete = cut is None and not walk.was_disturbed
            if complete:
                self._keep(Table(run_id, sums))
            previous = self._previous if complete else None
            baseline = self._baseline if complete else None
            object_count = sum(count for count, _ in sums.values())
            return {
                "run_id": run_id,
                "execution_count": execution_count,
                "complete": complete,
                "cut_because": cut,
                "object_count": object_count,
                "tracked_count": walk.tracked_count,
                "object_bytes": sum(size for _, size in sums.values()),
                "object_count_delta": None if previous is None else object_count - previous.object_count,
                "previous_run_id": None if previous is None else previous.run_id,
                "baseline_run_id": None if baseline is None else baseline.run_id,
                "rows": _rows(sums, previous, baseline),
                "type_count": len(sums),
                "took_ms": (perf_counter() - began) * 1000,
            }

    def set_baseline(self) -> dict[str, Any]:
        """Make the last complete census the baseline; return the fields of Baseline."""
        with self._lock:
            self._baseline = self._last
            return self._baseline_fields()

    def clear_baseline(self) -> dict[str, Any]:
        """Drop the baseline; return the fields of Baseline."""
        with self._lock:
            self._baseline = None
            return self._baseline_fields()

    def close(self) -> None:
        """Forget everything."""
        with self._lock:
            self._last = self._previous = self._baseline = None

    def _keep(self, table: Table) -> None:
        """A second census of the same run takes the place of the first."""
        if self._last is not None and self._last.run_id != table.run_id:
            self._previous = self._last
        self._last = table

    def _baseline_fields(self) -> dict[str, Any]:
        table = self._baseline
        return {
            "baseline_run_id": None if table is None else table.run_id,
            "object_count": None if table is None else table.object_count,
            "object_bytes": None if table is None else table.object_bytes,
        }


def _walk(budget_ms: int, cancelled: Callable[[], bool]) -> tuple[HeapWalk, str | None]:
    """Walk the heap; return the walk and why it was cut. The walk makes no garbage to collect."""
    deadline = perf_counter() + budget_ms / 1000

    def check() -> None:
        if cancelled():
            raise Cut("next_run")
        if perf_counter() > deadline:
            raise Cut("budget")
        give_way()

    objects = gc.get_objects()  # before anything of the walk is there
    walk = HeapWalk(check, is_own_type)
    try:
        walk.run(objects)
    except Cut as cut:
        return walk, str(cut)
    return walk, None


def _by_name(walk: HeapWalk, own: Sums) -> _Sums:
    """Sum types of equal name, the probe's own objects left out; the walk may have been cut."""
    sums: _Sums = {}
    for key, found in walk.sums.items():
        own_count, own_bytes, own_tracked = own.get(key, (0, 0, 0))
        walk.tracked_count -= min(own_tracked, found.count)
        count, size = max(0, found.count - own_count), max(0, found.bytes - own_bytes)
        if count:
            name = type_name(found.type)
            count_before, size_before = sums.get(name, (0, 0))
            sums[name] = count_before + count, size_before + size
    return sums


def _rows(sums: _Sums, previous: Table | None, baseline: Table | None) -> dict[str, list[Any]]:
    """Return parallel columns, the largest bytes first; types that are gone have zeros."""
    before = {} if previous is None else previous.sums()
    base = {} if baseline is None else baseline.sums()
    figures = {**dict.fromkeys([*before, *base], (0, 0)), **sums}
    shown = nlargest(_MOST_ROWS, figures, key=lambda name: figures[name][1])
    rows: dict[str, list[Any]] = {"type": shown}
    for index, noun in enumerate(("count", "bytes")):
        rows[noun] = [figures[name][index] for name in shown]
        for table, old, suffix in ((previous, before, "delta"), (baseline, base, "since_baseline")):
            column = [None if table is None else figures[name][index] - old.get(name, (0, 0))[index] for name in shown]
            rows[f"{noun}_{suffix}"] = column
    return rows
