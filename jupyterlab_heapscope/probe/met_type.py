"""What a walk knows of the objects of one type, and objects sorted by what is known of their types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, Generic, TypeVar

from .buckets import partition
from .references import open_plain
from .shallow import size_plan

if TYPE_CHECKING:
    from .references import Opener

_LONGEST_PERIOD = 8
_REPEATS = 4


class MetType:
    """The objects of one type that were met so far."""

    __slots__ = ("bytes", "count", "is_plain", "plan", "read", "type")

    def __init__(self, kind: type, read: Opener | None) -> None:
        """Take what reads what objects of the type refer to."""
        self.type = kind
        self.count = self.bytes = 0
        self.plan = size_plan(kind)
        self.read = read
        self.is_plain = read is open_plain

    def add(self, objects: list[Any]) -> int:
        """Count objects that were not met before; return their bytes."""
        size = self.plan(objects)
        self.count += len(objects)
        self.bytes += size
        return size


Met = TypeVar("Met", bound="MetType")  # by its name: typing's caches keep the variable


class MetTypes(Generic[Met]):
    """The types of one walk, or of several whose meetings have the same `met`."""

    def __init__(self, make: Callable[[type], Met]) -> None:
        """Know none yet; `make` finds out about one."""
        self.by_id: dict[int, Met] = {}
        self._make = make
        self._partition = partition()

    def of(self, kind: type) -> Met:
        """Return what is known of a type."""
        found = self.by_id.get(id(kind))
        if found is None:
            found = self.by_id[id(kind)] = self._make(kind)
        return found

    def sorted(self, objects: list[Any]) -> list[tuple[Met, list[Any]]]:
        """Return the objects of each type; where all are of one, in the same list."""
        period = _period(objects)
        if period == 1:
            return [(self.of(type(objects[0])), objects)]
        if period:
            buckets: dict[int, list[Any]] = {}
            for place in range(period):
                buckets.setdefault(id(type(objects[place])), []).extend(objects[place::period])
            return [(self.of(type(bucket[0])), bucket) for bucket in buckets.values()]
        return [(self.of(kind), bucket) for kind, bucket in self._partition(objects)]


def _period(objects: list[Any]) -> int:
    """Return after how many objects their types begin anew, or 0.

    What like records refer to comes in turn: then it need not be sorted one by one.
    """
    if len(objects) < _LONGEST_PERIOD * _REPEATS:
        return int(len(set(_type_ids(objects))) == 1)
    first = _type_ids(objects[: _LONGEST_PERIOD * _REPEATS])
    for length in range(1, _LONGEST_PERIOD + 1):
        if first[length:] == first[:-length]:
            ids = _type_ids(objects)
            return length if ids[length:] == ids[:-length] else 0
    return 0


def _type_ids(objects: list[Any]) -> list[int]:
    """Return their types by `id`: a metaclass may compare as it likes."""
    return list(map(id, map(type, objects)))
