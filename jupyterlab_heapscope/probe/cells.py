"""Which cell a line of code belongs to."""

from __future__ import annotations

import linecache
from sys import getsizeof
from typing import TYPE_CHECKING, Any

from .text import TEXT_LIMIT, safe_text

if TYPE_CHECKING:
    from .messages import Location

_KEPT = 2000
"""Runs whose cell is remembered; of older ones the prompt number remains."""


class CellMap:
    """Finds the run that compiled a file name.

    IPython's compiler derives the name from a hash of the text, which takes ipykernel's pure
    Python murmur2 0.3 ms a kilobyte; so nothing is hashed again here. The compiler itself keeps
    the prompt number that last used each name, and this map has the cell of each prompt number.
    """

    def __init__(self, compiler: Any) -> None:
        """Take IPython's compiler."""
        self._compiler = compiler
        self._runs: dict[int, tuple[str | None, int]] = {}
        self._last = 0
        # Numbers of before `%reset`, which starts to count anew.
        self._outdated: dict[str, int] = {}

    @property
    def count(self) -> int:
        """Runs that are remembered."""
        return len(self._runs)

    @property
    def table_bytes(self) -> int:
        """Shallow bytes of the tables."""
        return getsizeof(self._runs) + getsizeof(self._outdated)

    def register(self, execution_count: int, cell_id: str | None, run_id: int) -> None:
        """Note that the cell shown with this prompt number is about to be compiled."""
        if execution_count <= self._last:
            self._outdated.update(self._numbers())
            self._runs.clear()
        self._last = execution_count
        self._runs[execution_count] = (cell_id, run_id)
        if len(self._runs) > _KEPT:
            del self._runs[next(iter(self._runs))]

    def disown(self, execution_count: int) -> None:
        """Note that a run without a prompt borrowed this number, which the next cell will have."""
        numbers = self._numbers()
        name = next(reversed(numbers), None)
        if name is not None and numbers.get(name) == execution_count:
            self._outdated[name] = execution_count

    def location(self, filename: str, line: int) -> Location:
        """Return where a line is: in a cell if one compiled it, else in a file."""
        number = self._numbers().get(filename)
        cell_id, run_id = None, None
        if type(number) is not int or number < 0:
            number = None
        elif self._outdated.get(filename) != number:
            cell_id, run_id = self._runs.get(number, (None, None))
        return {
            "file": safe_text(filename[-TEXT_LIMIT:]),
            "line": max(0, line),
            "cell_id": cell_id,
            "execution_count": number,
            "run_id": run_id,
        }

    def is_cell(self, filename: str) -> bool:
        """Whether a cell's code has this file name."""
        return filename in self._numbers()

    def _numbers(self) -> dict[str, int]:
        numbers = getattr(self._compiler, "_filename_map", None)
        return numbers if type(numbers) is dict else {}


def source_line(file: str, line: int) -> str | None:
    """Return a line that linecache has already; no file is read for it."""
    entry = linecache.cache.get(file)
    lines: Any = entry[2] if type(entry) is tuple and len(entry) > 2 else None  # noqa: PLR2004
    if type(lines) is not list or not 0 < line <= len(lines) or type(lines[line - 1]) is not str:
        return None
    return safe_text(lines[line - 1][:2000].strip())
