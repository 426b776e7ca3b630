"""The deep size of an object: its own bytes and those of all that can be reached from it.

Each figure is taken in a process of its own, since some peers keep what they met. The truth is what tracemalloc saw
allocated while the object was made; a peer that misses it by far is told with what it found.
"""

from __future__ import annotations

import gc
import multiprocessing
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ._measure import Case, cpu_ms, runs

PEERS = ("objsize", "pympler")
_SLOW_S = 3
_FAR = 0.25
"""A peer is told to be wrong where it misses the truth by more than this part of it."""


@dataclass
class Point:
    """A leaf of a record."""

    x: float
    y: float


@dataclass
class Record:
    """A nested dataclass."""

    name: str
    point: Point
    marks: list[int]


class Node:
    """One of a linked list."""

    def __init__(self, value: int, following: Node | None) -> None:
        """Refer to the next one."""
        self.value = value
        self.following = following


def _linked(length: int) -> Node:
    first: Node | None = None
    for value in range(length):
        first = Node(value + 1000, first)
    assert first is not None
    return first


def _frame(rows: int) -> Any:
    import pandas  # noqa: PLC0415 - only in its own process

    return pandas.DataFrame({"text": pandas.Series([f"row {row}" for row in range(rows)], dtype=object)})


def _views(scale: int) -> Any:
    import numpy  # noqa: PLC0415

    owner = numpy.zeros(scale)
    return [owner, owner[1:], owner[::2], owner.reshape(2, -1)]


Make = Callable[[int], Any]
CASES: dict[str, tuple[Make, int]] = {
    "list of 1M ints": (lambda count: [number + 1000 for number in range(count)], 1_000_000),
    "dict of 200k keys to lists": (lambda n: {f"key {i}": [f"v{i}", i + 1000, i * 0.5] for i in range(n)}, 200_000),
    "200k nested dataclass instances": (lambda n: [_record(number) for number in range(n)], 200_000),
    "1M references to 1,000 strings": (lambda n: [f"text {i}" for i in range(1000)] * (n // 1000), 1_000_000),
    "linked list of 100k": (_linked, 100_000),
    "DataFrame of 300k object rows": (_frame, 300_000),
    "ndarray of 80 MB and 3 views": (_views, 10_000_000),
}
_QUICK = 10
"""How many times smaller the cases of `--quick` are."""


def _record(number: int) -> Record:
    return Record(f"name {number}", Point(number * 0.5, number * 0.25), [number + 1000, number + 2000])


def statistic(quick: bool) -> str:
    """What the figures are."""
    smaller = f"; cases {_QUICK} times smaller" if quick else ""
    return f"CPU time of the process, minimum of {runs(quick)}{smaller}"


def run(quick: bool) -> dict[str, Case]:
    """The cases: CPU ms of one deep size; `extra` has the bytes found, and by whom else others were."""
    return {name: _case(name, quick) for name in CASES}


def _case(name: str, quick: bool) -> Case:
    ours_ms, found = _in_child("heapscope", name, quick)
    peers = {peer: _in_child(peer, name, quick) for peer in PEERS}
    truth = _apply(_traced, name, quick)
    wrong = {
        f"{peer} is wrong": f"{size:,} B"
        for peer, (ms, size) in peers.items()
        if ms is not None and abs(size - truth) > _FAR * truth
    }
    return {
        "ours_ms": ours_ms or 0.0,
        "peers_ms": {peer: ms for peer, (ms, _) in peers.items()},
        "extra": {"found": f"{found:,} B", "allocated": f"{truth:,} B", **wrong},
    }


def _in_child(subject: str, name: str, quick: bool) -> tuple[float | None, int]:
    found: tuple[float | None, int] = _apply(_measure, subject, name, quick)
    return found


def _apply(work: Callable[..., Any], *arguments: Any) -> Any:
    """Call a function of this module in a fresh process."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, arguments)


def _measure(subject: str, name: str, quick: bool) -> tuple[float | None, int]:
    """Return CPU ms and the bytes found."""
    try:
        size = _SUBJECTS[subject]()
    except ImportError:
        return None, 0
    root = _make(name, quick)
    began = time.process_time()
    found = size(root)  # the first call of some peers is slower: it is not measured
    slow = time.process_time() - began > _SLOW_S
    return cpu_ms(lambda: size(root), 1 if slow else runs(quick)), found


def _make(name: str, quick: bool) -> Any:
    make, scale = CASES[name]
    return make(scale // _QUICK if quick else scale)


def _traced(name: str, quick: bool) -> int:
    """Return the bytes that making the object allocates."""
    _make(name, quick)  # imports, and what else is made once
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    root = _make(name, quick)
    gc.collect()
    taken = tracemalloc.get_traced_memory()[0] - before
    del root
    return taken


def _heapscope() -> Callable[[Any], int]:
    from jupyterlab_heapscope.probe.budget import Budget  # noqa: PLC0415
    from jupyterlab_heapscope.probe.deep_size import deep_size  # noqa: PLC0415

    def size(root: Any) -> int:
        fields = deep_size(root, Budget(600_000, 10**9, lambda: False), ())
        assert fields["complete"], fields["cut_because"]
        return int(fields["deep_bytes"])

    return size


def _objsize() -> Callable[[Any], int]:
    import objsize  # noqa: PLC0415

    return lambda root: int(objsize.get_deep_size(root))


def _pympler() -> Callable[[Any], int]:
    from pympler.asizeof import asizeof  # noqa: PLC0415

    return lambda root: int(asizeof(root))


_SUBJECTS: dict[str, Callable[[], Callable[[Any], int]]] = {
    "heapscope": _heapscope,
    "objsize": _objsize,
    "pympler": _pympler,
}
