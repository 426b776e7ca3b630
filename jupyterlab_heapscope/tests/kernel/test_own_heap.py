"""What the probe itself takes of the kernel's heap, as tracemalloc sees it."""

from __future__ import annotations

import platform
import sys

import pytest

from .conftest import started
from .live import LiveKernel
from .test_reports import SETTINGS

MOST = 2_000_000
"""Bytes of code and state, without the history ring, which has a budget of its own."""
RING = 50_000
"""Bytes of the ring: full after some cells."""
CELLS = 1_000
FRAMES = 4

FILL_SOON = """
import sys
modules = list(sys.modules.items())
next(module for name, module in modules if "heapscope" in name and name.endswith(".cells"))._KEPT = 100
"""
"""The cells of the last 2,000 runs are remembered; that table too is full after some cells."""

MEASURE = """
import gc, _tracemalloc
gc.collect()
traces = _tracemalloc._get_traces()
own = {frames for frames in {trace[2] for trace in traces} if any("heapscope" in file for file, _ in frames)}
print(sum(trace[1] for trace in traces if trace[2] in own))
del traces, own
"""


def own_heap(kernel: LiveKernel) -> int:
    """Bytes that are alive of what was allocated while code of the probe was among the last frames."""
    return int(kernel.printed(MEASURE))


@pytest.mark.one_python
def test_its_heap_stays_small_and_flat_over_a_thousand_cells() -> None:
    kernel = started("python3")
    try:
        kernel.run_cell(f"import tracemalloc; tracemalloc.start({FRAMES})")
        assert kernel.boot()["error"] is None
        assert kernel.printed(FILL_SOON) == ""
        kernel.connect()
        kernel.request("configure_request", settings={**SETTINGS, "history_bytes": RING})
        assert kernel.request("census_request", budget_ms=60_000)["complete"]
        after = {}
        for number in range(1, CELLS + 1):
            kernel.run_cell("pass", f"cell-{number % 50}")
            if number in (CELLS // 2, CELLS):
                after[number] = own_heap(kernel)
        assert RING < after[CELLS] < MOST + RING
        assert abs(after[CELLS] - after[CELLS // 2]) < 20_000, after
    finally:
        kernel.stop()


RSS = "print(int(open('/proc/self/statm').read().split()[1]) * 4096 >> 20)"


def mib_left(kernel: LiveKernel) -> int:
    """RSS after three million small objects were made and deleted, twice, MiB."""
    for _ in range(2):
        kernel.run_cell("small = [(number, float(number)) for number in range(3_000_000)]")
        left = kernel.printed(f"del small\n{RSS}")
    return int(left)


@pytest.mark.one_python
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_what_a_cell_deletes_goes_back_to_the_system_as_without_the_probe() -> None:
    bare, watched = started("python3"), started("python3")
    try:
        assert watched.boot()["error"] is None
        watched.connect()
        # What samples leave depends on how long a cell takes: not on a machine with much else to do.
        watched.request("configure_request", settings={**SETTINGS, "sample_interval_ms": 0})
        assert mib_left(watched) < mib_left(bare) + 50
    finally:
        bare.stop()
        watched.stop()


@pytest.mark.one_python
@pytest.mark.skipif(not sys.platform.startswith("linux") or platform.libc_ver()[0] != "glibc", reason="reads /proc")
def test_what_recording_took_goes_back_to_the_system() -> None:
    kernel = started("python3")
    try:
        assert kernel.boot()["error"] is None
        kernel.connect()
        before = int(kernel.printed(RSS))
        kernel.request("recording_request", mode="next")
        run = kernel.run_and_report("texts = [str(number) for number in range(1_000_000)]")
        assert run["rss_after_bytes"] < (before << 20) + (110 << 20)
        assert run["peak_rss_bytes"] > (before << 20) + (110 << 20)
        assert run["recorded"]["tables_bytes"] > 30 << 20  # in the peak; they ended with the run
        # Of two million bare tracemalloc left 168 MiB, and with its reading 374.
        assert int(kernel.printed(f"del texts\n{RSS}")) < before + 60
    finally:
        kernel.stop()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_what_reading_the_traces_took_is_not_the_cells() -> None:
    kernel = started("python3")
    try:
        assert kernel.boot()["error"] is None
        kernel.connect()
        for mode in ("next", "on"):
            kernel.request("recording_request", mode=mode)
            run = kernel.run_and_report("texts = [bytes(1000) for _ in range(15_000)]")
            assert run["rss_after_bytes"] <= run["peak_rss_bytes"]
            assert 0 < run["recorded"]["tables_bytes"] < 8 << 20
    finally:
        kernel.stop()
