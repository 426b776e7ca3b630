"""How many objects there were after each run, for a page that is loaded later."""

from __future__ import annotations

from array import array
from typing import Any

_MOST = 5_000
_WIDTH = 5
_NONE = -1


class ObjectCounts:
    """The counts of complete censuses, 40 bytes each; the oldest ones go."""

    def __init__(self) -> None:
        """Begin without any."""
        # Run, its count, the run before that was counted, the change since, whether that is the run's own: in rows
        # without objects of their own.
        self._rows = array("q")

    @property
    def size_bytes(self) -> int:
        """What they take."""
        return self._rows.itemsize * len(self._rows)

    def note(self, census: dict[str, Any]) -> None:
        """Keep what the first complete census after a run says."""
        run_id, previous = census["run_id"], census["previous_run_id"]
        if self._rows[-_WIDTH:][:1] == array("q", [run_id]):
            return
        since = (_NONE, 0) if previous is None else (previous, census["object_count_delta"])
        self._rows += array("q", [run_id, census["object_count"], *since, census["delta_is_of_run"]])
        del self._rows[: -_MOST * _WIDTH]

    def after(self, run_id: int, last_run_id: int) -> list[dict[str, int | bool | None]]:
        """Return the counts of the runs after one, up to another, as the protocol has them."""
        rows = self._rows[:]
        return [
            _fields(rows[at : at + _WIDTH]) for at in range(0, len(rows), _WIDTH) if run_id < rows[at] <= last_run_id
        ]


def _fields(row: array[int]) -> dict[str, int | bool | None]:
    run_id, count, previous, delta, is_of_run = row
    is_first = previous == _NONE
    return {
        "run_id": run_id,
        "object_count": count,
        "object_count_delta": None if is_first else delta,
        "previous_run_id": None if is_first else previous,
        "delta_is_of_run": bool(is_of_run),
    }
