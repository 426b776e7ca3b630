"""Whose tracing it is: the notebook's is never touched, the recorder's never goes on for ever."""

from __future__ import annotations

import sys
import tracemalloc
from typing import Any
from unittest.mock import Mock

import pytest

from jupyterlab_heapscope.probe import tracing
from jupyterlab_heapscope.probe.allocations import AllocationRecorder
from jupyterlab_heapscope.probe.report import traced_bytes

from .recording import CELL, by_line, read, run


@pytest.mark.parametrize("mode", ["next", "on"])
def test_a_trace_that_the_cell_begins_anew_is_the_notebooks(recorder: AllocationRecorder, mode: str) -> None:
    namespace: dict[str, Any] = {"tracemalloc": tracemalloc}
    recorder.set_mode("on")
    run(recorder, "older = [bytes(1000) for _ in range(500)]", namespace)
    recorder.set_mode(mode)
    again = "tracemalloc.stop()\ntracemalloc.start()\nblocks = [bytes(1000) for _ in range(200)]\n"
    recorded = run(recorder, again, namespace, 2)
    assert recorded["traced_delta_bytes"] == pytest.approx(200 * 1033, rel=0.1)
    assert all(item["count_delta"] >= 0 for item in read(recorder)["items"])
    assert recorder.state()["started_by_user"]
    recorder.set_mode("off")
    recorder.close()
    assert tracemalloc.is_tracing()
    tracemalloc.stop()


def test_what_the_user_traces_is_never_touched(recorder: AllocationRecorder) -> None:
    tracemalloc.start(7)
    kept = bytes(50_000)
    block = bytearray(5_000_000)
    del block
    peak = tracemalloc.get_traced_memory()[1]
    state = recorder.state()
    assert (state["started_by_user"], state["mode"], state["traceback_frames"]) == (True, "off", 7)
    assert run(recorder, CELL, {}) is None  # not asked for
    recorder.set_mode("next")
    assert recorder.state()["allocation_slowdown"] is None
    namespace: dict[str, Any] = {}
    recorded = run(recorder, CELL, namespace, 2)
    assert recorded["traced_delta_bytes"] > 500_000
    assert recorded["traced_peak_bytes"] < 5_000_000
    lines = by_line(read(recorder))
    assert lines["<cell 2>", 1][0] >= 500
    recorder.set_mode("on")
    run(recorder, CELL, namespace, 3)
    recorder.configure(2)
    run(recorder, CELL, namespace, 4)
    recorder.set_mode("off")
    recorder.close()
    assert tracemalloc.is_tracing()
    assert tracemalloc.get_traceback_limit() == 7
    assert tracemalloc.get_traced_memory()[1] >= peak
    assert tracemalloc.get_object_traceback(kept) is not None


@pytest.mark.parametrize("mode", ["on", "next"])
def test_the_user_stops_tracing(recorder: AllocationRecorder, mode: str) -> None:
    recorder.set_mode(mode)
    assert run(recorder, "import tracemalloc\ntracemalloc.stop()\n") is None
    assert recorder.state()["mode"] == "off"
    assert run(recorder, CELL, None, 2) is None


@pytest.mark.parametrize("mode", ["next", "on"])
def test_traces_that_the_cell_clears_stay_ours(recorder: AllocationRecorder, mode: str) -> None:
    recorder.set_mode("on")
    namespace: dict[str, Any] = {"memory": tracemalloc}
    run(recorder, "older = [bytes(1000) for _ in range(500)]", namespace)
    recorder.set_mode(mode)
    recorded = run(recorder, "memory.clear_traces()\nblocks = [bytes(1000) for _ in range(200)]\n", namespace, 2)
    assert recorded["traced_delta_bytes"] == pytest.approx(200 * 1033, rel=0.1)
    assert all(item["count_delta"] >= 0 for item in read(recorder)["items"])
    assert recorder.state()["started_by_user"] is False
    tracemalloc.clear_traces()  # between the cells
    if mode == "on":
        recorded = run(recorder, "del older, blocks\nfew = bytes(3000)\n", namespace, 3)
        assert 0 < recorded["traced_delta_bytes"] < 20_000
        assert all(item["count_delta"] >= 0 for item in read(recorder)["items"] if item["location"]["run_id"])
        recorder.set_mode("off")
    assert not tracemalloc.is_tracing()


@pytest.mark.parametrize(
    ("first", "again"),
    [
        ("import tracemalloc as memory\n", "memory.stop()\nmemory.start()\n"),
        ("from tracemalloc import stop, start\n", "stop()\nstart()\n"),
        ("from tracemalloc import (\n  stop,\n  start,\n)\n", "stop()\nstart()\n"),
        ("import tracemalloc\ndef again():\n  tracemalloc.stop()\n  tracemalloc.start()\n", "again()\n"),
        ("import tracemalloc\n", "tracemalloc.stop()\ngetattr(tracemalloc, 'start')(3)\n"),
    ],
)
def test_traces_that_the_notebook_begins_anew_are_its_own(recorder: AllocationRecorder, first: str, again: str) -> None:
    namespace: dict[str, Any] = {}
    run(recorder, first, namespace)
    recorder.set_mode("on")
    run(recorder, CELL, namespace, 2)
    run(recorder, again, namespace, 3)
    assert recorder.state()["started_by_user"]
    recorder.set_mode("off")
    recorder.close()
    assert tracemalloc.is_tracing()


@pytest.mark.parametrize("other", [None, Mock()])
def test_what_the_notebook_puts_in_the_place_of_the_module_is_not_used(
    recorder: AllocationRecorder, other: Mock | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "_tracemalloc", other)
    recorder.set_mode("on")  # it was met before
    assert run(recorder, CELL)["traced_delta_bytes"] > 0
    recorder.set_mode("off")
    monkeypatch.setattr(tracing, "_kept", [])
    assert run(recorder, CELL, None, 2) is None
    assert not recorder.state()["started_by_user"]
    assert traced_bytes() is None
    with pytest.raises(ImportError):
        tracing.tracer()
    assert other is None or other.mock_calls == []
