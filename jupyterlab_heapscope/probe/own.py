"""What the probe itself takes."""

from __future__ import annotations

from sys import getsizeof

from .cells import CellMap
from .history import History
from .object_counts import ObjectCounts

# An entry's tuple, its two numbers and the cell's id as Jupyter makes them.
_CELL_ENTRY_BYTES = getsizeof((None, 0)) + 2 * getsizeof(2**20) + getsizeof("x" * 36)


def own_bytes(history: History, counts: ObjectCounts, cells: CellMap) -> int:
    """Return shallow bytes of the state that grows: the history's rings, its counts and the table of cells."""
    rings = history.size_bytes + history.collections_bytes + counts.size_bytes
    return rings + cells.table_bytes + cells.count * _CELL_ENTRY_BYTES
