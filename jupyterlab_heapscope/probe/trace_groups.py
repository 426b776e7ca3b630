"""Traces of tracemalloc summed by call path, read at C speed."""

from __future__ import annotations

import linecache
import os
from collections import defaultdict, deque
from contextlib import contextmanager
from gc import disable, enable, isenabled
from itertools import takewhile
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Callable

from .free_memory import give_back_free_memory
from .introspect import is_own_file
from .tracing import tracer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Frame = tuple[str, int]
    Path = tuple[Frame, ...]
    """File and line of each frame, the innermost first; one frame deep unless more are recorded."""
    Groups = dict[Path, tuple[int, int]]
    """Count and bytes of the live blocks by the path that made them."""

_TRACEMALLOC_FILE = os.path.join(os.path.dirname(linecache.__file__), "tracemalloc.py")
_MANY = 20_000
"""Traces from which on reading them leaves much memory free in the process."""
_SLICE = 50_000
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


class GivenUp(Exception):
    """The reading was not finished, since a cell starts."""


def read_groups(stop: bool, has_to_end: Callable[[], bool] = lambda: False) -> Groups:
    """Sum the live traces by call path, after ending the tracing if `stop`.

    Python code would trace itself: all loops over traces run in C. Raises GivenUp where it has to end before.
    """
    with collector_rests():
        traces = _read_traces()
        if stop:
            tracer().stop()
        count = len(traces)
        sizes = _sizes_by_path(traces, has_to_end)
        del traces
        groups = None if sizes is None else _groups(sizes)
        if count > _MANY:
            del sizes
            give_back_free_memory()
    if groups is None:
        raise GivenUp
    return groups


def _sizes_by_path(traces: Sequence[Any], has_to_end: Callable[[], bool]) -> dict[Path, list[int]] | None:
    """Return the size of each block, read a slice of some 10 ms at a time; None where it had to end."""
    sizes: Any = defaultdict(list)
    for start in range(0, len(traces), _SLICE):
        if has_to_end():
            return None
        some = traces[start : start + _SLICE]
        buckets = map(sizes.__getitem__, map(_traceback_of, some))
        deque(map(list.append, buckets, map(_size_of, some)), 0)
    found: dict[Path, list[int]] = sizes
    return found


def _groups(sizes: dict[Path, list[int]]) -> Groups:
    files = {path[0][0] for path in sizes}
    others = {file for file in files if file != _TRACEMALLOC_FILE and not is_own_file(file)}
    return {path: (len(each), sum(each)) for path, each in sizes.items() if path[0][0] in others}


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
