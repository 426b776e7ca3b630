"""Recording allocations, held against tracemalloc's own statistics."""

from __future__ import annotations

import gc
import linecache
import subprocess
import sys
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_heapscope.probe.allocations import AllocationRecorder
from jupyterlab_heapscope.probe.trace_groups import before_own

from .cell_files import CellFiles, run_cell
from .recording import CELL, by_line, read, run


def test_off_by_default(recorder: AllocationRecorder) -> None:
    assert run(recorder, CELL) is None
    assert not tracemalloc.is_tracing()
    assert recorder.state() == {
        "mode": "off",
        "traceback_frames": 1,
        "started_by_user": False,
        "allocation_slowdown": None,
    }
    fields = read(recorder)
    assert (fields["run_id"], fields["items"], fields["total"]) == (None, [], 0)


def test_the_next_run_only(recorder: AllocationRecorder) -> None:
    run(recorder, CELL)
    recorder.set_mode("next")
    assert not tracemalloc.is_tracing()
    namespace: dict[str, Any] = {}
    recorded = run(recorder, CELL, namespace, 2)
    assert not tracemalloc.is_tracing()
    assert recorder.state()["mode"] == "off"
    assert recorded["traced_delta_bytes"] > 500_000
    assert recorded["traced_peak_bytes"] >= recorded["traced_bytes"] > 500_000
    assert recorded["unrecorded_duration_ms"] == 5.0
    fields = read(recorder)
    assert (fields["run_id"], fields["execution_count"]) == (2, 2)
    first = fields["items"][0]
    assert first["location"] == CellFiles().location("<cell 2>", 1)
    assert first["source"] == "rows = [bytes(1000) for _ in range(500)]"
    assert first["bytes"] >= sum(sys.getsizeof(row) for row in namespace["rows"])
    assert first["bytes_delta"] == first["bytes"]
    assert run(recorder, CELL, None, 3) is None


def test_the_slowdown_is_not_measured_while_a_cell_runs() -> None:
    recorder = AllocationRecorder(CellFiles(), lambda: True)
    recorder.set_mode("on")
    unknown = recorder.state()["allocation_slowdown"]
    run(recorder, CELL)  # the hook before it measures
    factor = recorder.state()["allocation_slowdown"]
    recorder.close()
    assert unknown is None
    assert factor is not None
    assert factor >= 1


def test_a_peak_that_is_gone_at_the_end(recorder: AllocationRecorder) -> None:
    recorder.set_mode("on")
    recorded = run(recorder, "block = bytearray(10_000_000)\ndel block\n")
    assert recorded["traced_peak_bytes"] > 10_000_000 > recorded["traced_bytes"]
    recorded = run(recorder, "pass", None, 2)
    assert recorded["traced_peak_bytes"] < 10_000_000
    assert recorded["unrecorded_duration_ms"] is None


def test_on_shows_how_each_run_changed_each_line(recorder: AllocationRecorder) -> None:
    recorder.set_mode("on")
    slowdown = recorder.state()["allocation_slowdown"]
    assert slowdown is not None
    assert slowdown >= 1
    namespace: dict[str, Any] = {}
    run(recorder, CELL, namespace, 1)
    assert tracemalloc.is_tracing()
    before = by_line(read(recorder))["<cell 1>", 1]
    assert run(recorder, "del rows[:200]\nmore = bytes(70_000)\n", namespace, 2)["traced_delta_bytes"] < 0
    items = {(item["location"]["file"], item["location"]["line"]): item for item in read(recorder)["items"]}
    shrunk, grown = items["<cell 1>", 1], items["<cell 2>", 2]
    assert shrunk["count_delta"] == -200
    assert shrunk["bytes_delta"] == shrunk["bytes"] - before[1] < -200_000
    assert (grown["count"], grown["count_delta"]) == (1, 1)
    assert grown["bytes"] == grown["bytes_delta"] == sys.getsizeof(namespace["more"])
    run(recorder, "del rows, more, name\n", namespace, 3)
    items = {(item["location"]["file"], item["location"]["line"]): item for item in read(recorder)["items"]}
    assert items["<cell 2>", 2]["count"] == 0
    assert items["<cell 2>", 2]["bytes_delta"] == -grown["bytes"]
    recorder.set_mode("off")
    assert not tracemalloc.is_tracing()


def test_equal_to_tracemallocs_own_statistics(recorder: AllocationRecorder) -> None:
    namespace: dict[str, Any] = {}
    gc.disable()
    try:
        tracemalloc.start()
        recorder.set_mode("on")
        run(recorder, CELL + "nested = [[i] for i in range(300, 400)]\n", namespace)
        theirs = tracemalloc.take_snapshot()
    finally:
        gc.enable()
    ours = by_line(read(recorder))
    cells = [stat for stat in theirs.statistics("lineno") if stat.traceback[0].filename.startswith("<cell")]
    assert len(cells) >= 3
    for stat in cells:
        assert ours[stat.traceback[0].filename, stat.traceback[0].lineno] == (stat.count, stat.size)
    files = {item["location"]["file"]: item["bytes"] for item in read(recorder, "file")["items"]}
    whole = sum(stat.size for stat in cells)
    assert files["<cell 1>"] == whole


def test_orders_rest_and_sum(recorder: AllocationRecorder) -> None:
    recorder.set_mode("next")
    run(recorder, CELL)
    every = read(recorder)
    for order_by in ("bytes", "count", "bytes_delta", "count_delta"):
        figures = [item[order_by] for item in read(recorder, "line", order_by)["items"]]
        assert figures == sorted(figures, reverse=True)
    short = read(recorder, "line", "bytes", 1)
    assert (len(short["items"]), short["total"]) == (1, every["total"])
    assert every["sum"] == short["sum"]
    for name, whole in short["sum"].items():
        assert whole == sum(item[name] for item in every["items"])
        assert short["rest"][name] == whole - short["items"][0][name]
    assert not any(every["rest"].values())


def test_the_probes_own_lines_are_left_out(recorder: AllocationRecorder) -> None:
    recorder.set_mode("on")
    for number in range(1, 4):
        run(recorder, CELL, None, number)
        read(recorder)
    probe = str(Path(__file__).parents[1] / "probe")
    assert not [item for item in read(recorder)["items"] if item["location"]["file"].startswith(probe)]


def test_call_paths_end_where_the_probe_called() -> None:
    probe = str(Path(__file__).parents[1] / "probe" / "handlers.py")
    frames = [("weakref.py", 5), ("<cell 1>", 2), (probe, 70), ("ipykernel.py", 1)]
    assert before_own(frames) == frames[:2]


def test_what_was_there_before_the_run_has_no_delta(recorder: AllocationRecorder) -> None:
    tracemalloc.start()
    namespace: dict[str, Any] = {}
    run_cell(CELL, namespace, 1)
    recorder.set_mode("next")
    run(recorder, "extra = bytes(1000)", namespace, 2)
    items = {(item["location"]["file"], item["location"]["line"]): item for item in read(recorder)["items"]}
    assert items["<cell 1>", 1]["count"] >= 500
    assert abs(items["<cell 1>", 1]["count_delta"]) < 5
    assert items["<cell 2>", 1]["count_delta"] == 1


def test_switched_off_while_a_cell_runs(recorder: AllocationRecorder) -> None:
    recorder.set_mode("on")
    recorder.before_run(1, 1, "")
    recorder.set_mode("off")
    assert not tracemalloc.is_tracing()
    assert recorder.after_run(1.0) is None


def test_depth_is_taken_over_at_the_next_start(recorder: AllocationRecorder) -> None:
    recorder.set_mode("on")
    run(recorder, CELL)
    assert tracemalloc.get_traceback_limit() == 1
    recorder.configure(5)
    run(recorder, CELL, None, 2)
    assert tracemalloc.get_traceback_limit() == 5
    assert recorder.state()["traceback_frames"] == 5


def test_a_source_is_only_taken_from_what_is_cached(recorder: AllocationRecorder) -> None:
    linecache.clearcache()
    recorder.set_mode("next")
    namespace: dict[str, Any] = {}
    run(recorder, "import fractions\nkept = [fractions.Fraction(1, n) for n in range(1, 50)]\n", namespace)
    known = set(linecache.cache)
    items = read(recorder)["items"]
    assert set(linecache.cache) == known
    assert {item["source"] is not None for item in items} == {True, False}


def test_closing_stops_what_was_begun_here(recorder: AllocationRecorder) -> None:
    recorder.set_mode("on")
    run(recorder, CELL)
    recorder.close()
    assert not tracemalloc.is_tracing()
    assert read(recorder)["items"] == []


def test_nothing_is_imported_where_nothing_is_recorded() -> None:
    code = (
        "import sys\n"
        "from jupyterlab_heapscope.probe import allocations\n"
        "before = set(sys.modules)\n"
        "recorder = allocations.AllocationRecorder(None)\n"
        "recorder.state(); recorder.before_run(1, 1, 'x'); recorder.after_run(1.0)\n"
        "assert '_tracemalloc' not in sys.modules and set(sys.modules) == before\n"
        "recorder.set_mode('next'); recorder.before_run(1, 1, 'x'); recorder.after_run(1.0); recorder.close()\n"
        "assert set(sys.modules) - before == {'_tracemalloc'}, set(sys.modules) - before\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])


def test_the_slow_path_gives_the_same(recorder: AllocationRecorder, monkeypatch: pytest.MonkeyPatch) -> None:
    import _tracemalloc  # noqa: PLC0415

    recorder.set_mode("on")
    namespace: dict[str, Any] = {}
    run(recorder, CELL, namespace)
    fast = by_line(read(recorder))["<cell 1>", 2]
    monkeypatch.delattr(_tracemalloc, "_get_traces")
    run(recorder, "pass", namespace, 2)
    assert by_line(read(recorder))["<cell 1>", 2] == fast
