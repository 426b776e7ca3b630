"""Runs checks in two lanes: one in front, and one beside it for those that need no screen and no port."""

from __future__ import annotations

import json
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Callable

from .checks import Check
from .reports import Tally
from .workspace import RESULTS

Result = tuple[Tally, float]
"""The counts of a check and its seconds."""


def run_all(checks: list[Check], prepare_front: Callable[[], None]) -> dict[str, Result]:
    """Run the checks; their counts come back in the order in which they were given.

    What may run beside the others starts at once; the others wait for `prepare_front`, and when they are
    through, their lane takes of what is left beside.
    """
    in_front = [check for check in checks if not check.beside]
    if not in_front:
        prepare_front()
        return {check.name: show(check) for check in checks}
    results: dict[str, Result] = {}
    waiting = deque(check for check in checks if check.beside)
    RESULTS.mkdir(exist_ok=True)
    with ThreadPoolExecutor(max_workers=1) as lane:
        beside = lane.submit(run_quietly, waiting, results)
        prepare_front()
        for check in in_front:
            results[check.name] = show(check)
        run_quietly(waiting, results)
        beside.result()
    return {check.name: results[check.name] for check in checks}


def show(check: Check) -> Result:
    """Run a check in front, under a headline."""
    print(f"\n=== {check.name}", flush=True)
    start = time.monotonic()
    result = check.run(), time.monotonic() - start
    print(summary(check.name, result), flush=True)
    return result


def run_quietly(waiting: deque[Check], results: dict[str, Result]) -> None:
    """Run what waits, until none does; what each prints goes to a file, and is shown when it is through."""
    while True:
        try:
            check = waiting.popleft()
        except IndexError:
            return
        start = time.monotonic()
        with log_of(check.name).open("w") as output:
            result = check.run(output), time.monotonic() - start
        results[check.name] = result
        head = f"\n=== {check.name} (ran beside others)"
        print(head, log_of(check.name).read_text(), summary(check.name, result), sep="\n", flush=True)


def log_of(name: str) -> Path:
    """Where a check that runs beside the others writes."""
    return RESULTS / f"{name}.log"


def summary(name: str, result: Result) -> str:
    """The last line of a check."""
    tally, seconds = result
    return f"--- {name}: {tally} ({seconds:.0f} s)"


def write_summary(results: dict[str, Result]) -> None:
    """Keep the counts of each check for whoever reads them later."""
    RESULTS.mkdir(exist_ok=True)
    rows = {name: {**vars(tally), "seconds": round(seconds)} for name, (tally, seconds) in results.items()}
    (RESULTS / "summary.json").write_text(json.dumps(rows, indent=2))
