"""The live sampler at 100 ms, in a real ipykernel: what it adds to a cell that computes all the time.

Cells without the probe and with it, panel listening, are run in turn in one kernel.
"""

from __future__ import annotations

import statistics

from ._kernel import Kernel
from ._measure import Case

SECONDS = 3
PAIRS = 7
CODE = """
import time
began, cpu = time.perf_counter(), time.process_time()
total = 0
for number in range({steps}):
    total += number * number % 7
took = time.process_time() - cpu
"""


def statistic(quick: bool) -> str:
    """What the figures are."""
    return f"CPU time of the kernel added to a cell of some {SECONDS} s, median of {_pairs(quick)} pairs"


def run(quick: bool) -> dict[str, Case]:
    """One case; `extra` has the cell's own time and the percentage."""
    with Kernel() as kernel:
        kernel.run(CODE.format(steps=1_000_000))
        steps = int(1_000_000 * SECONDS / kernel.value("took"))
        cell = CODE.format(steps=steps)
        bare: list[float] = []
        ours: list[float] = []
        for _ in range(_pairs(quick)):
            kernel.run(cell)
            bare.append(kernel.value("took") * 1000)
            kernel.boot()
            kernel.run(cell)
            ours.append(kernel.value("took") * 1000)
            kernel.close_probe()
            kernel.run("pass")
    added = statistics.median(one - other for one, other in zip(ours, bare))
    block = statistics.median(bare)
    return {
        "pure Python loop": {
            "ours_ms": added,
            "peers_ms": {},
            "extra": {
                "cell ms": round(block),
                "ours %": round(added / block * 100, 2),
                "spread of bare cells %": round((max(bare) - min(bare)) / block * 100, 1),
            },
        }
    }


def _pairs(quick: bool) -> int:
    return 3 if quick else PAIRS
