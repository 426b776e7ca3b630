"""Requests that are answered while a cell runs: the cell meets no reference that is not its own."""

from __future__ import annotations

import json
from typing import Any

from .live import LiveKernel, text_of

LEAST_REQUESTS = 6
# A busy machine may take the processor away from the probe in the middle of just this object.
MOST_MOMENTS = 1

MAKE = """
import json, sys, threading, time, weakref
for number in range(400):
    globals()[f'name{number}'] = [number] * 20
class Thing:
    def __del__(self):
        if threading.get_ident() != main:
            elsewhere.note()
class Moments:
    'How often something was seen; again within 50 ms is the same time.'
    def __init__(self):
        self.count, self.last = 0, 0.0
    def note(self):
        now = time.monotonic()
        self.count += now - self.last > 0.05
        self.last = now
main = threading.get_ident()
elsewhere, too_many, late = Moments(), Moments(), Moments()
kept = Thing()
kept.part = Thing()
part, several = kept.part, [kept.part, Thing()]
"""
WATCH = """
def watch(seconds):
    own = Thing()
    usual = sys.getrefcount(own), sys.getrefcount(kept), sys.getrefcount(part)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for _ in range(50):
            if (sys.getrefcount(own), sys.getrefcount(kept), sys.getrefcount(part)) != usual:
                too_many.note()
        globals()['short'] = short = Thing()
        seen = weakref.ref(short)
        for _ in range(50):
            pass
        del short, globals()['short']
        if seen() is not None:
            late.note()
watch(5)
print(json.dumps([too_many.count, late.count, elsewhere.count]))
"""


def test_a_running_cell_meets_no_references_of_the_probes(subshell_kernel: LiveKernel) -> None:
    kernel = subshell_kernel
    kernel.run_cell(MAKE)
    member = {"frame_id": "global", "name": "several", "path": [0], "address": kernel.value("hex(id(part))")}
    requests: list[tuple[str, dict[str, Any]]] = [
        ("stack", {"hidden_groups": ["ipython"]}),
        ("variables", {"filter": "", "hidden_groups": [], "start": 0, "count": 500}),
        ("members", {**member, "start": 0, "count": 100}),
    ]
    cell = kernel.start_cell(WATCH)
    kernel.drain(0.3)
    answered = 0
    while cell not in kernel.idle:
        kind, fields = requests[answered % 3]
        assert kernel.request(f"{kind}_request", **fields)["kind"] == kind
        answered += 1
        kernel.drain(0.06)
    moments = json.loads(text_of(kernel.outputs(cell)))
    assert answered >= LEAST_REQUESTS
    assert max(moments) <= MOST_MOMENTS, (answered, moments)
