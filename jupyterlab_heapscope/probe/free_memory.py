"""Memory that is free and that the C library keeps nevertheless."""

from __future__ import annotations

import sys


def give_back_free_memory() -> None:
    """Make glibc return to the system what is free; nothing where there is no glibc, or nobody has loaded ctypes.

    Tables of a million traces take some 100 MiB. When they are gone glibc keeps that, since little pieces in use lie
    behind them: RSS would say it of the notebook's cells.
    """
    ctypes = sys.modules.get("ctypes")
    try:
        if ctypes is not None and sys.platform.startswith("linux"):
            ctypes.CDLL(None).malloc_trim(0)
    except (AttributeError, OSError):
        return  # another C library
