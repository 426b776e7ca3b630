"""Reads the notebook's objects one at a time, so that a running cell never meets a reference that is not its own.

A thread that wants the interpreter asks for it when it has waited for the switch interval (5 ms), and gets it
wherever the other one is. So the probe gives the interpreter away of its own accord after each glance, while it refers
to nothing of the notebook's: nobody has then waited for long, and the next glance is over before anybody has. Only
where the system takes the processor away in the middle of one object for all that time is that one referred to.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from itertools import islice
from time import sleep
from typing import Any, Callable, Optional

from .clock import perf_counter
from .introspect import MISSING, dict_lookup, has_plain_names, is_subtype
from .text import name_text

_GLANCE_S = 0.001
_AWAY_S = 0.0 if sys.platform == "win32" else 0.0001
"""With 0 this thread may take the interpreter again before the one who waits for it is awake; on Windows more than 0
may be 15 ms."""
_SHARE = 0.2
"""Of the switch interval, where the notebook set a short one."""
_TRIES = 5
_NOTHING = (None, MISSING)

Key = tuple[int, Optional[str]]
"""The place of a name in its namespace, and the name; None for a key that is no exact str."""
_Read = Callable[[int, Any, Any], None]
_Find = Callable[[int, Optional[str]], tuple[Any, Any]]


class Glances:
    """The glances of one answer."""

    def __init__(self) -> None:
        """Begin none yet."""
        self._length = min(_GLANCE_S, sys.getswitchinterval() * _SHARE)
        self._ends = 0.0

    def begin(self) -> None:
        """Let other threads run; to be called by who refers to nothing of the notebook's."""
        sleep(_AWAY_S)
        self.prolong()

    def prolong(self) -> None:
        """Begin anew at once, after long work that referred to no object."""
        self._ends = perf_counter() + self._length

    def are_over(self) -> bool:
        """Whether to let go of everything and begin the next one."""
        return perf_counter() >= self._ends


def _is_dict(namespace: object) -> bool:
    return is_subtype(type(namespace), dict)


def names_of(namespace: Any) -> list[Key]:
    """Return the names of one moment; `namespace` is a dict or what a frame gives for its locals."""
    for _ in range(_TRIES):
        try:
            keys = list(dict.__iter__(namespace) if _is_dict(namespace) else namespace.keys())
            break
        except RuntimeError:  # the collector ran in the middle, and with it code that adds names
            continue
    else:
        return []
    return [(place, key if type(key) is str else None) for place, key in enumerate(keys)]


def addresses(namespace: dict[Any, Any]) -> dict[str, int]:
    """Return the addresses of what the names refer to, all of one moment: nothing but C code runs meanwhile."""
    for _ in range(_TRIES):
        try:
            found = list(zip(dict.__iter__(namespace), map(id, dict.values(namespace))))
            break
        except RuntimeError:
            continue
    else:
        return {}
    return {name: address for name, address in found if type(name) is str}


def each_name(
    namespace: Callable[[], Any],
    names: list[Key],
    read: _Read,
    glances: Glances,
    is_late: Callable[[], bool] = lambda: False,
) -> bool:
    """Call `read` with place, name and object of each name that is still there; return whether time was up before.

    `namespace` finds anew, for each glance, what has the names; None where that is gone.
    """
    at = 0
    while at < len(names):
        if is_late():
            return True
        if glances.are_over():
            glances.begin()
        at = _look(_in_order(namespace(), names[at][0], glances), names, at, read, glances)
    return False


def _look(find: _Find, names: list[Key], at: int, read: _Read, glances: Glances) -> int:
    """Read names until the glance is over; return where to go on."""
    while at < len(names):
        _read_one(find, *names[at], read)
        at += 1
        if glances.are_over():
            break
    return at


def _read_one(find: _Find, place: int, name: str | None, read: _Read) -> None:
    key, value = find(place, name)
    if value is not MISSING:
        read(place, key, value)


def _in_order(namespace: Any, first: int, glances: Glances) -> _Find:
    """Return what finds names that come in the order of their places, from this one on.

    That looks at few others. What does not stand there any more is looked for as everywhere else.
    """
    if not _is_dict(namespace):
        return _finder(namespace)
    items = iter(dict.items(namespace))
    if first:
        with suppress(RuntimeError):  # which comes again with the first name
            next(islice(items, first, first), None)
        glances.prolong()  # else the way to a far name is a whole glance, again and again
    next_place = first
    find: _Find | None = None

    def find_next(place: int, name: str | None) -> tuple[Any, Any]:
        nonlocal find, next_place
        if find is None:
            with suppress(RuntimeError):  # names came or went
                is_ahead = place >= next_place
                key, value = next(islice(items, place - next_place, None), _NOTHING) if is_ahead else _NOTHING
                next_place = place + 1
                if value is not MISSING and (key == name if type(key) is str else name is None):
                    return key, value
            key = value = None
            find = _finder(namespace)
            glances.prolong()
        return find(place, name)

    return find_next


def _finder(namespace: Any) -> _Find:
    """Return what finds a name and its object, by its place where its key is no exact str."""
    if namespace is None:
        return lambda place, name: (name, MISSING)
    if not _is_dict(namespace):
        return lambda place, name: (name, MISSING if name is None else namespace.get(name, MISSING))
    if has_plain_names(namespace):
        return lambda place, name: (name, dict.get(namespace, name, MISSING))
    return lambda place, name: (
        _at_place(namespace, place) if name is None else (name, dict_lookup(namespace, name, MISSING))
    )


def _at_place(namespace: dict[Any, Any], place: int) -> tuple[Any, Any]:
    key, value = next(islice(dict.items(namespace), place, None), (None, MISSING))
    return (None, MISSING) if type(key) is str else (key, value)


def named(namespace: Any, text: str) -> Any:
    """Return the object whose name is shown as this text, or MISSING."""
    find = _finder(namespace)
    _, value = find(0, text)
    if value is not MISSING:
        return value
    for place, name in names_of(namespace):
        if name is None or name_text(name) == text:
            key, value = find(place, name)
            if value is not MISSING and name_text(key) == text:
                return value
    return MISSING
