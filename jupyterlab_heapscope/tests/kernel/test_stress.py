"""Requests on a subshell while cells allocate, collect, raise, are interrupted and take the kernel along.

`HEAPSCOPE_STRESS_SECONDS=600 pytest` of this file goes on for ten minutes; a run of all tests does it for some seconds.
"""

from __future__ import annotations

import os
import random
import time
from typing import Any

import pytest

from .live import LiveKernel

SECONDS = float(os.environ.get("HEAPSCOPE_STRESS_SECONDS", "12"))
PREPARE = """
import gc, threading, time
kept = {}
def deep(n): return n and deep(n - 1)
def churn(seconds):
    end = time.time() + seconds
    while time.time() < end:
        kept[len(kept) % 50] = [{'a': [index], 'b': (index, str(index))} for index in range(2_000)]
"""
CELLS = (
    "churn(0.05)",
    "kept.clear(); gc.collect()",
    "for _ in range(20): knot = []; knot.append(knot); gc.collect(0)",
    "churn(0.02); 1 / 0",
    "deep(10_000)",
    "workers = [threading.Thread(target=churn, args=(0.05,)) for _ in range(3)]; [one.start() for one in workers]",
    "try:\n    churn(30)\nexcept KeyboardInterrupt:\n    pass",
)
INTERRUPTED = CELLS[-1]
LIMITS = {"budget_ms": 300, "object_budget": 1_000_000}
REQUESTS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("memory_request", {}),
    ("stack_request", {"hidden_groups": []}),
    ("variables_request", {"filter": "k", "hidden_groups": [], "start": 0, "count": 100}),
    ("census_request", {"budget_ms": 300}),
    ("variable_sizes_request", {**LIMITS, "count": 100}),
    ("collector_request", {}),
    ("collect_request", {}),
    ("recording_request", {"mode": "next"}),
    ("recording_request", {"mode": "off"}),
    ("allocations_request", {"group_by": "line", "order_by": "count", "count": 10}),
    ("history_request", {"after_run_id": 0, "count": 20}),
)
HARMLESS = {None, "cancelled"}


def one_round(kernel: LiveKernel, cell: str, chosen: random.Random) -> None:
    """Run a cell while requests come; all are answered, and so is the cell."""
    message = kernel.start_cell(cell)
    numbers = []
    for kind, fields in chosen.choices(REQUESTS, k=8):
        numbers.append(kernel.send_request(kind, **fields))
        kernel.drain(chosen.random() * 0.02)
    if cell == INTERRUPTED:
        kernel.drain(chosen.random() * 0.1)
        kernel.manager.interrupt_kernel()
    kernel.wait_cell(message)
    kernel.wait(lambda: all(number in kernel.replies for number in numbers))
    codes = {kernel.replies[number].get("code") for number in numbers}
    assert codes <= HARMLESS | ({"interrupted"} if cell == INTERRUPTED else set()), codes
    kernel.replies.clear()
    kernel.iopub.clear()


def test_nothing_locks_up(subshell_kernel: LiveKernel) -> None:
    kernel, chosen = subshell_kernel, random.Random(7)  # noqa: S311 - no secret
    kernel.run_cell(PREPARE)
    rounds, end = 0, time.monotonic() + SECONDS
    while time.monotonic() < end or rounds < len(CELLS):
        one_round(kernel, CELLS[rounds % len(CELLS)], chosen)
        rounds += 1
    kernel.wait(lambda: len(kernel.reports()) == rounds + 1)
    assert [message for message in kernel.pushed if message["kind"] == "error"] == []


@pytest.mark.parametrize("kind", ["census_request", "variable_sizes_request", "collect_request"])
def test_a_kernel_that_ends_itself_ends_at_once(subshell_kernel: LiveKernel, kind: str) -> None:
    kernel = subshell_kernel
    kernel.run_cell(PREPARE + "heap = [{'a': [index]} for index in range(300_000)]")
    fields = dict(REQUESTS)[kind]
    kernel.send_request(kind, **fields)
    kernel.start_cell("import os; os._exit(3)")
    end = time.monotonic() + 20
    while kernel.manager.is_alive() and time.monotonic() < end:
        time.sleep(0.05)
    assert not kernel.manager.is_alive()
