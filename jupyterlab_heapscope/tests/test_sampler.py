"""The sampler's thread: awake while a run lasts, asleep between, gone after close."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest

from jupyterlab_heapscope.probe.run import Run
from jupyterlab_heapscope.probe.sampler import Sampler, main_thread_place

from .cell_files import CellFiles, run_cell


class Taken:
    """Notes when which run was sampled."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.runs: list[tuple[int, float]] = []
        self.slow_s = 0.0

    def __call__(self, run: Run) -> None:
        """Take a sample."""
        end = time.thread_time() + self.slow_s
        while time.thread_time() < end:
            pass
        self.runs.append((run.run_id, run.age_ms()))


def new_run(run_id: int) -> Run:
    return Run(run_id, SimpleNamespace(raw_cell="pass"), None, "")


def wait_until(holds: Callable[[], object]) -> None:
    """Wait for what comes late on a busy machine."""
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.005)


@pytest.fixture
def taken() -> Taken:
    return Taken()


@pytest.fixture
def sampler(taken: Taken) -> Iterator[Sampler]:
    sampler = Sampler(taken, 20)
    yield sampler
    sampler.close()


def test_one_sample_an_interval_and_none_after_the_end(sampler: Sampler, taken: Taken) -> None:
    run = new_run(1)
    sampler.start_run(run)
    time.sleep(0.25)
    sampler.end_run()
    times = [at for _, at in taken.runs]
    assert 2 <= len(times) <= run.age_ms() / 20 + 1  # fewer on a busy machine
    assert times[0] >= 20
    time.sleep(0.1)
    assert len(taken.runs) == len(times)


def test_short_runs_are_not_sampled(sampler: Sampler, taken: Taken) -> None:
    sampler.set_interval(200)
    for run_id in range(100):
        sampler.start_run(new_run(run_id))
        time.sleep(0.002)
        sampler.end_run()
    time.sleep(0.25)
    # Where the machine stood still for so long, a run was not short.
    assert [run for run in taken.runs if run[1] < 200] == []
    assert len(taken.runs) < 5


def test_short_runs_wake_the_thread_once_an_interval(
    sampler: Sampler, taken: Taken, monkeypatch: pytest.MonkeyPatch
) -> None:
    sampler.set_interval(100)
    wakes: list[str] = []
    wait = threading.Event.wait

    def noted_wait(event: threading.Event, timeout: float | None = None) -> bool:
        try:
            return wait(event, timeout)
        finally:
            wakes.append(threading.current_thread().name)

    monkeypatch.setattr(threading.Event, "wait", noted_wait)
    began = time.monotonic()
    for run_id in range(100):
        sampler.start_run(new_run(run_id))
        sampler.end_run()
        time.sleep(0.004)
    intervals = (time.monotonic() - began) / 0.1
    assert wakes.count("heapscope-sampler") <= 2 * intervals + 2


def test_a_run_that_follows_at_once_is_sampled_by_its_own_clock(sampler: Sampler, taken: Taken) -> None:
    sampler.start_run(new_run(1))
    time.sleep(0.03)
    sampler.end_run()
    sampler.start_run(new_run(2))
    time.sleep(0.06)
    sampler.end_run()
    assert {run_id for run_id, _ in taken.runs} == {1, 2}
    assert all(at >= 20 for _, at in taken.runs)


def test_it_slows_down_rather_than_cost_much(sampler: Sampler, taken: Taken) -> None:
    taken.slow_s = 0.002
    run = new_run(1)
    sampler.start_run(run)
    time.sleep(0.5)
    sampler.end_run()
    assert len(taken.runs) < run.age_ms() / 40
    assert sampler.pace_ms() > 60


def test_off_means_one_look_at_a_long_run(taken: Taken) -> None:
    sampler = Sampler(taken, 0)
    before = threading.active_count()
    run = new_run(1)
    sampler.start_run(run)
    wait_until(lambda: taken.runs)
    assert taken.runs[0][1] >= 100
    run.announced = True  # as the session does
    time.sleep(0.15)
    count = len(taken.runs)
    time.sleep(0.25)
    assert len(taken.runs) == count
    sampler.set_interval(10)
    wait_until(lambda: len(taken.runs) > count)
    sampler.set_interval(0)
    time.sleep(0.05)
    count = len(taken.runs)
    time.sleep(0.15)
    assert len(taken.runs) == count
    sampler.close()
    assert threading.active_count() == before


def test_close_from_its_own_thread() -> None:
    made: list[Sampler] = []
    made.append(Sampler(lambda run: made[0].close(), 5))
    made[0].start_run(new_run(1))
    wait_until(lambda: not [one for one in threading.enumerate() if one.name == "heapscope-sampler"])


def test_the_place_is_the_innermost_line_of_a_cell() -> None:
    places = []

    def look() -> None:
        place = main_thread_place(CellFiles())
        assert place is not None
        places.append((place.function, place.location["line"], place.location["run_id"]))

    thread_look = threading.Thread(target=look)
    namespace = {"start": thread_look.start, "join": thread_look.join}
    run_cell("def wait():\n    start()\n    join()\n\nwait()", namespace, run=3)
    assert places in ([("wait", 2, 3)], [("wait", 3, 3)])
