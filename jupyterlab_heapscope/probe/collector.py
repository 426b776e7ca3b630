"""The cyclic garbage collector: its state, and each collection during a run with its pause."""

from __future__ import annotations

import gc
import operator
from collections import deque
from collections.abc import Iterable, Iterator
from functools import partial
from gc import get_count, get_freeze_count, get_stats, get_threshold, isenabled
from itertools import accumulate, chain, count, islice, repeat, starmap
from typing import TYPE_CHECKING, Any, Callable, NamedTuple

from .clock import perf_counter_ns

if TYPE_CHECKING:
    from .messages import CollectorState, GcEvent

_DETAILED = 50
"""Collections at the beginning of a run that are told one by one."""
_LAST = 10
"""The same at its end; those between only add to the sums. What is kept of each lies between the cell's objects."""


Stop = tuple[int, "dict[str, int]"]
"""When a collection ended, and what `gc` says of it."""


class Collections(NamedTuple):
    """What the collector did within a run."""

    events: list[GcEvent]
    total: int
    pause_ms: float


class CollectionLog:
    """Notes each collection through gc.callbacks, without a line of Python running within one.

    The handler of a signal that came during a collection would run inside a callback written in
    Python, and CPython drops what is raised there: Ctrl-C would be lost. So the callbacks are made
    of C parts only: `gc` calls them with a phase (`start`, `stop`) and a dict; the first keeps the
    dict of a stop, the second sets the attribute named by the phase, whose setter is an operator of
    the object, and that advances an iterator, which reads the clock and takes the dict.

    It sets and does not get: `gc` makes a new str of the phase each time, and CPython's cache of
    attributes keeps each name that is got, by its address, thousands of them. They lay between the
    objects of the cell and held arenas that its `del` should have given back. A name that is set
    is replaced by the interned one first.
    """

    def __init__(self) -> None:
        """Hook into the collector."""
        self._clock: Iterator[int] = starmap(perf_counter_ns.func, repeat(()))
        # A class of its own, since the operators are this log's.
        setters = {"start": property(None, operator.add), "stop": property(None, operator.sub)}
        self._phases: Any = type("Phases", (), setters)
        # A start finds its key taken; a stop does not, since the stop before was popped.
        self._infos: dict[str, Any] = {"start": None}
        self._forget()
        self.callbacks: list[Callable[..., object]] = [self._infos.setdefault, partial(setattr, self._phases())]
        self.begin()

    def begin(self) -> None:
        """Forget the collections so far."""
        if self._starts or self._stops:
            self._forget()
        self._infos.pop("stop", None)  # the notebook may have removed the second callback alone
        self._count_before = _collection_count()
        # The notebook may have emptied the list.
        present = set(map(id, gc.callbacks))
        gc.callbacks.extend(mine for mine in self.callbacks if id(mine) not in present)

    def _forget(self) -> None:
        starts: list[int] = []
        stops: list[Stop] = []
        stop_info: Iterator[dict[str, int]] = map(self._infos.pop, repeat("stop"), repeat({}))
        first = islice(self._clock, _DETAILED)
        # Sums of the clock's readings, and how many they are; the last readings are their differences.
        self._later_starts = zip(accumulate(self._clock), count(1))
        self._later_stops = zip(accumulate(self._clock), count(1), stop_info)
        self._last_starts, self._last_stops = deque[Any](maxlen=_LAST + 1), deque[Any](maxlen=_LAST + 1)
        all_starts = chain(map(starts.append, first), map(self._last_starts.append, self._later_starts))
        details = zip(islice(self._clock, _DETAILED), stop_info)
        all_stops = chain(map(stops.append, details), map(self._last_stops.append, self._later_stops))
        self._phases.__add__ = staticmethod(partial(next, all_starts))
        self._phases.__sub__ = staticmethod(partial(next, all_stops))
        # Last: where an interrupt comes before, the older lists make the next run forget once more.
        self._starts, self._stops = starts, stops

    def end(self, began_ns: int) -> Collections:
        """Return what happened since `begin`; times count from `began_ns` of perf_counter_ns."""
        total = _collection_count() - self._count_before
        starts, stops = self._starts, self._stops
        if not starts and not stops:
            return Collections([], total, 0.0)
        # One more reading on each side, of the same moment.
        start_sum, later_starts = next(self._later_starts)
        stop_sum, later_stops, _ = next(self._later_stops)
        # The first stop may be of a collection that another thread was in when this run began.
        strangers = int(bool(starts and stops and stops[0][0] < starts[0]))
        unfinished = len(starts) + later_starts - (len(stops) - strangers) - later_stops
        stop_sum += sum(stop for stop, _ in stops[strangers:]) + unfinished * perf_counter_ns()
        pause_ns = stop_sum - start_sum - sum(starts)
        all_starts = {**dict(enumerate(starts)), **_later(self._last_starts)}
        all_stops = {**dict(enumerate(stops)), **_later_stops(self._last_stops)}
        events = [
            _event(start, *all_stops[at + strangers], began_ns)
            for at, start in all_starts.items()
            if at + strangers in all_stops
        ]
        return Collections(events, max(total, len(events)), round(max(0, pause_ns) / 1e6, 3))

    def close(self) -> None:
        """Take the callbacks back, by identity: others' may compare as they like."""
        for mine in self.callbacks:
            for index, callback in enumerate(gc.callbacks):
                if callback is mine:
                    del gc.callbacks[index]
                    break


def _later(sums: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Return the last readings by their place among all, from sums and how many readings are in each."""
    known = [(0, 0), *sums][-_LAST - 1 :]
    return {
        _DETAILED + place - 1: total - before
        for (before, place_before), (total, place) in zip(known, known[1:])
        if place == place_before + 1
    }


def _later_stops(sums: Iterable[tuple[int, int, dict[str, int]]]) -> dict[int, Stop]:
    known = list(sums)
    readings = _later((total, place) for total, place, _ in known)
    infos = {_DETAILED + place - 1: info for _, place, info in known}
    return {place: (reading, infos[place]) for place, reading in readings.items()}


def _collection_count() -> int:
    return sum(generation.get("collections", 0) for generation in get_stats())


def _event(start_ns: int, stop_ns: int, info: dict[str, int], began_ns: int) -> GcEvent:
    return {
        "at_ms": round((start_ns - began_ns) / 1e6, 3),
        "generation": info.get("generation", 0),
        "pause_ms": round(max(0, stop_ns - start_ns) / 1e6, 3),
        "collected": info.get("collected", 0),
        "uncollectable": info.get("uncollectable", 0),
    }


def collector_state(frozen: int | None = None) -> CollectorState:
    """Return the collector's state; `frozen` where counting those anew would cost too much."""
    counts, thresholds = get_count(), get_threshold()
    garbage = gc.garbage
    generations: list[Any] = [
        {
            "generation": generation,
            "count": counts[generation] if generation < len(counts) else None,
            "threshold": thresholds[generation] if generation < len(thresholds) else None,
            "collections": stats.get("collections", 0),
            "collected": stats.get("collected", 0),
            "uncollectable": stats.get("uncollectable", 0),
            "candidates": stats.get("candidates"),
            "duration_ms": _milliseconds(stats.get("duration")),
        }
        for generation, stats in enumerate(get_stats())
    ]
    return {
        "enabled": isenabled(),
        "frozen": get_freeze_count() if frozen is None else frozen,
        "garbage": list.__len__(garbage) if type(garbage) is list else 0,
        "generations": generations,
    }


def _milliseconds(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds * 1e3, 3)
