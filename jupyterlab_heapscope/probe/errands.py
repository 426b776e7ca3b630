"""Does what takes long on a thread of its own, so that no other request has to wait for it."""

from __future__ import annotations

from collections import deque
from contextlib import suppress
from threading import Lock
from typing import Callable

from .own_thread import OwnThread, unheard


class Errands:
    """One errand after the other, on a daemon thread that is there while any waits."""

    def __init__(self) -> None:
        """Have none."""
        self._waiting: deque[Callable[[], None]] = deque()
        self._lock = Lock()
        self._thread: OwnThread | None = None

    def add(self, errand: Callable[[], None]) -> None:
        """Do this after those that wait; raises RuntimeError where there can be no other thread."""
        with self._lock:
            if self._thread is None or not self._thread.is_running:
                thread = OwnThread(self._work, "heapscope-walks")
                thread.start()
                self._thread = thread
            self._waiting.append(errand)

    def close(self) -> None:
        """Forget those that wait; the one under way is over soon."""
        self._waiting.clear()
        thread = self._thread
        if thread is not None:
            thread.await_end(1.0)

    def _work(self) -> None:
        while self._goes_on():
            unheard()
            # No memory even for an answer: the next one may have it. An interrupt in here is not the user's.
            with suppress(BaseException):
                self._waiting.popleft()()

    def _goes_on(self) -> bool:
        with self._lock:
            if not self._waiting:
                self._thread = None
            return self._thread is not None
