"""Deep sizes against a slow closure, sums by hand and what tracemalloc saw; and what they must not do."""

from __future__ import annotations

import gc
import sys
import time
import tracemalloc
import types
import weakref
from itertools import count
from typing import Any, Callable

import pytest

from jupyterlab_heapscope.probe.budget import Budget
from jupyterlab_heapscope.probe.deep_size import deep_size
from jupyterlab_heapscope.probe.shallow import shallow_size

from .hostile import FIRED, HOSTILE, Hostile
from .sample_heap import Pair, Row, arrays, changing, heap
from .schema import assert_walk_fits
from .slow_closure import reached
from .test_hostile import armed


def measured(root: Any, budget_ms: float = 600_000, objects: int = 10**9, cancelled: Any = lambda: False) -> Any:
    fields = deep_size(root, Budget(budget_ms, objects, cancelled), ())
    found = {"run_id": 1, "execution_count": 1, "frame_id": "global", "name": "root", "path": [], "address": "0x1"}
    assert_walk_fits("deep_size", {**found, **fields})
    return fields


def deep_bytes(root: Any) -> int:
    fields = measured(root)
    assert fields["complete"]
    return int(fields["deep_bytes"])


def linked(length: int, doubly: bool = False) -> Any:
    first: Any = None
    for number in range(length):
        following, first = first, Pair(None, number + 1000)
        first.left = [following] if doubly else following
        if doubly and following is not None:
            following.left.append(first)
    return first


class Fresh(Row):
    """Its instances have had no other attributes."""


def untie(first: Any) -> None:
    """Take a list of `linked` apart: freed as one, a long one overflows the stack of some Pythons."""
    while first is not None:
        following = first.left[0] if type(first.left) is list else first.left
        first.left, first = None, following


def test_equal_to_the_slow_closure() -> None:
    made: list[Any] = [*heap(), linked(500), linked(500, doubly=True), *arrays(pytest.importorskip("numpy"))]
    for root in [*made, made]:
        if type(root) is types.CodeType:  # the program's: counted alone
            continue
        slow = reached(root)
        fields = measured(root)
        assert fields["object_count"] == len(slow)
        # Of many instances at once, some are read to know what their attributes take.
        assert fields["deep_bytes"] == pytest.approx(sum(map(shallow_size, slow.values())), rel=0.005)


def test_sums_by_hand() -> None:
    texts = [f"text {number}" for number in range(100)]
    parts: list[Any] = [texts, *texts]
    assert deep_bytes(texts) == sum(map(sys.getsizeof, parts))
    assert deep_bytes(texts * 1000) == sum(map(sys.getsizeof, texts)) + sys.getsizeof(texts * 1000)
    table: dict[str, Any] = {f"key {number}": [number * 0.5] for number in range(100)}
    parts = [table, *table, *table.values(), *(value[0] for value in table.values())]
    assert deep_bytes(table) == sum(map(sys.getsizeof, parts))
    assert deep_bytes([None, True, ...]) == sys.getsizeof([None, True, ...])


@pytest.mark.parametrize(
    "make",
    [
        lambda: [Fresh(number) for number in range(5000)],
        lambda: {f"key {number}": (number * 0.5, [str(number)]) for number in range(5000)},
        lambda: linked(5000),
        lambda: [{"name": f"row {number}", "at": {number + 1000, str(number)}} for number in range(5000)],
    ],
)
def test_what_tracemalloc_saw(make: Callable[[], Any]) -> None:
    make()  # what is made only once
    gc.collect()
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        root = make()
        gc.collect()
        taken = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert deep_bytes(root) == pytest.approx(taken, rel=0.06)  # an int is allocated some bytes longer than it says


def test_rows_are_the_types_largest_first() -> None:
    fields = measured([Row(number) for number in range(100)])
    rows = fields["rows"]
    assert sum(rows["bytes"]) == fields["deep_bytes"]
    assert sum(rows["count"]) == fields["object_count"]
    assert rows["bytes"] == sorted(rows["bytes"], reverse=True)
    assert rows["count"][rows["type"].index("jupyterlab_heapscope.tests.sample_heap.Row")] == 100


def test_what_belongs_to_a_value() -> None:
    big = "x" * 1_000_000

    def closing() -> str:
        return big

    def defaulting(given: str = big) -> str:
        return given

    class Registry:
        kept = big

    generator = (letter for letter in [big])
    next(generator)
    reference = weakref.WeakValueDictionary({1: Registry()})
    module = types.ModuleType("made")
    module.__dict__["big"] = big
    error: Any = None
    try:
        closing().big  # type: ignore[attr-defined]  # noqa: B018
    except AttributeError as caught:
        error = caught
    frame = sys._getframe()
    with_it: list[Any] = [closing, defaulting, Registry, [closing], {"key": defaulting}]
    if sys.version_info >= (3, 11):
        with_it.append(generator)
    for root in with_it:
        assert deep_bytes(root) > 1_000_000, root
    for root in (test_what_belongs_to_a_value, [Registry], Registry(), reference, module, [module], frame, sys):
        assert deep_bytes(root) < 20_000, root
    error.name = error.obj = None  # 3.10 and later keep the object
    assert deep_bytes(error) < 20_000


def test_what_is_left_out_is_not_entered_unless_asked_for() -> None:
    namespace: dict[str, Any] = {"big": "x" * 1_000_000}
    holder = [namespace]
    assert deep_size(holder, Budget(1000, 1000, lambda: False), [namespace])["deep_bytes"] < 200
    assert deep_size(namespace, Budget(1000, 1000, lambda: False), [namespace])["deep_bytes"] > 1_000_000


@pytest.mark.parametrize("length", [1_000_000])
def test_very_deep_lists(length: int) -> None:
    deep: list[Any] = []
    for _ in range(length):
        deep = [deep]
    assert deep_bytes(deep) == length * sys.getsizeof([[]]) + sys.getsizeof([])
    while deep:
        deep = deep.pop()


@pytest.mark.parametrize("doubly", [False, True])
def test_linked_lists_are_not_slow(doubly: bool) -> None:
    """Six times as long takes some six times as long: nothing is copied or looked through again and again."""
    took = []
    for length in (20_000, 120_000):
        first = linked(length, doubly)
        began = time.thread_time()
        assert measured(first)["object_count"] == 2 * length + doubly * length
        took.append(time.thread_time() - began)
        untie(first)
    assert took[1] < took[0] * 15


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        ({"budget_ms": 0}, "budget"),
        ({"objects": 1000}, "objects"),
        ({"cancelled": lambda: True}, "next_run"),
    ],
)
@pytest.mark.parametrize("make", [lambda: [str(number) for number in range(200_000)], lambda: linked(50_000)])
def test_a_cut_walk_says_so(make: Callable[[], Any], limits: dict[str, Any], reason: str) -> None:
    root = make()
    fields = measured(root, **limits)
    assert (fields["complete"], fields["cut_because"]) == (False, reason)
    assert 0 < fields["deep_bytes"] < deep_bytes(root)
    if type(root) is Pair:
        untie(root)


def test_a_dict_of_ten_million_entries_within_the_budget() -> None:
    large = dict.fromkeys(range(10_000_000))
    began = time.perf_counter()
    fields = measured(large, budget_ms=100)
    assert fields["cut_because"] == "budget"
    assert time.perf_counter() - began < 1  # a busy machine; a slice takes some milliseconds


def test_it_asks_often_whether_to_give_up() -> None:
    rows: list[Any] = [[Row(number) for number in range(50_000)], list(map(str, range(500_000))), linked(50_000)]
    rows.append({f"key {number}": {number: [number]} for number in range(100_000)})
    asked: list[float] = []

    def cancelled() -> bool:
        asked.append(time.thread_time())
        return False

    gc.disable()
    try:
        measured(rows, cancelled=cancelled)
    finally:
        gc.enable()
    gaps = sorted(later - earlier for earlier, later in zip(asked, asked[1:]))
    assert len(gaps) > 80
    assert gaps[int(len(gaps) * 0.95)] < 0.015  # a slow machine; 5 ms are meant
    untie(rows[2])


def test_nothing_is_kept() -> None:
    class Marked:
        pass

    marked = Marked()
    root = {"one": marked, "more": [marked, Marked()]}
    before = sys.getrefcount(marked)
    measured(root)
    asked = count()
    measured([linked(5000), root], cancelled=lambda: next(asked) > 1)
    after = sys.getrefcount(marked)
    assert after == before
    reference = weakref.ref(marked)
    del marked, root
    assert reference() is None


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda hostile: hostile.name)
def test_no_trap_fires(hostile: Hostile) -> None:
    made = armed(hostile)
    assert measured(made)["complete"]
    assert measured([made, {"key": made}])["complete"]
    assert FIRED == []


def test_the_heap_changes_meanwhile() -> None:
    with changing(50_000) as heap_of_another:
        for _ in range(5):
            assert measured(heap_of_another)["deep_bytes"] > 1_000_000


@pytest.mark.parametrize("enabled", [True, False])
def test_the_collector_is_left_as_it_is(enabled: bool) -> None:
    root = [[number] for number in range(100_000)]
    (gc.enable if enabled else gc.disable)()
    try:
        seen = {enabled}
        measured(root, cancelled=lambda: seen.add(gc.isenabled()))
        assert seen == {enabled}
    finally:
        gc.enable()
