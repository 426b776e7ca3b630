"""One start and one end for each run, whoever else runs cells meanwhile."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest
from IPython.core.events import EventManager

from jupyterlab_heapscope.probe.hooks import Hooks
from jupyterlab_heapscope.probe.run import Run


class Kernel:
    """Tells of cells as IPython does, each of them within a request."""

    def __init__(self) -> None:
        """Run nothing yet."""
        events = EventManager(cast(Any, None), ["pre_run_cell", "post_run_cell"])
        self._events = events
        self.request = ""
        self.ended: list[tuple[str, bool]] = []
        self.failures: list[BaseException] = []
        shell = SimpleNamespace(events=events, execution_count=1)
        self.hooks = Hooks(
            shell,
            lambda: self.request,
            lambda run, info: None,
            self._on_end,
            lambda place, caught: self.failures.append(caught),
        )
        self.hooks.open()

    def _on_end(self, run: Run, result: Any, began: float) -> None:
        self.ended.append((run.label, result is not None))

    def start(self, label: str, request: str) -> Any:
        """Start a cell; return what IPython ends it with."""
        self.request = request
        info = SimpleNamespace(raw_cell=label, store_history=True, cell_id=None)
        self._events.trigger("pre_run_cell", info)
        return SimpleNamespace(info=info)

    def end(self, result: Any) -> None:
        """End a cell."""
        self._events.trigger("post_run_cell", result)


@pytest.fixture
def kernel() -> Kernel:
    return Kernel()


@pytest.mark.parametrize("request_id", ["second", "first"])
def test_a_cell_within_another_is_no_run(kernel: Kernel, request_id: str) -> None:
    kernel.end(kernel.start("one", "first"))
    outer = kernel.start("two", "second")
    kernel.end(kernel.start("inner", request_id))
    assert kernel.ended == [("one", True)]
    kernel.end(outer)
    assert kernel.ended == [("one", True), ("two", True)]
    assert kernel.failures == []


def test_a_run_whose_end_is_told_after_the_next_start_ends_that_one_not(kernel: Kernel) -> None:
    of_task = kernel.start("of a task", "first")
    cell = kernel.start("cell", "second")
    assert kernel.ended == [("of a task", False)]
    kernel.end(of_task)
    assert kernel.ended == [("of a task", False)]
    kernel.end(cell)
    assert kernel.ended == [("of a task", False), ("cell", True)]


def test_an_end_that_is_not_told_keeps_the_next_cell_from_nothing(kernel: Kernel) -> None:
    outer = kernel.start("one", "first")
    kernel.start("inner", "first")
    kernel.end(outer)
    kernel.end(kernel.start("two", "second"))
    assert kernel.ended == [("one", True), ("two", True)]


def test_only_the_last_requests_are_remembered(kernel: Kernel) -> None:
    for number in range(5000):
        kernel.end(kernel.start("cell", f"request {number}"))
    assert 2000 < len(kernel.hooks._requests) <= 4096
    assert len(kernel.ended) == 5000
