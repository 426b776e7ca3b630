"""Collections as a second callback sees them; the collector as the gc module has it."""

from __future__ import annotations

import gc
import signal
import time
from collections.abc import Iterator
from typing import Any, Callable

import pytest

from jupyterlab_heapscope.probe.collector import CollectionLog, Collections, collector_state


@pytest.fixture
def log() -> Iterator[CollectionLog]:
    log = CollectionLog()
    yield log
    log.close()


@pytest.fixture
def heap() -> Iterator[list[dict[str, list[int]]]]:
    """Enough objects for a full collection to take tens of milliseconds."""
    yield [{"a": [index]} for index in range(400_000)]


def cycle() -> None:
    own: list[Any] = []
    own.append(own)


def test_each_collection_with_what_it_found(log: CollectionLog) -> None:
    seen: list[dict[str, int]] = []
    gc.collect()
    gc.disable()
    gc.callbacks.append(lambda phase, info: seen.append(dict(info)) if phase == "stop" else None)
    began = time.perf_counter_ns()
    log.begin()
    for generation in (0, 1, 2):
        cycle()
        gc.collect(generation)
    collections = log.end(began)
    gc.callbacks.pop()
    gc.enable()
    assert [event["generation"] for event in collections.events] == [0, 1, 2]
    told = [{key: event[key] for key in ("generation", "collected", "uncollectable")} for event in collections.events]
    assert told == [{key: info[key] for key in told[0]} for info in seen]
    assert all(event["collected"] >= 1 for event in collections.events)
    assert collections.total == 3
    assert 0 < sum(event["pause_ms"] for event in collections.events) == pytest.approx(collections.pause_ms, abs=0.01)
    times = [event["at_ms"] for event in collections.events]
    assert times == sorted(times)


@pytest.mark.parametrize("number", [50, 51, 60, 61, 78])
def test_the_first_and_the_last_collections_are_told(log: CollectionLog, number: int) -> None:
    seen: list[tuple[str, int]] = []
    gc.callbacks.append(lambda phase, info: seen.append((phase, time.perf_counter_ns())))
    gc.disable()
    log.begin()
    began = time.perf_counter_ns()
    for turn in range(number):
        gc.collect(2 if turn == number - 1 else turn % 2)
    collections = log.end(began)
    gc.callbacks.pop()
    gc.enable()
    turns = [turn for turn in range(number) if turn < 50 or turn >= number - 10]
    assert [event["generation"] for event in collections.events] == [
        2 if turn == number - 1 else turn % 2 for turn in turns
    ]
    starts = [(at - began) / 1e6 for phase, at in seen if phase == "start"]
    assert [event["at_ms"] for event in collections.events] == pytest.approx([starts[turn] for turn in turns], abs=2)


def test_of_many_collections_all_are_in_the_sums(log: CollectionLog) -> None:
    gc.disable()
    log.begin()
    began = time.perf_counter_ns()
    for _ in range(400):
        gc.collect(0)
    wall_ms = (time.perf_counter_ns() - began) / 1e6
    collections = log.end(began)
    gc.enable()
    assert collections.total == 400
    assert len(collections.events) == 60
    first_ms = sum(event["pause_ms"] for event in collections.events)
    assert first_ms < collections.pause_ms < wall_ms
    log.begin()
    assert log.end(time.perf_counter_ns()).total == 0


def test_a_collection_after_runs_without_any(log: CollectionLog) -> None:
    gc.disable()
    log.begin()
    gc.collect()
    log.end(time.perf_counter_ns())
    for _ in range(3):
        log.begin()
        assert log.end(time.perf_counter_ns()) == Collections([], 0, 0.0)
    log.begin()
    gc.collect()
    collections = log.end(time.perf_counter_ns())
    gc.enable()
    assert [event["generation"] for event in collections.events] == [2]
    assert collections.total == 1


def test_collections_between_runs_are_of_none(log: CollectionLog) -> None:
    gc.disable()
    log.begin()
    log.end(time.perf_counter_ns())
    gc.collect()
    log.begin()
    nothing = log.end(time.perf_counter_ns())
    gc.enable()
    assert nothing == Collections([], 0, 0.0)


def test_pauses_are_of_their_true_length(log: CollectionLog, heap: list[object]) -> None:
    log.begin()
    began = time.perf_counter_ns()
    gc.collect()
    wall_ms = (time.perf_counter_ns() - began) / 1e6
    event = log.end(began).events[-1]
    assert 0.5 * wall_ms < event["pause_ms"] <= wall_ms


def interrupted(callbacks: list[Callable[..., object]]) -> bool:
    """Whether a signal that comes in the middle of a collection still raises in the code around it."""
    gc.callbacks.extend(callbacks)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.005)
        for _ in range(3):
            gc.collect()
        time.sleep(0.01)
        return False
    except KeyboardInterrupt:
        return True
    finally:
        for _ in callbacks:
            gc.callbacks.pop()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_interrupt_within_a_collection_is_not_lost(heap: list[object]) -> None:
    def raise_interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    def in_python(phase: str, info: object) -> None:
        return None

    gc.collect()
    log = CollectionLog()
    ours = list(log.callbacks)
    log.close()
    older = signal.signal(signal.SIGALRM, raise_interrupt)
    try:
        assert not interrupted([in_python]), "the trap does not fire: what is shown below shows nothing"
        assert all(interrupted(ours) for _ in range(5))
        assert interrupted([])
    finally:
        signal.signal(signal.SIGALRM, older)


def test_close_takes_the_callbacks_back_without_comparing() -> None:
    class Touchy:
        def __call__(self, phase: str, info: object) -> None:
            return None

        def __eq__(self, other: object) -> bool:
            raise AssertionError("compared")

        __hash__ = object.__hash__

    before = list(gc.callbacks)
    touchy = Touchy()
    gc.callbacks.append(touchy)
    log = CollectionLog()
    log.close()
    assert gc.callbacks.pop() is touchy
    assert len(gc.callbacks) == len(before)


def test_callbacks_that_the_notebook_cleared_come_back(log: CollectionLog) -> None:
    older = list(gc.callbacks)
    gc.callbacks.clear()
    log.begin()
    gc.collect()
    collections = log.end(time.perf_counter_ns())
    assert len(collections.events) == collections.total == 1
    gc.callbacks[:] = older


@pytest.mark.parametrize("collections", [1, 60])
def test_a_run_that_begins_within_a_collection(log: CollectionLog, collections: int) -> None:
    """Another thread may be collecting when a cell starts or ends: no start is paired with a stop of another one."""

    class Last:
        def __init__(self, action: Callable[[], object]) -> None:
            self.own = self
            self.action = action

        def __del__(self) -> None:
            self.action()

    Last(log.begin)
    gc.collect()
    for _ in range(collections):
        gc.collect(0)
    ended: list[Collections] = []
    Last(lambda: ended.append(log.end(time.perf_counter_ns())))
    gc.collect()
    found = ended[0]
    assert found.total == collections + 1  # with the one at the beginning
    assert len(found.events) == min(collections, 58)  # one end more on each side that has no partner
    # A collection of nothing takes less than the microsecond to which pauses are rounded.
    assert all(event["pause_ms"] >= 0 for event in found.events)
    assert sum(event["pause_ms"] for event in found.events) <= found.pause_ms + 0.01 < 10_000


def test_state_is_what_gc_says() -> None:
    gc.collect()
    gc.disable()
    state = collector_state()
    gc.enable()
    assert not state["enabled"]
    assert collector_state()["enabled"]
    assert [row["threshold"] for row in state["generations"]] == list(gc.get_threshold())
    assert len(state["generations"]) == len(gc.get_stats())
    assert state["frozen"] == gc.get_freeze_count()
    assert collector_state(frozen=7)["frozen"] == 7
