"""Exclusive and shared sizes against a slow reference: the sets of what each name reaches."""

from __future__ import annotations

import gc
import random
import sys
import threading
import weakref
from collections import OrderedDict, deque
from itertools import count
from typing import Any, Callable

import pytest

from jupyterlab_heapscope.probe.budget import Budget
from jupyterlab_heapscope.probe.held_heap import HeldHeap
from jupyterlab_heapscope.probe.shallow import shallow_size

from .hostile import FIRED, HOSTILE
from .sample_heap import Pair, Row
from .slow_closure import exclusive_bytes


def no_limit() -> Budget:
    return Budget(600_000, 10**9, lambda: False)


def measured(named: dict[str, Any]) -> HeldHeap:
    heap = HeldHeap(named.items(), (), no_limit())
    assert heap.measure() is None
    return heap


def sizes(named: dict[str, Any]) -> dict[str, tuple[int, int]]:
    """Deep and exclusive bytes by name."""
    found: dict[str, Any] = {}
    for holding in measured(named).holdings:
        found.update(dict.fromkeys(holding.names, (holding.deep_bytes, holding.exclusive_bytes)))
    return found


class Fresh(Row):
    """Its instances have had no other attributes."""


class Graph:
    """Random objects that refer to each other, some of them from names, some from outside."""

    def __init__(self, seed: int) -> None:
        """Make them; every number and text is made at run time, so that no code holds it."""
        self._random = random.Random(seed)
        self._number = seed * 100_000 + 1_000
        self._made: list[Any] = []
        for _ in range(self._random.choice((20, 200, 3000))):
            self._made.append(self._any())
        for obj in self._random.choices(self._made, k=len(self._made) // 3):
            if type(obj) in (list, deque):
                obj.append(self._old())  # cycles
            elif type(obj) is Row:
                obj.values.append(self._old())
        names = [f"name{index}" for index in range(self._random.choice((1, 3, 12)))]
        self.named = {name: self._old() for name in names}
        self.named["alias"] = self.named["name0"]
        self.held_outside = [self._old() for _ in range(self._random.choice((0, 0, 3)))]
        self._made.clear()
        self._number = 0  # holds none of theirs

    def _fresh(self) -> Any:
        self._number += 1
        make: Any = self._random.choice((int, str, float, lambda number: bytes(str(number), "ascii")))
        return make(self._number)

    def _old(self) -> Any:
        near = self._made[-10:] if self._random.random() < 0.7 else self._made
        return self._random.choice(near) if self._made and self._random.random() < 0.9 else self._fresh()

    def _some(self) -> list[Any]:
        return [self._old() if self._random.random() < 0.5 else self._fresh() for _ in range(self._random.randrange(6))]

    def _any(self) -> Any:
        kinds: list[Callable[[], Any]] = [
            self._some,
            lambda: tuple(self._some()),
            lambda: {self._fresh(): value for value in self._some()},
            lambda: {str(self._fresh()): value for value in self._some()},
            lambda: OrderedDict((self._fresh(), value) for value in self._some()),
            lambda: frozenset(self._fresh() for _ in range(3)),
            lambda: deque(self._some()),
            lambda: Pair(self._old(), self._fresh()),
            lambda: Row(self._number),
            self._function,
        ]
        return self._random.choice(kinds)()

    def _function(self) -> Any:
        kept, other = self._old(), self._fresh()
        return lambda given=other: (kept, given)


@pytest.mark.parametrize("seed", range(60))
def test_equal_to_the_sets_of_what_each_name_reaches(seed: int) -> None:
    graph = Graph(seed)
    gc.collect()
    held_outside = [*graph.held_outside, *held_by_code(Graph, Row), ()]
    expected = exclusive_bytes(graph.named, held_outside, shallow_size)
    assert sizes(graph.named) == expected


def held_by_code(*kinds: type) -> list[object]:
    """Names and constants of the functions of classes, nested ones included."""
    pending = [value.__code__ for kind in kinds for value in vars(kind).values() if hasattr(value, "__code__")]
    found: list[object] = [__name__]
    while pending:
        code = pending.pop()
        listed = [code.co_consts, code.co_names, code.co_varnames, code.co_freevars, [code.co_name]]
        held = [obj for group in [*listed, [getattr(code, "co_qualname", "")]] for obj in group]
        pending += [obj for obj in held if type(obj) is type(code)]
        found += [obj for obj in held if type(obj) is not type(code)]
    return found


def test_who_holds_what_by_hand() -> None:
    text, number = "text " * 100 + str(count()), float(len(sys.path)) + 0.5
    inner = [text]
    named: dict[str, Any] = {"first": [inner, number], "second": {1: inner}, "alone": [str(count()) * 50]}
    del inner
    first, second, alone = (sys.getsizeof(value) for value in named.values())
    inside = sys.getsizeof(named["first"][0]) + sys.getsizeof(text)
    del text
    found = sizes(named)
    assert found["alone"] == (alone + sys.getsizeof(named["alone"][0]),) * 2
    assert found["second"] == (second + inside + sys.getsizeof(1), second)  # 1 is held by Python
    assert found["first"] == (first + inside + sys.getsizeof(number), first)  # number is held by this frame


def test_two_names_of_one_object_share_all_of_it() -> None:
    named: dict[str, Any] = {"one": [str(count())]}
    alone = sizes(named)["one"]
    named["two"] = named["one"]
    assert alone[0] == alone[1] > 0
    assert sizes(named) == {"one": (alone[0], 0), "two": (alone[0], 0)}
    holding = measured(named).holdings[0]
    assert (holding.names, holding.is_held_outside) == (["one", "two"], False)


def test_an_object_held_by_a_frame_is_not_freed_with_its_name() -> None:
    held = [str(count())]
    named = {"held": held}
    (holding,) = measured(named).holdings
    assert holding.is_held_outside
    assert (holding.exclusive_bytes, holding.deep_bytes) == (0, holding.shared_bytes)
    del held
    (holding,) = measured(named).holdings
    assert not holding.is_held_outside
    assert holding.exclusive_bytes == holding.deep_bytes


def test_what_goes_away_is_what_was_said() -> None:
    """Truth from outside: tracemalloc counts the bytes that a `del` frees."""
    tracemalloc = pytest.importorskip("tracemalloc")
    tracemalloc.start()
    try:
        named: dict[str, Any] = {"rows": [Fresh(number) for number in range(3000)]}
        named["half"] = named["rows"][::2]
        named["texts"] = {f"key {number}": [f"text {number}", number * 0.5] for number in range(3000)}
        named["some"] = list(named["texts"].values())[:100]
        for name in list(named):
            gc.collect()
            said = sizes(named)[name][1]
            gc.collect()
            before = tracemalloc.get_traced_memory()[0]
            del named[name]
            gc.collect()
            freed = before - tracemalloc.get_traced_memory()[0]
            assert abs(freed - said) < 2000 + freed * 0.04, name  # an int is allocated some bytes longer than it says
    finally:
        tracemalloc.stop()


def test_modules_and_classes_are_held_by_the_program() -> None:
    kind = type("Registry", (), {"entries": [str(number) for number in range(1000)]})
    found = sizes({"sys": sys, "Registry": kind, "nothing": None, "instance": kind()})
    assert found["sys"][1] == found["Registry"][1] == found["nothing"][1] == 0
    assert found["Registry"][0] > 50_000
    assert found["instance"][0] < 1000


def test_what_is_left_out_is_the_programs() -> None:
    namespace: dict[str, Any] = {"data": [str(count())], "big": [0] * 10_000}
    namespace["to_namespace"] = [namespace]
    namespace["function"] = lambda: namespace
    heap = HeldHeap(namespace.items(), [namespace], no_limit())
    assert heap.measure() is None
    found = {holding.names[0]: holding for holding in heap.holdings}
    assert (found["to_namespace"].deep_bytes or 0) < 200
    assert found["big"].exclusive_bytes == sys.getsizeof(namespace["big"])  # 0 is Python's


def test_no_trap_fires() -> None:
    FIRED.clear()
    named = {str(index): hostile.make() for index, hostile in enumerate(HOSTILE)}
    named |= {f"held {index}": [hostile.make()] for index, hostile in enumerate(HOSTILE)}
    measured(named)
    assert FIRED == []


def test_nothing_is_kept() -> None:
    class Marked:
        pass

    named: dict[str, Any] = {"one": Marked(), "two": [Marked()]}
    named["three"] = [named["one"], named["two"][0]]
    before = sys.getrefcount(named["one"])
    references = [weakref.ref(named["one"]), weakref.ref(named["two"][0])]
    heap = measured(named)
    assert all(not holding.territory for holding in heap.holdings)
    del heap
    after = sys.getrefcount(named["one"])
    assert after == before
    asked = count()
    cut = HeldHeap(named.items(), (), Budget(600_000, 10**9, lambda: next(asked) > 2))
    assert cut.measure() == "next_run"
    del cut
    named.clear()
    assert [reference() for reference in references] == [None, None]


def test_the_heap_changes_meanwhile() -> None:
    named: dict[str, Any] = {"changing": {number: [str(number)] for number in range(20_000)}}
    named["other"] = list(named["changing"].values())
    stop = threading.Event()

    def change() -> None:
        for number in count():
            if stop.is_set():
                return
            named["changing"][number % 40_000] = [str(number)]
            named["changing"].pop((number * 7) % 40_000, None)

    thread = threading.Thread(target=change)
    thread.start()
    try:
        for _ in range(3):
            for deep, exclusive in sizes(named).values():
                assert 0 <= exclusive <= deep
    finally:
        stop.set()
        thread.join()


def test_what_grows_between_the_passes_makes_no_size_negative() -> None:
    outside: list[str] = []
    checks = count()

    def grow() -> bool:
        if next(checks) == 0:  # the list was claimed already, its shared bytes are not counted yet
            outside.extend(f"text {number}" for number in range(1_000))
        return False

    heap = HeldHeap([("name", [outside])], (), Budget(600_000, 10**9, grow))
    assert heap.measure() is None
    (holding,) = heap.holdings
    assert len(outside) == 1_000
    assert heap.was_disturbed
    assert holding.exclusive_bytes == 0  # and not below
    assert holding.shared_bytes == holding.own_bytes
