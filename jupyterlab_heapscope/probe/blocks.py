"""Memory that an object holds outside of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from typing import Callable

    ForeignMemory = Callable[[Any], "Foreign"]
    """What reads the foreign memory of the objects of one type."""


class Block(NamedTuple):
    """A piece of memory: what identifies it (its address, or that of what stands for it) and its bytes."""

    key: int
    size: int


class Foreign(NamedTuple):
    """Blocks that an object refers to, and why they may not be all."""

    blocks: list[Block]
    note: str | None = None
    in_object: int = 0
    """Bytes of the blocks that the object's own size has already."""
