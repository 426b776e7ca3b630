"""Walks give way to whoever holds them, whatever comes in between."""

from __future__ import annotations

import sys
import threading
import time
from types import FrameType
from typing import Any, Callable

import pytest

from jupyterlab_heapscope.probe import walks as walks_module
from jupyterlab_heapscope.probe.walks import Walk, Walks, WatchedWalk


def at_each_call(act: Callable[[int], None], during: Callable[[], object]) -> None:
    """Act before each call and line within the walks' module, as another thread or a signal may."""
    steps = iter(range(10_000))

    def trace(frame: FrameType, event: str, arg: Any) -> Any:
        if frame.f_code.co_filename in (walks_module.__file__, threading.__file__):
            act(next(steps))
            return trace
        return None

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        during()
    finally:
        sys.settrace(before)


def idle_walks() -> Walks:
    return Walks(lambda: False)


STEPS = 60
"""More than there are in a beginning."""


def is_interrupted(walks: Walks, when: int) -> bool:
    """Take hold, with an interrupt at one step; return whether it came before the hold was there."""
    held: list[bool] = []

    def interrupt(step: int) -> None:
        if step == when and not held:
            raise KeyboardInterrupt

    def hold() -> None:
        try:
            walks.hold()
            held.append(True)
        finally:
            walks.release()

    try:
        at_each_call(interrupt, hold)
    except KeyboardInterrupt:
        return True
    return False


def test_an_interrupt_at_any_step_of_taking_hold_leaves_walks_free() -> None:
    interrupted = 0
    for when in range(STEPS):
        walks = idle_walks()
        interrupted += is_interrupted(walks, when)
        assert not walks._is_held, when
    assert interrupted > 2


def goes_on_while_held(walks: Walks, when: int) -> bool | None:
    """Begin a walk, with a hold at one step; return whether both go on, None where it began before."""
    begun: list[Walk] = []
    holders: list[threading.Thread] = []

    def hold() -> None:
        walks.hold()
        walks.release()

    def act(step: int) -> None:
        if step == when and not begun:
            holders.append(threading.Thread(target=hold))
            holders[0].start()
            time.sleep(0.005)

    def walk() -> None:
        with walks.walk() as one:
            begun.append(one)
            found.append(bool(holders) and holders[0].is_alive() and not one.has_to_end())

    found: list[bool] = []
    at_each_call(act, walk)
    if not holders:
        return None
    holders[0].join(10)
    return found[0]


def test_a_hold_at_any_step_of_a_beginning_makes_the_walk_give_up() -> None:
    found = [goes_on_while_held(idle_walks(), when) for when in range(STEPS)]
    assert True not in found
    assert found.count(False) > 2


def test_no_walk_goes_on_or_begins_after_closing() -> None:
    walks = idle_walks()
    with walks.walk() as walk:
        assert not walk.has_to_end()
        walks.close()
        assert walk.has_to_end()
    with walks.walk() as late:
        assert late.is_outdated()


@pytest.mark.parametrize("give_up", [Walks.cancel, Walks.close])
def test_a_cell_and_the_end_outdate_a_walk_for_good(give_up: Callable[[Walks], None]) -> None:
    walks = idle_walks()
    with walks.walk() as walk:
        ending = threading.Thread(target=give_up, args=(walks,))
        ending.start()
        while not walk.is_outdated():
            time.sleep(0.001)
    ending.join(10)
    assert walk.has_to_end()


def test_a_cell_that_begins_within_a_slice_without_end_knows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walks_module, "_PATIENCE_S", 0.01)
    walks = Walks(lambda: False)
    assert walks.cancel()
    with walks.walk():
        assert not walks.cancel()
    assert walks.cancel()


MIB = 1 << 20


@pytest.mark.parametrize(
    ("before", "limit", "share"),
    [
        (100 * MIB, None, 256 * MIB),
        (2000 * MIB, None, 1000 * MIB),
        (2000 * MIB, 64_000 * MIB, 1000 * MIB),
        (2000 * MIB, 2400 * MIB, 100 * MIB),
        (2000 * MIB, 1900 * MIB, 0),
    ],
)
def test_what_a_walk_may_take_of_memory(before: int, limit: int | None, share: int) -> None:
    readings = iter([before, before + share, before + share + 1, before])
    with idle_walks().walk() as walk:
        watched = WatchedWalk(walk, lambda: next(readings), limit)
        told = []
        for _ in range(3):
            assert not watched.has_to_end()
            told.append(watched.takes_much())
    assert told == [False, True, True]
    assert (watched.before, watched.peak) == (before, before + share + 1)
