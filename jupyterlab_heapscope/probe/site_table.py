"""What one recorded run left and changed, by call path, by line and by file, in a few bytes each."""

from __future__ import annotations

from array import array
from heapq import nlargest
from itertools import accumulate, chain, count
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Callable, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from .trace_groups import Groups, Path

    Figures = tuple[int, int, int, int]
    """As those of Site."""

_MOST_PATHS = 20_000
_MOST_FRAMES = 200_000
"""Of all paths together."""
_MOST_LINES = 50_000
_NOTHING = (0, 0)
_Thing = TypeVar("_Thing", bound="Hashable")
_file_of = itemgetter(0)
_line_of = itemgetter(1)


class Site(NamedTuple):
    """What one path, one line, or one file (line 0) holds, and how the run changed it."""

    path: Path
    blocks: int
    bytes: int
    count_delta: int
    bytes_delta: int


class SiteTable:
    """The paths of one recorded run: 40 bytes each, and 4 for each frame.

    Of too many paths the smaller ones are added up at their line, of too many lines at their file (line 0), so that
    lines, files and sums stay whole.
    """

    def __init__(self, after: Groups, before: Groups, base: SiteTable | None = None) -> None:
        """Take what was live after the run and before it; `base` is the table that `before` comes from, if one."""
        sites = _joined(after, before)
        most = min(_MOST_PATHS, _MOST_FRAMES // max(map(len, sites), default=1))
        folding = _Folding(sites, before, base.folded if base is not None else frozenset())
        if len(sites) > min(most, _MOST_LINES) or (base is not None and base.folded):
            folding.fold_paths(most)
            folding.fold_lines(_MOST_LINES)
        self.folded: frozenset[Path] = frozenset(folding.places)
        """The lines and files that have others added to them."""
        lines = _numbered(chain.from_iterable(sites))
        self._frames = array("i", map(lines.__getitem__, chain.from_iterable(sites)))
        self._ends = array("i", accumulate(map(len, sites)))
        columns: Any = zip(*sites.values()) if sites else [()] * 4
        self._columns = tuple(array("q", column) for column in columns)
        files = _numbered(map(_file_of, lines))
        self._file_of = array("i", map(files.__getitem__, map(_file_of, lines)))
        self._line_of = array("i", map(_line_of, lines))
        self._files = list(files)

    def is_cut(self, group_by: str) -> bool:
        """Whether sites of this kind are missing, their figures added to others."""
        if group_by == "line":
            return any(line == 0 for ((_, line),) in self.folded)
        return group_by == "call_path" and bool(self.folded)

    def groups(self) -> Groups:
        """Return what was live after the run, for the difference to the next one."""
        return {site.path: (site.blocks, site.bytes) for site in self.by_path() if site.blocks}

    def by_path(self) -> Iterator[Site]:
        """Iterate over the paths, in no order."""
        lines = list(self._lines())
        begin = 0
        for end, *figures in zip(self._ends, *self._columns):
            yield Site(tuple(lines[frame] for frame in self._frames[begin:end]), *figures)
            begin = end

    def by_line(self) -> Iterator[Site]:
        """Iterate over the lines that allocated, in no order."""
        return self._sums(lambda line: line)

    def by_file(self) -> Iterator[Site]:
        """Iterate over the files that allocated, in no order."""
        return self._sums(lambda line: (line[0], 0))

    def _lines(self) -> Iterator[tuple[str, int]]:
        return zip(map(self._files.__getitem__, self._file_of), self._line_of)

    def _sums(self, place: Callable[[tuple[str, int]], tuple[str, int]]) -> Iterator[Site]:
        """Add up the paths whose innermost frames are at the same place."""
        places = list(map(place, self._lines()))
        sums: dict[tuple[str, int], list[int]] = {}
        for begin, *figures in zip(chain((0,), self._ends), *self._columns):
            of_place = sums.setdefault(places[self._frames[begin]], [0, 0, 0, 0])
            for column, figure in enumerate(figures):
                of_place[column] += figure
        for one, figures in sums.items():
            yield Site((one,), *figures)


def _numbered(things: Iterable[_Thing]) -> dict[_Thing, int]:
    """Return each with its number, in the order they came."""
    return dict(zip(dict.fromkeys(things), count()))


def _joined(after: Groups, before: Groups) -> dict[Path, Figures]:
    if not before:
        return {path: figures + figures for path, figures in after.items()}
    joined = {}
    for path in after.keys() | before.keys():
        (blocks, size), (blocks_before, size_before) = after.get(path, _NOTHING), before.get(path, _NOTHING)
        joined[path] = blocks, size, blocks - blocks_before, size - size_before
    return joined


class _Folding:
    """Adds sites to the places they are at."""

    def __init__(self, sites: dict[Path, Figures], before: Groups, vague: frozenset[Path]) -> None:
        """Take the sites, which change; what was before the run, and the places that had others added to them then."""
        self._sites = sites
        self._before = before
        self._vague = vague
        self.places: set[Path] = set()
        """That got any."""

    def fold_paths(self, most: int) -> None:
        """Add all paths but the largest to their lines."""
        self._fold([path for path in self._sites if len(path) > 1], most, lambda path: path[:1])

    def fold_lines(self, most: int) -> None:
        """Add all lines but the largest to their files."""
        lines: list[Path] = [path for path in self._sites if len(path) == 1 and path[0][1]]
        self._fold(lines, most, lambda path: ((path[0][0], 0),))

    def _fold(self, found: list[Path], most: int, place_of: Callable[[Path], Path]) -> None:
        # What a vague place may have had in its sum before has no change of its own.
        clear = [path for path in found if path in self._before or place_of(path) not in self._vague]
        kept = set(clear if len(clear) <= most else nlargest(most, clear, key=self._size))
        for path in found:
            if path not in kept:
                self._move(path, place_of(path))

    def _move(self, path: Path, place: Path) -> None:
        blocks, size, count_delta, bytes_delta = self._sites.pop(path)
        there = self._sites.get(place, (0, 0, 0, 0))
        self._sites[place] = there[0] + blocks, there[1] + size, there[2] + count_delta, there[3] + bytes_delta
        self.places.add(place)

    def _size(self, path: Path) -> int:
        """Return the bytes before or after, whichever is more."""
        _, after, _, change = self._sites[path]
        return max(after, after - change)
