"""Recording allocations, held against tracemalloc's own statistics."""

from __future__ import annotations

import gc
import linecache
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_heapscope.probe import site_table, trace_groups
from jupyterlab_heapscope.probe.allocations import AllocationRecorder
from jupyterlab_heapscope.probe.reading_cost import ReadingCost

from .cell_files import CellFiles, run_cell
from .schema import assert_fits


@pytest.fixture
def recorder() -> Iterator[AllocationRecorder]:
    """Give a recorder in a process where nobody traces, before and after."""
    assert not tracemalloc.is_tracing()
    made = AllocationRecorder(CellFiles())
    yield made
    made.close()
    tracemalloc.stop()


def run(recorder: AllocationRecorder, source: str, namespace: Any = None, number: int = 1) -> Any:
    """Run a cell as the hooks do; return its RecordedRun."""
    recorder.before_run(number, number, source)
    run_cell(source, {} if namespace is None else namespace, number)
    recorded = recorder.after_run(5.0)
    if recorded is not None:
        assert_fits(recorded, "RecordedRun")
    assert_fits(recorder.state(), "RecordingState")
    return recorded


def read(recorder: AllocationRecorder, group_by: str = "line", order_by: str = "bytes", count: int = 2000) -> Any:
    fields = recorder.sites(group_by, order_by, count)
    assert_fits({"kind": "allocations", "request_id": 1, **fields}, "Allocations")
    return fields


def by_line(fields: Any) -> dict[tuple[str, int], tuple[int, int]]:
    return {
        (item["location"]["file"], item["location"]["line"]): (item["count"], item["bytes"])
        for item in fields["items"]
        if item["count"]
    }


CELL = "rows = [bytes(1000) for _ in range(500)]\nname = 'x' * 5000\n"


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


@pytest.mark.parametrize("mode", ["on", "next"])
def test_the_user_stops_tracing(recorder: AllocationRecorder, mode: str) -> None:
    recorder.set_mode(mode)
    assert run(recorder, "import tracemalloc\ntracemalloc.stop()\n") is None
    assert recorder.state()["mode"] == "off"
    assert run(recorder, CELL, None, 2) is None


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


NESTED = "def make(): return bytes(3000)\ndef one(): return make()\ndef other(): return make()\n"


def calls(item: Any) -> list[int]:
    """Return the lines of a call path, the innermost first."""
    return [place["line"] for place in (item["location"], *item["callers"])]


def test_sites_are_call_paths_as_deep_as_is_recorded(recorder: AllocationRecorder) -> None:
    namespace: dict[str, Any] = {}
    recorder.configure(traceback_frames=3)
    recorder.set_mode("on")
    run(recorder, NESTED + "kept = [one() for _ in range(40)]\nmore = [other() for _ in range(70)]\n", namespace)
    fields = read(recorder, "call_path")
    first, second = fields["items"][:2]
    assert (calls(first)[:2], calls(second)[:2]) == ([1, 3], [1, 2])
    # 3.14 keeps an object of its own in one of them.
    assert (first["count"] - 70, second["count"] - 40) in ((0, 0), (0, 1), (1, 0))
    line = read(recorder)["items"][0]
    parts = [item for item in fields["items"] if calls(item)[0] == 1]
    assert (line["callers"], line["bytes"]) == ([], sum(item["bytes"] for item in parts))
    assert fields["sum"] == read(recorder)["sum"] == read(recorder, "file")["sum"]

    run(recorder, "del kept[10:]\n", namespace, 2)
    changed = {tuple(calls(item)[:2]): item["count_delta"] for item in read(recorder, "call_path")["items"]}
    assert (changed[1, 2], changed[1, 3]) == (-30, 0)
    statistics = {
        tuple(frame.lineno for frame in reversed(one.traceback)): one.count
        for one in tracemalloc.take_snapshot().statistics("traceback")
        if one.traceback[-1].filename == "<cell 1>"
    }
    ours = {tuple(calls(item)): item["count"] for item in read(recorder, "call_path")["items"]}
    assert {path: count for path, count in statistics.items() if path[:2] in ((1, 2), (1, 3))}.items() <= ours.items()


def test_of_too_many_lines_the_largest_are_kept_and_changes_stay_right(
    recorder: AllocationRecorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site_table, "_MOST_LINES", 2)
    namespace: dict[str, Any] = {}
    recorder.set_mode("on")
    run(recorder, "a = bytes(9000)\nb = bytes(8000)\nc = bytes(7000)\n", namespace)
    fields = read(recorder)
    assert (fields["truncated"], [calls(item) for item in fields["items"]][:3]) == (True, [[1], [2], [0]])
    assert fields["items"][2]["bytes"] == pytest.approx(7033, abs=400)  # the third line, and small ones
    assert not read(recorder, "file")["truncated"]
    run(recorder, "del a\n", namespace, 2)
    run(recorder, "pass\n", namespace, 3)
    assert [(calls(item), item["bytes_delta"]) for item in read(recorder)["items"]][:2] == [([2], 0), ([3], 0)]


def sums(snapshot: tracemalloc.Snapshot, place: Callable[[tracemalloc.Frame], Any]) -> dict[Any, list[int]]:
    """Add up tracemalloc's own statistics by place; what the probe and tracemalloc allocate is left out."""
    probe = str(Path(site_table.__file__).parent)
    added: dict[Any, list[int]] = {}
    for one in snapshot.statistics("traceback"):
        frame = one.traceback[-1]
        if not frame.filename.startswith(probe) and frame.filename != tracemalloc.__file__:
            both = added.setdefault(place(frame), [0, 0])
            both[0] += one.count
            both[1] += one.size
    return added


TREE = """def grow(depth):
    if depth == 0:
        return bytearray(100)
    left = grow(depth - 1)
    right = grow(depth - 1)
    return left, right
tree = grow(8)
rest = [[number] for number in range(300, 500)]
"""


PLACES: dict[str, Callable[[tracemalloc.Frame], Any]] = {
    "line": lambda frame: (frame.filename, frame.lineno),
    "file": lambda frame: (frame.filename, 0),
}


@pytest.fixture
def snapshots(monkeypatch: pytest.MonkeyPatch) -> list[tracemalloc.Snapshot]:
    """Give the snapshots of the moments at which the probe read the traces."""
    taken: list[tracemalloc.Snapshot] = []

    def read_traces() -> Any:
        taken.append(tracemalloc.take_snapshot())
        return taken[-1].traces._traces  # type: ignore[attr-defined]

    monkeypatch.setattr(trace_groups, "_read_traces", read_traces)
    return taken


@pytest.mark.parametrize("depth", [1, 2, 7, 25])
@pytest.mark.parametrize("most", [5, 20_000])
def test_lines_files_and_sums_are_tracemallocs_at_any_depth(
    recorder: AllocationRecorder,
    monkeypatch: pytest.MonkeyPatch,
    snapshots: list[tracemalloc.Snapshot],
    depth: int,
    most: int,
) -> None:
    monkeypatch.setattr(site_table, "_MOST_PATHS", most)
    namespace: dict[str, Any] = {}
    recorder.configure(depth)
    recorder.set_mode("on")
    run(recorder, TREE, namespace)
    run(recorder, "tree = grow(7)\n", namespace, 2)
    first, second = snapshots[-2:]
    recorder.set_mode("off")
    for group_by, place in PLACES.items():
        fields = read(recorder, group_by)
        before, after = sums(first, place), sums(second, place)
        assert not fields["truncated"]
        ours = {
            (item["location"]["file"], item["location"]["line"]): [
                item[name] for name in ("count", "bytes", "count_delta", "bytes_delta")
            ]
            for item in fields["items"]
        }
        assert ours == {
            where: [*now, *(one - was for one, was in zip(now, before.get(where, [0, 0])))]
            for where in before.keys() | after.keys()
            for now in [after.get(where, [0, 0])]
        }
    paths = recorder.sites("call_path", "bytes", 10)
    assert paths["truncated"] == (most == 5 and depth > 1)
    assert paths["sum"] == read(recorder)["sum"] == read(recorder, "file")["sum"]
    assert paths["sum"]["bytes"] == sum(size for _, size in sums(second, str).values())


def test_paths_that_are_kept_have_changes_of_their_own(
    recorder: AllocationRecorder, monkeypatch: pytest.MonkeyPatch, snapshots: list[tracemalloc.Snapshot]
) -> None:
    monkeypatch.setattr(site_table, "_MOST_PATHS", 20)
    namespace: dict[str, Any] = {}
    recorder.configure(12)
    recorder.set_mode("on")
    run(recorder, TREE, namespace)
    monkeypatch.setattr(ReadingCost, "fits", lambda self: False)
    recorder.before_run(2, 2, "")  # too costly to read anew
    run_cell("tree = grow(7)\nbig = bytes(9_000)\n", namespace, 2)
    assert len(snapshots) == 1
    recorder.after_run(1.0)
    assert recorder.put_off_because() is not None
    recorder.set_mode("off")
    shown = {tuple(calls(item)): item for item in read(recorder, "call_path")["items"]}
    before, after = ({path_of(one): one for one in snapshot.statistics("traceback")} for snapshot in snapshots)
    whole = [path for path in shown if path in after and len(path) > 1]
    assert whole
    for path in whole:
        was = before[path].size if path in before else 0
        assert (shown[path]["bytes"], shown[path]["bytes_delta"]) == (after[path].size, after[path].size - was)


def path_of(statistic: tracemalloc.Statistic) -> tuple[int, ...]:
    return tuple(frame.lineno for frame in reversed(statistic.traceback))


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
