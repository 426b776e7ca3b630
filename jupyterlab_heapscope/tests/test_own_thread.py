"""What the notebook sets for all threads is not called in the probe's, and cannot end them."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from jupyterlab_heapscope.probe.errands import Errands
from jupyterlab_heapscope.probe.own_thread import OwnThread
from jupyterlab_heapscope.probe.run import Run
from jupyterlab_heapscope.probe.sampler import Sampler

SETTERS = [threading.settrace, threading.setprofile]
ALL_THREADS = [
    getattr(threading, name) for name in ("settrace_all_threads", "setprofile_all_threads") if hasattr(threading, name)
]


def wait_until(holds: Callable[[], object]) -> None:
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.002)


class Listener:
    """What a notebook may set, and what it heard."""

    def __init__(self, raises: bool) -> None:
        """Hear nothing yet."""
        self.heard: list[str] = []
        self.raises = raises

    def __call__(self, frame: Any, event: str, arg: object) -> Any:
        """Take an event."""
        if threading.current_thread().name.startswith("heapscope"):
            self.heard.append(frame.f_code.co_name)
            if self.raises:
                raise ValueError
        return self


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Tell which threads ended by an exception, which Python prints below the user's cell."""
    ended: list[str] = []
    monkeypatch.setattr(threading, "excepthook", lambda args: ended.append(args.thread.name))
    return ended


@pytest.mark.parametrize("raises", [False, True])
@pytest.mark.parametrize("listen", SETTERS)
def test_errands_and_samples_are_not_heard(listen: Any, raises: bool, printed: list[str]) -> None:
    listener, errands, done = Listener(raises), Errands(), []
    sampler = Sampler(lambda run: done.append("sample"), 10)
    listen(listener)
    try:
        errands.add(lambda: done.append(threading.current_thread().name))
        sampler.start_run(Run(1, SimpleNamespace(raw_cell=""), None, ""))
        wait_until(lambda: {"sample", "heapscope-walks"} <= set(done))
    finally:
        listen(None)
        sampler.close()
    assert listener.heard == []
    assert printed == []


@pytest.mark.parametrize("raises", [False, True])
@pytest.mark.parametrize("listen", ALL_THREADS)
def test_threads_that_are_there_already_are_soon_not_heard(listen: Any, raises: bool, printed: list[str]) -> None:
    listener = Listener(raises)
    taken: list[Run] = []
    sampler = Sampler(taken.append, 10)
    sampler.start_run(Run(1, SimpleNamespace(raw_cell=""), None, ""))
    wait_until(lambda: taken)
    is_trace = "settrace" in listen.__name__

    def wait_for_more() -> int:
        count = len(taken) + 3

        def are_taken() -> bool:
            sampler._wake()  # as the next run does it
            return len(taken) >= count

        wait_until(are_taken)
        return len(listener.heard)

    listen(listener)
    try:
        heard = wait_for_more()
        assert wait_for_more() == heard < 100  # until it has looked
    finally:
        (sys.settrace if is_trace else sys.setprofile)(None)
        (threading.settrace if is_trace else threading.setprofile)(None)
        sampler.close()
    assert printed == []


def test_what_is_raised_to_end_the_sampler_is_not_printed_and_the_next_run_has_samples(printed: list[str]) -> None:
    taken: list[int] = []

    def take(run: Run) -> None:
        taken.append(run.run_id)
        raise KeyboardInterrupt  # by a hook of sys.addaudithook, say

    sampler = Sampler(take, 10)
    for run_id in (1, 2):
        sampler.start_run(Run(run_id, SimpleNamespace(raw_cell=""), None, ""))
        wait_until(lambda: sampler._thread is not None and not sampler._thread.is_running)
    assert taken == [1, 2]
    assert printed == []


def test_a_thread_that_died_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    errands, done = Errands(), []
    sampler = Sampler(lambda run: done.append("sample"), 10)
    with monkeypatch.context() as patch:
        patch.setattr(OwnThread, "run", lambda self: None)
        errands.add(lambda: done.append("first"))
        sampler.start_run(Run(1, SimpleNamespace(raw_cell=""), None, ""))
        for thread in (errands._thread, sampler._thread):
            assert thread is not None
            thread.join()
    errands.add(lambda: done.append("second"))
    sampler.start_run(Run(2, SimpleNamespace(raw_cell=""), None, ""))
    wait_until(lambda: {"first", "second", "sample"} <= set(done))
    sampler.close()


@pytest.mark.parametrize("name", ["_start_new_thread", "_start_joinable_thread"])
def test_what_runs_a_thread_on_the_one_that_starts_it_is_not_used(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    errands, done = Errands(), []

    def run_here(work: Callable[..., None], *given: object, **named: object) -> None:
        work()  # as gevent's greenlets; `add` has not let go of its lock

    with monkeypatch.context() as patch:
        patch.setattr(threading, name, run_here, raising=False)
        patch.setattr(threading.Thread, "start", run_here)
        errands.add(lambda: done.append(threading.get_ident()))
    wait_until(lambda: done)
    assert done != [threading.get_ident()]


def test_where_threads_are_no_threads_none_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "get_ident", lambda: 1)
    with pytest.raises(RuntimeError, match="gevent"):
        Errands().add(lambda: None)
    sampler = Sampler(lambda run: None, 10)
    sampler.start_run(Run(1, SimpleNamespace(raw_cell=""), None, ""))  # has no samples
    sampler.close()


def test_it_is_listed_by_its_name_left_alone_by_the_debugger_and_gone_at_its_end() -> None:
    ends = threading.Event()
    thread: Any = OwnThread(ends.wait, "heapscope-test")  # type: ignore[arg-type]
    thread.start()
    assert thread in threading.enumerate()
    assert thread.daemon
    assert thread.pydev_do_not_trace
    ends.set()
    thread.join(10)
    assert not thread.is_running
    assert thread not in threading.enumerate()


def test_does_its_work_whatever_the_notebook_makes_of_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(threading.Thread, "run", lambda thread: done.append("the notebook's"))
    thread = OwnThread(lambda: done.append("its own"), "heapscope-test")
    thread.start()
    thread.join(10)
    assert done == ["its own"]
