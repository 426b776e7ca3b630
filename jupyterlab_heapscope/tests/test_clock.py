"""Clocks that the notebook cannot stop."""

from __future__ import annotations

import time
from importlib import import_module
from pathlib import Path

from jupyterlab_heapscope import probe

CLOCKS = (time.time, time.time_ns, time.monotonic, time.monotonic_ns, time.perf_counter, time.perf_counter_ns)


def test_no_module_has_what_freezegun_looks_for() -> None:
    names = [path.stem for path in Path(str(probe.__file__)).parent.glob("*.py") if path.stem != "__init__"]
    assert "clock" in names
    found = [
        f"{name}.{attribute}"
        for name in names
        for attribute, value in vars(import_module(f"{probe.__name__}.{name}")).items()
        if any(value is clock for clock in CLOCKS)
    ]
    assert found == []
