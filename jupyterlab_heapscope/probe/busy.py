"""Keeps the kernel's status true while requests are answered beside a running cell.

ipykernel publishes `idle` when a message on a subshell is done, and front ends and servers take it
for the whole kernel, though the main shell still runs a cell. So `busy` is said once more for it.
"""

from __future__ import annotations

import asyncio
import threading
from typing import Any

from .hooks import Hooks

_AFTER_IDLE_S = 0.005


class BusyStatus:
    """Publishes `busy` for the running cell after the `idle` of a request; only in an ipykernel."""

    def __init__(self, shell: Any, hooks: Hooks) -> None:
        """Take what knows the run in progress."""
        self._kernel: Any = getattr(shell, "kernel", None)
        self._hooks = hooks
        self._header: Any = None

    def note_run(self) -> None:
        """Note the message that runs the cell that starts on this thread."""
        try:
            self._header = self._kernel.get_parent()["header"]
        except Exception:
            self._header = None  # another kind of kernel

    def after_request(self) -> None:
        """Say it soon, when the message that this thread works on is done."""
        if self._header is None or self._hooks.run is None or threading.current_thread() is threading.main_thread():
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            return  # a kernel that answers without a loop publishes no status by itself either
        loop.call_later(_AFTER_IDLE_S, self._say)

    def _say(self) -> None:
        kernel = self._kernel
        try:
            with self._hooks.ending:  # so that it does not come after the cell's own `idle`
                if self._hooks.run is not None:
                    status, topic = {"execution_state": "busy"}, kernel._topic("status")
                    kernel.session.send(
                        kernel.iopub_socket, "status", status, parent={"header": self._header}, ident=topic
                    )
        except Exception:
            self._header = None  # not an ipykernel as it is known; the status stays as it is
