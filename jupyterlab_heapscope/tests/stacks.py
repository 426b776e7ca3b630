"""What the tests of stacks share."""

from __future__ import annotations

import sys
from typing import Any

from jupyterlab_heapscope.probe.stack import StackReader

from .cell_files import CellFiles
from .schema import assert_fits

Names = dict[str, Any]


def reader(namespace: Names) -> StackReader:
    return StackReader(CellFiles(), lambda: namespace, frozenset)


def fits(read: Any, moment: str = "running") -> None:
    assert_fits(
        {
            "kind": "stack",
            "request_id": 1,
            "moment": moment,
            "run_id": 1,
            "execution_count": 1,
            "exception": None,
            "exception_is_of_run": False,
            "recursion_limit": sys.getrecursionlimit(),
            **read,
        },
        "Stack",
    )


def names(frame: Any) -> list[str]:
    return [slot["name"] for slot in frame["locals"]["items"]]
