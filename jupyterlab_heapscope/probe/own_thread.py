"""Threads of the probe that nothing of the notebook runs in."""

from __future__ import annotations

import threading
from _thread import get_ident
from contextlib import suppress
from sys import getprofile, gettrace, setprofile, settrace
from threading import Thread
from types import BuiltinFunctionType, FunctionType
from typing import Any, Callable

_INIT: Any = Thread.__init__
_START: Any = Thread.start
_JOIN: Any = Thread.join
_BOOTSTRAP: Any = getattr(Thread, "_bootstrap_inner", None)
_HOOKS = {"_trace_hook": None, "_profile_hook": None}
_STARTERS: dict[str, Any] = {
    name: vars(threading)[name]
    for name in ("_start_new_thread", "_start_joinable_thread")  # the second from 3.13
    if name in vars(threading)
}


def _with_names(function: Any, own: dict[str, Any]) -> Any:
    """Return CPython's own function of `threading`, to which names of that module mean what is in `own`."""
    if type(function) is not FunctionType or function.__closure__ is not None:
        return function  # another Python, or another's stand-in
    names = {"__builtins__", *function.__code__.co_names}
    known = {name: value for name, value in vars(threading).items() if name in names}
    return FunctionType(function.__code__, {**known, **own}, function.__name__)


class OwnThread(Thread):
    """A daemon thread that neither the functions of `threading.settrace` and `setprofile` nor the debugger follow.

    Those functions are the notebook's, would be called for each line of a walk, and may raise before the first one.
    """

    def __init__(self, work: Callable[[], None], name: str) -> None:
        """Take what to do."""
        _INIT(self, name=name, daemon=True)
        self._work = work
        self.is_running = False
        """From the start until it has ended, by whatever means."""
        self.__dict__.update(pydev_do_not_trace=True, is_pydev_daemon_thread=True)

    def start(self) -> None:
        """Start a thread of the system, whatever the notebook put in the place of what does so; or RuntimeError.

        `gevent.monkey.patch_all()` makes a thread run on the one that starts it, where each waits for the other.
        """
        if type(threading.get_ident) is not BuiltinFunctionType:
            raise RuntimeError("The notebook replaced Python's threads by others, as gevent does.")
        self.is_running = True
        try:
            _with_names(_START, _STARTERS)(self)
        except BaseException:
            self.is_running = False
            raise

    def run(self) -> None:
        """Do the work: what the notebook put in the place of `Thread.run` does not run here."""
        try:
            self._work()
        finally:
            del self._work  # as Thread does with its target, which may refer to the thread

    def await_end(self, timeout_s: float) -> None:
        """Wait until it has ended, but for so long at most; the thread itself does not wait."""
        if self.is_running and get_ident() != self.ident:
            _JOIN(self, timeout_s)

    def _bootstrap_inner(self) -> None:
        try:
            _with_names(_BOOTSTRAP, _HOOKS)(self)
        finally:
            self.is_running = False


def unheard() -> None:
    """Let nobody hear this thread, whom `threading.settrace_all_threads` made heard after its start."""
    with suppress(BaseException):  # hooks of sys.addaudithook hear it
        if gettrace() is not None:
            settrace(None)
        if getprofile() is not None:
            setprofile(None)
