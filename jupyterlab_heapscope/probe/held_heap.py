"""How much memory each name of the notebook holds: deep, exclusive and shared bytes.

- Deep bytes: the object and all that can be reached from it, each once (see belongs.py).
- Exclusive bytes: the part that would be freed if this name alone went away. That is what can be
  reached from no other name, and is held by nothing outside of the names either: a frame, a
  module, a library's cache. Names of IPython's own count as holders: what is in `Out` is held by
  it. Objects that only hold each other are freed, by the collector.
- Shared bytes: the rest. For two names of one object all of it is shared.

One pass over the heap gives each object that has several referrers to the first name that
reaches it, and counts the references to it. A reference that crosses from one name's territory
into another's makes all behind it shared, and so does an object with more references than were
met: those come from outside. Then only what is behind the crossings is walked again, for the
deep bytes.

Limits: what a library's C code holds without telling the collector (the strings of a Cython
class, say) looks as if it were held from outside; names of attributes that instances share look
as if they were not. Neither is large.
"""

from __future__ import annotations

from collections import Counter
from itertools import compress, islice, repeat
from operator import add, gt
from sys import getrefcount
from typing import TYPE_CHECKING, Any

from .belongs import is_of_the_program
from .budget import Cut
from .met_type import MetTypes
from .reach import Reach

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .blocks import Block
    from .budget import Budget
    from .reach import Meeting

# What getrefcount says of an object that only a dict refers to.
_HELD_BY_DICT = next(map(getrefcount, {0: object()}.values()))


class Holding:
    """The object that one or more names refer to, and its territory: what no earlier one reaches."""

    def __init__(self, number: int, root: object, left_out: dict[int, object]) -> None:
        """Begin with the object alone; what is left out counts as met."""
        self.number = number
        self.root = root
        self.names: list[Any] = []
        self.territory = {**left_out, id(root): root}
        self.crossing: dict[int, object] = {}
        """Objects of others' territories that are referred to from this one."""
        self.crossing_blocks: set[Block] = set()
        self.holders: list[Holding] = []
        """Those from which the object itself is referred to."""
        self.is_held_outside = is_of_the_program(type(root)) or id(root) in left_out
        self.own_bytes = 0
        self.shared_bytes: int | None = None
        """Those of the own ones that do not go away with the name; None before they are known."""
        self.beyond_bytes: int | None = None
        """Those of others' that are reached; None before they are known."""
        self.notes: dict[str, None] = {}

    def forget(self) -> None:
        """Let go of all objects."""
        self.root, self.territory, self.crossing = None, {}, {}

    @property
    def deep_bytes(self) -> int | None:
        """Bytes of all that is reached."""
        return None if self.beyond_bytes is None else self.own_bytes + self.beyond_bytes

    @property
    def exclusive_bytes(self) -> int | None:
        """Bytes that go away with the name."""
        return None if self.shared_bytes is None else self.own_bytes - self.shared_bytes


class HeldHeap:
    """All that names hold; the figures are in `holdings`."""

    def __init__(self, named: Iterable[tuple[object, object]], left_out: Iterable[object], budget: Budget) -> None:
        """Take names with their objects, and objects that belong to the program."""
        self._budget = budget
        self._left_out = {id(obj): obj for obj in left_out}
        self._owner_of_block: dict[int, int] = {}
        self._references: Counter[int] = Counter(self._left_out.keys())
        self.object_count = 0
        self.was_disturbed = False
        by_id: dict[int, Holding] = {}
        for name, root in named:
            holding = by_id.get(id(root))
            if holding is None:
                holding = by_id[id(root)] = Holding(len(by_id), root, self._left_out)
                self._references[id(root)] = 1  # of the Holding's; the territory's is expected
            holding.names.append(name)
            self._references[id(root)] += 1
        self.holdings = list(by_id.values())

    def measure(self) -> str | None:
        """Find the figures, and let go of all objects; return why not all figures were found, or None."""
        try:
            self._claim()
            self._share()
            self._reach_beyond()
        except Cut as cut:
            return str(cut)
        finally:
            self._left_out.clear()
            for holding in self.holdings:
                holding.forget()
        return None

    def _claim(self) -> None:
        """Make the territories."""
        types = MetTypes({})
        for holding in self.holdings:
            claim = _Claim(holding, self._references, self._owner_of_block)
            reach = Reach(self._budget, claim, types)
            reach.start(holding.root)
            self._finish(reach, holding)
            holding.own_bytes = reach.bytes
            self.object_count += reach.count

    def _finish(self, reach: Reach, holding: Holding) -> None:
        reach.run()
        self._budget.spend(reach.count)
        holding.notes.update(reach.notes)
        self.was_disturbed |= reach.was_disturbed

    def _share(self) -> None:
        """Find what of each territory is behind a crossing, or held from outside."""
        crossing: dict[int, object] = {}
        blocks: set[Block] = set()
        roots = {id(holding.root): holding for holding in self.holdings}
        for holding in self.holdings:
            crossing.update(holding.crossing)
            blocks |= holding.crossing_blocks
            for key in holding.crossing.keys() & roots.keys():
                roots[key].holders.append(holding)
        names: dict[int, object] = {}
        types = MetTypes(names)
        for holding in self.holdings:
            keys = crossing.keys() & holding.territory.keys()
            seeds = dict(zip(keys, map(crossing.__getitem__, keys)))
            outside = self._held_outside(holding)
            seeds.update(outside)
            holding.is_held_outside |= id(holding.root) in outside
            if holding.is_held_outside or len(holding.names) > 1 or id(holding.root) in crossing:
                holding.shared_bytes = holding.own_bytes
                continue
            owners = self._owner_of_block
            own_blocks = [block for block in blocks if owners[block.key] == holding.number]
            meeting = _Within(holding, names, seeds, own_blocks, owners)
            holding.shared_bytes = self._walk(meeting, holding, types, seeds, own_blocks)

    def _held_outside(self, holding: Holding) -> dict[int, object]:
        """Return objects of a territory that have more references than were met."""
        ids, objects = holding.territory.keys(), holding.territory.values()
        met = map(add, map(self._references.__getitem__, ids), repeat(_HELD_BY_DICT))
        found = list(map(gt, map(getrefcount, objects), met))
        held = dict(compress(holding.territory.items(), found)) if any(found) else {}
        return {key: obj for key, obj in held.items() if key not in self._left_out}

    def _reach_beyond(self) -> None:
        """Find what each reaches in the territories of others."""
        names: dict[int, object] = {}
        types = MetTypes(names)
        for holding in self.holdings:
            seeds, blocks = holding.crossing, list(holding.crossing_blocks)
            meeting = _Beyond(holding, names, seeds, blocks, self._owner_of_block)
            holding.beyond_bytes = self._walk(meeting, holding, types, seeds, blocks)

    def _walk(
        self,
        meeting: Meeting,
        holding: Holding,
        types: MetTypes,
        seeds: dict[int, object],
        blocks: list[Block],
    ) -> int:
        """Return the bytes of some objects and blocks and of all behind them that a meeting lets in."""
        size = sum(block.size for block in blocks)
        if not seeds:
            return size
        reach = Reach(self._budget, meeting, types)
        reach.enter(list(seeds.values()))
        self._finish(reach, holding)
        return size + reach.bytes


class _Claim:
    """Makes a territory, and counts the references to objects that have several."""

    only_several = False

    def __init__(self, holding: Holding, references: Counter[int], owner_of_block: dict[int, int]) -> None:
        self.met: dict[int, object] = {}  # every name is to be told of, to count its references
        self._holding = holding
        self._references = references
        self._owner_of_block = owner_of_block

    def unmet(self, objects: list[Any]) -> list[Any]:
        territory, references = self._holding.territory, self._references
        before = len(references)
        references.update(map(id, objects))
        count = len(references) - before
        if not count and not set(map(id, objects)).difference(territory):
            return []
        by_id = dict(zip(map(id, objects), objects))
        new = list(islice(reversed(references), count))
        fresh = list(map(by_id.__getitem__, new))
        territory.update(zip(new, fresh))
        if len(fresh) < len(by_id):
            crossing = set(by_id).difference(territory)
            self._holding.crossing.update(zip(crossing, map(by_id.__getitem__, crossing)))
        return fresh

    def is_new(self, block: Block) -> bool:
        owner = self._owner_of_block.get(block.key)
        if owner is None:
            self._owner_of_block[block.key] = self._holding.number
        elif owner != self._holding.number:
            self._holding.crossing_blocks.add(block)
        return owner is None


class _Again:
    """Meets objects once more that are in some territory, each once."""

    only_several = True

    def __init__(
        self,
        holding: Holding,
        met: dict[int, object],
        seeds: dict[int, object],
        blocks: list[Block],
        owner_of_block: dict[int, int],
    ) -> None:
        """Begin with objects and blocks that are met; `met` is emptied and used."""
        met.clear()
        met.update(seeds)
        self.met = met
        self._met_blocks = {block.key for block in blocks}
        self._territory = holding.territory
        self._number = holding.number
        self._owner_of_block = owner_of_block

    def unmet(self, objects: list[Any]) -> list[Any]:
        by_id = dict(zip(map(id, objects), objects))
        keys = self._let_in(by_id).difference(self.met)  # of an exact dict: that of its keys() takes long
        fresh = list(map(by_id.__getitem__, keys))
        self.met.update(zip(keys, fresh))
        return fresh

    def is_new(self, block: Block) -> bool:
        before = len(self._met_blocks)
        if self._lets_in(self._owner_of_block.get(block.key) == self._number):
            self._met_blocks.add(block.key)
        return len(self._met_blocks) > before

    def _let_in(self, by_id: dict[int, object]) -> set[int]:
        raise NotImplementedError

    def _lets_in(self, is_own: bool) -> bool:
        raise NotImplementedError


class _Within(_Again):
    """Stays in the territory."""

    def _let_in(self, by_id: dict[int, object]) -> set[int]:
        return by_id.keys() & self._territory.keys()

    def _lets_in(self, is_own: bool) -> bool:
        return is_own


class _Beyond(_Again):
    """Stays outside of the territory."""

    def _let_in(self, by_id: dict[int, object]) -> set[int]:
        return set(by_id).difference(self._territory)

    def _lets_in(self, is_own: bool) -> bool:
        return not is_own
