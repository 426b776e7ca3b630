"""The last reports, encoded, within a budget of bytes; the front end keeps the older ones."""

from __future__ import annotations

import sys
from collections import deque
from typing import NamedTuple

_ENTRY_BYTES = sys.getsizeof((0, "")) + sys.getsizeof(2**30) + 8


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
    return sys.getsizeof(report) + _ENTRY_BYTES
