"""Runs one benchmark here, prints its table and writes its cases as JSON: python -m benchmarks._run NAME OUT."""

from __future__ import annotations

import argparse
import json
from importlib import import_module
from pathlib import Path

from ._measure import Case


def table(cases: dict[str, Case]) -> str:
    """The cases as lines of text, a column for each peer."""
    peers = sorted({peer for case in cases.values() for peer in case["peers_ms"]})
    rows = [["case", "ours ms", *(f"{peer} ms" for peer in peers), "extra"]]
    for name, case in cases.items():
        figures = [case["peers_ms"].get(peer) for peer in peers]
        extra = ", ".join(f"{key} {value}" for key, value in case["extra"].items())
        rows.append([name, f"{case['ours_ms']:.2f}", *("—" if ms is None else f"{ms:.2f}" for ms in figures), extra])
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows)


def main() -> None:
    """Run the benchmark that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name")
    parser.add_argument("out", type=Path)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    module = import_module(f"benchmarks.{options.name}")
    print(f"\n{options.name}: {(module.__doc__ or '').splitlines()[0]}")
    print(module.statistic(options.quick), flush=True)
    cases: dict[str, Case] = module.run(options.quick)
    print(table(cases), flush=True)
    options.out.write_text(json.dumps(cases))


if __name__ == "__main__":
    main()
