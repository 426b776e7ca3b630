"""Which threads there are, told by numbers: a Thread of the notebook's may have code of its own."""

from __future__ import annotations

import threading
from _thread import allocate_lock, get_ident
from contextlib import suppress

MAIN_IDENT = threading.main_thread().ident or 0
"""Children that another thread forked have another one; there the probe does nothing."""


def is_on_main_thread() -> bool:
    """Whether the main thread asks."""
    return get_ident() == MAIN_IDENT


def running_idents() -> set[int]:
    """Return the ids of the threads that Python's `threading` knows."""
    active = vars(threading).get("_active")
    return set(active) if type(active) is dict else set()


class Flag:
    """What one thread waits for and others set, as `threading.Event`, whose methods the notebook may mock.

    A lock that is free while the flag is set; only the thread that waits clears it.
    """

    def __init__(self) -> None:
        """Begin cleared."""
        self._lock = allocate_lock()
        self._lock.acquire()

    def is_set(self) -> bool:
        """Whether it is set; for a moment not while the wait ends."""
        return not self._lock.locked()

    def set(self) -> None:
        """Let the thread that waits go on."""
        with suppress(RuntimeError):  # set already
            self._lock.release()

    def clear(self) -> None:
        """Make the next wait last."""
        self._lock.acquire(False)

    def wait(self, timeout_s: float = -1.0) -> None:
        """Wait until it is set, or for so long; -1 means without an end."""
        if self._lock.acquire(True, timeout_s):
            self.set()
