"""What the probe adds to a cell: kernel CPU of runs of `pass`, with it and without, in a real ipykernel.

Blocks without and with are run in turn in one kernel, so that both see the same machine; a figure is the median over
the pairs of blocks of what a cell costs more. The peer is what variableInspector adds with its query after each cell.
"""

from __future__ import annotations

import re
import statistics
from importlib.metadata import PackageNotFoundError, files
from typing import Callable

from ._kernel import Kernel
from ._measure import Case

CELLS = 50
PAIRS = 28
HEAPS = {
    "small heap": "pass",
    "1.2M tracked objects": "big = [{'a': [i], 'b': [i]} for i in range(400_000)]",
}
PEER = "lckr-jupyterlab-variableinspector"


def statistic(quick: bool) -> str:
    """What the figures are."""
    pairs, cells = _size(quick)
    return f"CPU time of the kernel added to a cell, median of {pairs} pairs of blocks of {cells} cells"


def run(quick: bool) -> dict[str, Case]:
    """The cases, CPU ms added to a cell; `extra` has what a bare cell costs and the spread over the pairs."""
    pairs, cells = _size(quick)
    return {heap: _case(code, pairs, cells) for heap, code in HEAPS.items()}


def _size(quick: bool) -> tuple[int, int]:
    return (6, 25) if quick else (PAIRS, CELLS)


def _case(prepare: str, pairs: int, cells: int) -> Case:
    with Kernel() as kernel:
        kernel.run(prepare)
        bare: list[float] = []
        ours: list[float] = []
        for _ in range(pairs):
            bare.append(_cell_ms(kernel, cells))
            kernel.boot()
            kernel.run("pass")
            ours.append(_cell_ms(kernel, cells))
            kernel.close_probe()
            kernel.run("pass")  # closing is no part of the next block
        added = [with_it - without for with_it, without in zip(ours, bare)]
        peer = _peer_ms(kernel, pairs, cells)
    return {
        "ours_ms": statistics.median(added),
        "peers_ms": {"variableInspector": peer},
        "extra": {
            "bare cell ms": round(statistics.median(bare), 3),
            "least and most added ms": [round(min(added), 2), round(max(added), 2)],
        },
    }


def _peer_ms(kernel: Kernel, pairs: int, cells: int) -> float | None:
    script = _peer_script()
    if script is None:
        return None
    bare = [_cell_ms(kernel, cells) for _ in range(pairs)]
    kernel.run(script)
    query = "_jupyterlab_variableinspector_dict_list()"
    with_query = [_cell_ms(kernel, cells, lambda: kernel.run(query, store_history=False)) for _ in range(pairs)]
    return statistics.median(with_query) - statistics.median(bare)


def _cell_ms(kernel: Kernel, cells: int, after: Callable[[], None] = lambda: None) -> float:
    start = kernel.cpu_ms()
    for _ in range(cells):
        kernel.run("pass")
        after()
    return (kernel.cpu_ms() - start) / cells


def _peer_script() -> str | None:
    """The Python source that the peer runs in the kernel, out of its bundled JavaScript."""
    try:
        paths = files(PEER) or []
    except PackageNotFoundError:
        return None
    for path in paths:
        if path.suffix == ".js" and (found := re.search(r"py_script='((?:[^'\\]|\\.)*)'", path.read_text("utf-8"))):
            return found[1].encode().decode("unicode_escape")
    return None
