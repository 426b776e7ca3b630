"""Runs checks: one lane in front, and one beside it for those that need no screen and no port."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from .checks import Check
from .reports import Tally
from .workspace import RESULTS

Result = tuple[Tally, float]
"""The counts of a check and its seconds."""


def run_all(checks: list[Check]) -> dict[str, Result]:
    """Run the checks; their counts come back in the order in which they were given."""
    in_front = [check for check in checks if not check.beside]
    if not in_front:
        return {check.name: show(check) for check in checks}
    RESULTS.mkdir(exist_ok=True)
    with ThreadPoolExecutor(max_workers=1) as lane:
        later = {check.name: lane.submit(run_quietly, check) for check in checks if check.beside}
        results = {check.name: show(check) for check in in_front}
        for name, future in later.items():
            results[name] = future.result()
            print(
                f"\n=== {name} (ran beside the others)",
                log_of(name).read_text(),
                summary(name, results[name]),
                sep="\n",
            )
    return {check.name: results[check.name] for check in checks}


def show(check: Check) -> Result:
    """Run a check in front, under a headline."""
    print(f"\n=== {check.name}", flush=True)
    start = time.monotonic()
    result = check.run(), time.monotonic() - start
    print(summary(check.name, result), flush=True)
    return result


def run_quietly(check: Check) -> Result:
    """Run a check; what it prints goes to a file."""
    start = time.monotonic()
    with log_of(check.name).open("w") as output:
        return check.run(output), time.monotonic() - start


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
