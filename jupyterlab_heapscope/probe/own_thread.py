"""Threads of the probe that nothing of the notebook runs in."""

from __future__ import annotations

import threading
from contextlib import suppress
from sys import getprofile, gettrace, setprofile, settrace
from threading import Thread
from types import FunctionType
from typing import Any, Callable

_START: Any = getattr(Thread, "_bootstrap_inner", None)
_HOOKS = {"_trace_hook": None, "_profile_hook": None}


def _unheard_start() -> Any:
    """Return CPython's own code for a thread's start, to which it looks as if nobody had set the hooks."""
    start = _START
    if type(start) is not FunctionType or start.__closure__ is not None:
        return start  # another Python, or another's stand-in
    names = {"__builtins__", *start.__code__.co_names}
    known = {name: value for name, value in vars(threading).items() if name in names}
    return FunctionType(start.__code__, {**known, **_HOOKS}, start.__name__)


class OwnThread(Thread):
    """A daemon thread that neither the functions of `threading.settrace` and `setprofile` nor the debugger follow.

    Those functions are the notebook's, would be called for each line of a walk, and may raise before the first one.
    """

    def __init__(self, work: Callable[[], None], name: str) -> None:
        """Take what to do."""
        super().__init__(target=work, name=name, daemon=True)
        self.__dict__.update(pydev_do_not_trace=True, is_pydev_daemon_thread=True)

    def _bootstrap_inner(self) -> None:
        _unheard_start()(self)


def unheard() -> None:
    """Let nobody hear this thread, whom `threading.settrace_all_threads` made heard after its start."""
    with suppress(Exception):
        if gettrace() is not None:
            settrace(None)
        if getprofile() is not None:
            setprofile(None)
