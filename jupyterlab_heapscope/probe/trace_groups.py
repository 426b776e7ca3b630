"""Traces of tracemalloc summed by call path: read at C speed, kept in a few bytes a path."""

from __future__ import annotations

import gc
import linecache
import os
import sys
from array import array
from collections import defaultdict, deque
from heapq import nlargest
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Callable, NamedTuple

from .introspect import is_own_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    Path = tuple[tuple[str, int], ...]
    """File and line of each frame, the innermost first; one frame deep unless more are recorded."""
    Groups = dict[Path, tuple[int, int]]
    """Count and bytes of the live blocks by the path that made them."""

_MOST_PATHS = 20_000
_MOST_FRAMES = 200_000
"""Of all paths together."""
_TRACEMALLOC_FILE = os.path.join(os.path.dirname(linecache.__file__), "tracemalloc.py")
_size_of = itemgetter(1)
_traceback_of = itemgetter(2)
_TRACES_FROM_START = "tracemalloc" in sys._xoptions or "PYTHONTRACEMALLOC" in os.environ
"""Python then traces though nobody imported the module; only its start reads these two."""


def is_tracing() -> bool:
    """Whether anyone traces; imports nothing in a kernel that never did."""
    return (_TRACES_FROM_START or "_tracemalloc" in sys.modules) and bool(tracer().is_tracing())


def tracer() -> Any:
    """Return CPython's own module behind tracemalloc."""
    import _tracemalloc  # noqa: PLC0415 - a kernel that never records does not get it

    return _tracemalloc


def read_groups(stop: bool) -> Groups:
    """Sum the live traces by call path, after ending the tracing if `stop`.

    A million traces are a million tuples: the collector would be set off by them, in vain, so
    it rests meanwhile. Python code would trace itself: all loops over traces run in C.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        traces = _read_traces()
        if stop:
            tracer().stop()
        sizes: Any = defaultdict(list)
        buckets = map(sizes.__getitem__, map(_traceback_of, traces))
        deque(map(list.append, buckets, map(_size_of, traces)), 0)
        del traces
        groups: Groups = {}
        while sizes:
            path, bucket = sizes.popitem()
            if path[0][0] != _TRACEMALLOC_FILE and not is_own_file(path[0][0]):
                groups[path] = len(bucket), sum(bucket)
        return groups
    finally:
        if collects:
            gc.enable()


def _read_traces() -> Any:
    """Return (domain, size, frames, …) of each trace, the innermost frame first."""
    read = getattr(tracer(), "_get_traces", None)
    if read is not None:
        return read()
    import tracemalloc  # noqa: PLC0415

    return tracemalloc.take_snapshot().traces._traces  # type: ignore[attr-defined]


class Site(NamedTuple):
    """What one path, one line, or one file (line 0) holds, and how the run changed it."""

    path: Path
    blocks: int
    bytes: int
    count_delta: int
    bytes_delta: int


class SiteTable:
    """The paths of one recorded run: 40 bytes each, and 4 for each frame."""

    def __init__(self, after: Groups, before: Groups) -> None:
        """Take what was live after the run and before it."""
        paths = after.keys() | before.keys()
        depth = max(map(len, paths), default=1)
        most = min(_MOST_PATHS, _MOST_FRAMES // depth)
        self.is_cut = len(paths) > most
        if self.is_cut:
            paths = set(nlargest(most, paths, key=lambda path: after.get(path, before.get(path, (0, 0)))[1]))
        known: dict[tuple[str, int], int] = {}
        self._frames, self._ends = array("i"), array("i")
        self._columns = tuple(array("q") for _ in range(4))
        for path in paths:
            self._frames.extend(known.setdefault(frame, len(known)) for frame in path)
            self._ends.append(len(self._frames))
            (count, size), (count_before, size_before) = after.get(path, (0, 0)), before.get(path, (0, 0))
            for column, value in zip(self._columns, (count, size, count - count_before, size - size_before)):
                column.append(value)
        self._lines = list(known)

    def groups(self) -> Groups:
        """Return what was live after the run, for the difference to the next one."""
        return {site.path: (site.blocks, site.bytes) for site in self.by_path() if site.blocks}

    def by_path(self) -> Iterator[Site]:
        """Iterate over the paths, in no order."""
        begin = 0
        for end, *figures in zip(self._ends, *self._columns):
            yield Site(tuple(self._lines[frame] for frame in self._frames[begin:end]), *figures)
            begin = end

    def by_line(self) -> Iterator[Site]:
        """Iterate over the lines that allocated, in no order."""
        return self._sums(lambda line: line)

    def by_file(self) -> Iterator[Site]:
        """Iterate over the files that allocated, in no order."""
        return self._sums(lambda line: (line[0], 0))

    def _sums(self, place: Callable[[tuple[str, int]], tuple[str, int]]) -> Iterator[Site]:
        """Add up the paths whose innermost frames are at the same place."""
        places = list(map(place, self._lines))
        sums: dict[tuple[str, int], list[int]] = {}
        for begin, *figures in zip(chain((0,), self._ends), *self._columns):
            of_place = sums.setdefault(places[self._frames[begin]], [0, 0, 0, 0])
            for column, figure in enumerate(figures):
                of_place[column] += figure
        for one, figures in sums.items():
            yield Site((one,), *figures)
