"""The counts that a page which is loaded later finds."""

from __future__ import annotations

from typing import Any

from jupyterlab_heapscope.probe import object_counts
from jupyterlab_heapscope.probe.object_counts import ObjectCounts


def census(run_id: int, count: int, since: tuple[int, int] | None = None) -> dict[str, Any]:
    previous, delta = since or (None, None)
    return {
        "run_id": run_id,
        "object_count": count,
        "object_count_delta": delta,
        "previous_run_id": previous,
        "delta_is_of_run": previous != 7,
    }


def test_the_first_complete_count_of_each_run_is_kept() -> None:
    counts = ObjectCounts()
    counts.note(census(1, 100))
    counts.note(census(1, 70))
    counts.note(census(2, 95, since=(1, -5)))
    counts.note(census(8, 99, since=(7, 4)))
    rows = [tuple(one.values()) for one in counts.after(0, 8)]
    assert rows == [(1, 100, None, None, True), (2, 95, -5, 1, True), (8, 99, 4, 7, False)]


def test_only_those_of_a_page_are_told() -> None:
    counts = ObjectCounts()
    for run_id in range(1, 6):
        counts.note(census(run_id, 100))
    assert [one["run_id"] for one in counts.after(1, 4)] == [2, 3, 4]


def test_the_oldest_go() -> None:
    counts = ObjectCounts()
    most = object_counts._MOST
    for run_id in range(1, most + 3):
        counts.note(census(run_id, 100))
    kept = [one["run_id"] for one in counts.after(0, most + 2)]
    assert (len(kept), kept[0], kept[-1]) == (most, 3, most + 2)
