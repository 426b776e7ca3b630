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
from .buckets import partition, types_hash_by_identity
from .met_type import MetType
from .references import HEAVY_BYTES, open_heavy, open_plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Protocol

    from .blocks import Block, ForeignMemory
    from .budget import Budget
    from .references import Refs

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


_SLICE = 16_384
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

    def __init__(self, budget: Budget, meeting: Meeting, types: dict[int, MetType] | None = None) -> None:
        """Take what limits the walk and what decides about objects that are met again.

        Walks whose meetings have the same `met` may share their `types`, to save finding out about each.
        """
        self.types: dict[int, MetType] = {} if types is None else types
        self.count = self.bytes = 0
        self.notes: dict[str, None] = {}
        """Why the bytes are not exact."""
        self.was_disturbed = False
        self._budget = budget
        self._meeting = meeting
        self._partition = partition()
        self._may_compare = types_hash_by_identity()
        self._refs: list[Any] = []
        self._shared_refs: list[Any] = []
        self._pending: list[Iterator[Refs]] = []

    def start(self, root: object) -> None:
        """Count the object that is asked about, which is met already; a class with its attributes."""
        found = self._type(type(root))
        size = self._add(found, [root])
        read = root_reader(root, self._meeting.met)
        if read is not None:
            self._open([(found.type, [root])], size, read)

    def enter(self, objects: list[Any]) -> None:
        """Count objects of any types, which are met already."""
        buckets = self._partition(objects)
        self._open(buckets, sum(self._add(self._type(kind), bucket) for kind, bucket in buckets))

    def run(self) -> None:
        """Count all that can be reached; raises Cut."""
        try:
            while self._step():
                self._budget.check(self.count)
        finally:
            for found in self.types.values():
                self._flush(found)
            self._refs = []
            self._shared_refs = []
            self._pending.clear()

    def _step(self) -> bool:
        """Do a few milliseconds of work; return whether there was any left."""
        if len(self._shared_refs) >= _SLICE:
            self._meet(_taken(self._shared_refs), shared=True)
        elif len(self._refs) > _FEW:
            self._meet(_taken(self._refs), shared=False)
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

    def _type(self, kind: type) -> MetType:
        found = self.types.get(id(kind))
        if found is None:
            found = self.types[id(kind)] = MetType(kind, self._meeting.met)
        return found

    def _meet(self, refs: list[Any], shared: bool) -> None:
        """Look at references to many objects."""
        buckets = self._uniform(refs)
        if buckets is None:
            buckets = self._partition(refs)
            refs.clear()  # so that only the buckets and the containers refer to the objects
        del refs
        fresh: list[tuple[type, list[Any]]] = []
        size = 0
        while buckets:
            kind, objects = buckets.pop()
            found = self._type(kind)
            if found.is_left_out:
                continue
            objects = self._unmet(objects, shared)
            if objects:
                added = self._add(found, objects)
                if found.read is not None:
                    fresh.append((kind, objects))
                    size += added
        self._open(fresh, size)

    def _uniform(self, refs: list[Any]) -> list[tuple[type, list[Any]]] | None:
        """Return all in one bucket if they are of one type, which is quicker than to sort them."""
        kind = type(refs[0])
        if not self._may_compare or type(refs[-1]) is not kind or type(refs[len(refs) // 2]) is not kind:
            return None
        kinds = list(map(type, refs))
        return [(kind, refs)] if kinds.count(kind) == len(kinds) else None

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
        for found in self.types.values():
            self._flush(found)

    def _next(self, refs: list[Any]) -> list[Any]:
        """Look at few references; return those of the objects behind them."""
        types = self.types
        several: list[Any] = []
        plain: list[Any] = []
        for obj, count in zip(refs, map(getrefcount, refs)):
            kind = type(obj)
            found = types.get(id(kind)) or self._type(kind)
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
            found = self._type(type(obj))
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
        """Return the bytes of blocks that an object holds outside of itself, each block once."""
        found = foreign(obj)
        if found.note is not None:
            self.notes[found.note] = None
        return sum(block.size for block in found.blocks if self._meeting.is_new(block))

    def _open(self, buckets: list[tuple[type, list[Any]]], size: int, read_root: Any = None) -> None:
        """Note what the objects refer to; those that may refer to very much are left for later."""
        plain: list[Any] = []
        for kind, objects in buckets:
            read = read_root or self._type(kind).read
            if read is None:
                continue
            if size > HEAVY_BYTES:
                self._pending.append(open_heavy(objects, kind, read))
            elif read is open_plain:
                plain += objects
            else:
                self._note(read(objects))
        if plain:
            self._note(open_plain(plain))

    def _note(self, read: Iterable[Refs]) -> bool:
        """Keep references to look at; return whether there were any."""
        noted = False
        try:
            for refs in read:
                noted = True
                if refs.shared:
                    self._shared_refs += refs.objects
                elif self._refs:
                    self._refs += refs.objects
                else:
                    self._refs = refs.objects
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
