"""When traces are read: between cells, and not in a hook where it takes long."""

from __future__ import annotations

import gc
import threading
import time
import tracemalloc
from typing import Any

import pytest

from jupyterlab_heapscope.probe.allocations import AllocationRecorder
from jupyterlab_heapscope.probe.reading_cost import ReadingCost

from .cell_files import run_cell
from .recording import CELL, by_line, read, run


def test_what_is_allocated_between_cells_is_not_of_the_next(recorder: AllocationRecorder) -> None:
    recorder.set_mode("on")
    namespace: dict[str, Any] = {}
    run(recorder, CELL, namespace)
    run_cell("kept = [bytearray(1000) for _ in range(500)]\n", namespace, 7)
    run(recorder, "more = [bytearray(1000) for _ in range(50)]\n", namespace, 2)
    items = {(item["location"]["file"], item["location"]["line"]): item for item in read(recorder)["items"]}
    between = items["<cell 7>", 1]
    assert between["bytes"] > 500_000
    assert (between["count_delta"], between["bytes_delta"]) == (0, 0)
    assert items["<cell 2>", 1]["bytes_delta"] > 50_000
    assert read(recorder)["note"] is None
    run_cell("kept.clear()\n", namespace, 7)
    run(recorder, "pass", namespace, 3)
    assert abs(read(recorder)["sum"]["bytes_delta"]) < 10_000


def test_where_reading_takes_long_it_waits_until_it_is_asked_for(
    recorder: AllocationRecorder, monkeypatch: pytest.MonkeyPatch, snapshots: list[tracemalloc.Snapshot]
) -> None:
    monkeypatch.setattr(ReadingCost, "fits", lambda self: False)
    recorder.set_mode("on")
    namespace: dict[str, Any] = {}
    assert run(recorder, CELL, namespace)["traced_delta_bytes"] > 500_000
    assert (recorder.put_off_because() or "").startswith("Reading the traces takes about ")
    assert not snapshots
    fields = read(recorder)
    assert (fields["run_id"], fields["note"], len(snapshots)) == (1, None, 1)
    assert by_line(fields)["<cell 1>", 1][0] >= 500
    run(recorder, "del rows[:200]\n", namespace, 2)
    items = {(item["location"]["file"], item["location"]["line"]): item for item in read(recorder)["items"]}
    assert (items["<cell 1>", 1]["count_delta"], read(recorder)["note"], len(snapshots)) == (-200, None, 2)

    run(recorder, "del rows[:100]\n", namespace, 3)
    run(recorder, "del rows[:50]\n", namespace, 4)  # nobody asked for [3]
    recorder.before_run(5, 5, "")
    assert read(recorder)["run_id"] == 2  # not while a cell runs
    recorder.after_run(1.0)
    run_cell("between = bytearray(100_000)\n", namespace, 9)
    assert len(snapshots) == 2
    fields = read(recorder)
    items = {(item["location"]["file"], item["location"]["line"]): item for item in fields["items"]}
    assert (fields["run_id"], len(snapshots)) == (5, 3)
    assert items["<cell 1>", 1]["count_delta"] == pytest.approx(-150, abs=2)
    note = "The changes include what ran since [2] and after [5]: reading after each cell takes too long."
    assert fields["note"] == note

    run(recorder, "last = bytes(2000)\n", namespace, 6)
    recorder.set_mode("off")
    assert not tracemalloc.is_tracing()
    assert by_line(read(recorder))["<cell 6>", 1][0] == 1


def test_how_long_reading_takes_is_known_before_and_learned(recorder: AllocationRecorder) -> None:
    cost = ReadingCost()
    tracemalloc.start()
    assert cost.fits()
    kept = [bytes(40) for _ in range(100_000)]
    reckoned = cost.expected_s()
    assert reckoned > 0.02
    cost.measure(lambda: None)
    assert cost.expected_s() < reckoned / 10
    del kept
    tracemalloc.stop()
    tracemalloc.start(10)
    assert not cost.expected_s() > reckoned
    again = [bytes(40) for _ in range(100_000)]
    assert not cost.fits()
    del again


def test_a_cell_that_starts_does_not_wait_for_the_reading(recorder: AllocationRecorder) -> None:
    recorder.set_mode("on")
    namespace: dict[str, Any] = {}
    run(recorder, "rows = [[number] for number in range(300_000)]\n", namespace)
    assert recorder.put_off_because() is not None
    replies: list[Any] = []
    reader = threading.Thread(target=lambda: replies.append(read(recorder)))
    reader.start()
    while reader.is_alive() and gc.isenabled():  # it is off while traces are read
        time.sleep(0)
    assert recorder.before_run(2, 2, "")
    assert recorder.waited_s() > 0
    reader.join()
    assert (replies[0]["run_id"], replies[0]["items"]) == (None, [])  # given up
    assert recorder.after_run(1.0)
    fields = read(recorder)
    assert fields["run_id"] == 2
    assert by_line(fields)["<cell 1>", 1][0] >= 300_000
