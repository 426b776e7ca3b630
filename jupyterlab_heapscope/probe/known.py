"""Remembers objects of one type, each once, in few bytes and without making an int of each address."""

from __future__ import annotations

from itertools import compress, islice, repeat
from operator import is_, is_not, not_
from typing import Any

_LONGEST = 1_024
_LARGEST = 1 << 60
"""Ints below are their own hash."""


class Known:
    """Objects of one exact type that were met.

    Most that are equal are one object where the type is str, bytes or int: then the dict of values finds
    it by its address, and few need to be told apart by ids of their own.
    """

    __slots__ = ("_by_id", "_by_value", "_kind")

    def __init__(self, kind: type) -> None:
        """Know none."""
        self._kind = kind
        self._by_id: dict[int, Any] = {}
        self._by_value: dict[Any, Any] = {}

    def fresh(self, objects: list[Any]) -> list[Any]:
        """Return those that were not known, each once; know them from now on."""
        costly = self._costly(objects)
        if costly is None:
            return self._fresh_by_value(objects)
        if all(costly):
            return self._fresh_by_id(objects)
        cheap = list(compress(objects, map(not_, costly)))
        return self._fresh_by_value(cheap) + self._fresh_by_id(list(compress(objects, costly)))

    def unmet_names(self, keys: list[Any]) -> list[Any]:
        """Return those of some dicts' keys that are not known for sure to be known."""
        if not all(map(is_, map(type, keys), repeat(str))):
            return keys
        return list(compress(keys, map(is_not, map(self._by_value.get, keys), keys)))

    def drop(self) -> None:
        """Forget all, at once: item by item takes ten times as long, and the next cell waits."""
        self._by_id, self._by_value = {}, {}

    def _costly(self, objects: list[Any]) -> list[bool] | None:
        """Return which objects cannot be hashed, or not at once; None if all can. Always the same of an object."""
        if self._kind is str or self._kind is bytes:
            return list(map(_LONGEST.__lt__, map(len, objects))) if max(map(len, objects)) > _LONGEST else None
        if self._kind is int:
            is_cheap = min(objects) > -_LARGEST and max(objects) < _LARGEST
            return None if is_cheap else list(map(_LARGEST.__le__, map(abs, objects)))
        return [True]

    def _fresh_by_value(self, objects: list[Any]) -> list[Any]:
        known = self._by_value
        before = len(known)
        kept = list(map(known.setdefault, objects, objects))
        others = list(compress(objects, map(is_not, kept, objects)))
        count = len(known) - before
        fresh = list(islice(reversed(known), count)) if count else []
        return fresh + self._fresh_by_id(others) if others else fresh

    def _fresh_by_id(self, objects: list[Any]) -> list[Any]:
        known = self._by_id
        before = len(known)
        known.update(zip(map(id, objects), objects))
        count = len(known) - before
        return list(islice(reversed(known.values()), count)) if count else []
