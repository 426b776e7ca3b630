"""Keeps what the kernel says for the notebook apart from what it says for the probe's messages.

ipykernel notes the last message that came in, on any thread, as the parent of what the notebook's
threads print and display. A request to the probe is such a message: output that comes meanwhile
would go to it, where no front end shows it. So messages of the probe are noted for the thread that
answers them, and for no other.

It also publishes `busy` before and `idle` after each message, on a subshell too, and front ends and
servers take that for the whole kernel, though the main shell still runs a cell. So it publishes
nothing for the probe's messages on a subshell.
"""

from __future__ import annotations

import sys
from typing import Any, Callable

from .threads import is_on_main_thread

BOOT_MARK = "<heapscope boot>"
"""In the text of the request that puts the probe in."""


class OutputParent:
    """Stands before two methods of an ipykernel; does nothing in other kernels."""

    def __init__(self, shell: Any, is_ours: Callable[[str, str], bool]) -> None:
        """Take the shell, and what knows the probe's comms by their id and target."""
        self._kernel: Any = getattr(shell, "kernel", None)
        self._is_ours = is_ours
        self._stand_ins: dict[str, Any] = {}

    def open(self) -> None:
        """Take the place of the kernel's methods."""
        base = getattr(sys.modules.get("ipykernel.kernelbase"), "Kernel", None)
        if base is None or not isinstance(self._kernel, base) or self._stand_ins:
            return
        self._note = base.set_parent
        self._note_and_show = self._kernel.set_parent
        self._publish = self._kernel._publish_status
        self._stand_ins = {"set_parent": self._set_parent, "_publish_status": self._publish_status}
        for name, stand_in in self._stand_ins.items():
            setattr(self._kernel, name, stand_in)

    def close(self) -> None:
        """Give the places back."""
        for name, stand_in in self._stand_ins.items():
            if self._kernel.__dict__.get(name) is stand_in:
                delattr(self._kernel, name)
        self._stand_ins = {}

    def request_id(self) -> str:
        """Return the id of the message that this thread works on, or ''."""
        try:
            return str(self._kernel.get_parent()["header"]["msg_id"])
        except Exception:
            return ""  # another kind of kernel

    def _set_parent(self, ident: Any, parent: Any, *others: Any, **named: Any) -> None:
        if not self._stand_ins or not self._is_message_of_ours(parent):
            self._note_and_show(ident, parent, *others, **named)
            return
        # ipykernel 7 keeps a copy for threads without a parent of their own.
        for_threads = self._kernel.__dict__.get("_shell_context")
        self._note(self._kernel, ident, parent, *others, **named)
        if for_threads is not None:
            self._kernel._shell_context = for_threads

    def _publish_status(self, status: str, channel: str, *others: Any, **named: Any) -> None:
        if not (self._stand_ins and channel == "shell" and self._is_beside_cells()):
            self._publish(status, channel, *others, **named)

    def _is_beside_cells(self) -> bool:
        """Whether this thread, which runs no cells, works on a message of the probe that is no farewell."""
        if is_on_main_thread():
            return False
        message = self._kernel.get_parent("shell")
        # Who says farewell waits for `idle`.
        return self._is_message_of_ours(message) and message["header"]["msg_type"] != "comm_close"

    def _is_message_of_ours(self, message: Any) -> bool:
        try:
            kind, content = message["header"]["msg_type"], message["content"]
            if kind in ("comm_open", "comm_msg", "comm_close"):
                return self._is_ours(content["comm_id"], content.get("target_name", ""))
            texts = (content["code"], *content["user_expressions"].values())
            return kind == "execute_request" and content["silent"] and any(BOOT_MARK in text for text in texts)
        except Exception:
            return False
