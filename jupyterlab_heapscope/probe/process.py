"""Memory of this process as the operating system has it: RSS, its exact peak, swap.

A figure that cannot be had is None, with a reason; it is never 0.
"""

from __future__ import annotations

import sys
from io import FileIO
from typing import Any, NamedTuple

from .descriptor import KeptFile
from .unpatched import os

NO_CHILDREN = "This system does not tell the child processes of one process cheaply."
_MOST_CHILDREN = 500


class Reading(NamedTuple):
    """Bytes, or None where `absent_because` of the reader has the reason."""

    rss: int | None
    peak: int | None
    """Highest RSS since `reset_peak()`, exact."""
    swap: int | None


class Children(NamedTuple):
    """The live processes that this one started, and those that they started."""

    processes: int
    rss_bytes: int
    """What they share counts in each."""


class ProcessReader:
    """What every platform's reader offers; this one has no figure at all."""

    def __init__(self, reason: str) -> None:
        """Take why there is none."""
        self.absent_because: dict[str, str] = dict.fromkeys(("rss", "peak", "swap", "children"), reason)

    def rss(self) -> int | None:
        """Return the resident set size now."""
        return None

    def reset_peak(self) -> bool:
        """Begin a new peak; False where the system cannot."""
        return False

    def read(self) -> Reading:
        """Return all figures of one moment; where there is a peak or swap, its reader says so."""
        return Reading(self.rss(), None, None)

    def may_have_children(self) -> bool:
        """Whether a process may be its child; quick."""
        return True

    def children(self) -> Children | None:
        """Return what its child processes take."""
        return None

    def close(self) -> None:
        """Give descriptors back."""


class LinuxReader(ProcessReader):
    """Reads /proc. Writing 5 to clear_refs makes VmHWM start anew at the RSS of now."""

    def __init__(self) -> None:
        """Open the files and try whether the peak can be reset."""
        self.absent_because = {}
        self._page = os.sysconf("SC_PAGE_SIZE")
        self._statm = KeptFile("/proc/self/statm", os.O_RDONLY)
        self._status = KeptFile("/proc/self/status", os.O_RDONLY)
        self._clear = KeptFile("/proc/self/clear_refs", os.O_WRONLY)
        if self.read().peak is None or not self.reset_peak():
            self.absent_because["peak"] = (
                "This system does not let the kernel reset its high-water mark "
                "(/proc/self/clear_refs), so peaks are sampled."
            )

    def rss(self) -> int | None:
        """Return the resident set size now, about 2 µs."""
        fields = self._statm.read(128).split()
        return int(fields[1]) * self._page if len(fields) > 1 else None

    def reset_peak(self) -> bool:
        """Begin a new peak."""
        return self._clear.write(b"5")

    def read(self) -> Reading:
        """Return RSS, peak and swap from one read, about 10 µs."""
        status = self._status.read(4096)
        reading = Reading(*(_kib(status, key) for key in (b"VmRSS", b"VmHWM", b"VmSwap")))
        for figure, value in zip(Reading._fields, reading):
            if value is None:
                self.absent_because.setdefault(figure, "/proc/self/status could not be read.")
        return reading

    def may_have_children(self) -> bool:
        """Whether a process is its child, about 1 µs."""
        return _has_child()

    def children(self) -> Children | None:
        """Return what its child processes take; about 1 µs where there are none, 10 µs a thread else."""
        if not _has_child():
            return Children(0, 0)
        sizes: dict[int, int] = {}
        waiting = _children_of(os.getpid())
        if waiting is None:
            self.absent_because.setdefault("children", "This system does not list child processes (/proc/…/children).")
            return None
        while waiting and len(sizes) < _MOST_CHILDREN:
            pid = waiting.pop()
            sizes[pid] = self._rss_of(pid)
            waiting += _children_of(pid) or []
        alive = [size for size in sizes.values() if size]
        return Children(len(alive), sum(alive))

    def _rss_of(self, pid: int) -> int:
        """Return 0 for one that ended."""
        fields = _contents(f"/proc/{pid}/statm").split()
        return int(fields[1]) * self._page if len(fields) > 1 else 0

    def close(self) -> None:
        """Close the descriptors."""
        for kept in (self._statm, self._status, self._clear):
            kept.close()


class PsutilReader(ProcessReader):
    """For macOS and Windows, where the kernel has psutil loaded (ipykernel brings it)."""

    def __init__(self, psutil: Any) -> None:
        """Take the module that the kernel has loaded."""
        self._process = psutil.Process()
        self.absent_because = {
            "peak": "This system keeps no peak that can be reset, so peaks are sampled.",
            "swap": "This system does not tell the swapped memory of one process cheaply.",
            "children": NO_CHILDREN,
        }

    def rss(self) -> int | None:
        """Return the resident set size now."""
        return int(self._process.memory_info().rss)


def process_reader() -> ProcessReader:
    """Choose the reader for this platform."""
    if sys.platform.startswith("linux") and os.access("/proc/self/statm", os.F_OK):
        return LinuxReader()
    psutil = sys.modules.get("psutil")
    if psutil is not None:
        return PsutilReader(psutil)
    try:
        from .platforms import reader_without_psutil  # noqa: PLC0415 - it needs ctypes, which /proc does not

        reader = reader_without_psutil(sys.platform, sys.modules)
        if reader is not None and reader.rss() is not None:
            return reader
    except (ImportError, AttributeError, OSError):
        pass  # a Python without ctypes, a system without the call
    return ProcessReader("Install psutil in the kernel's environment to see the process's memory.")


def _kib(status: bytes, key: bytes) -> int | None:
    # The first line holds the process's name, which may be anything: hence the line break.
    at = status.find(b"\n" + key + b":")
    if at < 0:
        return None
    return int(status[at + len(key) + 2 : status.index(b"kB", at)]) * 1024


def _has_child() -> bool:
    """Whether a process is its child, running or ended; takes none away from who waits for it."""
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    except OSError:
        pass
    return True


def _children_of(pid: int) -> list[int] | None:
    """Return the processes that any thread of a process started; None where the system does not tell."""
    try:
        threads = os.listdir(f"/proc/{pid}/task")
    except OSError:
        return []  # it ended
    texts = [_contents(f"/proc/{pid}/task/{thread}/children") for thread in threads]
    if not any(texts) and not os.access(f"/proc/self/task/{os.getpid()}/children", os.F_OK):
        return None
    return [int(child) for text in texts for child in text.split()]


def _contents(path: str) -> bytes:
    """Return a file of /proc, empty where it is gone."""
    try:
        with FileIO(path) as file:
            return file.read()
    except OSError:
        return b""
