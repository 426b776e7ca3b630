"""Keeps the output of the notebook's own threads with the cell that it belongs to.

ipykernel notes the last message that came in, on any thread, as the parent of what the notebook's
threads print and display. A request to the probe is such a message: output that comes meanwhile
would go to it, where no front end shows it. So messages of the probe are noted for the thread that
answers them, and for no other.
"""

from __future__ import annotations

import sys
from typing import Any, Callable

_BOOT_MARK = "<heapscope boot>"


class OutputParent:
    """Stands before `set_parent` of an ipykernel; does nothing in other kernels."""

    def __init__(self, shell: Any, is_ours: Callable[[str, str], bool]) -> None:
        """Take the shell, and what knows the probe's comms by their id and target."""
        self._kernel: Any = getattr(shell, "kernel", None)
        self._is_ours = is_ours
        self._note: Callable[..., None] | None = None
        self._note_and_show: Callable[..., None] | None = None

    def open(self) -> None:
        """Take the place of the kernel's method."""
        base = getattr(sys.modules.get("ipykernel.kernelbase"), "Kernel", None)
        if base is None or not isinstance(self._kernel, base) or self._note is not None:
            return
        self._note = base.set_parent
        self._note_and_show = self._kernel.set_parent
        self._mine = self._set_parent
        self._kernel.set_parent = self._mine

    def close(self) -> None:
        """Give the place back."""
        if self._note is not None and self._kernel.__dict__.get("set_parent") is self._mine:
            del self._kernel.set_parent
        self._note = None

    def request_id(self) -> str:
        """Return the id of the message that this thread works on, or ''."""
        try:
            return str(self._kernel.get_parent()["header"]["msg_id"])
        except Exception:
            return ""  # another kind of kernel

    def _set_parent(self, ident: Any, parent: Any, *others: Any, **named: Any) -> None:
        if self._note is None or not self._is_message_of_ours(parent):
            assert self._note_and_show is not None
            self._note_and_show(ident, parent, *others, **named)
            return
        # ipykernel 7 keeps a copy for threads without a parent of their own.
        for_threads = self._kernel.__dict__.get("_shell_context")
        self._note(self._kernel, ident, parent, *others, **named)
        if for_threads is not None:
            self._kernel._shell_context = for_threads

    def _is_message_of_ours(self, message: Any) -> bool:
        try:
            kind, content = message["header"]["msg_type"], message["content"]
            if kind in ("comm_open", "comm_msg", "comm_close"):
                return self._is_ours(content["comm_id"], content.get("target_name", ""))
            return kind == "execute_request" and content["silent"] and _BOOT_MARK in content["code"]
        except Exception:
            return False
