"""Figures of messages, each null one with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from .collector import Collections
from .limit import Limit
from .outcome import Outcome
from .process import Children, ProcessReader, Reading
from .run import Run
from .tracing import is_tracing, tracer

if TYPE_CHECKING:
    from .messages import Absence, ProcessMemory

_Figure = TypeVar("_Figure")


class Absences:
    """Collects why figures are null."""

    def __init__(self) -> None:
        """Begin with none."""
        self.items: list[Absence] = []

    def note(self, figure: str, value: _Figure | None, reason: str) -> _Figure | None:
        """Pass a figure on; with its reason when it is None."""
        if value is None:
            self.items.append({"figure": figure, "reason": reason})
        return value


def memory_now(reader: ProcessReader, limit: Limit, absences: Absences) -> ProcessMemory:
    """Return the process figures of a message, all read now."""
    return process_memory(reader.read(), reader.children(), limit, reader, absences)


def process_memory(
    reading: Reading, children: Children | None, limit: Limit, reader: ProcessReader, absences: Absences
) -> ProcessMemory:
    """Return the process figures of a message."""
    why = reader.absent_because
    unknown = "This system does not tell it."
    absences.note("children", children, why.get("children", unknown))
    return {
        "rss_bytes": absences.note("rss_bytes", reading.rss, why.get("rss", unknown)),
        "swap_bytes": absences.note("swap_bytes", reading.swap, why.get("swap", unknown)),
        "children": None if children is None else {"count": children.processes, "rss_bytes": children.rss_bytes},
        "limit_bytes": absences.note("limit_bytes", limit.bytes, "Neither a container nor the machine tells a limit."),
        "limit_source": limit.source,
        "traced_bytes": traced_bytes(),
    }


def traced_bytes() -> int | None:
    """Return tracemalloc's current figure; None while it does not trace or was never imported."""
    return int(tracer().get_traced_memory()[0]) if is_tracing() else None


def run_fields(
    run: Run, duration_ms: float, outcome: Outcome, reading: Reading, collections: Collections
) -> dict[str, Any]:
    """Return the plain fields of RunReport."""
    return {
        "run_id": run.run_id,
        "cell_id": run.cell_id,
        "execution_count": run.execution_count,
        "label": run.label,
        "started_at_ms": run.started_at_ms,
        "duration_ms": duration_ms,
        "status": outcome.status,
        "exception": outcome.exception,
        "rss_before_bytes": run.rss_before,
        "rss_after_bytes": reading.rss,
        "samples": run.points(),
        "gc_events": collections.events,
        "gc_event_count": collections.total,
        "gc_pause_ms": collections.pause_ms,
    }
