"""Sizes of names that take more than the budget: the large ones give up alone."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from jupyterlab_heapscope.probe.budget import Budget
from jupyterlab_heapscope.probe.held_heap import HeldHeap
from jupyterlab_heapscope.probe.variable_sizes import variable_sizes

from .test_variable_sizes import sizes


def large() -> list[str]:
    return [str(number) for number in range(100_000, 200_000)]


def by_name(heap: HeldHeap) -> dict[str, Any]:
    return {name: holding for holding in heap.holdings for name in holding.names}


@pytest.mark.parametrize("place", ["first", "between", "last"])
def test_what_is_too_large_gives_up_alone(place: str) -> None:
    named: dict[str, Any] = {f"small {number}": [str(number) * 40] for number in range(30)}
    named["part"] = named["small 3"] + [str(len(sys.path)) * 50]
    named["words"] = [f"word {number}" for number in range(5_000)]
    exact = sizes(named)
    names = list(named)
    names.insert({"first": 0, "between": 15, "last": len(names)}[place], "large")
    named["large"] = large()
    budget = Budget(600_000, 50_000, lambda: False)
    heap = HeldHeap([(name, named[name]) for name in names], (), budget)
    assert heap.measure() == "objects"
    found = by_name(heap)
    given_up = found.pop("large")
    assert {name: (one.deep_bytes, one.exclusive_bytes) for name, one in found.items()} == exact
    assert all(one.is_whole for one in found.values())
    assert (given_up.is_whole, given_up.exclusive_bytes, given_up.shared_bytes) == (False, None, None)
    # The others leave it most of the budget; a slice may be more than is left.
    assert 30_000 < given_up.deep_bytes // sys.getsizeof("123456") < 80_000
    assert 30_000 < heap.object_count < 70_000


def test_what_the_large_one_holds_is_not_exclusive_to_others() -> None:
    named: dict[str, Any] = {"rows": [[str(number) * 3] for number in range(300)]}
    named["alone"] = [str(len(sys.path)) * 99]
    exact = sizes(named)
    named["large"] = [list(range(10**6, 2 * 10**6)), named["rows"]]
    named["held"] = named["large"][0]
    heap = HeldHeap(named.items(), (), Budget(600_000, 600_000, lambda: False))
    assert heap.measure() == "objects"
    found = by_name(heap)
    assert (found["rows"].deep_bytes, found["rows"].exclusive_bytes) == (exact["rows"][0], 0)
    assert (found["alone"].deep_bytes, found["alone"].exclusive_bytes) == exact["alone"]
    for name in ("large", "held"):
        assert not found[name].is_whole
        assert found[name].deep_bytes > sys.getsizeof(named[name])


def test_time_is_shared_too() -> None:
    named: dict[str, Any] = {"large": [[number] for number in range(1_500_000)]}
    named.update({f"small {number}": [str(number) * 40] for number in range(30)})
    exact = sizes({name: value for name, value in named.items() if name != "large"})
    heap = HeldHeap(named.items(), (), Budget(150, 10**9, lambda: False))
    assert heap.measure() == "budget"
    found = by_name(heap)
    assert not found["large"].is_whole
    assert found["large"].deep_bytes > sys.getsizeof(named["large"])
    assert {name: found[name].deep_bytes for name in exact} == {name: deep for name, (deep, _) in exact.items()}


def test_where_measuring_takes_much_memory_it_ends() -> None:
    named: dict[str, Any] = {"small": [str(len(sys.path)) * 40], "large": large()}
    exact = sizes({"small": named["small"]})
    checks = iter(range(1_000))
    heap = HeldHeap(named.items(), (), Budget(600_000, 10**9, lambda: False, lambda: next(checks) > 5))
    assert heap.measure() == "memory"
    assert next(checks) < 50, "it goes on"
    found = by_name(heap)
    assert not found["large"].is_whole
    assert found["small"].deep_bytes == exact["small"][0]


def test_without_any_time_nothing_is_known() -> None:
    heap = HeldHeap({"one": [1], "two": large()}.items(), (), Budget(0, 10**9, lambda: False))
    assert heap.measure() == "budget"
    known = [(one.deep_bytes, one.is_whole, one.exclusive_bytes) for one in heap.holdings]
    assert known == [(None, False, None)] * 2


def test_many_large_ones_do_not_keep_small_ones_from_their_turn() -> None:
    namespace: dict[str, Any] = {f"large {number}": large() for number in range(12)}
    namespace["last"] = [str(len(sys.path)) * 30, [0.5 * len(sys.path)]]
    budget = Budget(600_000, 20_000, lambda: False)
    answer = variable_sizes(namespace, frozenset(), (), budget, 100)
    found = {item["name"]: item for item in answer["items"]}
    assert answer["cut_because"] == "objects"
    assert not any(found[name]["deep_complete"] for name in namespace if name != "last")
    assert found["last"]["deep_complete"]
    assert found["last"]["deep_bytes"] == sizes({"last": namespace["last"]})["last"][0]
