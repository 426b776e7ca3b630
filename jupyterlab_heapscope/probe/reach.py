"""Counts what can be reached from some objects, each object once.

Like the census it works breadth-first on many objects at once, partitioned by type, in loops that
run in C. Where a structure is a chain, so that few references are waiting at a time, it goes
object by object. An object with a single referrer is met only once; what happens with the others
is up to a `Meeting`. Nothing recurses.
"""

from __future__ import annotations

import gc
from itertools import compress, islice, repeat
from operator import is_, is_not
from sys import getrefcount
from typing import TYPE_CHECKING, Any

from .belongs import root_reader
from .met_type import MetTypes
from .references import HEAVY_BYTES, open_heavy, open_plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Protocol

    from .blocks import Block, ForeignMemory
    from .budget import Budget
    from .met_type import MetType
    from .references import Opener, Refs

    class Meeting(Protocol):
        """Decides about objects and blocks that may be met several times."""

        met: dict[int, object]
        """Objects by id: names in it are not to be told of again."""
        only_several: bool
        """Whether objects with a single referrer must never be asked about."""

        def unmet(self, objects: list[Any]) -> list[Any]:
            """Return those to count and to enter, each once."""

        def is_new(self, block: Block) -> bool:
            """Whether memory outside of objects is to be counted."""


_SLICE = 8_192
_MANY = 1_024
_FEW = 48
"""References up to this many are followed one by one."""
_STEPS = 1_000
_SAMPLE = 32
_WORTH_A_SAMPLE = 512
_MOSTLY = 0.6


def _counts_of_single_referrer() -> tuple[int, int]:
    """Return what getrefcount says of an object that a container and a list refer to, read in two ways."""
    container = [object()]
    objects = gc.get_referents(container)
    together = next(map(getrefcount, objects))
    for _, count in zip(objects, map(getrefcount, objects)):
        return together, count
    raise AssertionError


_SINGLE, _SINGLE_IN_TURN = _counts_of_single_referrer()


class Reach:
    """One walk; `types` has its result by id of the type."""

    def __init__(self, budget: Budget, meeting: Meeting, types: MetTypes | None = None) -> None:
        """Take what limits the walk and what decides about objects that are met again.

        Walks whose meetings have the same `met` may share their `types`, to save finding out about each.
        """
        self.types = MetTypes(meeting.met) if types is None else types
        self.count = self.bytes = 0
        self.notes: dict[str, None] = {}
        """Why the bytes are not exact."""
        self.was_disturbed = False
        self._budget = budget
        self._meeting = meeting
        self._refs: list[Any] = []
        self._alike: list[list[Any]] = []
        """References from many objects of one type each."""
        self._shared_refs: list[Any] = []
        self._pending: list[Iterator[Refs]] = []

    def start(self, root: object) -> None:
        """Count the object that is asked about, which is met already; a class with its attributes."""
        size = self._add(self.types.of(type(root)), [root])
        read = root_reader(root, self._meeting.met)
        if read is not None:
            self._open([root], type(root), read, size)

    def enter(self, objects: list[Any]) -> None:
        """Count objects of any types, which are met already; raises Cut."""
        for start in range(0, len(objects), _SLICE):
            self._add_all(self.types.sorted(objects[start : start + _SLICE]))
            self._budget.check(self.count)

    def run(self) -> None:
        """Count all that can be reached; raises Cut."""
        try:
            while self._step():
                self._budget.check(self.count)
        finally:
            for found in self.types.by_id.values():
                self._flush(found)
            self._refs = []
            self._alike = []
            self._shared_refs = []
            self._pending.clear()

    def _step(self) -> bool:
        """Do a few milliseconds of work; return whether there was any left."""
        if len(self._shared_refs) >= _SLICE:
            self._meet(_taken(self._shared_refs), shared=True)
        elif len(self._refs) > _FEW:
            self._meet(_taken(self._refs), shared=False)
        elif self._alike:
            self._meet(_taken(self._alike[-1]), shared=False)
            if not self._alike[-1]:
                self._alike.pop()
        elif self._refs:
            self._chain()
        elif self._shared_refs:
            self._meet(_taken(self._shared_refs), shared=True)
        elif self._pending:
            if not self._note(islice(self._pending[-1], 1)):
                self._pending.pop()
        else:
            return False
        return True

    def _meet(self, refs: list[Any], shared: bool) -> None:
        """Look at references to many objects."""
        buckets = self.types.sorted(refs)
        if len(buckets) > 1:
            refs.clear()  # so that only the buckets and the containers refer to the objects
        fresh: list[tuple[MetType, list[Any]]] = []
        while buckets:
            found, objects = buckets.pop()
            if not found.is_left_out:
                objects = self._unmet(objects, shared)
                if objects:
                    fresh.append((found, objects))
        self._add_all(fresh)

    def _unmet(self, objects: list[Any], shared: bool) -> list[Any]:
        if shared or (not self._meeting.only_several and _mostly_shared(objects)):
            return self._meeting.unmet(objects)
        counts = list(map(getrefcount, objects))
        single_count = counts.count(_SINGLE)
        if single_count == len(objects):
            return objects
        if not single_count:
            return self._meeting.unmet(objects)
        # Small ints exist once, so `is` compares them, and fastest.
        alone = list(compress(objects, map(is_, repeat(_SINGLE), counts)))
        several = list(compress(objects, map(is_not, repeat(_SINGLE), counts)))
        return alone + self._meeting.unmet(several)

    def _chain(self) -> None:
        """Follow few references for some steps, one by one."""
        refs, self._refs = self._refs, []
        for _ in range(_STEPS):
            refs = self._next(refs)
            if self._refs:
                refs += self._refs
                self._refs = []
            if not refs or len(refs) > _FEW:
                break
        self._refs = refs
        for found in self.types.by_id.values():
            self._flush(found)

    def _next(self, refs: list[Any]) -> list[Any]:
        """Look at few references; return those of the objects behind them."""
        types = self.types.by_id
        several: list[Any] = []
        plain: list[Any] = []
        for obj, count in zip(refs, map(getrefcount, refs)):
            kind = type(obj)
            found = types.get(id(kind)) or self.types.of(kind)
            if found.is_left_out:
                continue
            if count != _SINGLE_IN_TURN:
                several.append(obj)
                continue
            found.waiting.append(obj)
            if found.is_plain:
                plain.append(obj)
            elif found.read is not None:
                self._note(found.read([obj]))
        if several:
            self._wait(self._meeting.unmet(several), plain)
        return gc.get_referents(*plain)

    def _wait(self, fresh: list[Any], plain: list[Any]) -> None:
        """Keep a few objects to be counted together; note what they refer to, or that they are `plain`."""
        for obj in fresh:
            found = self.types.of(type(obj))
            found.waiting.append(obj)
            if found.is_plain:
                plain.append(obj)
            elif found.read is not None:
                self._note(found.read([obj]))

    def _flush(self, found: MetType) -> None:
        if found.waiting:
            waiting, found.waiting = found.waiting, []
            self._add(found, waiting)

    def _add(self, found: MetType, objects: list[Any]) -> int:
        size = found.plan(objects)
        if found.foreign is not None:
            size += sum(map(self._outside, repeat(found.foreign), objects))
        found.count += len(objects)
        found.bytes += size
        self.count += len(objects)
        self.bytes += size
        return size

    def _outside(self, foreign: ForeignMemory, obj: object) -> int:
        """Return the bytes of blocks that an object holds beyond its own size, each block once."""
        found = foreign(obj)
        if found.note is not None:
            self.notes[found.note] = None
        return sum(block.size for block in found.blocks if self._meeting.is_new(block)) - found.in_object

    def _add_all(self, buckets: list[tuple[MetType, list[Any]]]) -> None:
        """Count objects that were not met before and note what they refer to."""
        plain: list[Any] = []
        for found, objects in buckets:
            size = self._add(found, objects)
            if found.is_plain and len(objects) < _MANY:
                plain += objects
            elif found.read is not None:
                self._open(objects, found.type, found.read, size)
        if plain:
            self._note(open_plain(plain))

    def _open(self, objects: list[Any], kind: type, read: Opener, size: int) -> None:
        """Note what objects refer to; what may be very much is left for later."""
        if size > HEAVY_BYTES:
            self._pending.append(open_heavy(objects, kind, read))
        else:
            self._note(read(objects))

    def _note(self, read: Iterable[Refs]) -> bool:
        """Keep references to look at; return whether there were any."""
        noted = False
        try:
            for refs in read:
                noted = True
                if refs.shared:
                    self._shared_refs += refs.objects
                elif len(refs.objects) >= _MANY:
                    self._alike.append(refs.objects)
                else:
                    self._refs += refs.objects
        except RuntimeError:  # another thread changed a dict or set while it was read
            self.was_disturbed = True
        return noted


def _taken(waiting: list[Any]) -> list[Any]:
    piece = waiting[-_SLICE:]
    del waiting[-_SLICE:]
    return piece


def _mostly_shared(objects: list[Any]) -> bool:
    """Whether, by a sample, most have several referrers: then those with one are not sorted out."""
    if len(objects) < _WORTH_A_SAMPLE:
        return False
    sample = objects[:: len(objects) // _SAMPLE + 1]  # holds one more reference
    return sum(map(is_not, repeat(_SINGLE + 1), map(getrefcount, sample))) > _MOSTLY * len(sample)
