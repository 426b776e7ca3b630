"""The last reports, encoded, within a budget of bytes; the front end keeps the older ones."""

from __future__ import annotations

from collections import deque
from sys import getsizeof
from typing import NamedTuple

_MOST_COLLECTIONS = 50
_ENTRY_BYTES = getsizeof((0, "")) + getsizeof(2**30) + 8


class HistoryPage(NamedTuple):
    """Encoded reports, oldest first, and where they are among those kept."""

    items: list[str]
    start: int
    total: int
    truncated: bool
    last_run_id: int


class History:
    """A ring of encoded run reports. Appended by the hook, read by requests on other threads."""

    def __init__(self, budget: int) -> None:
        """Take the budget in bytes."""
        self._reports: deque[tuple[int, str]] = deque()
        self._collections: deque[tuple[int, str]] = deque()
        self.collections_bytes = 0
        self._budget = budget
        self._dropped_run_id = 0
        self.size_bytes = 0

    def append(self, run_id: int, report: str) -> None:
        """Keep a report at the cost of the oldest ones; it replaces one of the same run."""
        if self._reports and self._reports[-1][0] == run_id:
            self.size_bytes -= _size(self._reports.pop()[1])
        self._reports.append((run_id, report))
        self.size_bytes += _size(report)
        self._trim()

    def append_collection(self, after_run_id: int, collection: str) -> None:
        """Keep what a collection that the user asked for did; the last few."""
        self._collections.append((after_run_id, collection))
        self.collections_bytes += _size(collection)
        if len(self._collections) > _MOST_COLLECTIONS:
            self.collections_bytes -= _size(self._collections.popleft()[1])

    def collections(self, after_run_id: int, page: HistoryPage) -> list[str]:
        """Return the encoded collections that belong to a page of reports after a run."""
        is_last = len(page.items) == page.total
        return [
            text
            for run_id, text in list(self._collections)
            if after_run_id <= run_id and (is_last or run_id < page.last_run_id)
        ]

    def set_budget(self, budget: int) -> None:
        """Change how many bytes are kept."""
        self._budget = budget
        self._trim()

    def page(self, after_run_id: int, count: int) -> HistoryPage:
        """Return the first reports after a run."""
        kept = list(self._reports)
        later = [(run_id, report) for run_id, report in kept if run_id > after_run_id]
        page = later[:count]
        items = [report for _, report in page]
        last_run_id = page[-1][0] if page else after_run_id
        return HistoryPage(items, len(kept) - len(later), len(later), self._dropped_run_id > after_run_id, last_run_id)

    def _trim(self) -> None:
        while self._reports and self.size_bytes > self._budget:
            self._dropped_run_id, report = self._reports.popleft()
            self.size_bytes -= _size(report)


def _size(report: str) -> int:
    return getsizeof(report) + _ENTRY_BYTES
