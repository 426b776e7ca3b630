"""Chains of frames, of a traceback or of a running thread, and the names in each."""

from __future__ import annotations

import re
import sys
import threading
import types
from typing import Any, Callable, NamedTuple

from .attributes import attribute
from .glances import Key, names_of
from .introspect import dict_lookup, is_own_file
from .text import safe_text

MOST_FRAMES = 400_000
"""That many of a running thread took 1 s to read and 120 MiB; a million 1.8 s and 300 MiB (Python 3.11)."""
_CO_OPTIMIZED = 1
_LIVE_LOCALS = sys.version_info >= (3, 13)
_NO_LIVE_LOCALS = (
    "The variables of a running function can be read from Python 3.13 on; "
    "they are shown once the cell has ended with an exception."
)
_CUSTOM_NAMESPACE = "The names of this class body are kept by an object with code of its own."
# Packages whose threads belong to the kernel, not to the notebook.
_KERNEL_PACKAGES = re.compile(r"[\\/](ipykernel|IPython|zmq|tornado|jupyter_client|debugpy|_pydevd\w*|pydevd)[\\/]")
_DEBUGGER = re.compile(r"[\\/](debugpy|pydevd)[\\/]")
_WAITS = re.compile(rf"{_DEBUGGER.pattern}|[\\/]threading\.py$")


class Entry(NamedTuple):
    """One frame of a chain, and the line it is at."""

    frame: types.FrameType
    line: int

    def spot(self) -> Spot:
        """Return where the frame is, without the frame."""
        return Spot(self.frame.f_code, self.line)


class Spot(NamedTuple):
    """Where a frame is. The frame itself would keep alive what its function lets go of."""

    code: types.CodeType
    line: int

    def is_same_place(self, other: Spot) -> bool:
        """Whether both are at the same line of the same code."""
        return self.code is other.code and self.line == other.line


def traceback_entries(traceback: types.TracebackType | None) -> tuple[list[Entry], bool]:
    """Return the frames of a traceback, outermost first, and whether there are more."""
    found: list[Entry] = []
    while traceback is not None and len(found) < MOST_FRAMES:
        found.append(Entry(traceback.tb_frame, traceback.tb_lineno or 0))
        traceback = traceback.tb_next
    return found, traceback is not None


def running_entries(frame: types.FrameType | None) -> tuple[list[Entry], bool]:
    """Return the frames of a thread, outermost first, without those of the probe itself, and whether there are more."""
    found: list[Entry] = []
    while frame is not None and len(found) < MOST_FRAMES:
        found.append(Entry(frame, frame.f_lineno or 0))
        frame = frame.f_back
    found.reverse()
    for index, entry in enumerate(found):
        if is_own_file(entry.frame.f_code.co_filename):
            return found[:index], frame is not None
    return _without_debugger(found), frame is not None


def _without_debugger(entries: list[Entry]) -> list[Entry]:
    """Leave out the frames in which the debugger waits at a breakpoint, and those of `threading` that it calls."""
    end = len(entries)
    while end and _WAITS.search(entries[end - 1].frame.f_code.co_filename):
        end -= 1
    is_stopped = end < len(entries) and _DEBUGGER.search(entries[end].frame.f_code.co_filename)
    return entries[:end] if is_stopped else entries


def from_cell(entries: list[Entry], is_cell: Callable[[str], bool]) -> list[Entry]:
    """Leave out what lies above the first frame of a cell: IPython and the kernel."""
    known: dict[str, bool] = {}
    for index, entry in enumerate(entries):
        filename = entry.frame.f_code.co_filename
        if filename not in known:
            known[filename] = is_cell(filename)
        if known[filename]:
            return entries[index:]
    return []


def below_kernel(entries: list[Entry]) -> list[Entry]:
    """Leave out IPython's own frames above the code that it runs, such as the script of `%run`."""
    for index, entry in enumerate(entries):
        if not _KERNEL_PACKAGES.search(entry.frame.f_code.co_filename):
            return entries[index:]
    return []


def from_user_code(entries: list[Entry]) -> list[Entry]:
    """Leave out the start of a thread; nothing is left of a thread of the kernel itself."""
    for index, entry in enumerate(entries):
        filename = entry.frame.f_code.co_filename
        if filename.endswith(("threading.py", "pydev_monkey.py")):  # the debugger starts threads by the second one
            continue
        if _KERNEL_PACKAGES.search(filename) or is_own_file(filename):
            return []
        return entries[index:]
    return []


def thread_name(ident: int) -> str:
    """Return the name that a thread was given; a subclass of Thread may have code of its own."""
    active = dict_lookup(vars(threading), "_active")
    thread = active.get(ident) if type(active) is dict else None
    name = attribute(thread, "_name") if thread is not None else None
    return safe_text(name, 200) if type(name) is str else f"Thread {ident}"


def function_name(code: types.CodeType) -> str:
    """Return the qualified name of a code object, from 3.11, else the plain one."""
    return safe_text(getattr(code, "co_qualname", code.co_name))


def unreadable_because(code: types.CodeType, is_running: bool) -> str | None:
    """Return why a function's names cannot be read, whatever time there is; None if they can."""
    return _NO_LIVE_LOCALS if is_running and code.co_flags & _CO_OPTIMIZED and not _LIVE_LOCALS else None


def frame_locals(entry: Entry, is_running: bool) -> tuple[Any, str | None]:
    """Return what has the names of a frame and their objects, or None and the reason.

    A frame of a module has none of its own: its names are the global ones.
    """
    frame = entry.frame
    if not frame.f_code.co_flags & _CO_OPTIMIZED:
        return _own_namespace(frame)
    reason = unreadable_because(frame.f_code, is_running)
    return (None, reason) if reason is not None else (frame.f_locals, None)


def _own_namespace(frame: types.FrameType) -> tuple[Any, str | None]:
    namespace = frame.f_locals
    if namespace is frame.f_globals:
        return {}, None
    return (namespace, None) if type(namespace) is dict else (None, _CUSTOM_NAMESPACE)


def local_names(namespace: Any) -> list[Key]:
    """Return the names without Python's own: the iterator of a comprehension is called `.0`."""
    return [key for key in names_of(namespace) if key[1] is None or not key[1].startswith(".")]
