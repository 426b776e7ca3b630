"""Pages of the members of an object, found again by its path from a name."""

from __future__ import annotations

from typing import Any, Callable

from .describe import describe
from .glances import Glances
from .parts import Member, member_count, members

__all__ = ["LookupFailed", "find_member", "member_count", "page_of", "read_members", "slot"]

_AT_ONCE = 4
_REACHED = 1000
"""Members are read a few at a time; to reach the thousandth of a dict takes as long as to describe one."""


class LookupFailed(Exception):
    """A path led nowhere (`not_found`) or to another object than before (`changed`)."""

    def __init__(self, code: str, message: str) -> None:
        """Take the protocol's error code and a sentence for the user."""
        super().__init__(message)
        self.code = code
        self.message = message


def read_members(
    find_root: Callable[[], object], path: list[int], address: str, start: int, count: int
) -> dict[str, Any]:
    """Return a page of the members of the object that `path` leads to from a root, found anew for each glance.

    Raises LookupFailed.
    """
    glances = Glances()
    items: list[Any] = []
    goes_on = True
    while goes_on:
        glances.begin()
        total, goes_on = _look(find_member(find_root(), path, address), start, count, items, glances)
    return page_of(items, start, total, count)


def _look(obj: object, start: int, count: int, items: list[Any], glances: Glances) -> tuple[int, bool]:
    """Describe members until the glance is over; return how many there are in all, and whether to go on."""
    total = member_count(obj)
    wanted = min(count, total - start)
    while len(items) < wanted:
        at = start + len(items)
        found = _read(obj, at, min(_AT_ONCE + at // _REACHED, wanted - len(items)))
        if not found:
            return total, False
        items += map(slot, found)
        if glances.are_over():
            break
    return total, len(items) < wanted


def find_member(root: object, path: list[int], address: str) -> object:
    """Return the object that `path` leads to from `root`.

    Raises LookupFailed where there is no such member, or another object than at `address`.
    """
    obj = root
    for index in path:
        found = _read(obj, index, 1)
        if not found:
            raise LookupFailed("not_found", "This object is gone. Refresh the view.")
        obj = found[0].value
    if hex(id(obj)) != address:
        raise LookupFailed("changed", "Another object is here now than when the view was read. Refresh it.")
    return obj


def _read(obj: object, start: int, count: int) -> list[Member]:
    """Read some members; a container that another thread changes meanwhile is read again."""
    for _ in range(3):
        try:
            return members(obj, start, count)
        except RuntimeError:
            continue
    return []


def slot(member: Member) -> dict[str, Any]:
    """Describe a member for a message."""
    name, name_kind, value = member
    return {"name": name, "name_kind": name_kind, "object": describe(value)}


def page_of(items: list[Any], start: int, total: int, count: int) -> dict[str, Any]:
    """Return a SlotPage; `truncated` when fewer came than were asked for."""
    missing = len(items) < min(count, max(0, total - start))
    return {"items": items, "start": start, "total": total, "truncated": missing}
