"""Pages of the members of an object, found again by its path from a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .describe import describe
from .parts import Member, member_count, members

if TYPE_CHECKING:
    from .messages import SlotPage

__all__ = ["LookupFailed", "find_member", "member_count", "read_members", "slot_page"]


class LookupFailed(Exception):
    """A path led nowhere (`not_found`) or to another object than before (`changed`)."""

    def __init__(self, code: str, message: str) -> None:
        """Take the protocol's error code and a sentence for the user."""
        super().__init__(message)
        self.code = code
        self.message = message


def read_members(root: object, path: list[int], address: str, start: int, count: int) -> SlotPage:
    """Return a page of the members of the object that `path` leads to from `root`; raises LookupFailed."""
    obj = find_member(root, path, address)
    return slot_page(_read(obj, start, count), start, member_count(obj), count)


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


def slot_page(found: list[Member], start: int, total: int, count: int) -> SlotPage:
    """Describe members for a message; `truncated` when fewer came than were asked for."""
    items: list[Any] = [
        {"name": name, "name_kind": name_kind, "object": describe(value)} for name, name_kind, value in found
    ]
    missing = len(items) < min(count, max(0, total - start))
    return {"items": items, "start": start, "total": total, "truncated": missing}
