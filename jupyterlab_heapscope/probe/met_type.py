"""What a walk knows of the objects of one type."""

from __future__ import annotations

from typing import Any

from .belongs import is_of_the_program, reader
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
