"""A figure that is dear is read seldom, and the report says so."""

from __future__ import annotations

import time
from itertools import count
from typing import Callable

from jupyterlab_heapscope.probe.costly import Costly
from jupyterlab_heapscope.probe.report import Absences


def reader(seconds: float) -> Callable[[], int]:
    """Return what takes so much CPU time, and returns how often it was called."""
    calls = count(1)

    def read() -> int:
        end = time.thread_time() + seconds
        while time.thread_time() < end:
            pass
        return next(calls)

    return read


def test_a_quick_one_is_read_after_each_run() -> None:
    skipped = Absences()
    figure = Costly("children", reader(0))
    read = [figure.of_run(run, skipped) for run in range(1, 200)]
    # One or the other may be slow on a busy machine, and stays for the rest of its fifty.
    assert len(set(read)) + len(skipped.items) == len(read)
    assert len(set(read)) > 100


def test_a_dear_one_is_read_after_every_fiftieth_run() -> None:
    figure = Costly("children", reader(0.002))
    skipped = Absences()
    assert figure.of_run(1, skipped) == 1
    assert skipped.items == []
    assert {figure.of_run(run, skipped) for run in range(2, 50)} == {1}
    assert len(skipped.items) == 48
    assert skipped.items[0]["figure"] == "children"
    assert figure.of_run(50, Absences()) == 2
    figure.forget()
    assert figure.of_run(51, Absences()) == 3
