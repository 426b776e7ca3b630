"""The object that one or more names refer to, and what is found out about it: see held_heap.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .belongs import is_of_the_program

if TYPE_CHECKING:
    from .blocks import Block


class Holding:
    """The object that one or more names refer to, and its territory: what no earlier one reaches."""

    def __init__(self, number: int, root: object, left_out: dict[int, object]) -> None:
        """Begin with the object alone; what is left out counts as met."""
        self.number = number
        self.root = root
        self.names: list[Any] = []
        self.left_out = left_out
        self.territory = {**left_out, id(root): root}
        self.crossing: dict[int, object] = {}
        """Objects of others' territories that are referred to from this one."""
        self.crossing_blocks: set[Block] = set()
        self.holders: list[Holding] = []
        """Those from which the object itself is referred to."""
        self.is_held_outside = is_of_the_program(type(root)) or id(root) in left_out
        self.own_bytes: int | None = None
        """Those of the territory; None before any are known."""
        self.beyond_bytes = 0
        """Those of others' that are reached."""
        self.is_claimed = False
        """Whether the territory is all there."""
        self.is_whole = False
        """Whether all is counted that can be reached; else the bytes are the least that there are."""
        self.shared_bytes: int | None = None
        """Those of the own ones that do not go away with the name; None before they are known."""
        self.notes: dict[str, None] = {}

    def forget(self) -> None:
        """Let go of all objects."""
        self.root, self.territory, self.crossing = None, {}, {}

    @property
    def deep_bytes(self) -> int | None:
        """Bytes of all that is reached, at least so many where not all of it is counted; None if nothing is."""
        return None if self.own_bytes is None else self.own_bytes + self.beyond_bytes

    @property
    def exclusive_bytes(self) -> int | None:
        """Bytes that go away with the name."""
        own, shared = self.own_bytes, self.shared_bytes
        return None if own is None or shared is None else own - shared
