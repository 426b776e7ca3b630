"""Traces of tracemalloc summed by call path, read at C speed."""

from __future__ import annotations

import linecache
import os
from collections import defaultdict, deque
from contextlib import contextmanager
from gc import disable, enable, isenabled
from itertools import takewhile
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from .free_memory import give_back_free_memory
from .introspect import is_own_file
from .tracing import tracer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Frame = tuple[str, int]
    Path = tuple[Frame, ...]
    """File and line of each frame, the innermost first; one frame deep unless more are recorded."""
    Groups = dict[Path, tuple[int, int]]
    """Count and bytes of the live blocks by the path that made them."""

_TRACEMALLOC_FILE = os.path.join(os.path.dirname(linecache.__file__), "tracemalloc.py")
_MANY = 20_000
"""Traces from which on reading them leaves much memory free in the process."""
_size_of = itemgetter(1)
_traceback_of = itemgetter(2)


@contextmanager
def collector_rests() -> Iterator[None]:
    """Keep the collector from starting: a million traces are a million tuples, which would set it off in vain."""
    collects = isenabled()
    disable()
    try:
        yield
    finally:
        if collects:
            enable()


def read_groups(stop: bool) -> Groups:
    """Sum the live traces by call path, after ending the tracing if `stop`.

    Python code would trace itself: all loops over traces run in C.
    """
    with collector_rests():
        traces = _read_traces()
        if stop:
            tracer().stop()
        sizes: Any = defaultdict(list)
        buckets = map(sizes.__getitem__, map(_traceback_of, traces))
        deque(map(list.append, buckets, map(_size_of, traces)), 0)
        count = len(traces)
        del traces
        files = {path[0][0] for path in sizes}
        others = {file for file in files if file != _TRACEMALLOC_FILE and not is_own_file(file)}
        groups: Groups = {path: (len(each), sum(each)) for path, each in sizes.items() if path[0][0] in others}
        if count > _MANY:
            del sizes
            give_back_free_memory()
        return groups


def before_own(frames: Iterable[Frame]) -> list[Frame]:
    """Return the frames, innermost first, up to where the probe's own begin: a collection that the user asked for."""
    return list(takewhile(lambda frame: not is_own_file(frame[0]), frames))


def _read_traces() -> Any:
    """Return (domain, size, frames, …) of each trace, the innermost frame first."""
    read = getattr(tracer(), "_get_traces", None)
    if read is not None:
        return read()
    import tracemalloc  # noqa: PLC0415

    return tracemalloc.take_snapshot().traces._traces  # type: ignore[attr-defined]
