"""Traces of tracemalloc summed by line: read at C speed, kept in a few bytes a line."""

from __future__ import annotations

import gc
import linecache
import os
import sys
from array import array
from collections import defaultdict, deque
from heapq import nlargest
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from .introspect import is_own_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    Groups = dict[tuple[str, int], tuple[int, int]]
    """Count and bytes of the live blocks by file and line."""

_MOST_LINES = 20_000
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
    """Sum the live traces by line, after ending the tracing if `stop`.

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
            traceback, bucket = sizes.popitem()
            count, size = groups.get(traceback[0], (0, 0))
            groups[traceback[0]] = count + len(bucket), size + sum(bucket)
        for line in [line for line in groups if line[0] == _TRACEMALLOC_FILE or is_own_file(line[0])]:
            del groups[line]
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
    """What one line, or one file (line 0), holds, and how the run changed it."""

    file: str
    line: int
    blocks: int
    bytes: int
    count_delta: int
    bytes_delta: int


class SiteTable:
    """The lines of one recorded run, 44 bytes each."""

    def __init__(self, after: Groups, before: Groups) -> None:
        """Take what was live after the run and before it."""
        lines = after.keys() | before.keys()
        self.is_cut = len(lines) > _MOST_LINES
        if self.is_cut:
            lines = set(nlargest(_MOST_LINES, lines, key=lambda line: after.get(line, before.get(line, (0, 0)))[1]))
        self._files: list[str] = []
        self._file_index, self._line = array("i"), array("i")
        self._columns = tuple(array("q") for _ in range(4))
        known: dict[str, int] = {}
        for line in lines:
            index = known.setdefault(line[0], len(known))
            if index == len(self._files):
                self._files.append(line[0])
            self._file_index.append(index)
            self._line.append(line[1])
            (count, size), (count_before, size_before) = after.get(line, (0, 0)), before.get(line, (0, 0))
            for column, value in zip(self._columns, (count, size, count - count_before, size - size_before)):
                column.append(value)

    def groups(self) -> Groups:
        """Return what was live after the run, for the difference to the next one."""
        return {(site.file, site.line): (site.blocks, site.bytes) for site in self.by_line() if site.blocks}

    def by_line(self) -> Iterator[Site]:
        """Iterate over the lines, in no order."""
        for index, line, *figures in zip(self._file_index, self._line, *self._columns):
            yield Site(self._files[index], line, *figures)

    def by_file(self) -> Iterator[Site]:
        """Iterate over the files, in no order."""
        sums = [[0, 0, 0, 0] for _ in self._files]
        for index, *figures in zip(self._file_index, *self._columns):
            for column, figure in enumerate(figures):
                sums[index][column] += figure
        for file, figures in zip(self._files, sums):
            yield Site(file, 0, *figures)
