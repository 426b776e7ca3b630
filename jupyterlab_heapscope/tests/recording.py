"""Cells that are recorded as the hooks do it, and what a recorder says of them."""

from __future__ import annotations

from typing import Any

from jupyterlab_heapscope.probe.allocations import AllocationRecorder

from .cell_files import run_cell
from .schema import assert_fits


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


def calls(item: Any) -> list[int]:
    """Return the lines of a call path, the innermost first."""
    return [place["line"] for place in (item["location"], *item["callers"])]
