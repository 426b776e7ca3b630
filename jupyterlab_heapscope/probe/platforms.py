"""Readers for systems without /proc, where the kernel has no psutil either.

Each asks the system by the call that psutil itself uses there; nothing is installed or imported for it but ctypes.
"""

from __future__ import annotations

import ctypes
from os import getpid
from typing import Any

from .process import NO_CHILDREN, ProcessReader, Reading

_SAMPLED = "This system keeps no peak that can be reset, so peaks are sampled."
_PROC_PIDTASKINFO = 4


class MacReader(ProcessReader):
    """Asks libproc for the task's resident size."""

    class _TaskInfo(ctypes.Structure):
        """The beginning of `struct proc_taskinfo` (sys/proc_info.h), and room for the rest of its 96 bytes."""

        _fields_ = (("virtual", ctypes.c_uint64), ("resident", ctypes.c_uint64), ("rest", ctypes.c_uint64 * 10))

    def __init__(self, library: Any) -> None:
        """Take libproc."""
        self._library = library
        self.absent_because = {
            "peak": _SAMPLED,
            "swap": "macOS does not tell the swapped memory of one process.",
            "children": NO_CHILDREN,
        }

    def rss(self) -> int | None:
        """Return the resident set size now."""
        info = self._TaskInfo()
        size = ctypes.sizeof(info)
        got = self._library.proc_pidinfo(
            getpid(), _PROC_PIDTASKINFO, ctypes.c_uint64(0), ctypes.byref(info), ctypes.c_int(size)
        )
        if got == size:
            return int(info.resident)
        self.absent_because.setdefault("rss", "macOS did not tell the memory of this process (proc_pidinfo).")
        return None


class WindowsReader(ProcessReader):
    """Asks for the working set."""

    class _Counters(ctypes.Structure):
        """PROCESS_MEMORY_COUNTERS (psapi.h)."""

        _fields_ = (
            ("size", ctypes.c_uint32),
            ("page_faults", ctypes.c_uint32),
            ("peak_working_set", ctypes.c_size_t),
            ("working_set", ctypes.c_size_t),
            ("rest", ctypes.c_size_t * 4),
            ("pagefile", ctypes.c_size_t),
            ("peak_pagefile", ctypes.c_size_t),
        )

    def __init__(self, library: Any) -> None:
        """Take kernel32."""
        self._library = library
        self._library.GetCurrentProcess.restype = ctypes.c_void_p
        self.absent_because = {
            "peak": _SAMPLED,
            "swap": "Windows does not tell the swapped memory of one process.",
            "children": NO_CHILDREN,
        }

    def rss(self) -> int | None:
        """Return the working set now."""
        counters = self._Counters()
        counters.size = ctypes.sizeof(counters)
        process = ctypes.c_void_p(self._library.GetCurrentProcess())
        if self._library.K32GetProcessMemoryInfo(process, ctypes.byref(counters), ctypes.c_uint32(counters.size)):
            return int(counters.working_set)
        self.absent_because.setdefault("rss", "Windows did not tell the memory of this process (GetProcessMemoryInfo).")
        return None


class PyodideReader(ProcessReader):
    """The heap of WebAssembly, which grows and never shrinks: what it is at the end is the peak too."""

    def __init__(self, module: Any) -> None:
        """Take the emscripten module (`pyodide_js._module`)."""
        self._module = module
        self.absent_because = {
            "swap": "A browser does not tell what it swaps.",
            "children": "In a browser there are no child processes.",
        }

    def rss(self) -> int | None:
        """Return the size of the heap now."""
        return int(self._module.HEAPU8.length)

    def reset_peak(self) -> bool:
        """The highest size from now on is the one that is read then."""
        return True

    def read(self) -> Reading:
        """Return the heap's size, as the peak as well."""
        size = self.rss()
        return Reading(size, size, None)


def reader_without_psutil(platform: str, modules: dict[str, Any]) -> ProcessReader | None:
    """Choose a reader by `sys.platform`; None where there is none."""
    if platform == "darwin":
        return MacReader(ctypes.CDLL("/usr/lib/libproc.dylib"))
    if platform == "win32":
        # Not windll's: that one is shared with the notebook, and its functions are set up here.
        return WindowsReader(ctypes.WinDLL("kernel32"))  # type: ignore[attr-defined,unused-ignore]
    if platform == "emscripten" and "pyodide_js" in modules:
        return PyodideReader(modules["pyodide_js"]._module)
    return None
