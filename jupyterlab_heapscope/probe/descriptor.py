"""A file of /proc that is kept open, since opening it each time costs several times the read."""

from __future__ import annotations

from .unpatched import os


class KeptFile:
    """A descriptor that the notebook may close, or use for something else, at any time.

    It is compared with what was opened before each use, and opened anew if it is not that.
    """

    __slots__ = ("_path", "_flags", "_descriptor", "_identity")

    def __init__(self, path: str, flags: int) -> None:
        """Take what `os.open` takes; opened at the first use."""
        self._path = path
        self._flags = flags
        self._descriptor: int | None = None
        self._identity = (-1, -1)

    def read(self, size: int) -> bytes:
        """Return what the file says now; empty where it cannot be read."""
        try:
            return os.pread(self._checked(), size, 0)
        except OSError:
            self._descriptor = None
            return b""

    def write(self, data: bytes) -> bool:
        """Write at the start; False where the system refuses."""
        try:
            return os.pwrite(self._checked(), data, 0) == len(data)
        except OSError:
            self._descriptor = None
            return False

    def close(self) -> None:
        """Close the descriptor, unless it is no longer ours."""
        if self._descriptor is not None and self._is_ours(self._descriptor):
            os.close(self._descriptor)
        self._descriptor = None

    def _is_ours(self, descriptor: int) -> bool:
        try:
            status = os.fstat(descriptor)
        except OSError:
            return False
        return (status.st_dev, status.st_ino) == self._identity

    def _checked(self) -> int:
        if self._descriptor is None or not self._is_ours(self._descriptor):
            # Close-on-exec by default: children of the notebook do not inherit it.
            self._descriptor = os.open(self._path, self._flags)
            status = os.fstat(self._descriptor)
            self._identity = (status.st_dev, status.st_ino)
        return self._descriptor
