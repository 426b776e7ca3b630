"""Whether other code than the notebook's cells changed the heap between a census and the next run."""

from __future__ import annotations

from sys import getallocatedblocks

_MANY_BLOCKS = 4_000
"""What the kernel's own messages, and answers of the probe, take and give back between two runs stays below."""


class BetweenRuns:
    """Compares how many blocks of memory CPython has handed out: objects, and parts of such."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._after_census: tuple[int, int] | None = None
        self._before_run: tuple[int, bool] | None = None

    def census_taken(self, run_id: int) -> None:
        """Note how many there are after the census that was taken after a run."""
        self._after_census = run_id, getallocatedblocks()

    def run_begins(self, run_id: int) -> None:
        """Compare; where the run before was not counted, there is nothing to compare with, and nothing is read."""
        last, self._after_census = self._after_census, None
        changed = last is not None and last[0] == run_id - 1 and abs(getallocatedblocks() - last[1]) > _MANY_BLOCKS
        self._before_run = run_id, changed

    def changed_before(self, run_id: int) -> bool:
        """Whether much changed between the census after the run before and the start of this one."""
        return self._before_run == (run_id, True)
