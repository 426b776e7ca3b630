"""References that a walk has read and is still to look at."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from .references import HEAVY_BYTES, open_heavy, open_plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .met_type import MetType
    from .references import Opener, Refs

SLICE = 8_192
"""References that are looked at together."""
_MANY = 512
"""References from this many objects of one type are looked at apart: their types mostly come in turn."""
_DROPPED_AT_ONCE = 65_536


class Reading:
    """Reads what objects refer to."""

    def __init__(self) -> None:
        """Begin undisturbed."""
        self.was_disturbed = False
        """Whether another thread changed a container while it was read."""

    def read(self, buckets: Iterable[tuple[MetType, list[Any]]]) -> Iterator[Refs]:
        """Yield what the objects of some types refer to."""
        plain: list[Any] = []
        for found, objects in buckets:
            if found.is_plain and len(objects) < _MANY:
                plain += objects
            elif found.read is not None and objects:
                yield from self.watched(found.read(objects))
        if plain:
            yield from open_plain(plain)

    def watched(self, read: Iterable[Refs]) -> Iterator[Refs]:
        """Yield what is read, as far as no other thread changes the dict or set."""
        try:
            yield from read
        except RuntimeError:
            self.was_disturbed = True


class Waiting(Reading):
    """References by how they are looked at; all lists are emptied as that is done."""

    def __init__(self) -> None:
        """Begin with none."""
        super().__init__()
        self.refs: list[Any] = []
        self.shared: list[Any] = []
        """One reference may be in it twice."""
        self.heavy: list[Iterator[Refs]] = []
        """Objects that refer to very much, and are read in parts."""
        self._alike: list[list[Any]] = []
        """References from many objects of one type each."""

    def take(self, least: int) -> tuple[list[Any], bool] | None:
        """Take off some references, and whether they are shared ones.

        None where fewer than `least`, or fewer shared ones than a slice, are waiting.
        """
        if len(self.shared) >= SLICE:
            return taken(self.shared, SLICE), True
        if len(self.refs) >= least:
            return taken(self.refs, SLICE), False
        if self._alike:
            piece = taken(self._alike[-1], SLICE)
            if not self._alike[-1]:
                self._alike.pop()
            return piece, False
        return None

    def open(self, found: MetType, objects: list[Any], read: Opener, size: int) -> None:
        """Note what objects of one type refer to; those that may refer to very much are left for later."""
        if size > HEAVY_BYTES:
            self.heavy.append(self.watched(open_heavy(objects, found.type, read)))
        else:
            self.note(self.watched(read(objects)))

    def open_all(self, buckets: Iterable[tuple[MetType, list[Any], int]]) -> None:
        """Note what objects of several types, with their bytes, refer to."""
        light: list[tuple[MetType, list[Any]]] = []
        for found, objects, size in buckets:
            if size > HEAVY_BYTES and found.read is not None:
                self.open(found, objects, found.read, size)
            else:
                light.append((found, objects))
        self.note(self.read(light))

    def read_heavy(self) -> None:
        """Note a part of what refers to very much."""
        if not self.note(islice(self.heavy[-1], 1)):
            self.heavy.pop()

    def note(self, read: Iterable[Refs]) -> bool:
        """Keep references to look at; return whether there were any."""
        noted = False
        for refs in read:
            noted = True
            if refs.shared:
                self.shared += refs.objects
            elif len(refs.objects) >= _MANY:
                self._alike.append(refs.objects)
            elif self.refs:
                self.refs += refs.objects
            else:
                self.refs = refs.objects
        return noted

    def drop(self) -> None:
        """Let go of all."""
        for waiting in (self.refs, self.shared, *self._alike):
            drop_in_parts(waiting)
        self._alike.clear()
        self.heavy.clear()


def drop_in_parts(waiting: list[Any]) -> None:
    """Empty a list so that other threads can run in between."""
    while waiting:
        del waiting[-_DROPPED_AT_ONCE:]


def taken(waiting: list[Any], count: int) -> list[Any]:
    """Take items off the end of a list."""
    piece = waiting[-count:]
    del waiting[-count:]
    return piece
