"""What tests of more than one module are given."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest

from jupyterlab_heapscope.probe import trace_groups
from jupyterlab_heapscope.probe.allocations import AllocationRecorder

from .cell_files import CellFiles
from .recording import read, run


@pytest.fixture
def recorder() -> Iterator[AllocationRecorder]:
    """Give a recorder in a process where nobody traces, before and after."""
    assert not tracemalloc.is_tracing()
    first = AllocationRecorder(CellFiles())
    first.set_mode("on")
    run(first, "kept = bytes(9000)")
    read(first)  # what checks messages keeps much when it is first used
    first.close()
    made = AllocationRecorder(CellFiles())
    yield made
    made.close()
    tracemalloc.stop()


@pytest.fixture
def snapshots(monkeypatch: pytest.MonkeyPatch) -> list[tracemalloc.Snapshot]:
    """Give the snapshots of the moments at which the probe read the traces."""
    taken: list[tracemalloc.Snapshot] = []

    def read_traces() -> Any:
        taken.append(tracemalloc.take_snapshot())
        return taken[-1].traces._traces  # type: ignore[attr-defined]

    monkeypatch.setattr(trace_groups, "_read_traces", read_traces)
    return taken
