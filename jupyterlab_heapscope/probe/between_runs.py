"""Whether other code than the notebook's cells changed the heap between two censuses."""

from __future__ import annotations

from sys import getallocatedblocks

_MANY_BLOCKS = 4_000
"""What the kernel's own messages, and answers of the probe, take and give back between two runs stays below."""


class BetweenRuns:
    """Compares how many blocks of memory CPython has handed out: objects, and parts of such.

    They are counted only where the run before was counted: while nobody looks, that costs nothing.
    """

    def __init__(self) -> None:
        """Know nothing yet."""
        self._run_id = 0
        self._blocks: int | None = None
        """After the last census or run; None where there is nothing to compare with."""
        self._has_changed = False

    def census_begins(self) -> None:
        """Compare with the end of the run."""
        self._compare()

    def census_taken(self, run_id: int) -> None:
        """Begin anew: this one has all that came before."""
        self._run_id, self._blocks = run_id, getallocatedblocks()

    def run_begins(self, run_id: int) -> None:
        """Compare with the census after the run before."""
        if run_id != self._run_id + 1:
            self._blocks = None
        self._has_changed = False
        self._compare()
        self._run_id = run_id

    def run_ends(self) -> None:
        """Note how many there are now: what the run itself took is its own."""
        if self._blocks is not None:
            self._blocks = getallocatedblocks()

    def changed_beside(self) -> bool:
        """Whether much changed beside the last run, since the census before it."""
        return self._has_changed

    def _compare(self) -> None:
        if self._blocks is not None and abs(getallocatedblocks() - self._blocks) > _MANY_BLOCKS:
            self._has_changed = True
