"""Which cell the output of the notebook's own threads belongs to.

ipykernel notes the last message it got, on any thread, as the parent of what threads print. A
request to the probe is such a message: output of the notebook would go to it and be lost. So the
last cell is noted when it starts, and put back at once when a message of ours comes in.
"""

from __future__ import annotations

from contextvars import Context
from typing import Any


class OutputParent:
    """The execute_request of the last cell, as far as this kernel lets it be known."""

    def __init__(self, shell: Any) -> None:
        """Take the IPython shell."""
        self._shell = shell
        self._kernel: Any = getattr(shell, "kernel", None)
        self._parent: Any = None
        self._ident: Any = None

    def remember(self) -> str:
        """Note the cell that starts on this thread; return the id of its message, or ''."""
        try:
            self._parent = self._kernel.get_parent()
            ident = getattr(self._kernel, "_shell_parent_ident", None)
            self._ident = ident.get() if ident is not None else None
            return str(self._parent["header"]["msg_id"])
        except Exception:
            self._parent = None  # another kind of kernel
            return ""

    def restore(self) -> None:
        """Make the last cell the parent again; what this thread itself sends keeps its own."""
        if self._parent is None:
            return
        if self._ident is not None:
            # ipykernel 7: this thread's part is in context variables, which the new context takes.
            Context().run(self._kernel.set_parent, self._ident, self._parent)
        else:
            self._shell.set_parent(self._parent)
