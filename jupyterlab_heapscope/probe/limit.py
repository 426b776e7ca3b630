"""How much memory this kernel may use: of its container, its deployment or the machine."""

from __future__ import annotations

from collections.abc import Iterator
from io import FileIO
from os import environ
from typing import Literal, NamedTuple

from .unpatched import os

LimitSource = Literal["container", "environment", "machine"]


class Limit(NamedTuple):
    """Bytes and where they come from; None where nothing tells."""

    bytes: int | None
    source: LimitSource | None


def read_limit() -> Limit:
    """Return the tightest limit; a container without one of its own has the machine's."""
    machine = _machine_bytes()
    found: list[tuple[int, LimitSource]] = [(size, "container") for size in container_limits()]
    environment = _number(environ.get("MEM_LIMIT", ""))
    if environment:
        found.append((environment, "environment"))
    if machine:
        # An unlimited cgroup of version 1 says a number near 2**63.
        found = [(size, source) for size, source in found if size < machine]
        found.append((machine, "machine"))
    return Limit(*min(found)) if found else Limit(None, None)


def container_limits(root: str = "/sys/fs/cgroup", memberships: str = "/proc/self/cgroup") -> Iterator[int]:
    """Limits of this process's control group and of all groups around it, versions 1 and 2."""
    for line in _text(memberships).splitlines():
        _, _, rest = line.partition(":")
        controllers, _, path = rest.partition(":")
        if not path.startswith("/") or (controllers and "memory" not in controllers.split(",")):
            continue
        base, name = (f"{root}/memory", "memory.limit_in_bytes") if controllers else (root, "memory.max")
        while True:
            size = _number(_text(f"{base}{path.rstrip('/')}/{name}"))
            if size:
                yield size
            if path in ("", "/"):
                break
            path = path.rpartition("/")[0]


def _machine_bytes() -> int | None:
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):
        return None


def _number(text: str) -> int | None:
    digits = text.strip()
    return int(digits) if digits.isdecimal() and len(digits) < 20 else None  # noqa: PLR2004


def _text(path: str) -> str:
    try:
        with FileIO(path) as file:
            return file.read(65536).decode("ascii", "replace")
    except OSError:
        return ""
