"""The census against an independent closure, and how it gives way."""

from __future__ import annotations

import gc
import sys
import time
import weakref
from collections import defaultdict
from itertools import count
from typing import Any

import pytest

from jupyterlab_heapscope.probe import census as census_module
from jupyterlab_heapscope.probe.census import CensusTaker
from jupyterlab_heapscope.probe.heap_walk import HeapWalk
from jupyterlab_heapscope.probe.shallow import shallow_size

from .hostile import FIRED, HOSTILE
from .sample_heap import Row, arrays, changing, heap, tracked_from
from .schema import assert_fits, assert_walk_fits
from .slow_closure import closure, count_by_type


def walked(tracked: list[Any]) -> tuple[dict[type, int], dict[type, int]]:
    walk = HeapWalk(lambda: None, lambda kind: False)
    walk.run(list(tracked))
    sums = walk.sums.values()
    return {found.type: found.count for found in sums if found.count}, {found.type: found.bytes for found in sums}


@pytest.mark.parametrize("with_arrays", [False, True])
def test_equal_to_the_slow_closure(with_arrays: bool) -> None:
    made = heap()
    if with_arrays:
        made += arrays(pytest.importorskip("numpy"))
    gc.collect()  # unties tuples and dicts that hold nothing to track
    tracked = tracked_from(made)
    assert len(tracked) > 1000
    slow = closure(tracked)
    fast, fast_bytes = walked(tracked)
    assert fast == count_by_type(slow)
    by_hand: dict[type, int] = defaultdict(int)
    for obj in slow:
        by_hand[type(obj)] += shallow_size(obj)
    assert {kind: fast_bytes[kind] for kind in by_hand} == dict(by_hand)


def test_equal_to_the_slow_closure_of_this_whole_process() -> None:
    kept = heap()
    gc.collect()
    gc.disable()
    try:
        tracked = gc.get_objects()
        tracked = [obj for obj in tracked if obj is not kept]
        fast, _ = walked(tracked)
        slow = count_by_type(closure(tracked))
    finally:
        gc.enable()
    # What runs between the two: pytest's frames, and the ints and strings of this test.
    differ = {kind: (fast.get(kind, 0), slow.get(kind, 0)) for kind in fast.keys() | slow.keys()}
    differ = {kind: pair for kind, pair in differ.items() if abs(pair[0] - pair[1]) > 5}
    assert not differ
    assert sum(fast.values()) > 50_000
    del kept


def take(taker: CensusTaker, run_id: int, budget_ms: int = 60_000, cancelled: Any = lambda: False) -> Any:
    fields = taker.take(budget_ms, cancelled, run_id, run_id)
    assert_walk_fits("census", fields)
    return fields


def row(fields: Any, kind: type) -> dict[str, Any]:
    rows = fields["rows"]
    index = rows["type"].index(f"{kind.__module__}.{kind.__qualname__}")
    return {name: column[index] for name, column in rows.items()}


def test_fields_and_order() -> None:
    fields = take(CensusTaker(), 1)
    rows = fields["rows"]
    assert fields["complete"]
    assert fields["cut_because"] is None
    assert (fields["previous_run_id"], fields["object_count_delta"]) == (None, None)
    assert sum(rows["count"]) == fields["object_count"]
    assert sum(rows["bytes"]) == fields["object_bytes"]
    assert rows["bytes"] == sorted(rows["bytes"], reverse=True)
    assert fields["type_count"] == len(rows["type"])
    assert 0 < fields["tracked_count"] < fields["object_count"]
    assert set(rows["count_delta"]) == {None}


def test_deltas_against_the_run_before() -> None:
    taker = CensusTaker()
    kept = [Row(number) for number in range(100)]
    take(taker, 1)
    kept += [Row(number) for number in range(50)]
    second = take(taker, 2)
    assert row(second, Row)["count_delta"] == 50
    assert row(second, Row)["bytes_delta"] > 0
    kept += [Row(number) for number in range(7)]
    again = take(taker, 2)
    assert (again["previous_run_id"], row(again, Row)["count_delta"]) == (1, 57)
    del kept[:100]
    third = take(taker, 3)
    assert (third["previous_run_id"], row(third, Row)["count_delta"]) == (2, -100)
    kept.clear()
    gone = row(take(taker, 4), Row)
    assert (gone["count"], gone["count_delta"]) == (0, -57)


def test_baseline() -> None:
    taker = CensusTaker()
    nothing = taker.set_baseline()
    assert nothing == {"baseline_run_id": None, "object_count": None, "object_bytes": None}
    first = take(taker, 1)
    baseline = taker.set_baseline()
    assert_fits({"kind": "baseline", "request_id": 1, **baseline}, "Baseline")
    assert baseline["object_count"] == first["object_count"]
    kept = [Row(number) for number in range(30)]
    for run_id in (2, 3):
        fields = take(taker, run_id)
        assert fields["baseline_run_id"] == 1
        assert row(fields, Row)["count_since_baseline"] == 30
    assert taker.clear_baseline()["baseline_run_id"] is None
    assert set(take(taker, 4)["rows"]["count_since_baseline"]) == {None}
    del kept


@pytest.mark.parametrize("generation", [0, 1])
def test_tuples_that_a_collection_unties_meanwhile_count_once(generation: int) -> None:
    def collecting() -> bool:
        gc.collect(generation)
        return False

    thresholds = gc.get_threshold()
    gc.collect()
    gc.set_threshold(1_000_000)  # so that they stay young
    try:
        # Those of 3.14 are tied only to what is tracked when they are made: to the tuple within.
        kept = [(outer := (inner := (f"text {number}", number + 1_000),)) and (outer, inner) for number in range(2_000)]
        if generation:
            gc.collect(0)
        taker = CensusTaker()
        take(taker, 1, cancelled=collecting)
        rows = take(taker, 2)["rows"]
    finally:
        gc.set_threshold(*thresholds)
    deltas = dict(zip(rows["type"], rows["count_delta"]))
    assert max(abs(deltas[kind]) for kind in ("tuple", "str", "int")) < 200, deltas
    del kept


def test_types_of_equal_name_are_one_row() -> None:
    def make() -> type:
        return type("Twin", (), {"__module__": "twins"})

    kept = [kind() for kind in (make(), make()) for _ in range(10)]
    fields = take(CensusTaker(), 1)
    rows = fields["rows"]
    assert rows["type"].count("twins.Twin") == 1
    assert rows["count"][rows["type"].index("twins.Twin")] == 20
    del kept


def test_what_is_frozen_cannot_be_counted_and_nothing_is_compared() -> None:
    kept = [Row(number) for number in range(1000)]
    taker = CensusTaker()
    take(taker, 1)
    gc.freeze()
    try:
        for budget_ms in (60_000, 0):
            fields = take(taker, 2, budget_ms)
            assert (fields["complete"], fields["object_count_delta"]) == (False, None)
            assert fields["cut_because"] == ("frozen" if budget_ms else "budget")
            assert fields["sampled"] is None
            assert fields["tracked_count"] >= 0
    finally:
        gc.unfreeze()
    assert take(taker, 3)["previous_run_id"] == 1
    del kept


@pytest.mark.parametrize(("budget_ms", "after", "reason"), [(1, 10**9, "budget"), (60_000, 3, "next_run")])
def test_a_cut_walk_says_so_and_is_not_compared(budget_ms: int, after: int, reason: str) -> None:
    kept = [Row(number) for number in range(20_000)]
    taker = CensusTaker()
    take(taker, 1)
    asked = count()
    fields = take(taker, 2, budget_ms, lambda: next(asked) >= after)
    assert (fields["complete"], fields["cut_because"]) == (False, reason)
    assert (fields["previous_run_id"], fields["object_count_delta"]) == (None, None)
    assert set(fields["rows"]["count_delta"]) == {None}
    assert take(taker, 3)["previous_run_id"] == 1
    del kept


def test_the_walk_asks_often_whether_to_give_up() -> None:
    kept: list[Any] = [Row(number) for number in range(20_000)]
    kept.append({f"key {number}": number for number in range(200_000)})
    kept.append([f"item {number}" for number in range(400_000)])
    kept.append(set(map(str, range(300_000))))
    asked: list[float] = []

    def cancelled() -> bool:
        asked.append(time.thread_time())
        return False

    gc.disable()
    try:
        take(CensusTaker(), 1, 600_000, cancelled)
    finally:
        gc.enable()
    gaps = sorted(later - earlier for earlier, later in zip(asked, asked[1:]))
    assert len(gaps) > 100
    assert gaps[int(len(gaps) * 0.98)] < 0.010  # a slow machine; 5 ms are meant
    del kept


def test_nothing_is_kept_between_calls() -> None:
    class Marked:
        pass

    marked = Marked()
    gone: list[bool] = []
    reference = weakref.ref(marked, lambda _: gone.append(True))
    before = sys.getrefcount(marked)
    taker = CensusTaker()
    take(taker, 1)
    asked = count()
    take(taker, 2, 60_000, lambda: next(asked) > 5)
    assert sys.getrefcount(marked) == before
    del marked
    assert gone
    assert reference() is None


def test_the_probe_does_not_count_itself() -> None:
    gc.collect()  # what other tests left would go between the two
    taker = CensusTaker()
    first = take(taker, 1)["object_count"]  # the rest of the answer would be counted
    taker.ballast = [f"ballast {number}" for number in range(50_000)]  # type: ignore[attr-defined]
    second = take(taker, 2)
    rows = second["rows"]
    changed = {name: delta for name, delta in zip(rows["type"], rows["count_delta"]) if delta}
    assert abs(second["object_count"] - first) < 500, changed
    names = second["rows"]["type"]
    assert not [name for name in names if name.startswith(census_module.__package__)]


def test_the_collector_is_left_as_it_is() -> None:
    for enabled in (True, False):
        (gc.enable if enabled else gc.disable)()
        try:
            walked_with = {enabled}
            take(CensusTaker(), 1, 60_000, lambda: walked_with.add(gc.isenabled()))  # noqa: B023 - called at once
            assert walked_with == {enabled}
            assert gc.isenabled() == enabled
        finally:
            gc.enable()


def test_no_trap_fires() -> None:
    FIRED.clear()
    kept = [hostile.make() for hostile in HOSTILE]
    fields = take(CensusTaker(), 1)
    assert FIRED == []
    assert fields["complete"]
    del kept


def test_the_heap_changes_meanwhile() -> None:
    with changing(20_000):
        for run_id in range(2):
            assert take(CensusTaker(), run_id)["object_count"] > 20_000


def test_a_very_deep_heap() -> None:
    deep: list[Any] = []
    for _ in range(200_000):
        deep = [deep]
    fields = take(CensusTaker(), 1)
    assert fields["complete"]
    while deep:
        deep = deep.pop()
