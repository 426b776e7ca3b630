"""What a walk knows of the objects of one type."""

from __future__ import annotations

from typing import Any

from .belongs import is_of_the_program, reader
from .buckets import by_type, partition
from .foreign import foreign_memory
from .references import open_plain
from .shallow import size_plan

_LONGEST_PERIOD = 8
_REPEATS = 4


class MetType:
    """The objects of one type that were met so far."""

    __slots__ = ("bytes", "count", "foreign", "is_left_out", "is_plain", "plan", "read", "type", "waiting")

    def __init__(self, kind: type, met: dict[int, object]) -> None:
        """Find out how objects of this type are sized and followed; names in `met` by id need not be told of."""
        self.type = kind
        self.count = self.bytes = 0
        self.waiting: list[Any] = []
        """Met, to be counted together."""
        self.is_left_out = is_of_the_program(kind)
        self.plan = size_plan(kind)
        self.read = None if self.is_left_out else reader(kind, met)
        self.is_plain = self.read is open_plain
        self.foreign = None if self.is_left_out else foreign_memory(kind)


class MetTypes:
    """The types of one walk, or of several whose meetings have the same `met`."""

    def __init__(self, met: dict[int, object]) -> None:
        """Know none yet; names in `met` by id need not be told of."""
        self.by_id: dict[int, MetType] = {}
        self._met = met
        self._partition = partition()
        self._may_compare = self._partition is by_type

    def of(self, kind: type) -> MetType:
        """Return what is known of a type."""
        found = self.by_id.get(id(kind))
        if found is None:
            found = self.by_id[id(kind)] = MetType(kind, self._met)
        return found

    def sorted(self, objects: list[Any]) -> list[tuple[MetType, list[Any]]]:
        """Return the objects of each type."""
        period = self._period(objects) if self._may_compare else 0
        if period == 1:
            return [(self.of(type(objects[0])), objects)]
        if period:
            buckets: dict[type, list[Any]] = {}
            for place in range(period):
                buckets.setdefault(type(objects[place]), []).extend(objects[place::period])
            return [(self.of(kind), bucket) for kind, bucket in buckets.items()]
        return [(self.of(kind), bucket) for kind, bucket in self._partition(objects)]

    @staticmethod
    def _period(objects: list[Any]) -> int:
        """Return after how many objects their types begin anew, or 0.

        What like records refer to comes in turn: then it need not be sorted one by one.
        """
        if len(objects) < _LONGEST_PERIOD * _REPEATS:
            return int(len(set(map(type, objects))) == 1)
        first = list(map(type, objects[: _LONGEST_PERIOD * _REPEATS]))
        for length in range(1, _LONGEST_PERIOD + 1):
            if first[length:] == first[:-length]:
                kinds = list(map(type, objects))
                return length if kinds[length:] == kinds[:-length] else 0
        return 0
