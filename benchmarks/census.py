"""The census of the whole heap: objects and bytes by type, untracked objects included.

Each figure is taken in a process of its own with the same heap, since some peers keep references to what they counted.
"""

from __future__ import annotations

import gc
import multiprocessing
import time
from collections.abc import Callable
from typing import Any

from ._measure import Case, cpu_ms, runs

HEAPS = {"100k tracked objects": 100_000, "1M tracked objects": 1_000_000, "5M tracked objects": 5_000_000}
PEERS = ("guppy heap()", "guppy by type", "muppy + summary")
_SLOW_PEER_RUNS = 1
_UNIT = 6
"""Tracked objects of a unit below: list, dict, tuple, two instances, the list of one."""


class Record:
    """An instance with a dict or inline values."""

    def __init__(self, number: int) -> None:
        """Refer to three objects."""
        self.number = number + 1000
        self.name = f"name{number}"
        self.values = [number * 0.5, number * 0.25, "k"]


class Slotted:
    """An instance with slots."""

    __slots__ = ("x", "y")

    def __init__(self, x: object, y: object) -> None:
        """Refer to two objects."""
        self.x = x
        self.y = y


def statistic(quick: bool) -> str:
    """What the figures are."""
    return f"CPU time of the process, minimum of {runs(quick)}; of the slow peer, of {_SLOW_PEER_RUNS}"


def run(quick: bool) -> dict[str, Case]:
    """The cases: CPU ms of one census; `extra` has how many objects each found."""
    heaps = dict(list(HEAPS.items())[: 1 if quick else None])
    return {name: _case(tracked, runs(quick)) for name, tracked in heaps.items()}


def _case(tracked: int, count: int) -> Case:
    ours_ms, objects = _in_child("heapscope", tracked, count)
    peers = {peer: _in_child(peer, tracked, count) for peer in PEERS}
    found = {f"objects by {peer}": number for peer, (_, number) in peers.items() if number}
    return {
        "ours_ms": ours_ms,
        "peers_ms": {peer: ms for peer, (ms, _) in peers.items()},
        "extra": {"objects": objects, **found},
    }


def _in_child(subject: str, tracked: int, count: int) -> Any:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_measure, (subject, tracked, count))


def _measure(subject: str, tracked: int, count: int) -> tuple[float | None, int]:
    """Return CPU ms and the number of objects found, in a fresh process."""
    heap = [_unit(number) for number in range(tracked // _UNIT)]
    try:
        work, objects = _SUBJECTS[subject]()
    except ImportError:
        return None, 0
    started = time.perf_counter()
    found = objects()  # the first call of some peers is slower: it is not measured
    slow = time.perf_counter() - started > 10  # noqa: PLR2004 - seconds
    ms = cpu_ms(work, _SLOW_PEER_RUNS if slow else count)
    del heap
    return ms, found


def _unit(number: int) -> list[object]:
    record = Record(number)
    row = (Slotted(record, number * 1.5), f"t{number}")
    return [{"row": row, "val": number * 3.5, "id": number + 5000, "u": (f"x{number}", number + 7000)}, number + 2000]


Subject = tuple[Callable[[], object], Callable[[], int]]
"""What is measured, and what tells how many objects it found."""


def _heapscope() -> Subject:
    from jupyterlab_heapscope.probe.census import CensusTaker  # noqa: PLC0415 - only in its own process

    taker = CensusTaker()  # one for all, as in a session

    def take() -> dict[str, Any]:
        return taker.take(600_000, lambda: False, 1, 1)

    return take, lambda: int(take()["object_count"])


def _guppy() -> Subject:
    from guppy import hpy  # noqa: PLC0415

    heap = hpy().heap
    return heap, lambda: int(heap().count)


def _guppy_by_type() -> Subject:
    from guppy import hpy  # noqa: PLC0415

    session = hpy()

    def rows() -> list[Any]:
        return [(row.name, row.count, row.size) for row in session.heap().bytype.stat.get_rows()]

    return rows, lambda: sum(count for _, count, _ in rows())


def _muppy() -> Subject:
    from pympler import muppy, summary  # noqa: PLC0415

    def summarise() -> Any:
        gc.collect()
        return summary.summarize(muppy.get_objects())

    return summarise, lambda: sum(count for _, count, _ in summarise())


_SUBJECTS: dict[str, Callable[[], Subject]] = {
    "heapscope": _heapscope,
    "guppy heap()": _guppy,
    "guppy by type": _guppy_by_type,
    "muppy + summary": _muppy,
}
