"""The peak of a run, when the cell itself makes the system's mark start anew."""

from __future__ import annotations

import json
import mmap
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from jupyterlab_heapscope.probe.allocations import AllocationRecorder
from jupyterlab_heapscope.probe.limit import Limit
from jupyterlab_heapscope.probe.outcome import Outcome
from jupyterlab_heapscope.probe.process import LinuxReader
from jupyterlab_heapscope.probe.run import Run
from jupyterlab_heapscope.probe.watch import RunWatch

from .cell_files import CellFiles

MIB = 2**20
pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")


@pytest.fixture
def watched() -> Iterator[Any]:
    """Give a run that has begun, and what ends it and returns its report."""
    process, failures = LinuxReader(), []
    watch = RunWatch(process, AllocationRecorder(CellFiles()), lambda part, caught: failures.append(caught))
    run = Run(1, SimpleNamespace(raw_cell=""), 1, "")
    watch.begin(run, "", exact_peak=True)

    def end() -> Any:
        text, _ = watch.end(run, Outcome("ok", None, None), Limit(None, None), 0.0, 0)
        return json.loads(text)

    def sample() -> None:
        run.add_point(run.age_ms(), process.rss() or 0)

    yield sample, end
    assert failures == []
    watch.close()
    process.close()


def touched() -> mmap.mmap:
    """Take 64 MiB of the system itself, page by page: nothing beside them is taken, nor had from what is free."""
    block = mmap.mmap(-1, 64 * MIB)
    for offset in range(0, len(block), mmap.PAGESIZE):
        block[offset] = 1
    return block


def test_a_peak_that_no_sample_saw_is_exact(watched: Any) -> None:
    sample, end = watched
    sample()
    touched().close()
    report = end()
    assert report["peak_source"] == "exact"
    assert report["peak_rss_bytes"] - report["rss_before_bytes"] == pytest.approx(64 * MIB, rel=0.05)


def test_what_a_sample_saw_stays_where_the_cell_resets_the_mark(watched: Any) -> None:
    sample, end = watched
    block = touched()
    sample()
    block.close()
    Path("/proc/self/clear_refs").write_text("5")
    report = end()
    assert report["peak_source"] == "sampled"
    assert report["peak_rss_bytes"] - report["rss_before_bytes"] == pytest.approx(64 * MIB, rel=0.05)
