"""Who the probe is, and what this kernel can tell."""

from __future__ import annotations

import platform
import sys
from os import getpid
from typing import TYPE_CHECKING, Any

from .collector import collector_state
from .limit import read_limit
from .parent import BOOT_MARK
from .report import Absences, memory_now
from .text import safe_text
from .threads import is_on_main_thread

if TYPE_CHECKING:
    from .messages import Capability
    from .session import Session

_PROTOCOL_VERSION = 1
_PYTHON_VERSION, _IMPLEMENTATION = platform.python_version(), platform.python_implementation()
_SYSTEM = platform.system() or sys.platform
_LIVE_LOCALS_SINCE = (3, 13)
_LIVE_LOCALS_REASON = (
    "Before Python 3.13, looking at the locals of a running frame would keep objects alive that the code has deleted."
)
_MAIN_SHELL = "Requests wait for the running cell: the kernel (before ipykernel 7) or this front end has no subshells."


def hello(session: Session, request: dict[str, Any]) -> dict[str, Any]:
    """Introduce the probe."""
    session.resume()
    _forget_boot_source(session.shell)
    session.has_newcomer = True  # who is told of the run in progress after the reply
    session.limit = read_limit()
    absences, running = Absences(), session.hooks.run
    memory = memory_now(session.process, session.limit, absences)
    return {
        "protocol_version": _PROTOCOL_VERSION,
        "digest": session.digest,
        "pid": getpid(),
        "boot_id": session.boot_id,
        "booted_at_ms": session.booted_at_ms,
        "python_version": _PYTHON_VERSION,
        "implementation": _IMPLEMENTATION,
        "platform": _SYSTEM,
        "ipykernel_version": _ipykernel_version(),
        "recursion_limit": sys.getrecursionlimit(),
        "last_run_id": session.hooks.last_run_id,
        "running_run_id": None if running is None else running.run_id,
        "memory": memory,
        "collector": collector_state(),
        "recording": session.recorder.state(),
        "settings": session.settings,
        "capabilities": _capabilities(session),
        "absent": absences.items,
    }


def _forget_boot_source(shell: Any) -> None:
    """IPython keeps the text of the last request that it ran: a copy of the whole probe, until the first cell."""
    info = getattr(getattr(shell, "last_execution_result", None), "info", None)
    for holder, name in ((info, "raw_cell"), (info, "transformed_cell"), (shell, "_last_input_line")):
        text = getattr(holder, name, None)
        if type(text) is str and BOOT_MARK in text:
            setattr(holder, name, "")


def _ipykernel_version() -> str | None:
    version = getattr(sys.modules.get("ipykernel"), "__version__", None)
    return safe_text(version) if type(version) is str else None


def _capabilities(session: Session) -> list[Capability]:
    why = session.process.absent_because
    live_locals = sys.version_info >= _LIVE_LOCALS_SINCE
    reasons: list[tuple[Any, str | None]] = [
        ("rss", why.get("rss")),
        ("exact_peak", why.get("peak")),
        ("swap", why.get("swap")),
        ("limit", None if session.limit.bytes else "Neither a container nor the machine tells a limit."),
        ("sampler", why.get("rss")),
        ("live_locals", None if live_locals else _LIVE_LOCALS_REASON),
        ("subshells", _MAIN_SHELL if is_on_main_thread() else None),
    ]
    return [{"name": name, "available": reason is None, "reason": reason} for name, reason in reasons]
