"""What a walk knows of the objects of one type."""

from __future__ import annotations

from typing import Any

from .belongs import is_of_the_program, reader
from .buckets import by_type, partition
from .foreign import foreign_memory
from .references import open_plain
from .shallow import size_plan


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
        kind = type(objects[0])
        if self._may_compare and type(objects[-1]) is kind and type(objects[len(objects) // 2]) is kind:
            kinds = list(map(type, objects))
            if kinds.count(kind) == len(kinds):  # which is quicker than to sort them
                return [(self.of(kind), objects)]
        return [(self.of(kind), bucket) for kind, bucket in self._partition(objects)]
