"""Reading tracemalloc by line: live traces summed by the line that made them, beside tracemalloc's own statistics.

Each figure is taken in a process of its own with the same traces. `one cell` is what the probe does at the end of a
recorded cell with 5,000 live traces, most of them records: reading, stopping, comparing, keeping.
"""

from __future__ import annotations

import multiprocessing
import tracemalloc
from collections.abc import Callable
from typing import Any

from ._measure import Case, cpu_ms, runs

TRACES = {"157k traces": 157_000, "1M traces": 1_000_000}
CELL_TRACES = 5_000
PEERS = ("take_snapshot + statistics", "take_snapshot + compare_to")


def statistic(quick: bool) -> str:
    """What the figures are."""
    return f"CPU time of the process, minimum of {_rounds(quick)}; compare_to is against as many traces as there are"


def _rounds(quick: bool) -> int:
    return max(4, runs(quick))


def run(quick: bool) -> dict[str, Case]:
    """The cases; `extra` has how many lines were found."""
    counts = dict(list(TRACES.items())[: 1 if quick else None])
    figures = {
        f"{name}, {blocks}": _case(blocks, count, _rounds(quick))
        for name, count in counts.items()
        for blocks in _BLOCKS
    }
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        ms = pool.apply(_cell_ms, (_rounds(quick),))
    figures[f"one cell, {CELL_TRACES:,} traces"] = {"ours_ms": ms, "peers_ms": {}, "extra": {}}
    return figures


def _case(blocks: str, traces: int, count: int) -> Case:
    with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        ours_ms, lines = pool.apply(_measure, ("heapscope", blocks, traces, count))
        peers = {peer: pool.apply(_measure, (peer, blocks, traces, count)) for peer in PEERS}
    found = {f"lines by {peer}": number for peer, (_, number) in peers.items()}
    return {
        "ours_ms": ours_ms,
        "peers_ms": {peer: ms for peer, (ms, _) in peers.items()},
        "extra": {"lines": lines, **found},
    }


def _measure(subject: str, blocks: str, traces: int, count: int) -> tuple[float, int]:
    tracemalloc.start()
    kept = _BLOCKS[blocks](traces)
    before = tracemalloc.take_snapshot()
    work, lines = _SUBJECTS[subject](before)
    ms = cpu_ms(work, count)
    found = lines()
    del kept
    return ms, found


def _records(count: int) -> list[Any]:
    """Records as of orders: 9 blocks each, most of them small."""
    record = "{{'id': {line} + number, 'name': f'n{{number}}', 'rows': [number * 0.5, (number, {line})]}}"
    makers = _makers(f"def make_{{line}}(number): return {record}")
    return [makers[number // 3 % _LINES](number + 1_000) for number in range(count // 9)]


def _buffers(count: int) -> list[Any]:
    """Buffers, most of them so large that tracemalloc makes an object for each size; a bytearray is two blocks."""
    makers = _makers("def make_{line}(number): return bytearray(40 + {line})")
    return [makers[number // 3 % _LINES](number) for number in range(count // 2)]


def _makers(template: str) -> list[Callable[[int], Any]]:
    """Functions, one on each of many lines."""
    scope: dict[str, Any] = {}
    source = "\n".join(template.format(line=line) for line in range(_LINES))
    exec(compile(source, "<many lines>", "exec"), scope)
    return [scope[f"make_{line}"] for line in range(_LINES)]


_LINES = 500
_BLOCKS: dict[str, Callable[[int], list[Any]]] = {"records": _records, "buffers": _buffers}

Subject = tuple[Callable[[], object], Callable[[], int]]
"""What is measured, and what tells how many lines it found."""


def _heapscope(before: tracemalloc.Snapshot) -> Subject:
    from jupyterlab_heapscope.probe.trace_groups import read_groups  # noqa: PLC0415 - only in its own process

    return lambda: read_groups(stop=False), lambda: len(read_groups(stop=False))


def _statistics(before: tracemalloc.Snapshot) -> Subject:
    return (
        lambda: tracemalloc.take_snapshot().statistics("lineno"),
        lambda: len(tracemalloc.take_snapshot().statistics("lineno")),
    )


def _compare(before: tracemalloc.Snapshot) -> Subject:
    return (
        lambda: tracemalloc.take_snapshot().compare_to(before, "lineno"),
        lambda: len(tracemalloc.take_snapshot().compare_to(before, "lineno")),
    )


_SUBJECTS: dict[str, Callable[[tracemalloc.Snapshot], Subject]] = {
    "heapscope": _heapscope,
    "take_snapshot + statistics": _statistics,
    "take_snapshot + compare_to": _compare,
}


class _NoCells:
    """No line is of a cell."""

    def location(self, file: str, line: int) -> Any:
        """Where a line is, without what is said of cells."""
        return {"file": file, "line": line}

    def is_cell(self, file: str) -> bool:
        """Whether a file name is of a cell."""
        return False


def _cell_ms(count: int) -> float:
    """CPU ms at the end of a recorded cell, the fastest of some."""
    from time import process_time  # noqa: PLC0415

    from jupyterlab_heapscope.probe.allocations import AllocationRecorder  # noqa: PLC0415

    recorder = AllocationRecorder(_NoCells())
    best, blocks = float("inf"), CELL_TRACES
    for number in range(max(3, count * 4)):
        recorder.set_mode("next")
        recorder.before_run(number, number, "digest")
        kept = _records(blocks)
        began = process_time()
        recorder.after_run(1.0)
        took = process_time() - began
        found = recorder.sites("file", "bytes", 1)["sum"]["count"]
        # What lies on a free list is not traced again, so the number varies: those near enough are scaled.
        if abs(found - CELL_TRACES) < CELL_TRACES // 10:
            best = min(best, took * CELL_TRACES / found)
        blocks = blocks * CELL_TRACES // found
        del kept
    return best * 1000
