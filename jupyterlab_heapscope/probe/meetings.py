"""Who meets which object when the heap of several names is walked: see held_heap.py."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from .references import names_not_in

if TYPE_CHECKING:
    from collections import Counter

    from .blocks import Block
    from .holding import Holding
    from .references import Names


class Claim:
    """Makes a territory, and counts the references to objects that have several."""

    only_several = False
    names: Names | None = None  # each reference to one is counted

    def __init__(self, holding: Holding, references: Counter[int], owner_of_block: dict[int, int]) -> None:
        """Take what is to be filled in."""
        self._holding = holding
        self._references = references
        self._owner_of_block = owner_of_block

    def unmet(self, objects: list[Any]) -> list[Any]:
        """Return those that nobody met before; note those of others' territories."""
        territory, references = self._holding.territory, self._references
        before = len(references)
        references.update(map(id, objects))
        count = len(references) - before
        if count == len(objects):
            territory.update(zip(map(id, objects), objects))
            return objects
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
        """Whether nobody met it before; note those of others."""
        owner = self._owner_of_block.get(block.key)
        if owner is None:
            self._owner_of_block[block.key] = self._holding.number
        elif owner != self._holding.number:
            self._holding.crossing_blocks.add(block)
        return owner is None


class Again:
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
        met.update(holding.left_out)  # is in each territory, and no one's own
        met.update(seeds)
        self.seeds, self.blocks = seeds, blocks
        self._met = met
        self.names: Names | None = names_not_in(met)
        self._met_blocks = {block.key for block in blocks}
        self._territory = holding.territory
        self._number = holding.number
        self._owner_of_block = owner_of_block

    def unmet(self, objects: list[Any]) -> list[Any]:
        """Return those that are let in and were not met before."""
        by_id = dict(zip(map(id, objects), objects))
        keys = self._let_in(by_id).difference(self._met)  # of an exact dict: that of its keys() takes long
        fresh = list(map(by_id.__getitem__, keys))
        self._met.update(zip(keys, fresh))
        return fresh

    def is_new(self, block: Block) -> bool:
        """Whether it is let in and was not met before."""
        before = len(self._met_blocks)
        if self._lets_in(self._owner_of_block.get(block.key) == self._number):
            self._met_blocks.add(block.key)
        return len(self._met_blocks) > before

    def _let_in(self, by_id: dict[int, object]) -> set[int]:
        raise NotImplementedError

    def _lets_in(self, is_own: bool) -> bool:
        raise NotImplementedError


class Within(Again):
    """Stays in the territory."""

    def _let_in(self, by_id: dict[int, object]) -> set[int]:
        return by_id.keys() & self._territory.keys()

    def _lets_in(self, is_own: bool) -> bool:
        return is_own


class Beyond(Again):
    """Stays outside of the territory."""

    def _let_in(self, by_id: dict[int, object]) -> set[int]:
        return set(by_id).difference(self._territory)

    def _lets_in(self, is_own: bool) -> bool:
        return not is_own
