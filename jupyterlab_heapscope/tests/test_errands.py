"""What takes long is done beside the rest, in order."""

from __future__ import annotations

import threading
import time

import pytest

from jupyterlab_heapscope.probe.errands import Errands
from jupyterlab_heapscope.probe.own_thread import OwnThread


def ended(errands: Errands) -> bool:
    deadline = time.monotonic() + 10
    while errands._thread is not None and time.monotonic() < deadline:
        time.sleep(0.001)
    return errands._thread is None


def test_all_are_done_in_order_on_one_thread_that_ends() -> None:
    errands, done = Errands(), []
    for number in range(300):
        errands.add(lambda number=number: done.append((number, threading.get_ident())))  # type: ignore[misc]
        if number % 50 == 0:
            assert ended(errands)
    assert ended(errands)
    assert [number for number, _ in done] == list(range(300))
    assert threading.get_ident() not in {thread for _, thread in done}


def test_closing_waits_for_the_one_under_way_and_forgets_the_rest() -> None:
    errands, done = Errands(), []
    began = threading.Event()

    def slow() -> None:
        began.set()
        time.sleep(0.05)
        done.append("slow")

    errands.add(slow)
    errands.add(lambda: done.append("never"))
    began.wait(10)
    errands.close()
    assert done == ["slow"]
    assert ended(errands)


@pytest.mark.filterwarnings("error::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize("trouble", [MemoryError, KeyboardInterrupt])
def test_one_that_fails_ends_nothing(trouble: type[BaseException]) -> None:
    errands, done = Errands(), []

    def fail() -> None:
        raise trouble

    errands.add(fail)
    errands.add(lambda: done.append("next"))
    assert ended(errands)
    assert done == ["next"]


@pytest.mark.parametrize("trouble", [RuntimeError("can't start new thread"), KeyboardInterrupt()])
def test_where_no_thread_starts_the_next_errand_tries_again(
    trouble: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    errands, done = Errands(), []

    def fail(thread: OwnThread) -> None:
        raise trouble

    with monkeypatch.context() as patch:
        patch.setattr(OwnThread, "start", fail)
        with pytest.raises(type(trouble)):
            errands.add(lambda: done.append("never"))
    errands.add(lambda: done.append("done"))
    assert ended(errands)
    assert done == ["done"]
