"""The census: objects and bytes by type, and how they changed."""

from __future__ import annotations

import gc
import sys
import threading
from array import array
from gc import get_objects, get_stats, isenabled
from heapq import nlargest
from math import hypot
from typing import Any, Callable

from .budget import Budget, Cut
from .clock import perf_counter
from .heap_walk import HeapWalk
from .own_objects import OwnObjects, Sums, is_own_type
from .sampled_walk import SampledWalk
from .text import type_name

_MOST_ROWS = 2000
_SEPARATOR = "\0"
_Sums = dict[str, tuple[int, int]]
"""Count and bytes by name of the type."""
_PACE_S = 0.6e-6
"""Time that a tracked object takes with what it leads to, until one census has told."""
_SURE = 0.8
"""Part of the budget that is reckoned with."""
_TRACKED_ONLY = 0.45
"""Part of a whole walk's time that a sampled one takes for the tracked objects themselves."""
_SAMPLING = 1.9
"""The same for reading all references: dearer, since each is weighed."""
_LEAST_SHARE = 0.02
_TRIES = 3
_MOST_YOUNG = 50_000
_VAGUE = 0.5
"""Error of an estimate, as part of it, from which on it is withheld."""


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
        self._pace_s = _PACE_S
        self._last: Table | None = None
        self._previous: Table | None = None
        self._baseline: Table | None = None

    def take(
        self, budget_ms: int, cancelled: Callable[[], bool], run_id: int, execution_count: int | None
    ) -> dict[str, Any]:
        """Return the fields of Census. `cancelled` is asked every few milliseconds."""
        with self._lock:
            began = perf_counter()
            walk, cut = self._walk(budget_ms, cancelled)
            if cut is None and isinstance(walk, SampledWalk) and _is_vague(walk):
                cut = "budget"
            own = self._own.sums(walk.own)
            sums = _by_name(walk, own)
            complete = cut is None and isinstance(walk, HeapWalk) and not walk.was_disturbed
            if complete:
                self._keep(Table(run_id, sums))
            previous = self._previous if complete else None
            baseline = self._baseline if complete else None
            rows = _rows(sums, previous, baseline)
            object_count = sum(count for count, _ in sums.values())
            return {
                "run_id": run_id,
                "execution_count": execution_count,
                "complete": complete,
                "cut_because": cut,
                "sampled": _sampled(walk, rows["type"]) if isinstance(walk, SampledWalk) and cut is None else None,
                "object_count": object_count,
                "tracked_count": walk.tracked_count,
                "object_bytes": sum(size for _, size in sums.values()),
                "object_count_delta": None if previous is None else object_count - previous.object_count,
                "previous_run_id": None if previous is None else previous.run_id,
                "baseline_run_id": None if baseline is None else baseline.run_id,
                "rows": rows,
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

    def _walk(self, budget_ms: int, cancelled: Callable[[], bool]) -> tuple[HeapWalk | SampledWalk, str | None]:
        """Walk the heap; return the walk and why it was cut. The walk makes no garbage to collect."""
        began = perf_counter()
        budget = Budget(budget_ms, sys.maxsize, cancelled)

        def check() -> None:
            budget.check(0)

        def walked(
            objects: list[Any], young: list[Any], share: float | None
        ) -> tuple[HeapWalk | SampledWalk, str | None]:
            began = perf_counter()
            walk = HeapWalk(check, is_own_type, young) if share is None else SampledWalk(share, check, is_own_type)
            young.clear()
            cut = None
            try:
                walk.run(objects)
            except Cut as caught:
                cut = str(caught)
            if cut in (None, "budget"):
                self._pace_s = _pace(perf_counter() - began, walk.tracked_count, share)
            return walk, cut

        if _frozen_count():
            walk, cut = walked(*_listed(), None)
            return walk, cut or "frozen"
        reckoned_s = _SURE * budget_ms / 1000
        objects, young = _listed()  # before anything of the walk is there
        share = _share(reckoned_s, len(objects) * self._pace_s)
        walk, cut = walked(objects, young, share)
        if share is not None and cut is None:
            left_s = reckoned_s - (perf_counter() - began)
            if _share(left_s, walk.tracked_count * self._pace_s) is None:
                del walk  # it would be counted
                return walked(*_listed(), None)  # the pace was that of a busier machine
        return walk, cut

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


_frozen_count: Callable[[], int] = getattr(gc, "get_freeze_count", int)
"""How many objects gc.freeze() put where no list has them, nor what they alone refer to; 0 where nothing can do so."""


def _listed() -> tuple[list[Any], list[Any]]:
    """Return what the collector tracks, and what of it is young, if a collection may come by itself."""
    for _ in range(_TRIES):
        before = _collections()
        objects = get_objects()
        young = _young() if isenabled() else []
        if _collections() == before:
            break
    return objects, young


def _young() -> list[Any]:
    """Return what went through one collection at most; 3.14.0 tells of half the heap as the second generation."""
    youngest, young = (get_objects(generation=generation) for generation in (0, 1))
    return youngest + young if len(young) < _MOST_YOUNG else youngest


def _collections() -> int:
    return sum(generation["collections"] for generation in get_stats())


def _share(budget_s: float, needed_s: float) -> float | None:
    """Return the share of the references that can be read in the time; None for all of them."""
    if needed_s <= budget_s:
        return None
    return max(_LEAST_SHARE, (budget_s / needed_s - _TRACKED_ONLY) / _SAMPLING)


def _is_vague(walk: SampledWalk) -> bool:
    """Whether the estimate's error is so large that it says nothing."""
    whole = walk.estimate()
    return whole.objects_error > _VAGUE * whole.objects


def _pace(took_s: float, tracked_count: int, share: float | None) -> float:
    """Return what a tracked object would have taken without a share, or a little more."""
    part = 1.0 if share is None else _TRACKED_ONLY + _SAMPLING * share
    return took_s / max(1, tracked_count) / part


def _by_name(walk: HeapWalk | SampledWalk, own: Sums) -> _Sums:
    """Sum types of equal name, the probe's own objects left out; the walk may have been cut."""
    sums: _Sums = {}
    for key, found in walk.sums.items():
        own_count, own_bytes, own_tracked = own.get(key, (0, 0, 0))
        walk.tracked_count = max(0, walk.tracked_count - min(own_tracked, found.count))
        all_count, all_bytes = walk.figures(key)
        count, size = max(0, all_count - own_count), max(0, all_bytes - own_bytes)
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


def _sampled(walk: SampledWalk, names: list[str]) -> dict[str, Any]:
    """Return the fields of Sampled, with the errors of the rows."""
    errors: dict[str, tuple[float, float]] = {}
    for key, found in walk.sums.items():
        name, estimate = type_name(found.type), walk.estimate(key)
        count, size = errors.get(name, (0.0, 0.0))
        errors[name] = hypot(count, estimate.objects_error), hypot(size, estimate.bytes_error)
    whole = walk.estimate()
    return {
        "share": round(walk.share, 4),
        "object_count_error": round(whole.objects_error),
        "object_bytes_error": round(whole.bytes_error),
        "count_error": [round(errors[name][0]) for name in names],
        "bytes_error": [round(errors[name][1]) for name in names],
    }
