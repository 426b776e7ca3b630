"""IPython's events around each cell, turned into one start and one end for each run."""

from __future__ import annotations

import sys
from _thread import get_ident, interrupt_main, start_new_thread
from array import array
from contextlib import suppress
from os import getpid
from time import sleep
from typing import Any, Callable

from .run import Run, cpu_seconds
from .threads import running_idents

_TRIES = (1, 2, 3)
_MOST_REQUESTS = 4096
_COUNTS_FIRST = getattr(sys.modules.get("IPython"), "version_info", (0,))[:2] >= (9, 8)


class Hooks:
    """Registers for pre_run_cell and post_run_cell, which silent requests and comms do not fire.

    IPython prints what a callback raises into the user's cell, so nothing is let out.
    """

    def __init__(
        self,
        shell: Any,
        request_id: Callable[[], str],
        started: Callable[[Run | None, Any], None],
        ended: Callable[[Run, Any, float], None],
        failed: Callable[[str, BaseException], None],
    ) -> None:
        """Take what names the request that runs the cell, and whom to tell; made by the thread that runs cells.

        `started` gets the run with its ExecutionInfo, `ended` with its ExecutionResult or None. Cells that a console
        runs on a subshell, beside the notebook's, are no runs: of these `started` gets None, and `ended` nothing.
        """
        self._shell = shell
        self._request_id = request_id
        self._started = started
        self._ended = ended
        self._failed = failed
        self._process = getpid()
        self._thread = get_ident()
        self._requests = array("q")
        """Hashes of the ids of the last requests that ran cells."""
        self._overtaken: int | None = None
        """The `info_id` of the last run that another one ended by its start."""
        self._beside: set[int] = set()
        """Threads that run cells beside the notebook's."""
        self._callbacks = (("pre_run_cell", self._pre_run_cell), ("post_run_cell", self._post_run_cell))
        self.run: Run | None = None
        """The run in progress."""
        self.last_run_id = 0

    @property
    def cell_runs(self) -> bool:
        """Whether a cell runs, the notebook's or one beside it."""
        if self._beside:  # the end of one whose subshell was deleted is not told
            self._beside &= running_idents()
        return self.run is not None or bool(self._beside)

    def open(self) -> None:
        """Register, unless registered already."""
        for event, callback in self._callbacks:
            self._shell.events.register(event, callback)

    def close(self) -> None:
        """Unregister, by identity: others' callbacks may compare as they like."""
        for event, callback in self._callbacks:
            callbacks = self._shell.events.callbacks[event]
            for index, other in enumerate(callbacks):
                if other is callback:
                    del callbacks[index]
                    break
        self.run = None

    def _pre_run_cell(self, info: Any) -> None:
        try:
            if getpid() == self._process:
                self._begin(info, cpu_seconds())
        except KeyboardInterrupt:
            # The user means the cell that is about to start; here it would get lost.
            with suppress(KeyboardInterrupt):  # a second one
                start_new_thread(_interrupt_soon, ())
        except BaseException as caught:
            self._tell(caught)

    def _begin(self, info: Any, began: float) -> None:
        if get_ident() != self._thread:
            self._beside.add(get_ident())
            self._started(None, info)
            return
        running = self.run
        request = self._request_id()
        if running is not None:
            if request and hash(request) in self._requests:
                running.nested += 1  # the cell itself calls run_cell(), or while it awaits a task of an earlier one
                return
            self._overtaken = running.info_id
            self._finish(running, None, began)  # its end was never told, or comes later: a task ran it
        self._remember(request)
        self.last_run_id += 1
        shown = bool(getattr(info, "store_history", False))
        run = Run(self.last_run_id, info, self._prompt_number() if shown else None, request)
        self.run = run
        self._started(run, info)
        run.hook_seconds += cpu_seconds() - began
        run.restart_clock()

    def _remember(self, request: str) -> None:
        self._requests.append(hash(request))
        if len(self._requests) > _MOST_REQUESTS:
            del self._requests[: _MOST_REQUESTS // 2]

    def _prompt_number(self) -> int:
        """Return the number of the cell that starts; IPython counts it before this event since 9.8."""
        count: int = self._shell.execution_count
        return count - 1 if _COUNTS_FIRST else count

    def _post_run_cell(self, result: Any = None) -> None:
        for _ in _TRIES:
            try:
                return self._end(result)
            except KeyboardInterrupt:
                continue  # meant for the cell, which has ended; its report is not to get lost
            except BaseException as caught:
                return self._tell(caught)

    def _end(self, result: Any) -> None:
        if getpid() != self._process:
            return
        if get_ident() != self._thread:
            self._beside.discard(get_ident())
            return
        run = self.run
        if run is None or _is_blank(result):
            return
        info = getattr(result, "info", None)
        if id(info) == self._overtaken != run.info_id:
            self._overtaken = None
            return
        if run.nested and (info is None or id(info) != run.info_id):
            run.nested -= 1
            return
        self._finish(run, result, cpu_seconds())

    def _finish(self, run: Run, result: Any, began: float) -> None:
        for _ in _TRIES:
            try:
                self.run = None
                return self._ended(run, result, began)
            except KeyboardInterrupt:
                continue

    def _tell(self, caught: BaseException) -> None:
        """Tell of a fault, which may itself fail: there is little room under a low recursion limit."""
        try:
            self._failed("hook", caught)
        except BaseException:
            return


def _is_blank(result: Any) -> bool:
    """Whether this ends a run of nothing but blanks, whose start IPython does not tell."""
    source = getattr(getattr(result, "info", None), "raw_cell", "x")
    return type(source) is str and (not source or source.isspace())


def _interrupt_soon() -> None:
    sleep(0.02)
    interrupt_main()
