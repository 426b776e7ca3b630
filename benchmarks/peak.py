"""The exact peak of a cell: what beginning a new one and reading it costs, beside a reading of RSS alone by psutil."""

from __future__ import annotations

import time
from collections.abc import Callable

from ._measure import Case

CALLS = 2_000
ROUNDS = 9
MIB = 2**20


def statistic(quick: bool) -> str:
    """What the figures are."""
    return f"CPU time of one call, minimum of {ROUNDS} rounds of {_calls(quick):,}"


def run(quick: bool) -> dict[str, Case]:
    """Two sizes of the process; `extra` has what a spike of 64 MiB read as."""
    from jupyterlab_heapscope.probe.process import LinuxReader  # noqa: PLC0415 - Linux only

    reader = LinuxReader()

    def ours() -> None:
        reader.reset_peak()
        reader.read()

    cases: dict[str, Case] = {}
    for name, size in {"small process": 0, "1 GiB resident": 2**30}.items():
        ballast = b"x" * size
        cases[name] = {
            "ours_ms": _call_ms(ours, _calls(quick)),
            "peers_ms": {"psutil rss, no peak": _psutil_ms(_calls(quick))},
            "extra": {"a spike of 64 MiB reads as MiB": round(_spike(reader) / MIB, 1)},
        }
        del ballast
    reader.close()
    return cases


def _calls(quick: bool) -> int:
    return CALLS // 10 if quick else CALLS


def _spike(reader: object) -> int:
    from jupyterlab_heapscope.probe.process import LinuxReader  # noqa: PLC0415

    assert isinstance(reader, LinuxReader)
    reader.reset_peak()
    before = reader.rss() or 0
    block = b"x" * (64 * MIB)
    del block
    return (reader.read().peak or 0) - before


def _psutil_ms(calls: int) -> float | None:
    try:
        import psutil  # noqa: PLC0415
    except ImportError:
        return None
    return _call_ms(psutil.Process().memory_info, calls)


def _call_ms(call: Callable[[], object], calls: int) -> float:
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        for _ in range(calls):
            call()
        best = min(best, time.process_time() - start)
    return best / calls * 1000
