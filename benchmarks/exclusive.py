"""The exclusive size of every variable: what would be freed if its name alone went away, and its deep size beside it.

The peers' figures are of less: pympler sizes each variable alone and says nothing of what is shared; guppy's is
for one variable, the dict; objsize's for one list of 100 records. Each is taken in a process of its own.
"""

from __future__ import annotations

import gc
import multiprocessing
import sys
from collections.abc import Callable
from typing import Any

from ._measure import Case, cpu_ms, runs

SCALES = {"24k objects": 0.01, "2.4M objects": 1.0}
PYMPLER, GUPPY, OBJSIZE = "pympler, plain sizes", "guppy domisize, 1 variable", "objsize exclusive, 1 small list"
PEERS = (PYMPLER, GUPPY, OBJSIZE)
_SMALL = 100
_PEER_RUNS = 2


class Place:
    """A leaf of a record."""

    __slots__ = ("x", "y")

    def __init__(self, x: float, y: float) -> None:
        """Refer to two floats."""
        self.x = x
        self.y = y


class Record:
    """An instance with attributes."""

    def __init__(self, name: str, place: Place, marks: list[str]) -> None:
        """Refer to three objects."""
        self.name = name
        self.place = place
        self.marks = marks


def namespace(scale: float) -> dict[str, Any]:
    """Return 47 variables that share objects in several ways."""
    records = [Record(f"n{i}", Place(i * 0.5, i * 0.25), ["a", "b"]) for i in range(int(100_000 * scale))]
    table = {f"key{i}": [f"v{i}", i + 1000, i * 0.5] for i in range(int(200_000 * scale))}
    variables: dict[str, Any] = {
        "records": records,
        "table": table,
        "numbers": [i + 1000 for i in range(int(1_000_000 * scale))],
        "half": records[::2],
        "by_name": {record.name: record for record in records[: len(records) // 4]},
        "same_table": table,
        "some_rows": list(table.values())[::10],
    }
    variables.update({f"small{k}": [k + 1000, f"x{k}"] for k in range(40)})
    return variables


def statistic(quick: bool) -> str:
    """What the figures are."""
    return f"CPU time of the process, minimum of {runs(quick)}; of the peers, of {min(_PEER_RUNS, runs(quick))}"


def run(quick: bool) -> dict[str, Case]:
    """The cases: CPU ms for all variables; `extra` has how many objects were met."""
    scales = dict(list(SCALES.items())[: 1 if quick else None])
    return {name: _case(scale, quick) for name, scale in scales.items()}


def _case(scale: float, quick: bool) -> Case:
    ours_ms, objects = _in_child("heapscope", scale, runs(quick))
    peer_runs = min(_PEER_RUNS, runs(quick))
    return {
        "ours_ms": ours_ms or 0.0,
        "peers_ms": {peer: _in_child(peer, scale, peer_runs)[0] for peer in PEERS},
        "extra": {"objects": f"{objects:,}", "variables": len(namespace(0))},
    }


def _in_child(subject: str, scale: float, count: int) -> tuple[float | None, int]:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_measure, (subject, scale, count))


def _measure(subject: str, scale: float, count: int) -> tuple[float | None, int]:
    """Return CPU ms and the number of objects met, in a fresh process."""
    variables = namespace(scale)
    gc.collect()
    try:
        work = _SUBJECTS[subject](variables)
    except ImportError:
        return None, 0
    found = work()
    return cpu_ms(work, count), found if isinstance(found, int) else 0


def _heapscope(variables: dict[str, Any]) -> Callable[[], object]:
    from jupyterlab_heapscope.probe.budget import Budget  # noqa: PLC0415 - only in its own process
    from jupyterlab_heapscope.probe.held_heap import HeldHeap  # noqa: PLC0415

    def sizes() -> int:
        heap = HeldHeap(variables.items(), (), Budget(600_000, sys.maxsize, lambda: False))
        assert heap.measure() is None
        assert all(holding.exclusive_bytes is not None for holding in heap.holdings)
        return heap.object_count

    return sizes


def _pympler(variables: dict[str, Any]) -> Callable[[], object]:
    from pympler.asizeof import asizeof  # noqa: PLC0415

    return lambda: [asizeof(value) for value in variables.values()]


def _guppy(variables: dict[str, Any]) -> Callable[[], object]:
    from guppy import hpy  # noqa: PLC0415

    heap = hpy()
    heap.iso(variables["table"]).domisize  # noqa: B018 - the first call is slower: it is not measured
    return lambda: heap.iso(variables["table"]).domisize and None


def _objsize(variables: dict[str, Any]) -> Callable[[], object]:
    import objsize  # noqa: PLC0415

    small = variables["small"] = namespace(_SMALL / 100_000)["records"]
    return lambda: objsize.get_exclusive_deep_size(small) and None


_SUBJECTS: dict[str, Callable[[dict[str, Any]], Callable[[], object]]] = {
    "heapscope": _heapscope,
    PYMPLER: _pympler,
    GUPPY: _guppy,
    OBJSIZE: _objsize,
}
