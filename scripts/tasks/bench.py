"""`./run bench`: the benchmarks, each beside its peers in one run."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from . import setup
from .workspace import ROOT, Venv

BENCH = Venv(ROOT / ".venv-bench")
FOLDER = ROOT / "benchmarks"
"""A benchmark is a module in here with `run(quick)`; other modules begin with an underscore."""
BROWSER = {"startup", "pixels"}
"""Benchmarks that drive a JupyterLab in Chromium."""


def known() -> list[str]:
    """Names of the benchmarks there are."""
    return sorted(path.stem for path in FOLDER.glob("*.py") if not path.stem.startswith("_"))


def main(arguments: list[str]) -> int:
    """Run the benchmarks named, or all, each in a process of its own.

    Returns:
        1 where one broke down, else 0.
    """
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(known()))
    parser.add_argument("--quick", action="store_true", help="small cases, few runs: to see that it works")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there")
    options = parser.parse_args(arguments)
    if unknown := set(options.names) - set(known()):
        raise SystemExit(f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(known())}")
    setup.python_environment(BENCH, "bench")
    if BROWSER.intersection(options.names or known()):
        setup.page_in(BENCH)
    results: dict[str, Any] = {}
    failed = []
    for name in options.names or known():
        try:
            results[name] = measure(name, options.quick)
        except subprocess.CalledProcessError:
            failed.append(name)
    if options.json:
        options.json.write_text(json.dumps(results, indent=2) + "\n")
    if failed:
        print(f"broke down: {', '.join(failed)}")
    return 1 if failed else 0


def measure(name: str, quick: bool) -> Any:
    """The cases of one benchmark, printed and given back."""
    with TemporaryDirectory() as folder:
        out = Path(folder) / "result.json"
        words = ["python", "-m", "benchmarks._run", name, str(out), *(["--quick"] if quick else [])]
        BENCH.run(*words, env={"PYTHONPATH": os.pathsep.join([str(ROOT)])})
        return json.loads(out.read_text())
