"""Threads of the probe that nothing of the notebook runs in."""

from __future__ import annotations

import threading
from contextlib import suppress
from sys import getprofile, gettrace, setprofile, settrace
from threading import Thread
from types import FunctionType
from typing import Any, Callable

_UNHEARD = {"_trace_hook": None, "_profile_hook": None}
_START_UP: Any = getattr(Thread, "_bootstrap_inner", None)


class OwnThread(Thread):
    """A daemon thread that neither the functions of `threading.settrace` and `setprofile` nor the debugger follow.

    Those functions are the notebook's, would be called for each line of a walk, and may raise before the first one.
    """

    def __init__(self, work: Callable[[], None], name: str) -> None:
        """Take what to do."""
        super().__init__(target=work, name=name, daemon=True)
        self.__dict__.update(pydev_do_not_trace=True, is_pydev_daemon_thread=True)

    def _bootstrap_inner(self) -> None:
        # CPython's own code for a thread's start, to which it looks as if nobody had set the hooks.
        start_up = _START_UP
        if type(start_up) is FunctionType and start_up.__closure__ is None:
            start_up = FunctionType(start_up.__code__, {**vars(threading), **_UNHEARD}, start_up.__name__)
        start_up(self)


def unheard() -> None:
    """Let nobody hear this thread, whom `threading.settrace_all_threads` made heard after its start."""
    with suppress(Exception):
        if gettrace() is not None:
            settrace(None)
        if getprofile() is not None:
            setprofile(None)
