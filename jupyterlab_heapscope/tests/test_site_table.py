"""Sites by line, by file and by call path at any depth, held against tracemalloc's own statistics."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_heapscope.probe import site_table
from jupyterlab_heapscope.probe.allocations import AllocationRecorder
from jupyterlab_heapscope.probe.reading_cost import ReadingCost

from .cell_files import run_cell
from .recording import calls, read, run


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


NESTED = "def make(): return bytes(3000)\ndef one(): return make()\ndef other(): return make()\n"


def test_sites_are_call_paths_as_deep_as_is_recorded(recorder: AllocationRecorder) -> None:
    namespace: dict[str, Any] = {}
    recorder.configure(traceback_frames=3)
    recorder.set_mode("on")
    run(recorder, NESTED + "kept = [one() for _ in range(40)]\nmore = [other() for _ in range(70)]\n", namespace)
    fields = read(recorder, "call_path")
    first, second = fields["items"][:2]
    assert (calls(first)[:2], calls(second)[:2]) == ([1, 3], [1, 2])
    # Up to four more were seen from 3.13 on, after many other tests; whose they are is not known. Below, counts are
    # held against tracemalloc's own.
    assert first["count"] >= 70
    assert second["count"] >= 40
    assert first["count"] + second["count"] <= 114
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
    run(recorder, "a = bytes(90_000)\nb = bytes(80_000)\nc = bytes(70_000)\n", namespace)
    fields = read(recorder)
    assert (fields["truncated"], [calls(item) for item in fields["items"]][:3]) == (True, [[1], [2], [0]])
    assert fields["items"][2]["bytes"] == pytest.approx(70_033, abs=400)  # the third line, and small ones
    assert not read(recorder, "file")["truncated"]
    run(recorder, "del a\n", namespace, 2)
    run(recorder, "pass\n", namespace, 3)
    assert [(calls(item), item["bytes_delta"]) for item in read(recorder)["items"]][:2] == [([2], 0), ([3], 0)]


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
    monkeypatch.setattr(ReadingCost, "fits", lambda self: True)  # both are read at the end of their runs
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
