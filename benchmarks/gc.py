"""The callbacks on the collector, in the worst case: code that does nothing but set off young collections.

Blocks without and with the callbacks are run in turn, so that both see the same machine. The peer is the plainest
callback written in Python.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager

from ._measure import Case

ROUNDS = 40
LISTS = 400_000
"""Made in a block, kept in batches that fill the youngest generation again and again."""


def statistic(quick: bool) -> str:
    """What the figures are."""
    return f"CPU time added to a block, median of {_rounds(quick)} blocks with and without in turn"


def run(quick: bool) -> dict[str, Case]:
    """One case; `extra` has the block's own time and the percentages."""
    bare: list[float] = []
    ours: list[float] = []
    plain: list[float] = []
    _block_ms()
    for _ in range(_rounds(quick)):
        bare.append(_block_ms())
        with _heapscope():
            ours.append(_block_ms())
        with _callback():
            plain.append(_block_ms())
    block = statistics.median(bare)
    added = statistics.median(one - other for one, other in zip(ours, bare))
    added_plain = statistics.median(one - other for one, other in zip(plain, bare))
    return {
        "young collections only": {
            "ours_ms": added,
            "peers_ms": {"a callback in Python": added_plain},
            "extra": {
                "block ms": round(block, 2),
                "ours %": round(added / block * 100, 1),
                "callback in Python %": round(added_plain / block * 100, 1),
                "collections": LISTS // gc.get_threshold()[0],
            },
        }
    }


def _rounds(quick: bool) -> int:
    return 10 if quick else ROUNDS


def _block_ms() -> float:
    start = time.process_time()
    for _ in range(LISTS // 1000):
        batch = [[] for _ in range(1000)]  # type: ignore[var-annotated]
        del batch
    return (time.process_time() - start) * 1000


@contextmanager
def _heapscope() -> Iterator[None]:
    from jupyterlab_heapscope.probe.collector import CollectionLog  # noqa: PLC0415

    log = CollectionLog()
    log.begin()
    try:
        yield
    finally:
        log.end(time.perf_counter_ns())
        log.close()


@contextmanager
def _callback() -> Iterator[None]:
    seen = [0, 0]

    def count(phase: str, info: dict[str, int]) -> None:
        seen[phase == "stop"] += 1

    gc.callbacks.append(count)
    try:
        yield
    finally:
        gc.callbacks.remove(count)
