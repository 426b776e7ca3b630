"""Whose tracing it is: what the notebook began is read, and never stopped, cleared or reset."""

from __future__ import annotations

import importlib
import os
import re
import sys
from contextlib import suppress
from types import ModuleType
from typing import Any

_TRACES_FROM_START = "tracemalloc" in sys._xoptions or "PYTHONTRACEMALLOC" in os.environ
"""Python then traces though nobody imported the module; only its start reads these two."""
_OTHER_NAME = re.compile(r"\btracemalloc\s+as\s+(\w+)")
_IMPORTS_START = re.compile(r"\btracemalloc\s+import\b[^\n]*(\bstart\b|\*|\()")
_MOST_NAMES = 20
_NAME = "_tracemalloc"


_kept: list[ModuleType] = []
"""The module, once it was met: what the notebook puts in its place in `sys.modules` is for its own code."""


def is_tracing() -> bool:
    """Whether anyone traces; imports nothing in a kernel that never did."""
    with suppress(ImportError):
        return (_TRACES_FROM_START or _met()) and bool(tracer().is_tracing())
    return False


def tracer() -> Any:
    """Return CPython's own module behind tracemalloc; raises ImportError where another was in its place from the start.

    A kernel that never records does not get it.
    """
    if not _met():
        importlib.import_module(_NAME)
    if not _met():
        raise ImportError(f"The notebook put something else in the place of {_NAME}.")
    return _kept[0]


def _met() -> bool:
    module = sys.modules.get(_NAME)
    if not _kept and type(module) is ModuleType:
        _kept.append(module)
    return bool(_kept)


class Tracing:
    """Tells tracing that was begun here from the notebook's own.

    A clear of the traces and a stop with a new start at the same depth leave the same behind: CPython tells no
    difference. Then it is the notebook's where any of its cells so far had a call of `tracemalloc.start`, else ours.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self.is_ours = False
        self._mark: _Mark | None = None
        self._frames = 0
        self._names = {"tracemalloc"}
        self._notebook_starts = False

    def hear(self, source: str) -> None:
        """Note what a cell may do, by its text."""
        if self._notebook_starts:
            return
        if "tracemalloc" in source:
            self._names.update(_OTHER_NAME.findall(source)[:_MOST_NAMES])
            self._notebook_starts = bool(_IMPORTS_START.search(source)) or len(self._names) > _MOST_NAMES
        if any(f"{name}.start" in source for name in self._names):
            self._notebook_starts = True

    def start(self, frames: int) -> None:
        """Begin to trace, so many frames deep."""
        tracer().start(frames)
        self.is_ours, self._frames = True, frames
        self.mark()

    def stop(self) -> None:
        """End what was begun here."""
        if self.is_ours and is_tracing():
            tracer().stop()
        self.forget()

    def forget(self) -> None:
        """Take it that nothing is ours."""
        self.is_ours, self._mark = False, None

    def mark(self) -> None:
        """Be able to tell from now on whether the traces began anew."""
        self._mark = _Mark()

    def began_anew(self) -> bool:
        """Whether the traces were cleared, or begun again by another, since the last mark; each time told once."""
        if self._mark is None or tracer()._get_object_traceback(self._mark) is not None:
            return False
        if tracer().get_traceback_limit() != self._frames or self._notebook_starts:
            self.is_ours = False
        self.mark()
        return True


class _Mark:
    """A block that is traced until someone clears the traces, or stops tracing and begins anew."""

    __slots__ = ()
